"""What a figure looks like under a number format, and that no format and figure can be too much."""

from __future__ import annotations

from contextlib import suppress
from xml.sax.saxutils import quoteattr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.domain.errors import BadInput
from services.intake.number_format import HASHES, is_plain, shown
from services.intake.read import read_table
from services.intake.rows import Parsed, read_changes
from tests.services.intake.books import HEADER_XML, cells_xml, packed, parts_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

SHOWN: list[tuple[str, float, str, bool]] = [
    ("0000", 123, "0123", True),
    ("0000", 12345, "12345", True),
    ("+0", 6567891230, "+6567891230", True),
    ('"+65 "0000 0000', 67891230, "+65 6789 1230", True),
    ("\\+00\\ 0000\\ 0000", 6567891230, "+65 6789 1230", True),
    ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 5551234, "555-1234", True),
    ("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 4255551234, "(425) 555-1234", True),
    ("#,##0", 1234567, "1,234,567", True),
    ("#,##0_);(#,##0)", -5, "(5)", True),
    ("0.00", 101, "101.00", True),
    ("0.00", 101.456, "101.46", False),
    ("0.0##", 1.5, "1.5", True),
    ("0", 101.4, "101", False),
    ("0%", 0.5, "50%", False),
    ("0.00E+00", 6567891230, "6.57E+09", False),
    ("0,", 123456, "123", False),
    ("# ?/?", 101, "101", True),
    ("0;-0;;@", 0, "", True),
    (";;;", 101, "", False),
    ("General", 101, "101", True),
    ('General" ext"', 101, "101 ext", True),
    ("[Red]0", 5, "5", True),
    ("[$€-407] 0", 5, "€ 5", True),
    ("yyyy-mm-dd", 46054, "2026-02-01", False),
    ("[$-409]d\\ mmm\\ yyyy", 46054, "2026-02-01", False),
    ("d/m/yyyy h:mm", 46054.5, "2026-02-01T12:00:00", False),
    ("h:mm", 0.375, "09:00:00", False),
    ("[h]:mm", 101, "2424:00:00", False),
    ("[h]:mm", 6567891230, HASHES, False),
    ("yyyy-mm-dd", 6567891230, HASHES, False),
    ("yyyy-mm-dd", -1, HASHES, False),
    ("yyyy-mm-dd", 1, "1900-01-01", False),
    ("yyyy-mm-dd", 2958465, "9999-12-31", False),
    ("0", float("nan"), HASHES, False),
    ("0", float("inf"), HASHES, False),
]


@pytest.mark.parametrize(("code", "value", "text", "faithful"), SHOWN)
def test_what_is_seen_of_a_figure(code: str, value: float, text: str, faithful: bool) -> None:
    found = shown(code, value)
    assert (found.text, found.faithful) == (text, faithful)


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    assert shown("yyyy-mm-dd", 44592, since_1904=True).text == "2026-02-01"


@given(st.integers(0, 10**15))
def test_a_plain_format_shows_a_whole_number_as_it_is(value: int) -> None:
    for code in ("General", "0", "#0"):
        assert is_plain(code)
        assert shown(code, value).text.strip() == str(value)


codes = st.one_of(
    st.sampled_from([code for code, *_ in SHOWN]),
    st.text(alphabet='0#?.,%;@"\\/+-*_ ()[]<=>EeyMmdhsgbRedGneral$€1٣', max_size=24),
    st.text(max_size=24),
)
values = st.one_of(
    st.floats(),
    st.sampled_from([0, 123, 101, 6567891230, -6567891230, 1e15, 1e308, 2958466, 0.1, float("nan"), float("-inf")]),
)


@given(codes, values, st.booleans())
@settings(max_examples=200, deadline=None)
def test_any_format_shows_any_figure(code: str, value: float, since_1904: bool) -> None:
    assert isinstance(shown(code, float(value), since_1904=since_1904).text, str)


def styles(*formats: str) -> str:
    """The XML of these formats, the first cell format being 1."""
    own = "".join(f'<numFmt numFmtId="{164 + no}" formatCode={quoteattr(code)}/>' for no, code in enumerate(formats))
    used = "".join(f'<xf numFmtId="{164 + no}"/>' for no in range(len(formats)))
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts>{own}</numFmts><cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )


def book(row: str, *formats: str) -> bytes:
    """A workbook with this row 2 and these formats."""
    parts = parts_of(HEADER_XML + f'<row r="2">{row}</row>')
    link = '<Relationship Id="rId9" Type="http://x/relationships/styles" Target="styles.xml"/></Relationships>'
    relations = str(parts["xl/_rels/workbook.xml.rels"]).replace("</Relationships>", link)
    return packed(parts | {"xl/_rels/workbook.xml.rels": relations, "xl/styles.xml": styles(*formats)})


def parsed(row: str, *formats: str) -> Parsed:
    """What such a workbook asks for."""
    return read_changes(read_table("book.xlsx", book(row, *formats)))


kinds = st.sampled_from(["", "n", "s", "str", "e", "b", "d", "inlineStr"])


@given(st.lists(st.tuples(kinds, values, codes.filter(str.isprintable)), min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_cell_under_any_format_is_a_change_or_a_finding(cells: list[tuple[str, float, str]]) -> None:
    typed = [(f' t="{kind}"' if kind else "", value) for kind, value, _ in cells]
    row = "".join(
        f'<c r="{"ABCDE"[at]}2" s="{at + 1}"{kind}><v>{value!r}</v></c>' for at, (kind, value) in enumerate(typed)
    )
    with suppress(BadInput):
        found = parsed(row, *(code for _, _, code in cells))
        assert found.rows == () or found.changes or found.findings or found.questions


def test_a_number_with_a_zero_or_a_plus_by_its_format_is_read_as_seen() -> None:
    name = cells_xml(2, "", "", "John")[len('<row r="2">') : -len("</row>")].split("</c>")[2] + "</c>"
    row = f'<c r="A2" s="1"><v>123</v></c><c r="B2" s="2"><v>67891230</v></c>{name}'
    found = parsed(row, "0000", '"+65"00000000')
    assert [(change.key, change.number, change.person) for change in found.changes] == [("0123", "+6567891230", "John")]
    assert [one.code for one in found.findings if one.code.startswith("column.")] == ["column.shown", "column.shown"]


def test_mere_separators_in_a_format_are_nothing_to_tell() -> None:
    found = parsed('<c r="A2" s="1"><v>1234</v></c><c r="B2" s="2"><v>6567891230</v></c>', "#,##0", "00 0000 0000")
    assert [(change.key, change.number) for change in found.changes] == [("1234", "+6567891230")]
    assert not [one for one in found.findings if one.code.startswith("column.")]


def test_a_rounded_figure_is_a_question() -> None:
    found = parsed('<c r="A2"><v>101</v></c><c r="B2" s="1"><v>6567891230</v></c>', "0.00E+00")
    (question,) = found.questions
    assert "row 2 shows 6.57E+09" in question.text
    assert [words for _, words in question.choices] == [
        "What is held, such as 6567891230",
        "What is shown, such as 6.57E+09",
    ]


def test_a_number_that_general_shows_as_a_power_of_ten_is_read_whole() -> None:
    found = parsed('<c r="A2"><v>101</v></c><c r="B2"><v>442079460018</v></c>')
    assert (found.changes[0].number, found.questions) == ("+442079460018", ())
