"""Applies to a file's table what its author mended on a card: cells with another value, rows left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from services.domain.questions import Answers
from services.intake.headers import ColumnRole, plain, role_of
from services.intake.headings import Headings
from services.intake.table import Row, Table

_CELL, _ROW = "cell", "row"  # what an answer is about
_SEPARATOR = "\x1f"  # separates the parts of an answer's id; no cell can hold it


def cell_id(row: int, column: str, value: str) -> str:
    """The id of the answer that gives this cell another value."""
    return _SEPARATOR.join((_CELL, str(row), column, value))


def row_id(row: int) -> str:
    """The id of the answer that leaves this row out."""
    return _SEPARATOR.join((_ROW, str(row)))


def mended(table: Table, answers: Answers, headings: Headings) -> Table:
    """The table with these answers applied; a column of ours that it hasn't got comes with the first cell of it."""
    ours = [(ident.split(_SEPARATOR), text) for ident, text in answers.items() if _SEPARATOR in ident]
    if not ours:
        return table
    out = {int(parts[1]) for parts, _ in ours if parts[0] == _ROW}
    cells: dict[int, list[tuple[str, str, str]]] = {}
    for parts, text in ours:
        if parts[0] == _CELL:
            cells.setdefault(int(parts[1]), []).append((parts[2], parts[3], text))
    asked = dict.fromkeys(column for ones in cells.values() for column, _, _ in ones)
    new = [column for column in asked if role_of(column) and not _columns(column, table.headers, headings)]
    headers = (*table.headers, *new)
    rows = [_with(row, cells.get(row.no, ()), headers, headings) for row in table.rows if row.no not in out]
    held = {place: one for place, one in table.held.items() if place[0] not in cells}
    return replace(table, headers=headers, rows=tuple(rows), held=held)


def _with(row: Row, cells: Sequence[tuple[str, str, str]], headers: Sequence[str], headings: Headings) -> Row:
    texts = [*row.cells, *[""] * (len(headers) - len(row.cells))]
    for column, value, text in cells:
        at = _place(texts, column, value, headers, headings)
        if at >= 0:
            part = bool(value) and value in texts[at] and value != texts[at].strip()
            texts[at] = texts[at].replace(value, text) if part else text
    return Row(row.no, tuple(texts))


def _place(texts: Sequence[str], column: str, value: str, headers: Sequence[str], headings: Headings) -> int:
    """The cell's index: among the columns that are meant, the one that holds the value, or else the first."""
    found = _columns(column, headers, headings)
    return next((at for at in found if value and value in texts[at]), next(iter(found), -1))


def _columns(column: str, headers: Sequence[str], headings: Headings) -> list[int]:
    """The columns with this heading, or else those with its role."""
    named = [at for at, header in enumerate(headers) if plain(header) == plain(column)]
    role = role_of(column)
    if named or role in (None, ColumnRole.RESULT):
        return named
    return [at for at, header in enumerate(headers) if headings.role_of(header) is role]


def mends(answers: Mapping[str, str]) -> int:
    """The number of cells and rows that were mended."""
    return sum(_SEPARATOR in ident for ident in answers)
