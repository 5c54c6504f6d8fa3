"""A table as it was read from a file, before anybody asks what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from services.domain.plan import Finding


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold.

    `size` and `unpacked` are bytes (a workbook is a zip), `ratio` is unpacked to packed, `parts` the files in the zip.
    The provider's own page stops at 5,000,000 bytes.
    """

    size: int = 5_000_000
    rows: int = 10_000
    columns: int = 64
    unpacked: int = 40_000_000
    ratio: int = 100
    parts: int = 1_000


# A named tuple, as a file may have a hundred thousand of them and a dataclass costs several times as long to make.
class Row(NamedTuple):
    """One row: its number as the spreadsheet counts, and the text of its cells, as many as there are headings."""

    no: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows as text; blank rows and title rows are left out.

    `findings` is what reading found (merged cells, hidden rows); `first_column` counts the empty columns on the left.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    first_column: int = 0
