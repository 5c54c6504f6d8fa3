"""Assembles a table from rows of cells: skips blank rows and repeated headings, and pads rows to the same width."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.intake.faults import finding, listed
from services.intake.headings import Headings
from services.intake.table import Limits, Row, Table


def assemble(
    header: Sequence[str],
    rows: Iterable[tuple[int, tuple[str, ...]]],
    limits: Limits,
    headings: Headings,
    first_column: int = 0,
) -> Table:
    """The table with these headings and numbered rows; raises BadInput when it's longer or wider than `limits`."""
    kept: list[Row] = []
    again: list[int] = []
    width = _used(header)
    at = _first_known(header, headings)
    for no, cells in rows:
        used = _used(cells)
        if used and _is_word(cells, at) and headings.again(header, cells):
            again.append(no)
        elif used:
            kept.append(Row(no, cells))
            width = max(width, used)
        if len(kept) > limits.rows:
            why = tr("It has more than {rows:,} rows.", rows=limits.rows)
            raise BadInput(tr("The file is too long."), why, tr("Split it into several files."))
    if width > limits.columns:
        why = tr("It has {width:,} columns; {columns} are allowed.", width=width, columns=limits.columns)
        raise BadInput(tr("The table is too wide."), why, tr("Delete what is to the right of the add-ons."))
    headers = tuple(cell.strip() for cell in _fit(header, width))
    even = (row if len(row.cells) == width else Row(row.no, _fit(row.cells, width)) for row in kept)
    return Table(headers, tuple(even), tuple(_said_again(again)), first_column)


def _first_known(header: Sequence[str], headings: Headings) -> int:
    return next((at for at, cell in enumerate(header) if headings.role_of(cell) or headings.guesses(cell)), 0)


def _is_word(cells: Sequence[str], at: int) -> bool:
    """Whether the cell is neither blank nor begins with a digit: true of every heading, and cheap to test."""
    return at < len(cells) and bool(cells[at]) and not cells[at][0].isdigit()


def _said_again(rows: list[int]) -> Iterator[Finding]:
    if rows:
        yield finding("table.headings_again", rows=listed([f"{no:,}" for no in rows]))


def _used(cells: Sequence[str]) -> int:
    """The number of cells up to and including the last one that isn't blank."""
    for index in range(len(cells) - 1, -1, -1):
        if cells[index] and not cells[index].isspace():
            return index + 1
    return 0


def _fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
