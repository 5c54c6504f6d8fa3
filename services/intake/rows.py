"""What the rows of a bulk file ask for, and every fault in them, found in one pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from services.domain.change import Change
from services.domain.plan import Finding
from services.domain.questions import Answers, Question
from services.intake.columns import Columns, find_columns
from services.intake.encodings import QUESTION as ENCODING
from services.intake.faults import finding
from services.intake.headers import ColumnRole
from services.intake.headings import Headings
from services.intake.notes import Notes
from services.intake.row_reader import RowReader
from services.intake.seen import Seen
from services.intake.table import Row, Table

_OURS = Headings()
_NO_ANSWERS: Answers = {}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file asks for.

    `changes` has the rows without an error, `findings` is sorted by row; headings and rows are kept as they were, for
    the result file. `questions` are about the file itself: with one of them open, what was read may not be what is
    meant. `learnt` is what answers said about headings, by plain spelling.
    """

    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    questions: tuple[Question, ...] = ()
    learnt: Mapping[str, ColumnRole] = field(default_factory=dict)


def read_changes(
    table: Table,
    country: str = "SG",
    ours: Collection[str] = (),
    *,
    headings: Headings = _OURS,
    answers: Answers = _NO_ANSWERS,
) -> Parsed:
    """The changes of a table and all its findings; a national number is told by the rules of `country`.

    `ours` are numbers that the organisation owns, which are numbers whatever the numbering plans say. `headings` are
    what the workspace's headings mean, `answers` what was answered about this file.
    """
    found = find_columns(table, headings, answers)
    notes, seen = Notes(), Seen(table, answers)
    reader = RowReader(found.columns, country, notes, seen, ours)
    read = [change for row in table.rows if (change := reader.change(row))]
    # A row can turn out wrong later, when its key or number comes up a second time.
    changes = tuple(change for change in read if not notes.errors[change.row])
    for change in _lost_zeros(read):
        notes.add("row.key_zeros", change.row, found.columns.key.heading, change.key)
    empty = [] if table.rows else [finding("table.empty")]
    everything = chain(table.findings, found.findings, seen.findings(), empty, notes.all())
    findings = tuple(sorted(everything, key=lambda one: one.row))
    questions = (*_about_the_text(table, found.columns, answers), *found.questions, *seen.questions())
    return Parsed(changes, findings, table.headers, table.rows, questions, found.learnt)


def _lost_zeros(changes: Sequence[Change]) -> list[Change]:
    """Keys that are shorter than others which begin with a zero, and don't begin with one themselves."""
    longest = max((len(change.key) for change in changes if change.key.startswith("0")), default=0)
    return [change for change in changes if len(change.key) < longest and not change.key.startswith("0")]


def _about_the_text(table: Table, columns: Columns, answers: Answers) -> tuple[Question, ...]:
    """How the text is to be read, where that isn't sure and anything that is read depends on it."""
    question = table.encoding
    if question is None or question.takes(answers.get(ENCODING, "")):
        return ()
    named = (columns.key, columns.number, columns.person, columns.label, *columns.addons)
    valued = (*columns.settings, *columns.policies)
    places = {column.at for column in (*named, *(column for column, _ in valued)) if column}
    used: Callable[[Sequence[str]], bool] = lambda cells: not all(cells[at].isascii() for at in places)  # noqa: E731
    matters = not all(map(str.isascii, table.headers)) or any(used(row.cells) for row in table.rows)
    return (question,) if matters else ()
