"""A table as it was read from a file, before its columns are interpreted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.domain.plan import Finding
from services.domain.questions import Question


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a file may be.

    `size` is in bytes; the provider's own page accepts 5,000,000. A workbook is a zip: `ratio` bounds its unpacked to
    its packed size, `parts` the number of files in it, `base_bytes` plus `row_bytes` for each row its unpacked size.
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


# A named tuple: a file may have a hundred thousand rows, and a dataclass takes several times as long to create.
class Row(NamedTuple):
    """One row: its number as the spreadsheet counts, and the text of its cells, one per heading."""

    no: int
    cells: tuple[str, ...]


class Held(NamedTuple):
    """What a cell holds if its format shows something else; `faithful`: what is shown still has every digit."""

    text: str
    faithful: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows as the text that is shown, without blank rows, title rows and repeated headings.

    `findings` is what reading found (merged cells, hidden rows); `first_column` counts the empty columns on the left.
    `held` has, by row number and index in the row, what cells hold that show something else. `struck` has
    the indexes of cells that are struck out, by row number. `encoding` is the question about the encoding, where that
    isn't certain.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    first_column: int = 0
    held: Mapping[tuple[int, int], Held] = field(default_factory=dict)
    encoding: Question | None = None
    struck: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
