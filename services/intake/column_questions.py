"""Decides which columns to ask about: those whose heading or values suggest one of our columns.

A column of people or numbers is never skipped with only a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from services.domain.addons import find_code
from services.domain.number import parse_number
from services.domain.phrases import join_text, tr
from services.domain.questions import Answers, Question, QuestionKind
from services.intake.headers import ColumnRole, plain
from services.intake.headings import Headings, guesses_of, meant
from services.intake.table import Table

NONE = "none"  # the answer that none of the columns is the one
ALL = "all"  # the answer that all of them are, for a column that may occur several times
_ORDER = (ColumnRole.KEY, ColumnRole.NUMBER, ColumnRole.PERSON, ColumnRole.ADDON, ColumnRole.LABEL)
_NEEDED = (ColumnRole.NUMBER, ColumnRole.PERSON)  # asked about even if no heading suggests them
_SAMPLE_ROWS = 200  # rows whose values are examined
_MAX_CHOICES = 10
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_KEY = re.compile(r"[0-9]{3,5}(\.0)?")


@dataclass(frozen=True, slots=True)
class ColumnAnswers:
    """Columns that answers gave a role (`taken`), columns that were refused, and the questions still open."""

    taken: Mapping[int, ColumnRole] = field(default_factory=dict)
    refused: frozenset[int] = frozenset()
    offered: frozenset[int] = frozenset()
    open: frozenset[ColumnRole] = frozenset()
    questions: tuple[Question, ...] = ()


def ask(table: Table, headings: Headings, roles: Sequence[ColumnRole | None], answers: Answers) -> ColumnAnswers:
    """What the answers say about the columns without a role, with the questions that remain."""
    columns = _Columns(table, headings, roles)
    taken: dict[int, ColumnRole] = {}
    refused: set[int] = set()
    offered: set[int] = set()
    questions: dict[ColumnRole, Question] = {}
    for role in _ORDER:
        free = [at for at in columns.free if at not in taken and at not in offered and at not in refused]
        candidates = columns.candidates(role, free)
        question = _question(role, candidates, columns) if candidates else None
        answer = answers.get(question.id, "") if question else ""
        if question and question.takes(answer):
            chosen = candidates if answer == ALL else [int(answer)] if answer != NONE else []
            taken |= dict.fromkeys(chosen, role)
            refused |= {*candidates} - {*chosen}
        elif question:
            questions[role] = question
            offered |= {*candidates}
    return ColumnAnswers(taken, frozenset(refused), frozenset(offered), frozenset(questions), tuple(questions.values()))


class _Columns:
    """The columns with values but no role yet."""

    def __init__(self, table: Table, headings: Headings, roles: Sequence[ColumnRole | None]) -> None:
        self.headers = table.headers
        self._headings = headings
        self._values = _Values(table)
        self._roles = roles
        self._settings = ColumnRole.SETTING in roles
        self.free = [at for at, role in enumerate(roles) if role is None and self._is_free(at)]

    def candidates(self, role: ColumnRole, free: Sequence[int]) -> list[int]:
        """The columns of `free` that may have this role: by heading, failing that by values, failing that any."""
        if role is not ColumnRole.ADDON and any(r is role and self._values.of(at) for at, r in enumerate(self._roles)):
            return []
        named = [at for at in free if role in self._may_be(at)]
        if role is ColumnRole.ADDON:
            return [at for at in named if any(map(find_code, self._values.of(at)))]
        if named or role not in (ColumnRole.KEY, *_NEEDED) or role in self._roles:
            return named[:_MAX_CHOICES]
        alike = [at for at in free if self._mostly(at, _VALUE_TESTS[role])]
        if alike or role is not ColumnRole.PERSON or self._settings:
            return alike[:_MAX_CHOICES]
        return [at for at in free if self._mostly(at, _may_be_a_name)][:_MAX_CHOICES]

    def _is_free(self, at: int) -> bool:
        """Whether the column may have any role; a misspelt heading of ours is reported as a fault, not guessed at."""
        header = self.headers[at]
        return bool(header and self._values.of(at) and (self._may_be(at) or not meant(header)))

    def _may_be(self, at: int) -> tuple[ColumnRole, ...]:
        """The roles that the column's heading suggests."""
        said = self._headings.known.get(plain(self.headers[at]))
        return (said,) if said else guesses_of(self.headers[at])

    def example(self, at: int) -> str:
        """One value of this column, truncated."""
        return self._values.of(at)[0][:40]

    def _mostly(self, at: int, test: Callable[[str], bool]) -> bool:
        values = self._values.of(at)
        return sum(map(test, values)) * 2 > len(values)


class _Values:
    """The first values of each column."""

    def __init__(self, table: Table) -> None:
        self._rows = table.rows[:_SAMPLE_ROWS]
        self._table = table
        self._known: dict[int, list[str]] = {}

    def of(self, at: int) -> list[str]:
        """The values in the sampled rows; if they are all blank, the first value further down."""
        if at not in self._known:
            found = [text for row in self._rows if (text := row.cells[at].strip())]
            self._known[at] = found or list(self._first(at))
        return self._known[at]

    def _first(self, at: int) -> Iterator[str]:
        found = next((text for row in self._table.rows[_SAMPLE_ROWS:] if (text := row.cells[at].strip())), "")
        if found:
            yield found


def _looks_like_a_number(text: str) -> bool:
    return len(text) < 40 and isinstance(parse_number(text), str)


def _may_be_a_name(text: str) -> bool:
    return any(char.isalpha() for char in text) and len(text) <= 80 and not find_code(text)


_VALUE_TESTS: Mapping[ColumnRole, Callable[[str], bool]] = {
    ColumnRole.KEY: lambda text: bool(_KEY.fullmatch(text)),
    ColumnRole.NUMBER: _looks_like_a_number,
    ColumnRole.PERSON: lambda text: bool(_ADDRESS.search(text)),
}


def _question(role: ColumnRole, candidates: Sequence[int], columns: _Columns) -> Question:
    ident = f"column_{role.name.lower()}"
    names = [f"“{columns.headers[at]}”" for at in candidates]
    no = (NONE, tr("No, leave it out") if len(candidates) == 1 else tr("None of them"))
    if role is ColumnRole.ADDON:
        yes = (ALL, tr("Yes, use it") if len(names) == 1 else tr("Yes, use them"))
        text = tr(
            "{names} {word} {role}?",
            names=join_text(", ", names),
            word=tr("is") if len(names) == 1 else tr("are"),
            role=tr(role.value),
        )
        return Question(
            ident, QuestionKind.COLUMN, text, (yes, (NONE, no[1] if len(names) == 1 else tr("No, leave them out")))
        )
    if len(candidates) == 1:
        text = tr(
            "{names} is {role}? It has “{example}”.",
            names=names[0],
            role=tr(role.value),
            example=columns.example(candidates[0]),
        )
        return Question(ident, QuestionKind.COLUMN, text, ((str(candidates[0]), tr("Yes, use it")), no))
    choices = [
        (str(at), tr("{name}, such as {example}", name=name, example=columns.example(at)))
        for at, name in zip(candidates, names, strict=True)
    ]
    return Question(ident, QuestionKind.COLUMN, tr("Which column is {role}?", role=tr(role.value)), (*choices, no))
