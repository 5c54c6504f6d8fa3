"""Collects findings: the first of each kind are kept, the others only counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from services.domain.findings import MAX_FINDINGS_OF_A_KIND, more_like
from services.domain.plan import Finding, Severity
from services.intake.faults import FAULTS, MAX_CELL_CHARACTERS, finding


class Notes:
    """The findings about a file, and the number of errors in each row."""

    def __init__(self, most: int = MAX_FINDINGS_OF_A_KIND) -> None:
        self.errors: Counter[int] = Counter()  # by row
        self._most = most
        self._kept: dict[str, list[Finding]] = {}
        self._more: Counter[str] = Counter()
        self._stopped: set[str] = set()

    def full(self, code: str) -> bool:
        """Whether no more findings of this kind are kept, so that there is no need to make one."""
        return len(self._kept.get(code, ())) >= self._most

    def stop(self, code: str) -> None:
        """Mark the count of this kind as a lower bound: from here on not every one is looked for."""
        self._stopped.add(code)

    def add(self, code: str, row: int, column: str, value: str = "", **words: object) -> None:
        """Add the fault `code` of a row."""
        if FAULTS[code].severity is Severity.ERROR:
            self.errors[row] += 1
        if self.full(code):
            self._more[code] += 1
        else:
            suggestion = str(words.pop("suggestion", ""))
            found = finding(code, row=row, column=column, value=value[:MAX_CELL_CHARACTERS], **words)
            found = replace(found, suggestion=suggestion)
            self._kept.setdefault(code, []).append(found)

    def keep(self, found: Finding) -> None:
        """Add a finding that already exists."""
        if found.severity is Severity.ERROR:
            self.errors[found.row] += 1
        if self.full(found.code):
            self._more[found.code] += 1
        else:
            self._kept.setdefault(found.code, []).append(found)

    def all(self) -> Iterator[Finding]:
        """The findings that were kept, and for each kind with more of them one that says how many."""
        for code, kept in self._kept.items():
            yield from kept
            if self._more[code]:
                yield more_like(kept[-1], self._more[code], at_least=code in self._stopped)
            elif code in self._stopped:
                yield more_like(kept[-1], 1, at_least=True)
