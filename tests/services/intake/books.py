"""Builds bulk files for tests: CSV text, proper workbooks, and workbooks no spreadsheet program would write."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO, StringIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from services.intake.rows import Parsed, read_changes
from services.intake.table import Row, Table

HEADERS = ("Ext Key", "Number", "User", "Addon license 1", "Addon license 2")
OC, RESOURCE = "device_import_msteams_OC", "device_import_msteams_OC_resource"
JOHN = ("101", "6567891230", "John", OC, "call_recording")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_SHEETS = '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>'
WORKBOOK = f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{_SHEETS}</workbook>'


def _relations(kind: str, target: str, more: str = "") -> str:
    link = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{link}{more}</Relationships>'


STRINGS_LINK = f'<Relationship Id="rId2" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'


def csv_of(*rows: Sequence[str], delimiter: str = ",") -> bytes:
    """The rows as CSV in UTF-8."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode()


def xlsx_with(write: Callable[[Workbook, Worksheet], None]) -> bytes:
    """A proper workbook with one sheet, filled by `write`."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        write(workbook, workbook.add_worksheet("Bulk"))
    return file.getvalue()


def xlsx_of(*rows: Sequence[object]) -> bytes:
    """A proper workbook with these rows, numbers as numbers."""

    def write(_workbook: Workbook, sheet: Worksheet) -> None:
        for no, row in enumerate(rows):
            sheet.write_row(no, 0, row)

    return xlsx_with(write)


def parts_of(sheet_data: str, around: str = "{}", strings: str = "") -> dict[str, str | bytes]:
    """The parts of a minimal workbook whose only sheet has this inside `sheetData`."""
    sheet = f"<sheetData>{sheet_data}</sheetData>"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml", STRINGS_LINK if strings else ""),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}">{around.format(sheet)}</worksheet>',
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}">{strings}</sst>'
    return parts


def packed(parts: dict[str, str | bytes]) -> bytes:
    """The parts as a zip."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def cells_xml(no: int, *texts: str) -> str:
    """A row of the sheet's XML with these texts in it."""
    cells = (f'<c r="{chr(65 + at)}{no}" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in enumerate(texts))
    return f'<row r="{no}">{"".join(cells)}</row>'


HEADER_XML = cells_xml(1, *HEADERS)


def table_of(*rows: Sequence[str], headers: Sequence[str] = HEADERS) -> Table:
    """A table as it comes from a file, the first row in line 2."""
    return Table(tuple(headers), tuple(Row(no, tuple(cells)) for no, cells in enumerate(rows, start=2)))


def parse(*rows: Sequence[str], headers: Sequence[str] = HEADERS) -> Parsed:
    """What these rows ask for."""
    return read_changes(table_of(*rows, headers=headers))
