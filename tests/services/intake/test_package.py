"""Workbooks made to do harm: bombs, entities, links, cells at the end of the world."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from services.domain.errors import BadInput
from services.intake.package import opened
from services.intake.read import read_table
from services.intake.table import Limits
from tests.services.intake.books import HEADER_XML, JOHN, WORKBOOK, cells_xml, packed, parts_of
from tests.support.work import BLOW_UP_SECONDS, counted

_SHEET = "xl/worksheets/sheet1.xml"
_GOOD = HEADER_XML + cells_xml(2, *JOHN)


def refused(parts: dict[str, str | bytes] | bytes, limits: Limits | None = None) -> str:
    """Why the workbook is refused; it must not take much work."""
    data = parts if isinstance(parts, bytes) else packed(parts)
    with counted() as work, pytest.raises(BadInput) as error:
        read_table("bulk.xlsx", data, limits or Limits())
    assert work.calls < 3_000_000
    assert work.seconds < BLOW_UP_SECONDS
    assert error.value.fix
    return error.value.why


def test_the_plain_workbook_of_these_tests_is_read() -> None:
    assert len(read_table("bulk.xlsx", packed(parts_of(_GOOD))).rows) == 1


def test_a_part_that_unpacks_to_far_more_is_refused() -> None:
    assert "far more" in refused(parts_of(_GOOD) | {"xl/media/zeros.bin": b"\0" * 20_000_000})


def test_unpacked_size_and_number_of_parts_are_limited() -> None:
    assert "larger than" in refused(parts_of(_GOOD), Limits(base_bytes=1_000, row_bytes=0))
    assert "parts" in refused(parts_of(_GOOD), Limits(parts=4))


def test_a_part_that_lies_about_its_size_is_not_unpacked_further() -> None:
    data = packed(parts_of(_GOOD + " " * 3_000_000))
    with zipfile.ZipFile(BytesIO(data)) as archive:
        size = archive.getinfo(_SHEET).file_size
    assert data.count(struct.pack("<L", size)) == 2
    assert refused(data.replace(struct.pack("<L", size), struct.pack("<L", 900))) == "The file is damaged."


def test_a_lie_with_a_matching_checksum_hands_on_only_what_was_checked() -> None:
    parts = parts_of(_GOOD)
    whole = str(parts[_SHEET]).encode() + b"<!DOCTYPE x>" + b" " * 3_000_000
    said = len(str(parts[_SHEET]))
    parts[_SHEET] = whole
    data = packed(parts)
    data = data.replace(struct.pack("<L", len(whole)), struct.pack("<L", said))
    data = data.replace(struct.pack("<L", zlib.crc32(whole)), struct.pack("<L", zlib.crc32(whole[:said])))
    assert len(read_table("bulk.xlsx", data).rows) == 1


_LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", _SHEET, "xl/sharedStrings.xml", "[Content_Types].xml", "_rels/.rels"]
)
@pytest.mark.parametrize(
    "markup",
    [
        _LAUGHS,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<?xml-stylesheet href="http://127.0.0.1/"?>',
        f"<!-- a comment before it -->{_LAUGHS}",
    ],
)
def test_declarations_of_every_kind_are_refused_in_every_part(part: str, markup: str) -> None:
    parts = parts_of(_GOOD, strings="<si><t>x</t></si>")
    parts[part] = '<?xml version="1.0" encoding="UTF-8"?>' + markup + str(parts[part])
    assert "declares entities" in refused(parts)


def test_entities_cannot_hide_in_another_encoding() -> None:
    parts = parts_of(_GOOD)
    parts["xl/workbook.xml"] = (_LAUGHS + WORKBOOK).encode("utf-16")
    assert "UTF-8" in refused(parts)
    parts["xl/workbook.xml"] = '<?xml version="1.0" encoding="UTF-7"?>' + WORKBOOK
    assert "UTF-8" in refused(parts)


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "/etc/passwd", "..\\evil.xml", "\\evil.xml", "C:evil.xml", "xl/../../evil.xml", "xl\\..\\evil.xml"],
)
def test_names_that_lead_out_of_the_file_are_refused(name: str) -> None:
    assert "leads out" in refused(parts_of(_GOOD) | {name: "x"})


def test_links_locked_parts_and_doubled_names_are_refused() -> None:
    file = BytesIO(packed(parts_of(_GOOD)))
    with zipfile.ZipFile(file, "a") as archive:
        link = zipfile.ZipInfo("xl/link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "link" in refused(file.getvalue())
    assert "one name" in refused(parts_of(_GOOD) | {"XL/Workbook.xml": "x"})
    data = bytearray(packed(parts_of(_GOOD)))
    for at in (data.index(b"PK\x03\x04") + 6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    assert "password" in refused(bytes(data))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1048576"><v>1</v></c>',
        '<c r="A9999999"><v>1</v></c>',
        '<c r="A30000" s="1"><v>1</v></c>',
        '<c r="XFD2"><v>1</v></c>',
        '<c r="A9999999" x="/>"><v>1</v></c>',
        '<c r="A9999999" t="n" s="1"/ ><v>1</v></c>',
    ],
)
def test_a_cell_far_out_does_not_take_all_memory(cell: str) -> None:
    assert refused(parts_of(_GOOD + f'<row r="3">{cell}</row>'))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A99999999999"><v>1</v></c>',
        '<c r="ZZZZ2"><v>1</v></c>',
        '<c r="A0"><v>1</v></c>',
        '<c r="A"><v>1</v></c>',
        "<c r='A9999999'><v>1</v></c>",
        '<c  r="A9999999"><v>1</v></c>',
        '<c\nr="A9999999"><v>1</v></c>',
        '<c s="1" r="A9999999"><v>1</v></c>',
        '<y:c xmlns:y="z" r="A99999999"><v>1</v></y:c>',
    ],
)
def test_cells_out_of_any_sheet_are_refused_however_they_are_written(cell: str) -> None:
    assert "written in a way" in refused(parts_of(_GOOD + f'<row r="3">{cell}</row>'))


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("<c r='A30000'><v>1</v></c>", "down to row 30,000"),
        ('<c s="1" r="A30000"><v>1</v></c>', "down to row 30,000"),
        ('<c s="1" r="XFD3"><v>1</v></c>', "column 16,384"),
        ("<c><v>1</v></c>" * 200, "column 129"),
    ],
)
def test_a_cell_far_out_is_refused_however_it_is_written(cell: str, why: str) -> None:
    assert why in refused(parts_of(_GOOD + f'<row r="3">{cell}</row>'))


def test_a_row_without_end_of_rows_that_do_not_say_where_they_are() -> None:
    assert "down to row 20,101" in refused(
        parts_of(_GOOD + "<row><c><v>1</v></c></row>" * 60_000), Limits(ratio=10_000)
    )


def test_nothing_but_the_sheets_texts_and_formats_is_unpacked() -> None:
    parts = parts_of(_GOOD) | {"xl/media/image1.png": b"\x89PNG", "xl/theme/theme1.xml": "<!DOCTYPE x><a/>"}
    assert len(read_table("bulk.xlsx", packed(parts)).rows) == 1


def test_a_link_out_of_the_file_is_not_followed() -> None:
    parts = parts_of(_GOOD)
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        'Target="worksheets/sheet1.xml"', 'Target="file:///etc/passwd" TargetMode="External"'
    )
    with pytest.raises(BadInput):
        read_table("bulk.xlsx", packed(parts))
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(' TargetMode="External"', "")
    with pytest.raises(BadInput):
        read_table("bulk.xlsx", packed(parts))


def test_one_long_text_shared_by_many_cells_is_refused() -> None:
    cells = "".join(f'<row r="{no}"><c r="A{no}" t="s"><v>0</v></c></row>' for no in range(2, 9000))
    parts = parts_of(HEADER_XML + cells, strings=f"<si><t>{'x' * 30_000}</t></si>")
    assert "far too long" in refused(parts, Limits(ratio=10_000))


def test_shared_texts_in_a_sheet_and_broken_xml_are_refused() -> None:
    assert "don't belong" in refused(parts_of(_GOOD + "<si><t>x</t></si>"))
    assert "damaged" in refused(parts_of(_GOOD, strings="<si><t>x</si>"))
    assert "damaged" in refused(parts_of(_GOOD) | {"xl/workbook.xml": "<workbook>"})
    assert "damaged" in refused(parts_of(_GOOD + '<row r="3"><c r="A3" t="s"><v>7</v></c></row>'))


def test_a_workbook_without_its_list_of_sheets_is_refused() -> None:
    parts = parts_of(_GOOD)
    del parts["xl/_rels/workbook.xml.rels"]
    assert "list of sheets" in refused(parts)
    long = WORKBOOK.replace("<sheets>", "<sheets>" + "<sheet/>" * 200_000)
    assert "far too long" in refused(parts_of(_GOOD) | {"xl/workbook.xml": long}, Limits(ratio=10_000))


@pytest.mark.parametrize(
    "piece",
    [
        '<c r="A2"',
        '<c r="A30000"',
        '<c r="A2"><f>',
        "<row ",
        '<row hidden="1" ',
        '<c r="A2" t="e">',
        "<f ",
        "<v ",
        "<",
        "</",
    ],
)
def test_a_piece_repeated_without_end_takes_no_time(piece: str) -> None:
    refused(parts_of(HEADER_XML + piece * (1_500_000 // len(piece))), Limits(ratio=10_000))


def test_parts_are_found_however_their_names_are_written() -> None:
    parts = parts_of(_GOOD)
    with opened(packed(parts), Limits()) as package:
        assert package.part("XL\\Workbook.xml") == str(parts["xl/workbook.xml"]).encode()
        assert package.part("xl/none.xml") is None
