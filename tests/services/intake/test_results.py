"""Files that go out: own columns kept, nothing a formula, and readable again."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from services.domain.addons import ADDONS
from services.domain.steps import WORDS
from services.intake.guard import guarded, unguarded
from services.intake.headers import RESULT_HEADERS
from services.intake.read import read_table
from services.intake.results import Outcome, result_csv, result_xlsx, table_file
from services.intake.rows import read_changes
from services.intake.sample import HEADERS as SAMPLE_HEADERS
from services.intake.sample import ROWS, sample_file
from tests.services.intake.books import HEADERS, JOHN

_STEPS = ["Create extensions", "Upload numbers to Teams"]
_DONE = Outcome("done", "", "", "Person: → John", "2026-11-23 10:00", "req-1 req-2", {"Create extensions": "done"})
_DANGER = ["=1+1", "+6567891230", "-1", "@x", "\tx", "\rx", "'=1", "''=1", "＝1", '=HYPERLINK("http://127.0.0.1")']


def grid(data: bytes, sheet: int = 0) -> list[list[object]]:
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(sheet).to_python()
    return [list(row) for row in rows]


def test_the_inputs_own_columns_come_first_then_what_became_of_the_row() -> None:
    data = result_xlsx((*HEADERS, "Cost centre"), [(*JOHN, "7")], [_DONE], _STEPS)
    head, row = grid(data)
    assert head == [*HEADERS, "Cost centre", *RESULT_HEADERS, *_STEPS]
    assert row == [*JOHN, "7", "done", "", "", "", "Person: → John", "2026-11-23 10:00", "req-1 req-2", "done", ""]
    text = result_csv((*HEADERS, "Cost centre"), [(*JOHN, "7")], [_DONE], _STEPS).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline=""))) == [head, row]


def test_a_result_file_sent_again_does_not_get_its_columns_twice() -> None:
    again = read_table("r.xlsx", result_xlsx(HEADERS, [JOHN], [_DONE], _STEPS))
    head, row = grid(result_xlsx(again.headers, [r.cells for r in again.rows], [Outcome("failed")], _STEPS))
    assert head == [*HEADERS, *RESULT_HEADERS, *_STEPS]
    assert row[len(HEADERS)] == "failed"


def test_rows_and_outcomes_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="shorter"):
        result_csv(HEADERS, [JOHN, JOHN], [_DONE])


def test_no_cell_of_a_workbook_is_a_formula_or_link() -> None:
    data = table_file("x", _DANGER, [_DANGER])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet
    assert b"hyperlink" not in sheet
    assert grid(data) == [_DANGER, _DANGER]


def test_no_cell_of_a_csv_file_begins_like_a_formula() -> None:
    text = result_csv(_DANGER, [_DANGER], [Outcome("=x", "+x", "-x", "@x", "\tx", "=x")]).decode("utf-8-sig")
    for row in csv.reader(StringIO(text, newline="")):
        assert all(not cell or cell[0] not in "=+-@\t\r＝" for cell in row)


@given(st.text(alphabet="'=+-@\t\r\nab＝", max_size=6))
def test_the_apostrophe_goes_on_and_off_without_a_trace(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r", "＝"}


_CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("'=+-@;,\t\n\""), max_size=12).map(
    lambda text: text if text.strip() else ""
)
_ROW = st.tuples(st.integers(100, 99999).map(str), *[_CELL] * 4)


@given(st.lists(_ROW, min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_csv_comes_back_as_it_went_out(rows: list[tuple[str, ...]]) -> None:
    table = read_table("r.csv", result_csv(HEADERS, rows, [_DONE] * len(rows), _STEPS))
    assert [row.cells[:5] for row in table.rows] == rows


@given(st.lists(_ROW, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_workbooks_come_back_as_they_went_out(rows: list[tuple[str, ...]]) -> None:
    table = read_table("r.xlsx", result_xlsx(HEADERS, rows, [_DONE] * len(rows), _STEPS))
    assert [row.cells[:5] for row in table.rows] == rows


@pytest.mark.parametrize("make", [result_csv, result_xlsx])
def test_a_result_file_asks_for_the_same_changes_again(make: Callable[..., bytes]) -> None:
    rows = [("0101", "+6567891230", "John", "device_import_msteams_OC", ""), ("00102", "+6567891231", "Zoë", "", "")]
    data = make(HEADERS, rows, [_DONE] * 2, list(WORDS.values()))
    parsed = read_changes(read_table("r.csv" if make is result_csv else "r.xlsx", data))
    assert [(c.key, c.number, c.person) for c in parsed.changes] == [row[:3] for row in rows]


def test_a_sheets_title_takes_what_a_spreadsheet_allows() -> None:
    for title in ("Lines: all/none [x]*?", "'quoted'", "x" * 80, "", "///"):
        assert grid(table_file(title, ["a"], [["b"]])) == [["a"], ["b"]]


def test_far_too_long_cells_are_cut_and_equal_tables_are_equal_files() -> None:
    assert len(str(grid(table_file("x", ["a"], [["b" * 40_000]]))[1][0])) == 32_767
    assert table_file("x", ["a"], [["b"]]) == table_file("x", ["a"], iter([["b"]]))


def test_the_sample_is_the_guides_table_and_reads_without_fault() -> None:
    data = sample_file()
    table = read_table("sample.xlsx", data)
    assert table.headers == SAMPLE_HEADERS
    assert tuple(row.cells for row in table.rows) == ROWS
    parsed = read_changes(table)
    assert [change.key for change in parsed.changes] == ["101", "102", "104", "109"]
    assert [f.code for f in parsed.findings] == ["row.number_without_teams"]
    assert data == sample_file()


def test_the_samples_second_sheet_lists_all_codes() -> None:
    head, *rows = grid(sample_file(), 1)
    assert head[:2] == ["Code", "Name"]
    assert [row[0] for row in rows] == list(ADDONS)
    assert rows[0][4] == "Teams Operator Connect, resource account"
    assert rows[2][3] == "any number"


def test_the_samples_keys_and_numbers_are_text_down_the_column() -> None:
    with zipfile.ZipFile(BytesIO(sample_file())) as archive:
        sheet, styles = archive.read("xl/worksheets/sheet1.xml"), archive.read("xl/styles.xml")
    assert b'<col min="1" max="2" width="16.7109375" style="1"' in sheet
    assert b'numFmtId="49"' in styles
    assert b'<c r="A2" s="1" t="s">' in sheet
