"""Reads the changes that a bulk file asks for, and every fault in it, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from services.domain.change import Change
from services.domain.plan import Finding
from services.domain.questions import Answers, Question
from services.intake.columns import Columns, find_columns
from services.intake.encodings import QUESTION as ENCODING
from services.intake.faults import finding, listed
from services.intake.headers import ColumnRole
from services.intake.headings import Headings
from services.intake.notes import Notes
from services.intake.row_reader import RowReader
from services.intake.seen import ShownCells
from services.intake.table import Row, Table

_OUR_HEADINGS = Headings()
_NO_ANSWERS: Answers = {}


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file asks for.

    `changes` come from the rows without an error, `findings` are sorted by row; headings and rows are kept as they
    were, for the result file. `questions` are about the file itself: while one is open, what was read may be wrong.
    `learnt` maps headings, in plain spelling, to the role that an answer gave them.
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
    headings: Headings = _OUR_HEADINGS,
    answers: Answers = _NO_ANSWERS,
) -> Parsed:
    """The changes of a table and all findings; a national number is read by the rules of `country`.

    `ours` are numbers that the organisation owns, valid whatever the numbering plans say. `headings` are what the
    workspace's headings mean, `answers` the answers to this file's questions.
    """
    found = find_columns(table, headings, answers)
    notes, seen = Notes(), ShownCells(table, answers)
    reader = RowReader(found.columns, country, notes, seen, ours)
    struck = _struck_out(table, found.columns)
    for no, cells in struck.items():
        notes.add("row.struck_out", no, "", cells=listed(cells))
    read = [change for row in table.rows if row.no not in struck and (change := reader.change(row))]
    # A row can turn out wrong later, when its key or number occurs a second time.
    changes = tuple(change for change in read if not notes.errors[change.row])
    for change in _lost_zeros(read):
        notes.add("row.key_zeros", change.row, found.columns.key.heading, change.key)
    empty = [] if table.rows else [finding("table.empty")]
    everything = chain(table.findings, found.findings, seen.findings(), empty, notes.all())
    findings = tuple(sorted(everything, key=lambda one: one.row))
    questions = (*_about_the_text(table, found.columns, answers), *found.questions, *seen.questions())
    return Parsed(changes, findings, table.headers, table.rows, questions, found.learnt)


def _lost_zeros(changes: Sequence[Change]) -> list[Change]:
    """The keys without a leading zero that are shorter than keys with one: a spreadsheet may have dropped theirs."""
    longest = max((len(change.key) for change in changes if change.key.startswith("0")), default=0)
    return [change for change in changes if len(change.key) < longest and not change.key.startswith("0")]


def _about_the_text(table: Table, columns: Columns, answers: Answers) -> tuple[Question, ...]:
    """The question about the encoding, where it isn't certain and what was read depends on it."""
    question = table.encoding
    if question is None or question.takes(answers.get(ENCODING, "")):
        return ()
    places = _places(columns)
    used: Callable[[Sequence[str]], bool] = lambda cells: not all(cells[at].isascii() for at in places)  # noqa: E731
    matters = not all(map(str.isascii, table.headers)) or any(used(row.cells) for row in table.rows)
    return (question,) if matters else ()


def _struck_out(table: Table, columns: Columns) -> dict[int, list[str]]:
    """The headings of struck-out cells that would be read, by row: such a row isn't meant any more, or not so."""
    if not table.struck:
        return {}
    places = _places(columns)
    found = {row.no: [table.headers[at] for at in table.struck.get(row.no, ()) if at in places] for row in table.rows}
    return {no: cells for no, cells in found.items() if cells}


def _places(columns: Columns) -> set[int]:
    named = (columns.key, columns.number, columns.person, columns.label, columns.private, columns.template)
    several = (*columns.addons, *columns.more)
    valued = (*columns.settings, *columns.policies)
    return {column.at for column in (*named, *several, *(column for column, _ in valued)) if column}
