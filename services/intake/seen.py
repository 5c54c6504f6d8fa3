"""Settles cells that show something else than they hold: what is shown counts, or the author is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.domain.phrases import filled, tr
from services.domain.plan import Finding
from services.domain.questions import Answers, Question, QuestionKind
from services.intake.faults import finding
from services.intake.table import Held, Table

HELD, SHOWN = "held", "shown"
_ONE_CELL = tr("One cell of “{name}” shows something else than it holds: row {row_no} shows {shown}. Which is meant?")
_SEVERAL_CELLS = tr(
    "{count:,} cells of “{name}” show something else than they hold: row {row_no} shows {shown}. Which is meant?"
)


@dataclass(slots=True)
class _Mismatch:
    """What is reported about a column: the number of cells, and the first of them."""

    count: int
    row: int
    shown: str
    held: str


class ShownCells:
    """Chooses between what cells show and what they hold, and collects findings and questions by column."""

    def __init__(self, table: Table, answers: Answers) -> None:
        self._table = table
        self._held = table.held
        self._answers = answers
        self._told: dict[tuple[str, int], _Mismatch] = {}  # by the finding's code and the column
        self._open: dict[int, _Mismatch] = {}

    def __bool__(self) -> bool:
        """Whether any cell shows something else than it holds."""
        return bool(self._held)

    def held(self, row: int, at: int) -> Held | None:
        """What the cell holds, or None where it shows just that."""
        return self._held.get((row, at))

    def text(self, row: int, at: int, shown: str) -> str:
        """The text of a cell with a name or code: what it shows, unless that is rounded or a date."""
        held = self.held(row, at)
        return shown if held is None or held.faithful else held.text

    def choose(self, row: int, at: int, shown: str, meaning: Callable[[str], str | None]) -> str:
        """The text of a cell in which every digit counts; `meaning` gives what a text means in the column, or None."""
        held = self.held(row, at)
        if held is None:
            return shown
        seen, kept = meaning(shown), meaning(held.text)
        if held.faithful and (seen == kept or _digits(shown) == held.text):
            return shown if seen is not None or not shown.strip() else held.text
        if held.faithful and seen is not None:
            self._tell("column.shown", row, at, shown, held)
            return shown
        return self._ask(row, at, shown, held) if kept is not None else shown

    def questions(self) -> Iterator[Question]:
        """The questions about columns that show rounded numbers, dates or nothing."""
        for at, told in self._open.items():
            shown = told.shown.strip() or tr("nothing")
            text = filled(
                _ONE_CELL if told.count == 1 else _SEVERAL_CELLS,
                name=self._table.headers[at],
                count=told.count,
                row_no=told.row,
                shown=shown,
            )
            choices = (
                (HELD, tr("What is held, such as {held}", held=told.held)),
                (SHOWN, tr("What is shown, such as {shown}", shown=shown)),
            )
            yield Question(f"format_{at}", QuestionKind.FORMAT, text, choices)

    def findings(self) -> Iterator[Finding]:
        """What was read in each column whose cells show something else than they hold."""
        for (code, at), told in self._told.items():
            name, shown = self._table.headers[at], told.shown.strip() or tr("nothing")
            yield finding(
                code,
                column=name,
                value=told.shown,
                name=name,
                count=f"{told.count:,}",
                row_no=told.row,
                shown=shown,
                held=told.held,
            )

    def _ask(self, row: int, at: int, shown: str, held: Held) -> str:
        answer = self._answers.get(f"format_{at}", "")
        if answer == SHOWN:
            return shown
        if answer == HELD:
            self._tell("column.held", row, at, shown, held)
        else:
            self._open.setdefault(at, _Mismatch(0, row, shown, held.text)).count += 1
        return held.text

    def _tell(self, code: str, row: int, at: int, shown: str, held: Held) -> None:
        self._told.setdefault((code, at), _Mismatch(0, row, shown, held.text)).count += 1


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdecimal())
