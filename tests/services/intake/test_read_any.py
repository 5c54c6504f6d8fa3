"""Whatever comes in, the answer is a table or plain words."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.errors import BadInput
from services.intake.read import read_table
from services.intake.rows import read_changes
from services.intake.sample import sample_file
from services.intake.table import Limits
from tests.services.intake.books import HEADER_XML, HEADERS, JOHN, csv_of, packed, parts_of

_SMALL = Limits(size=100_000, rows=50, columns=20, base_bytes=300_000)
_SAMPLE = sample_file()
_STARTS = [b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", b"sep=;\n", csv_of(HEADERS, JOHN), b"\xd0\xcf\x11\xe0"]
_XML = [
    "<row r='2'>",
    '<row r="2">',
    "</row>",
    '<c r="A2">',
    '<c r="B2" t="s">',
    '<c r="C2" t="e">',
    "</c>",
    "<v>",
    "</v>",
]
_XML += [
    "<f>",
    "</f>",
    "<is>",
    "</is>",
    "<t>",
    "</t>",
    "0",
    "101",
    "6567891230",
    "1e999",
    "x",
    "&amp;",
    "&x;",
    "<",
    ">",
    '"',
]


def read(name: str, data: bytes) -> None:
    with suppress(BadInput):
        read_changes(read_table(name, data, _SMALL))


@given(st.sampled_from(["a.csv", "a.xlsx", "a"]), st.sampled_from(_STARTS), st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_a_table_or_bad_input(name: str, start: bytes, rest: bytes) -> None:
    read(name, start + rest)


@given(
    st.text(alphabet="Ext KeyNumberUser,;\t\"'\r\n\x00=\ufeff0123é", max_size=200), st.sampled_from(["utf-8", "utf-16"])
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_table_or_bad_input(text: str, encoding: str) -> None:
    read("a.csv", ("Ext Key,Number,User\n" + text).encode(encoding))


@given(st.lists(st.tuples(st.integers(0, len(_SAMPLE) - 1), st.integers(0, 255)), max_size=8))
@settings(max_examples=200, deadline=None)
def test_a_damaged_workbook_is_a_table_or_bad_input(changes: list[tuple[int, int]]) -> None:
    data = bytearray(_SAMPLE)
    for at, byte in changes:
        data[at] = byte
    read("a.xlsx", bytes(data))


@given(st.lists(st.sampled_from(_XML), max_size=40), st.booleans())
@settings(max_examples=300, deadline=None)
def test_any_xml_in_a_sheet_is_a_table_or_bad_input(pieces: list[str], with_strings: bool) -> None:
    strings = "<si><t>text</t></si>" if with_strings else ""
    read("a.xlsx", packed(parts_of(HEADER_XML + "".join(pieces), strings=strings)))


@given(st.lists(st.tuples(*[st.text(max_size=20)] * 5), max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_cells_give_changes_or_findings(rows: list[tuple[str, ...]]) -> None:
    table = read_table("a.csv", csv_of(HEADERS, JOHN), _SMALL)
    parsed = read_changes(
        type(table)(table.headers, tuple(type(table.rows[0])(no, row) for no, row in enumerate(rows, 2)))
    )
    told = {finding.row for finding in parsed.findings}
    done = {change.row for change in parsed.changes}
    assert set(range(2, len(rows) + 2)) <= told | done
