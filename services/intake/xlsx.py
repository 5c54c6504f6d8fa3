"""Reads the table of an .xlsx workbook: the first visible sheet that has our headings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.intake.assemble import assemble
from services.intake.faults import finding, listed
from services.intake.headers import ColumnRole
from services.intake.headings import MAX_HEADER_ROWS, Headings
from services.intake.number_format import plain_figure, shown
from services.intake.package import opened, pack, refuse
from services.intake.plain_xml import plain_sheet, plain_strings
from services.intake.sheet_xml import SheetNotes, check_sheet, check_strings, check_text, column_letters
from services.intake.struck_out import struck_cells, struck_formats, struck_strings
from services.intake.styles import formats_of
from services.intake.table import Held, Limits, Table
from services.intake.workbook import Parts, find_parts

Value = object  # of a cell: a text, a figure or a truth value
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@dataclass(frozen=True, slots=True)
class _Book:
    """A workbook whose parts were all checked; `formats` has the format codes by cell format index."""

    workbook: CalamineWorkbook
    notes: tuple[SheetNotes, ...]
    formats: Mapping[int, str]
    since_1904: bool


def read_xlsx(data: bytes, limits: Limits, headings: Headings) -> Table:
    """The table in a workbook; raises BadInput when it can't be read or no visible sheet has our headings."""
    try:
        book = _open(data, limits)
        for at, notes in enumerate(book.notes):
            table = _table(book, book.workbook.get_sheet_by_index(at), notes, limits, headings)
            if table:
                return _with_others(table, book, at, headings)
    except CalamineError as error:
        raise refuse(tr("The file is damaged."), tr("Save it again and resend.")) from error
    raise BadInput(
        tr("No visible sheet has the headings of a bulk file."),
        tr(
            "One of the first {max_header_rows} rows must have 'Ext Key', 'Number', 'User' and 'Addon license 1'.",
            max_header_rows=MAX_HEADER_ROWS,
        ),
        tr("Compare it with the sample file."),
    )


def _with_others(table: Table, book: _Book, at: int, headings: Headings) -> Table:
    """The table, with a finding if a sheet after it holds rows of lines as well."""
    later = range(at + 1, len(book.notes))
    if not any(_holds_rows(book, no, headings) for no in later):
        return table
    return replace(table, findings=(*table.findings, finding("sheet.others")))


def _holds_rows(book: _Book, at: int, headings: Headings) -> bool:
    sheet = book.workbook.get_sheet_by_index(at)
    if sheet.start is None:
        return False
    grid = _Cells(book, book.notes[at], sheet.start[1]).rows(sheet)
    opening = list(islice(grid, MAX_HEADER_ROWS))
    header = headings.row(opening)
    if header is None or ColumnRole.KEY not in map(headings.role_of, opening[header]):
        return False  # a list of add-ons has some of our headings, as in the sample file
    return any(any(row) for row in chain(opening[header + 1 :], grid))


def _open(data: bytes, limits: Limits) -> _Book:
    with opened(data, limits) as package:
        parts = find_parts(package)
    formats = formats_of(parts.styles)
    sheets = tuple(plain_sheet(xml, limits) for xml in parts.sheets)
    struck = struck_formats(parts.styles), struck_strings(parts.strings)
    strings = plain_strings(parts.strings)
    checked = ((xml, check_sheet(xml, limits, formats)) for xml in sheets)
    notes = tuple(replace(found, struck=struck_cells(xml, *struck)) for xml, found in checked)
    check_text(check_strings(strings), sheets)
    workbook = CalamineWorkbook.from_filelike(pack(_anew(replace(parts, sheets=sheets, strings=strings))))
    return _Book(workbook, notes, formats, parts.since_1904)


def _anew(parts: Parts) -> dict[str, bytes]:
    """A workbook of these sheets without formats, so that figures are read as they are held."""
    numbers = range(1, len(parts.sheets) + 1)
    listed = "".join(f'<sheet name="{no}" sheetId="{no}" r:id="r{no}"/>' for no in numbers)
    links = "".join(_link(f"r{no}", "worksheet", f"worksheets/sheet{no}.xml") for no in numbers)
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE.replace("relationships", "content-types")}"/>',
        "_rels/.rels": _links(_link("r1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links(links + _link("s", "sharedStrings", "sharedStrings.xml")),
    }
    sheets = {f"xl/worksheets/sheet{no}.xml": xml for no, xml in zip(numbers, parts.sheets, strict=True)}
    strings = {"xl/sharedStrings.xml": parts.strings} if parts.strings else {}
    return {name: xml.encode() for name, xml in made.items()} | sheets | strings


def _links(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def _link(ident: str, kind: str, target: str) -> str:
    return f'<Relationship Id="{ident}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _table(book: _Book, sheet: CalamineSheet, notes: SheetNotes, limits: Limits, headings: Headings) -> Table | None:
    if sheet.start is None:
        return None
    left = sheet.start[1]
    cells = _Cells(book, notes, left)
    grid = enumerate(cells.rows(sheet), start=1)
    opening = list(islice(grid, MAX_HEADER_ROWS))
    header = headings.row([texts for _, texts in opening])
    if header is None:
        return None
    table = assemble(opening[header][1], chain(opening[header + 1 :], grid), limits, headings, left)
    found = tuple(_sheet_findings(sheet, notes, table, header + 1))
    return replace(table, findings=(*table.findings, *found), held=cells.held, struck=_in_row(notes.struck, left))


def _in_row(struck: Mapping[int, Sequence[int]], left: int) -> dict[int, tuple[int, ...]]:
    return {row: tuple(at - left for at in columns) for row, columns in struck.items()}


class _TextOfValue(dict[Value, str]):
    """The text of each value, cached, as columns have few distinct ones."""

    def __missing__(self, value: Value) -> str:
        if isinstance(value, str):
            self[value] = value
            return value
        return text_of(value)


class _Cells:
    """The rows of a sheet as they are shown, and what cells hold that show something else."""

    def __init__(self, book: _Book, notes: SheetNotes, left: int) -> None:
        self.held: dict[tuple[int, int], Held] = {}
        self._book = book
        self._instead: dict[int, dict[int, str]] = {}
        self._formats: dict[int, dict[int, str]] = {}
        for (row, column), text in notes.shown_instead.items():
            self._instead.setdefault(row, {})[column - left] = text
        for (row, column), number in notes.formats.items():
            self._formats.setdefault(row, {})[column - left] = book.formats[number]

    def rows(self, sheet: CalamineSheet) -> Iterator[tuple[str, ...]]:
        """The text of every cell, row by row."""
        text = _TextOfValue().__getitem__
        plain = not (self._instead or self._formats)
        for no, values in enumerate(sheet.iter_rows()):
            cells = tuple(map(text, values))
            yield cells if plain else self._seen(no, values, cells)

    def _seen(self, no: int, values: Sequence[Value], cells: tuple[str, ...]) -> tuple[str, ...]:
        instead = dict(self._instead.get(no, {}))
        for at, code in self._formats.get(no, {}).items():
            value = values[at] if at < len(values) else ""
            if isinstance(value, int | float) and not isinstance(value, bool):
                instead[at] = self._figure(no, at, code, float(value))
        return tuple(instead.get(at, cell) for at, cell in enumerate(cells)) if instead else cells

    def _figure(self, no: int, at: int, code: str, value: float) -> str:
        seen, plain = shown(code, value, since_1904=self._book.since_1904), plain_figure(value)
        if seen.text.strip() != plain:
            self.held[no + 1, at] = Held(plain, seen.faithful)
        return seen.text


def text_of(value: Value) -> str:
    """A cell's value as exact text: whole numbers in digits, never in scientific notation."""
    if isinstance(value, float):
        return plain_figure(value)
    return str(value).upper() if isinstance(value, bool) else str(value)


def _sheet_findings(sheet: CalamineSheet, notes: SheetNotes, table: Table, header_row: int) -> Iterator[Finding]:
    last = table.rows[-1].no if table.rows else header_row
    right = table.first_column + len(table.headers)
    for (top, left), (bottom, end) in sheet.merged_cell_ranges or ():
        if header_row <= bottom and top < last and left < right:
            cells = f"{column_letters(left)}{top + 1}:{column_letters(end)}{bottom + 1}"
            yield finding("sheet.merged", value=cells, range=cells)
    rows = [row for row in notes.hidden_rows if header_row <= row <= last]
    if rows:
        yield finding("sheet.hidden_rows", rows=listed([str(row) for row in rows]))
    columns = [column_letters(no - 1) for no in notes.hidden_columns if table.first_column < no <= right]
    if columns:
        yield finding("sheet.hidden_columns", columns=listed(columns))
