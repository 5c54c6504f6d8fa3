"""A row with a line through it isn't meant: it is named, and the others are planned without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from services.intake.rows import Parsed, read_changes
from services.intake.struck_out import struck_cells, struck_formats, struck_strings
from tests.services.intake.test_xlsx import HEADERS, JOHN, read, xlsx_with

ALICE = ("102", "6567891231", "Alice", *JOHN[3:])
Line = Callable[[Workbook, Worksheet], None]


def parsed(second: Line) -> Parsed:
    def write(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(0, 0, (*HEADERS, "Notes"))
        sheet.write_row(1, 0, JOHN)
        second(workbook, sheet)

    return read_changes(read(xlsx_with(write)))


def all_of_it(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.write_row(2, 0, ALICE, workbook.add_format({"font_strikeout": True}))


def its_number(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.write_row(2, 0, ALICE)
    sheet.write(2, 1, 6567891231, workbook.add_format({"font_strikeout": True}))


def a_part_of_its_name(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.write_row(2, 0, ALICE)
    sheet.write_rich_string(2, 2, workbook.add_format({"font_strikeout": True}), "Alice", " Nadia")


@pytest.mark.parametrize(
    ("line", "named"),
    [(all_of_it, ", ".join(HEADERS[: len(ALICE)])), (its_number, HEADERS[1]), (a_part_of_its_name, HEADERS[2])],
)
def test_a_row_that_is_struck_out_is_an_error_of_its_own(line: Line, named: str) -> None:
    found = parsed(line)
    assert [change.key for change in found.changes] == ["101"]
    (told,) = [one for one in found.findings if one.code == "row.struck_out"]
    assert (told.row, told.message) == (3, f"Struck out in this row: {named}.")
    assert not told.of_cell  # no other text in a cell would mend it


def test_what_was_struck_out_stands_in_nobodys_way() -> None:
    """An old row stays above the new one, with the same key and number."""

    def again(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.write_row(2, 0, ALICE, workbook.add_format({"font_strikeout": True}))
        sheet.write_row(3, 0, (*ALICE[:2], "Nadia", *ALICE[3:]))

    found = parsed(again)
    assert [(change.key, change.person) for change in found.changes] == [("101", "John"), ("102", "Nadia")]
    assert [one.code for one in found.findings if one.row] == ["row.struck_out"]


def a_note(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.write_row(2, 0, ALICE)
    sheet.write(2, len(HEADERS), "ask her first", workbook.add_format({"font_strikeout": True}))


def an_empty_cell(workbook: Workbook, sheet: Worksheet) -> None:
    sheet.write_row(2, 0, ALICE)
    sheet.write_blank(2, len(HEADERS) - 1, None, workbook.add_format({"font_strikeout": True}))


@pytest.mark.parametrize("line", [a_note, an_empty_cell])
def test_a_line_through_what_is_not_read_changes_nothing(line: Line) -> None:
    found = parsed(line)
    assert [change.key for change in found.changes] == ["101", "102"]
    assert "row.struck_out" not in {one.code for one in found.findings}


def test_a_line_that_is_switched_off_is_none() -> None:
    fonts = b'<fonts><font><strike val="0"/></font><font><strike/></font></fonts><dxfs><font><strike/></font></dxfs>'
    used = b'<cellXfs><xf fontId="0"/><xf fontId="1"/><xf fontId="odd"/></cellXfs>'
    assert struck_formats(b"<styleSheet>" + fonts + used + b"</styleSheet>") == {1}
    strings = b'<sst><si><t>a</t></si><si><r><rPr><strike val="false"/></rPr><t>b</t></r></si></sst>'
    assert struck_strings(strings) == frozenset()
    assert struck_cells(b'<c r="A1" s="1"/><c r="B2" s="1"><v>7</v></c>', {1}, ()) == {2: (1,)}
