"""The same cells, in whatever way a program writes them, are the same table."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.plain_xml import plain_sheet, plain_strings
from services.intake.read import read_table
from services.intake.table import Limits, Row
from tests.services.intake.books import HEADER_XML, HEADERS, JOHN, cells_xml, packed, parts_of

_SHEET = "xl/worksheets/sheet1.xml"
_CELLS = HEADER_XML + cells_xml(2, *JOHN) + cells_xml(3, "102", "6567891231", "Alice", "", "")


def _singly(xml: str) -> str:
    return re.sub(r'="([^"]*)"', r"='\1'", xml)


WAYS = {
    "single quotes": _singly,
    "spaces around the sign": lambda xml: re.sub(r'(<c [^>]*?)="', r'\1 = "', xml),
    "another order": lambda xml: re.sub(r'<c (r="[^"]*") (t="[^"]*")', r"<c \2 \1", xml),
    "no places": lambda xml: re.sub(r'<(c|row) r="[^"]*"', r"<\1", xml),
    "lower case places": lambda xml: re.sub(r'<c r="([A-Z])', lambda found: f'<c r="{found[1].lower()}', xml),
    "comments": lambda xml: xml.replace("<row", "<!-- <c r='A1'> <si> --><row").replace("<t>", "<t><!-- x -->"),
    "character data": lambda xml: re.sub(r"<t>([^<]*)</t>", r"<t><![CDATA[\1]]></t>", xml),
    "pieces of several formats": lambda xml: re.sub(
        r"<t>(.)([^<]*)</t>", r"<r><t>\1</t></r><r><rPr><b/></rPr><t>\2</t></r><rPh><t>aloud</t></rPh>", xml
    ),
    "entities": lambda xml: re.sub(r"<t>([^<])", lambda found: f"<t>&#{ord(found[1])};", xml),
    "attributes of their own": lambda xml: xml.replace("<row ", '<row spans="1:5" x14ac:dyDescent="0.2" ').replace(
        "<worksheet ", '<worksheet xmlns:x14ac="x" '
    ),
    "line breaks": lambda xml: xml.replace("<c ", "<c\n  ").replace("<row ", "<row\n"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_is_the_same_table(way: str) -> None:
    parts = parts_of(_CELLS)
    table = read_table("a.xlsx", packed(parts))
    parts[_SHEET] = WAYS[way](str(parts[_SHEET]))
    assert read_table("a.xlsx", packed(parts)) == table
    assert table.rows == (Row(2, JOHN), Row(3, ("102", "6567891231", "Alice", "", "")))


@given(st.lists(st.lists(st.text(alphabet="aé<&>'\" 0\n", max_size=6), min_size=1, max_size=5), min_size=1, max_size=5))
@settings(max_examples=30, deadline=None)
def test_written_anew_the_cells_stay_what_they_are(rows: list[list[str]]) -> None:
    escaped = [[text.replace("&", "&amp;").replace("<", "&lt;") for text in row] for row in rows]
    usual = parts_of(HEADER_XML + "".join(cells_xml(no, *row) for no, row in enumerate(escaped, start=2)))
    other = dict(usual)
    other[_SHEET] = str(usual[_SHEET]).replace("<sheetData>", "<!-- x --><sheetData>")
    found, expected = (read_table("a.xlsx", packed(parts)) for parts in (other, usual))
    strip = [tuple(cell.strip() for cell in row.cells) for row in found.rows]
    assert strip == [tuple(cell.strip() for cell in row.cells) for row in expected.rows]
    assert found.headers == HEADERS


def test_what_is_usual_is_left_as_it_is() -> None:
    xml = str(parts_of(_CELLS)[_SHEET]).encode()
    assert plain_sheet(xml, Limits()) is xml
    strings = b"<sst><si><t>x</t></si></sst>"
    assert plain_strings(strings) is strings


@pytest.mark.parametrize("where", ["sst", "r", "t"])
def test_spaces_between_pieces_of_a_text_are_kept(where: str) -> None:
    texts = "<si><t>Ext Key</t></si><si><t>User</t></si><si><r><t>Chris </t></r><r><t>Lee</t></r></si>"
    sheet = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    sheet += '<row r="2"><c r="A2"><v>101</v></c><c r="B2" t="s"><v>2</v></c></row>'
    parts = parts_of(sheet, strings=texts)
    strings = str(parts["xl/sharedStrings.xml"])
    parts["xl/sharedStrings.xml"] = re.sub(rf"<{where}(?=[ >])", f'<{where} xml:space="preserve"', strings)
    assert read_table("a.xlsx", packed(parts)).rows[0].cells == ("101", "Chris Lee")


@pytest.mark.parametrize("attributes", ['hidden="1"', 'ht="0" customHeight="1"', "ht='0'", 'ht="0.0"', 'hidden="true"'])
def test_rows_without_height_are_hidden_rows(attributes: str) -> None:
    rows = cells_xml(2, *JOHN) + cells_xml(3, "102").replace("<row ", f"<row {attributes} ")
    told = {found.code: found.message for found in read_table("a.xlsx", packed(parts_of(HEADER_XML + rows))).findings}
    assert told["sheet.hidden_rows"].endswith(": 3.")


def test_columns_without_width_are_hidden_columns() -> None:
    around = '<cols><col min="3" max="3" width="0" customWidth="1"/></cols>{}'
    table = read_table("a.xlsx", packed(parts_of(_CELLS, around)))
    assert [found.code for found in table.findings] == ["sheet.hidden_columns"]
