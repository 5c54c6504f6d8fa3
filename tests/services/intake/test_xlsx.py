"""Tables in workbooks: exact numbers, the right sheet, and what a sheet hides."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from services.domain.errors import BadInput
from services.intake.read import read_table
from services.intake.rows import read_changes
from services.intake.table import Limits, Row, Table
from tests.services.intake.books import (
    HEADER_XML,
    HEADERS,
    JOHN,
    OC,
    cells_xml,
    packed,
    parts_of,
    xlsx_of,
    xlsx_with,
)

_DATA = Path(__file__).parents[2] / "data"


def read(data: bytes, limits: Limits | None = None) -> Table:
    return read_table("bulk.xlsx", data, limits or Limits())


def raw(sheet_data: str, around: str = "{}", strings: str = "") -> Table:
    return read(packed(parts_of(HEADER_XML + sheet_data, around, strings)))


def test_the_guides_file_means_the_same_as_csv_and_as_workbook() -> None:
    tables = [read_table(name, (_DATA / name).read_bytes()) for name in ("seed-bulk.csv", "seed-bulk.xlsx")]
    text, book = (read_changes(table) for table in tables)
    assert text == book
    assert [(c.key, c.number, c.person, c.row) for c in book.changes] == [
        ("101", "+6567891230", "John", 2),
        ("102", "+6567891231", "Alice", 3),
        ("104", "+6567891232", "Resource Account", 4),
        ("109", "+6567891233", "Hallie", 5),
    ]
    assert book.changes[0].addons == (OC, "device_mobile_app", "license_dnc_checking_enabled", "call_recording")
    assert [(f.code, f.row) for f in book.findings] == [("row.number_without_teams", 5)]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("6567891230", "6567891230"),
        ("6567891230.0", "6567891230"),
        ("6.56789123E9", "6567891230"),
        ("101", "101"),
        ("0", "0"),
        ("-5", "-5"),
        ("101.5", "101.5"),
        ("999999999999999", "999999999999999"),
        ("1e+20", "1e+20"),
        ("1e400", "inf"),
    ],
)
def test_numbers_are_read_exactly(value: str, text: str) -> None:
    table = raw(f'<row r="2"><c r="A2"><v>{value}</v></c></row>')
    assert table.rows[0].cells[0] == text


def test_dates_and_booleans_are_no_numbers() -> None:
    def write(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, HEADERS)
        sheet.write_datetime(1, 0, date(2026, 2, 1), workbook.add_format({"num_format": "d-mmm"}))
        sheet.write_boolean(1, 1, True)
        sheet.write_number(1, 2, 1)

    assert read(xlsx_with(write)).rows[0].cells[:3] == ("2026-02-01", "TRUE", "1")


def test_title_rows_and_empty_columns_before_the_table_are_skipped() -> None:
    def write(_workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write(0, 1, "Our numbers")
        sheet.write_row(4, 2, HEADERS)
        sheet.write_row(6, 2, JOHN)
        sheet.write_row(40, 2, ("102",))

    table = read(xlsx_with(write))
    assert table.headers[-5:] == HEADERS
    assert [(row.no, row.cells[-5]) for row in table.rows] == [(7, "101"), (41, "102")]
    assert [change.row for change in read_changes(table).changes] == [7, 41]


def test_no_row_is_lost_where_the_search_for_headings_ends() -> None:
    rows = [(str(100 + no), "", "", "", "") for no in range(60)]
    assert [row.cells[0] for row in read(xlsx_of(HEADERS, *rows)).rows] == [row[0] for row in rows]


def test_the_first_visible_sheet_with_our_headings_is_read() -> None:
    def write(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, ("Notes", "none"))
        for name, key in (("Hidden", "101"), ("Secret", "102"), ("Right", "103"), ("Later", "104")):
            other = workbook.add_worksheet(name)
            other.write_row(0, 0, HEADERS)
            other.write_row(1, 0, (key, *JOHN[1:]))
            if name == "Hidden":
                other.hide()
            if name == "Secret":
                other.very_hidden()

    assert read(xlsx_with(write)).rows[0].cells[0] == "103"


def test_a_workbook_whose_only_table_is_hidden_says_so() -> None:
    def write(workbook: Workbook, sheet: Worksheet) -> None:
        other = workbook.add_worksheet("Hidden")
        other.write_row(0, 0, HEADERS)
        other.hide()
        sheet.write(0, 0, "Look elsewhere")

    with pytest.raises(BadInput, match="No visible sheet"):
        read(xlsx_with(write))


@pytest.mark.parametrize(("rows", "told"), [(((*JOHN,),), ["sheet.others"]), (((),), []), ((), [])])
def test_another_sheet_with_rows_below_our_headings_is_told(rows: Sequence[Sequence[str]], told: list[str]) -> None:
    def write(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, JOHN)
        second = workbook.add_worksheet("Second")
        for at, row in enumerate((HEADERS, *rows)):
            second.write_row(at, 0, row)

    table = read(xlsx_with(write))
    assert len(table.rows) == 1
    assert [found.code for found in table.findings] == told


def test_hidden_rows_and_columns_are_read_and_told() -> None:
    def write(_workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, HEADERS)
        sheet.write_row(1, 0, JOHN)
        sheet.write_row(2, 0, ("102",))
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_row(90, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_column(20, 16383, None, None, {"hidden": True})

    table = read(xlsx_with(write))
    assert len(table.rows) == 2
    told = {f.code: f.message for f in table.findings}
    assert told["sheet.hidden_rows"].endswith(": 3.")
    assert told["sheet.hidden_columns"].endswith(": C.")


def test_merged_cells_in_the_table_are_told_and_those_around_it_are_not() -> None:
    def write(_workbook: Workbook, sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 0, 4, "Our numbers")
        sheet.write_row(1, 0, HEADERS)
        sheet.write_row(2, 0, JOHN)
        sheet.write_row(3, 0, ("102",))
        sheet.merge_range(2, 1, 3, 1, "6567891230")
        sheet.merge_range(2, 8, 3, 9, "")
        sheet.merge_range(9, 0, 9, 4, "")

    assert [(f.code, f.value) for f in read(xlsx_with(write)).findings] == [("sheet.merged", "B3:B4")]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="A2"><f>B2+1</f></c>', "=B2+1"),
        ('<c r="A2"><f>B2&amp;"x"</f><v></v></c>', '=B2&"x"'),
        ('<c r="A2" t="str"><f>B2</f><v/></c>', ""),
        ('<c r="A2" t="str"><f>B2</f><v></v></c>', ""),
        ('<c r="A2" t="str"><f>B2</f></c>', ""),
        ('<c r="A2"><f>B2</f><v/></c>', "=B2"),
        ('<c r="A2"><f t="shared" si="0"/></c>', "="),
        ('<c r="A2"><f>100+1</f><v>101</v></c>', "101"),
        ('<c r="A2" t="str"><f>"1"&amp;"01"</f><v>101</v></c>', "101"),
        ('<c r="A2" t="e"><f>VLOOKUP(1,B1,1)</f><v>#N/A</v></c>', "#N/A"),
        ('<c r="A2" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="A2" t="e"></c>', "#ERROR"),
    ],
)
def test_a_formula_is_read_by_its_value_and_shown_when_it_has_none(cell: str, text: str) -> None:
    row = f'<row r="2">{cell}<c r="B2"><v>6567891230</v></c></row>'
    assert raw(row).rows[0].cells[:2] == (text, "6567891230")


def test_formulas_are_placed_right_beside_empty_columns() -> None:
    sheet = '<row r="1"><c r="B1" t="inlineStr"><is><t>Ext Key</t></is></c></row><row r="2"><c r="B2"><f>A1</f></c>'
    sheet += '<c r="C2"><v>1</v></c></row>'
    table = read(packed(parts_of(sheet)))
    assert table.rows[0].cells[-2:] == ("=A1", "1")


def test_sheets_written_with_a_prefix_are_read() -> None:
    parts = parts_of(HEADER_XML + cells_xml(2, *JOHN))
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    for tag in ("worksheet", "sheetData", "row", "c", "is", "t"):
        sheet = sheet.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
    parts["xl/worksheets/sheet1.xml"] = sheet.replace("xmlns=", "xmlns:x=")
    assert read(packed(parts)).rows == (Row(2, JOHN),)


def test_shared_texts_are_read() -> None:
    strings = "<si><t>Ext Key</t></si><si><r><t>Num</t></r><r><t>ber</t></r></si>"
    sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    assert read(packed(parts_of(sheet, strings=strings))).headers == ("Ext Key", "Number")


def test_formats_down_to_the_last_row_are_no_cells() -> None:
    tail = '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1" t="s"></c></row>'
    assert len(raw(cells_xml(2, *JOHN) + tail).rows) == 1


def test_too_many_rows_and_columns_are_refused() -> None:
    rows = [(str(100 + no),) for no in range(4)]
    assert len(read(xlsx_of(HEADERS, *rows), Limits(rows=4)).rows) == 4
    with pytest.raises(BadInput, match="more than 3 rows"):
        read(xlsx_of(HEADERS, *rows), Limits(rows=3))
    with pytest.raises(BadInput, match="column 129"):
        raw('<row r="2"><c r="DY2"><v>1</v></c></row>')
    with pytest.raises(BadInput, match="column 16,384"):
        raw('<row r="2"><c r="XFD2"><v>1</v></c></row>')
