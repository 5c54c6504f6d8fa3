"""CSV from every spreadsheet program and country."""

from __future__ import annotations

import pytest

from services.domain.errors import BadInput
from services.intake.read import read_table
from services.intake.table import Limits, Row, Table
from tests.services.intake.books import HEADERS, JOHN, csv_of

_TEXT = "Ext Key,Number,User,Addon license 1,Addon license 2\r\n101,6567891230,Zoë,device_import_msteams_OC,\r\n"
_ROW = Row(2, ("101", "6567891230", "Zoë", "device_import_msteams_OC", ""))


def read(text: str | bytes, limits: Limits | None = None) -> Table:
    return read_table("bulk.csv", text.encode() if isinstance(text, str) else text, limits or Limits())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_every_encoding_spreadsheets_write(encoding: str) -> None:
    table = read(_TEXT.encode(encoding))
    assert table.headers == HEADERS
    assert table.rows == (_ROW,)
    assert [f.code for f in table.findings] == (["file.encoding"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("sep", ["", "sep={}\r\n", '"sep={}"\r\n', "SEP={}\n"])
def test_every_delimiter_with_and_without_sep_line(delimiter: str, sep: str) -> None:
    table = read(sep.format(delimiter).encode() + csv_of(HEADERS, JOHN, delimiter=delimiter))
    assert table.headers == HEADERS
    assert table.rows == (Row(2, JOHN),)


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n"])
def test_every_line_ending(ending: str) -> None:
    assert read(_TEXT.replace("\r\n", ending)).rows == (_ROW,)


def test_mixed_line_endings() -> None:
    table = read("Ext Key,Number\r101,1\n102,2\r\n103,3")
    assert [row.cells[0] for row in table.rows] == ["101", "102", "103"]


def test_quoted_cells_hold_commas_quotes_and_line_breaks() -> None:
    table = read('Ext Key,Number,User\n101,1,"Doe, ""Jo""\nann"\n102,2,Alice\n')
    assert table.rows[0].cells[2] == 'Doe, "Jo"\nann'
    assert table.rows[1].no == 3


@pytest.mark.parametrize("tail", ['101,1,"John\n', '101,"Jo"hn\n'])
def test_a_quotation_mark_gone_wrong_names_the_row(tail: str) -> None:
    with pytest.raises(BadInput, match="after row 2"):
        read("Ext Key,Number,User\n100,1,A\n" + tail)


def test_rows_are_numbered_as_a_spreadsheet_does() -> None:
    table = read("Numbers of 2026\n\nMade by Ops,,\nExt Key,Number\n101,1\n\n , \n102,2\n")
    assert table.headers == ("Ext Key", "Number")
    assert [row.no for row in table.rows] == [5, 8]


def test_headings_are_looked_for_in_the_first_20_rows() -> None:
    assert read("title\n" * 19 + "Ext Key,Number\n101,1\n").rows[0].no == 21
    with pytest.raises(BadInput, match="no headings"):
        read("title\n" * 20 + "Ext Key,Number\n101,1\n")


@pytest.mark.parametrize("text", ["hello", "a,b\n1,2\n", "\n\n\n", "User\nJohn\n"])
def test_a_file_without_our_headings_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="no headings"):
        read(text)


def test_nul_and_unknown_encodings_are_refused() -> None:
    with pytest.raises(BadInput, match="NUL"):
        read(b"Ext Key,Number\n101,\x001\n")
    with pytest.raises(BadInput, match="encoding"):
        read(b"\xff\xfeE")


def test_too_many_rows_and_columns_are_refused() -> None:
    rows = [(str(100 + no), "") for no in range(4)]
    assert len(read(csv_of(("Ext Key", "Number"), *rows), Limits(rows=4)).rows) == 4
    with pytest.raises(BadInput, match="more than 3 rows"):
        read(csv_of(("Ext Key", "Number"), *rows), Limits(rows=3))
    wide = csv_of(("Ext Key", *(f"Addon license {no}" for no in range(128))), ("101",))
    with pytest.raises(BadInput, match="129 columns"):
        read(wide)


def test_a_million_columns_are_refused() -> None:
    with pytest.raises(BadInput, match="too wide"):
        read("Ext Key,Number" + "," * 1_000_000 + "x\n101,1\n")
    assert read("Ext Key,Number\n101,1" + "," * 1_000_000 + "\n").rows[0].cells == ("101", "1")


def test_uneven_rows_are_made_as_wide_as_the_widest() -> None:
    table = read("Ext Key,Number\n101\n102,2,x\n")
    assert table.headers == ("Ext Key", "Number", "")
    assert [row.cells for row in table.rows] == [("101", "", ""), ("102", "2", "x")]


def test_the_apostrophe_of_our_own_files_is_taken_off_once() -> None:
    table = read("Ext Key,Number,User\n101,'+6567891230,''=x\n102,'5,'t Hooft\n")
    assert table.rows[0].cells == ("101", "+6567891230", "'=x")
    assert table.rows[1].cells == ("102", "'5", "'t Hooft")
