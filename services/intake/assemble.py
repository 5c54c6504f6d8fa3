"""Puts a table together from rows of cells: finds the headings, skips blank rows, evens out the width."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from services.domain.errors import BadInput
from services.domain.plan import Finding
from services.intake.headers import header_score
from services.intake.table import Limits, Row, Table

HEADER_WITHIN = 20  # rows; title and date lines stand above the headings


def best_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Where the headings are among the first rows: the row that names most of our columns, or None."""
    scores = [header_score(row) for row in rows[:HEADER_WITHIN]]
    best = max(scores, default=0)
    return scores.index(best) if best else None


def assemble(
    header: Sequence[str],
    rows: Iterable[tuple[int, tuple[str, ...]]],
    limits: Limits,
    first_column: int = 0,
    findings: tuple[Finding, ...] = (),
) -> Table:
    """The table of these headings and numbered rows; BadInput when it's longer or wider than `limits`."""
    kept: list[Row] = []
    width = _used(header)
    for no, cells in rows:
        used = _used(cells)
        if used:
            kept.append(Row(no, cells))
            width = max(width, used)
        if len(kept) > limits.rows:
            why = f"It has more than {limits.rows:,} rows."
            raise BadInput("The file is too long.", why, "Split it into several files.")
    if width > limits.columns:
        why = f"It has {width:,} columns; {limits.columns} are allowed."
        raise BadInput("The table is too wide.", why, "Delete what is to the right of the add-ons.")
    headers = tuple(cell.strip() for cell in _fit(header, width))
    even = (row if len(row.cells) == width else Row(row.no, _fit(row.cells, width)) for row in kept)
    return Table(headers, tuple(even), findings, first_column)


def _used(cells: Sequence[str]) -> int:
    """How many cells there are up to the last one that isn't blank."""
    for index in range(len(cells) - 1, -1, -1):
        if cells[index] and not cells[index].isspace():
            return index + 1
    return 0


def _fit(cells: Sequence[str], width: int) -> tuple[str, ...]:
    return (*cells[:width], *[""] * (width - len(cells)))
