"""Reads the table of an .xlsx workbook: the first visible sheet that has our headings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from services.domain.errors import BadInput
from services.domain.plan import Finding
from services.intake.assemble import HEADER_WITHIN, assemble, best_header
from services.intake.faults import finding
from services.intake.package import pack, refuse, unpack
from services.intake.sheet_xml import (
    SheetNotes,
    check_sheet,
    check_strings,
    check_text,
    column_letters,
    parts_of_sheets,
)
from services.intake.table import Limits, Table

Value = int | float | str | bool | time | date | datetime | timedelta
_SHEETS = 20  # a table further back than this isn't looked for


@dataclass(frozen=True, slots=True)
class _Book:
    workbook: CalamineWorkbook
    notes: dict[str, SheetNotes]


def read_xlsx(data: bytes, limits: Limits) -> Table:
    """The table in a workbook; BadInput when it can't be read or no visible sheet has our headings."""
    try:
        book = _open(data, limits)
        visible = [meta.name for meta in book.workbook.sheets_metadata if _is_visible(meta.visible, meta.typ)]
        for name in visible[:_SHEETS]:
            table = _table(book.workbook.get_sheet_by_name(name), book.notes.get(name, SheetNotes()), limits)
            if table:
                return table
    except CalamineError as error:
        raise refuse("The file is damaged.", "Save it again and resend.") from error
    raise BadInput(
        "No visible sheet has the headings of a bulk file.",
        f"One of the first {HEADER_WITHIN} rows must have 'Ext Key', 'Number', 'User' and 'Addon license 1'.",
        "Compare it with the sample file.",
    )


def _is_visible(visible: SheetVisibleEnum, kind: SheetTypeEnum) -> bool:
    return visible == SheetVisibleEnum.Visible and kind == SheetTypeEnum.WorkSheet


def _open(data: bytes, limits: Limits) -> _Book:
    parts = unpack(data, limits)
    workbook, relations = parts.get("xl/workbook.xml"), parts.get("xl/_rels/workbook.xml.rels")
    if workbook is None or relations is None:
        raise refuse("Its list of sheets is missing.")
    sheets = {name: check_sheet(xml, limits) for name, xml in parts.items() if b"sheetData" in xml}
    longest = max((check_strings(xml) for name, xml in parts.items() if name not in sheets), default=0)
    check_text(longest, [parts[name] for name in sheets])
    index = parts_of_sheets(workbook, relations)
    notes = {name: sheets[part] for name, part in index.items() if part in sheets}
    return _Book(CalamineWorkbook.from_filelike(pack(parts)), notes)


def _table(sheet: CalamineSheet, notes: SheetNotes, limits: Limits) -> Table | None:
    if sheet.start is None:
        return None
    left = sheet.start[1]
    grid = enumerate(_texts(sheet.iter_rows(), notes, left), start=1)
    opening = list(islice(grid, HEADER_WITHIN))
    header = best_header([cells for _, cells in opening])
    if header is None:
        return None
    table = assemble(opening[header][1], chain(opening[header + 1 :], grid), limits, left)
    return Table(table.headers, table.rows, tuple(_sheet_findings(sheet, notes, table, header + 1)), left)


class _Texts(dict[Value, str]):
    """The text of each value; texts are kept once, as columns repeat few codes."""

    def __missing__(self, value: Value) -> str:
        if isinstance(value, str):
            self[value] = value
            return value
        return text_of(value)


def _texts(rows: Iterator[list[Value]], notes: SheetNotes, left: int) -> Iterator[tuple[str, ...]]:
    text = _Texts().__getitem__
    instead: dict[int, dict[int, str]] = {}
    for (row, column), shown in notes.shown_instead.items():
        instead.setdefault(row, {})[column - left] = shown
    for no, values in enumerate(rows):
        cells = tuple(map(text, values))
        shown_here = instead.get(no)
        yield tuple(shown_here.get(at, cell) for at, cell in enumerate(cells)) if shown_here else cells


def text_of(value: Value) -> str:
    """A cell's value as its exact text: whole numbers as digits, never rounded to a power of ten."""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")  # up to 16 digits, which is more than a spreadsheet keeps
    if isinstance(value, bool):
        return str(value).upper()
    return value.isoformat() if isinstance(value, date | datetime | time) else str(value)


def _sheet_findings(sheet: CalamineSheet, notes: SheetNotes, table: Table, header_row: int) -> Iterator[Finding]:
    last = table.rows[-1].no if table.rows else header_row
    right = table.first_column + len(table.headers)
    for (top, left), (bottom, end) in sheet.merged_cell_ranges or ():
        if header_row <= bottom and top < last and left < right:
            cells = f"{column_letters(left)}{top + 1}:{column_letters(end)}{bottom + 1}"
            yield finding("sheet.merged", value=cells, range=cells)
    rows = [row for row in notes.hidden_rows if header_row <= row <= last]
    if rows:
        yield finding("sheet.hidden_rows", rows=_listed([str(row) for row in rows]))
    columns = [column_letters(no - 1) for no in notes.hidden_columns if table.first_column < no <= right]
    if columns:
        yield finding("sheet.hidden_columns", columns=_listed(columns))


def _listed(names: list[str], most: int = 10) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")
