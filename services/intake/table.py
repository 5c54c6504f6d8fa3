"""A table as it was read from a file, before anybody asks what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.domain.plan import Finding
from services.domain.questions import Question


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a file may hold.

    `size` is in bytes; the provider's own page stops at 5,000,000. A workbook is a zip: `ratio` is unpacked to packed,
    `parts` the files in it, `base_bytes` and `row_bytes` what it may unpack to, at least and for each row.
    """

    size: int = 5_000_000
    rows: int = 10_000
    columns: int = 128
    ratio: int = 100
    parts: int = 1_000
    base_bytes: int = 20_000_000
    row_bytes: int = 1_500

    @property
    def unpacked(self) -> int:
        """The most bytes a workbook may unpack to."""
        return self.base_bytes + self.rows * self.row_bytes


# A named tuple, as a file may have a hundred thousand of them and a dataclass costs several times as long to make.
class Row(NamedTuple):
    """One row: its number as the spreadsheet counts, and the text of its cells, as many as there are headings."""

    no: int
    cells: tuple[str, ...]


class Held(NamedTuple):
    """What a cell holds whose format shows something else; `faithful`: what it shows has every digit of it."""

    text: str
    faithful: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows as text, as they are seen; blank rows, title rows and headings said again are left out.

    `findings` is what reading found (merged cells, hidden rows); `first_column` counts the empty columns on the left.
    `held` has, by row number and place in the row, what cells hold that show something else. `encoding` asks how the
    text is to be read, where that isn't sure.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    first_column: int = 0
    held: Mapping[tuple[int, int], Held] = field(default_factory=dict)
    encoding: Question | None = None
