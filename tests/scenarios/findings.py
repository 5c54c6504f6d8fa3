"""The file of all findings, read back."""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.sheets import cells


@dataclass(frozen=True)
class Found:
    """A row of the findings file."""

    line: int
    column: str
    value: str
    kind: str
    what: str
    fix: str
    code: str


def findings_of(content: bytes) -> list[Found]:
    """The findings of a file the bot gave."""
    return [Found(int(str(row[0] or 0)), *(str(cell) for cell in row[1:7])) for row in cells(content)[1:]]
