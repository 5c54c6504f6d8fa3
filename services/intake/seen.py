"""What counts where a cell shows something else than it holds: what is seen, or it is a question."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from services.domain.plan import Finding
from services.domain.questions import Answers, Question, QuestionKind
from services.intake.faults import finding
from services.intake.table import Held, Table

HELD, SHOWN = "held", "shown"


@dataclass(slots=True)
class _Told:
    """What is told about a column: how many cells, and the first of them."""

    count: int
    row: int
    shown: str
    held: str


class Seen:
    """Chooses between what cells show and what they hold, column by column, and remembers what to tell and to ask."""

    def __init__(self, table: Table, answers: Answers) -> None:
        self._table = table
        self._held = table.held
        self._answers = answers
        self._told: dict[tuple[str, int], _Told] = {}  # by the finding's code and the column
        self._open: dict[int, _Told] = {}

    def __bool__(self) -> bool:
        """Whether any cell shows something else than it holds."""
        return bool(self._held)

    def held(self, row: int, at: int) -> Held | None:
        """What the cell holds, where that isn't what it shows."""
        return self._held.get((row, at))

    def text(self, row: int, at: int, shown: str) -> str:
        """The text of a cell that holds a name or a code: what it shows, unless that is a rounding or a date."""
        held = self.held(row, at)
        return shown if held is None or held.faithful else held.text

    def choose(self, row: int, at: int, shown: str, meaning: Callable[[str], str | None]) -> str:
        """The text of a cell in which every digit counts; `meaning` is what a text means in its column, or None."""
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
        """What is to be asked about columns that show rounded figures, dates or nothing."""
        for at, told in self._open.items():
            name, shown = self._table.headers[at], told.shown.strip() or "nothing"
            cells = "one cell" if told.count == 1 else f"{told.count:,} cells"
            text = (
                f"“{name}” shows something else than it holds in {cells}: row {told.row} shows {shown}. Which is meant?"
            )
            choices = ((HELD, f"What is held, such as {told.held}"), (SHOWN, f"What is shown, such as {shown}"))
            yield Question(f"format_{at}", QuestionKind.FORMAT, text, choices)

    def findings(self) -> Iterator[Finding]:
        """What was read in each column that shows something else than it holds."""
        for (code, at), told in self._told.items():
            name, shown = self._table.headers[at], told.shown.strip() or "nothing"
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
            self._open.setdefault(at, _Told(0, row, shown, held.text)).count += 1
        return held.text

    def _tell(self, code: str, row: int, at: int, shown: str, held: Held) -> None:
        self._told.setdefault((code, at), _Told(0, row, shown, held.text)).count += 1


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdecimal())
