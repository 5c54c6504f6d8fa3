"""Every fault of a bulk file, and all of them in one pass."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from services.domain.findings import MAX_FINDINGS_OF_A_KIND
from services.domain.plan import Finding, Severity
from services.intake import row_reader
from services.intake.faults import FAULTS
from services.intake.rows import Parsed, read_changes
from services.intake.table import Table
from tests.services.intake.books import HEADERS, JOHN, OC, RESOURCE, parse, table_of

KEY, NUMBER, USER, FIRST, SECOND = HEADERS
OTHER = ("102", "6567891231", "Alice", OC, "call_recording")
_ZWSP, _RLO = "\u200b", "\u202e"


def found(parsed: Parsed) -> list[tuple[str, int, str]]:
    return [(f.code, f.row, f.column) for f in parsed.findings]


# What stands in row 2, and what is found there: code and column.
CELLS: list[tuple[Sequence[str], str, str]] = [
    (("", *JOHN[1:]), "row.key_empty", KEY),
    (("'", *JOHN[1:]), "row.key_empty", KEY),
    (("1O1", *JOHN[1:]), "row.key_not_digits", KEY),
    (("101.5", *JOHN[1:]), "row.key_not_digits", KEY),
    (("1.01E+02", *JOHN[1:]), "row.key_not_digits", KEY),
    (("１０１", *JOHN[1:]), "row.key_not_digits", KEY),
    (("١٠١", *JOHN[1:]), "row.key_not_digits", KEY),
    (("2026-02-01", *JOHN[1:]), "row.key_not_digits", KEY),
    (("12", *JOHN[1:]), "row.key_length", KEY),
    (("123456", *JOHN[1:]), "row.key_length", KEY),
    (("-101", *JOHN[1:]), "cell.formula", KEY),
    (("=A1+1", *JOHN[1:]), "cell.formula", KEY),
    (("101", "=B1", *JOHN[2:]), "cell.formula", NUMBER),
    (("101", JOHN[1], "=cmd|' /C calc'!A0", *JOHN[3:]), "cell.formula", USER),
    (("101", JOHN[1], "+cmd", *JOHN[3:]), "cell.formula", USER),
    (("101", JOHN[1], "@SUM(A1)", *JOHN[3:]), "cell.formula", USER),
    (("101", JOHN[1], "'=HYPERLINK(1)", *JOHN[3:]), "cell.formula", USER),
    (("101", JOHN[1], "-1+1", *JOHN[3:]), "cell.formula", USER),
    (("101", JOHN[1], "＝1", *JOHN[3:]), "cell.formula", USER),
    ((*JOHN[:4], "=E1"), "cell.formula", SECOND),
    ((*JOHN[:4], "@x"), "cell.formula", SECOND),
    (("#REF!", *JOHN[1:]), "cell.error_value", KEY),
    (("101", "#N/A", *JOHN[2:]), "cell.error_value", NUMBER),
    (("101", JOHN[1], "#n/a", *JOHN[3:]), "cell.error_value", USER),
    (("101", JOHN[1], "x" * 201, *JOHN[3:]), "cell.too_long", USER),
    ((*JOHN[:4], "x" * 201), "cell.too_long", SECOND),
    (("101", JOHN[1], "John\nDoe", *JOHN[3:]), "cell.control", USER),
    (("101", JOHN[1], "John\x07Doe", *JOHN[3:]), "cell.control", USER),
    (("101", JOHN[1], f"John{_RLO}eoD", *JOHN[3:]), "cell.invisible", USER),
    (("101", JOHN[1], f"Jo{_ZWSP}hn", *JOHN[3:]), "cell.invisible", USER),
    (("101", JOHN[1], "call_recording", *JOHN[3:]), "row.code_misplaced", USER),
    (("101", OC, *JOHN[2:]), "row.code_misplaced", NUMBER),
    (("101", "6.57E+09", *JOHN[2:]), "number.lost_digits", NUMBER),
    (("101", "6567891230.5", *JOHN[2:]), "number.fraction", NUMBER),
    (("101", "6567891230 / 6567891231", *JOHN[2:]), "number.several", NUMBER),
    (("101", "６５６７８９１２３０", *JOHN[2:]), "number.not_digits", NUMBER),
    (("101", "+", *JOHN[2:]), "number.not_digits", NUMBER),
    (("101", "()", *JOHN[2:]), "number.empty", NUMBER),
    (("101", "6578", *JOHN[2:]), "number.length", NUMBER),
    (("101", "67891230", *JOHN[2:]), "number.national", NUMBER),
    (("101", "65123456", *JOHN[2:]), "number.national", NUMBER),
    (("101", "+44 (0)20 7946 0018", *JOHN[2:]), "number.trunk_zero", NUMBER),
    (("101", "12345678", *JOHN[2:]), "number.invalid", NUMBER),
    (("101", "+54 11 15-2345-6789", *JOHN[2:]), "number.domestic", NUMBER),
    (("101", "0016567891230", *JOHN[2:]), "number.ambiguous", NUMBER),
    (("101", "2067-08-12", *JOHN[2:]), "number.date", NUMBER),
    (("101", "sip:6567891230@contoso.com", *JOHN[2:]), "number.sip", NUMBER),
    (("101", "N/A;", *JOHN[2:]), "number.placeholder", NUMBER),
    (("101", JOHN[1], "M\u00c3\u00bcller", *JOHN[3:]), "cell.garbled", USER),
    (("101", JOHN[1], "M\ufffdller", *JOHN[3:]), "cell.garbled", USER),
    (("101", JOHN[1], "Jo\u200dhn", *JOHN[3:]), "cell.invisible", USER),
    (("N/A", *JOHN[1:]), "row.key_empty", KEY),
    (("-", *JOHN[1:]), "row.key_empty", KEY),
    ((*JOHN[:4], "device_sim"), "row.code_unknown", SECOND),
    ((*JOHN[:4], "Alice"), "row.code_unknown", SECOND),
    ((*JOHN[:4], "call_recording; team_chat"), "row.code_several", SECOND),
    ((*JOHN[:3], OC, OC), "row.addon_limit", SECOND),
    ((*JOHN[:3], "device_ip_phone", "IP phone"), "row.addon_limit", SECOND),
    ((*JOHN[:3], OC, RESOURCE), "row.addons_together", FIRST),
]
ALLOWED: list[tuple[Sequence[str], str, str, Severity]] = [
    ((*JOHN[:2], "", *JOHN[3:]), "row.number_for_nobody", USER, Severity.WARNING),
    (("101", "", "", "call_recording", ""), "row.no_person", USER, Severity.INFO),
    (("101", "", "John", OC, ""), "row.teams_without_number", NUMBER, Severity.WARNING),
    (("101", "", "John", "license_number", ""), "row.number_licence_alone", NUMBER, Severity.WARNING),
    ((*JOHN[:3], "device_ip_phone", ""), "row.number_without_teams", NUMBER, Severity.INFO),
    (("101", "", "John", "call_recording", "Call Recording"), "row.addon_twice", SECOND, Severity.WARNING),
    (("101", "", "John", "device_mobile_app", "Mobile"), "row.addon_twice", SECOND, Severity.WARNING),
    (("101", "N/A", "John", "device_ip_phone", ""), "cell.placeholder", NUMBER, Severity.INFO),
    (("101", "", "John", "device_ip_phone", "-"), "cell.placeholder", SECOND, Severity.INFO),
    (("101", "tel:+6567891230;ext=402", *JOHN[2:]), "row.number_extension", NUMBER, Severity.WARNING),
]


@pytest.mark.parametrize(("cells", "code", "column"), CELLS, ids=[f"{c[1]}-{i}" for i, c in enumerate(CELLS)])
def test_a_wrong_cell_stops_its_row_and_no_other(cells: Sequence[str], code: str, column: str) -> None:
    parsed = parse(cells, OTHER)
    finding = next(f for f in parsed.findings if f.code == code)
    assert (finding.row, finding.column, finding.severity) == (2, column, Severity.ERROR)
    assert finding.message
    assert finding.fix
    assert [change.key for change in parsed.changes] == ["102"]
    assert [f.code for f in parsed.findings if f.severity is Severity.ERROR] == [code]


@pytest.mark.parametrize(("cells", "code", "column", "severity"), ALLOWED, ids=[a[1] for a in ALLOWED])
def test_what_is_only_told_stops_nothing(cells: Sequence[str], code: str, column: str, severity: Severity) -> None:
    parsed = parse(cells)
    assert [(f.code, f.row, f.column, f.severity) for f in parsed.findings] == [(code, 2, column, severity)]
    assert [change.key for change in parsed.changes] == ["101"]


@pytest.mark.parametrize(
    ("second", "code", "column"),
    [
        (("101", *OTHER[1:]), "row.key_twice", KEY),
        (("102", "+65 6789 1230", *OTHER[2:]), "row.number_twice", NUMBER),
        ((*OTHER[:2], "  JOHN ", *OTHER[3:]), "row.person_two_numbers", USER),
    ],
)
def test_a_thing_on_two_rows_stops_both_and_each_names_the_other(second: Sequence[str], code: str, column: str) -> None:
    parsed = parse(JOHN, ("109", "6567891239", "Eve", OC, ""), second)
    assert found(parsed) == [(code, 2, column), (code, 4, column)]
    assert "row 4" in parsed.findings[0].message
    assert "row 2" in parsed.findings[1].message
    assert [change.key for change in parsed.changes] == ["109"]


def test_a_person_with_two_extensions_but_one_teams_number_is_only_told() -> None:
    parsed = parse(JOHN, ("102", "", "John", "device_ip_phone", ""))
    assert {f.code for f in parsed.findings} == {"row.person_twice"}
    assert len(parsed.changes) == 2


def test_names_that_differ_in_normal_form_are_one_person() -> None:
    parsed = parse((*JOHN[:2], "Zoe\u0308", OC, ""), (*OTHER[:2], "Zo\u00eb", OC, ""))
    assert [f.code for f in parsed.findings] == ["row.person_two_numbers"] * 2


def test_a_key_shorter_than_its_siblings_with_zeros_is_told() -> None:
    parsed = parse(("0101", *JOHN[1:]), OTHER)
    assert found(parsed) == [("row.key_zeros", 3, KEY)]
    assert len(parsed.changes) == 2
    assert found(parse(JOHN, OTHER)) == []


def test_keys_with_zeros_of_their_own_have_lost_none() -> None:
    assert found(parse(("007", *JOHN[1:]), ("0042", *OTHER[1:]))) == []
    assert found(parse(("700", *JOHN[1:]), ("0042", *OTHER[1:]))) == [("row.key_zeros", 2, KEY)]


def test_an_extension_after_the_number_that_is_the_rows_own_is_nothing_to_tell() -> None:
    parsed = parse(("402", "tel:+6567891234;ext=402", *JOHN[2:]))
    assert (parsed.findings, parsed.changes[0].number) == ((), "+6567891234")


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("mailto:alice@contoso.com", "alice@contoso.com"),
        ("Alice Tan <alice@contoso.com>", "alice@contoso.com"),
        ('"Tan, Alice" <alice@contoso.com>', "alice@contoso.com"),
        ("Chris Lee (chris.lee@contoso.com)", "chris.lee@contoso.com"),
        ("i:0#.f|membership|alice@contoso.com", "alice@contoso.com"),
        ("SMTP:alice@contoso.com", "alice@contoso.com"),
        ("alice@contoso.com;", "alice@contoso.com"),
        ("\u200ealice@contoso.com", "alice@contoso.com"),
        ("\u201cJohn\u201d", "John"),
        ("'John'", "John"),
        ("\u00abJohn\u00bb", "John"),
        ("'t Hooft", "'t Hooft"),
        ("O'Brien", "O'Brien"),
        ('="John"', "John"),
        ("CONTOSO\\alice", "CONTOSO\\alice"),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
        ("\u0645\u062d\u0645\u062f\u200c\u0631\u0636\u0627", "\u0645\u062d\u0645\u062f\u200c\u0631\u0636\u0627"),
    ],
)
def test_who_is_meant_is_found_in_what_stands_around_it(text: str, person: str) -> None:
    parsed = parse((*JOHN[:2], text, *JOHN[3:]))
    assert (parsed.findings, parsed.changes[0].person) == ((), person)


@pytest.mark.parametrize("key", ['="007"', "'007'", "\u201c007\u201d", "007"])
def test_quotes_around_a_key_are_no_part_of_it(key: str) -> None:
    assert parse((key, *JOHN[1:])).changes[0].key == "007"


def test_of_each_kind_the_first_are_listed_and_the_others_counted() -> None:
    rows = [(f"{10000 + no}", "", "", f"zz{no}", f"yy{no}") for no in range(MAX_FINDINGS_OF_A_KIND)]
    parsed = parse(*rows)
    (more,) = [found for found in parsed.findings if found.others]
    assert (more.code, more.others, more.row, more.severity) == ("row.code_unknown", 1_000, 0, Severity.ERROR)
    assert more.message.startswith("1,000 more like this")
    assert (
        sum(found.code == "row.code_unknown" and not found.others for found in parsed.findings)
        == MAX_FINDINGS_OF_A_KIND
    )
    assert parsed.changes == ()


def test_a_guess_is_made_for_findings_that_are_listed_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def near(text: str) -> str:
        asked.append(text)
        return ""

    monkeypatch.setattr(row_reader, "near_code", near)
    headers = (*HEADERS[:3], *(f"Addon license {no}" for no in range(1, 61)))
    parse(*((f"{10000 + no}", "", "", *(f"z{no}x{at}" for at in range(60))) for no in range(100)), headers=headers)
    assert len(asked) == MAX_FINDINGS_OF_A_KIND


@pytest.mark.parametrize("key", ["101", "'101", " 101 ", "101.0", "101\u00a0", "101,00"])
def test_a_key_is_read_however_a_spreadsheet_writes_it(key: str) -> None:
    assert parse((key, *JOHN[1:])).changes[0].key == "101"


@pytest.mark.parametrize("code", [OC, OC.lower(), OC.upper(), "Teams Operator Connect", f"'{OC}", f" {OC} "])
def test_a_code_is_read_by_code_and_by_name(code: str) -> None:
    parsed = parse((*JOHN[:3], code, ""))
    assert parsed.changes[0].addons == (OC,)
    assert parsed.findings == ()


def test_an_unknown_code_is_told_with_a_guess_and_where_all_codes_are() -> None:
    fix = parse((*JOHN[:4], "call_recordin")).findings[0].fix
    assert fix.startswith("Did you mean call_recording? ")
    assert fix.endswith("has all codes.")
    assert "Did you mean" not in parse((*JOHN[:4], "zzz")).findings[0].fix


def test_number_and_person_and_addons_are_as_the_row_says() -> None:
    change = parse(("101", "'+65 6789 1230", "  John   Doe ", "", OC)).changes[0]
    assert (change.number, change.person, change.label, change.addons) == ("+6567891230", "John Doe", None, (OC,))
    empty = parse(("101", "", "", "", "team_chat")).changes[0]
    assert (empty.number, empty.person, empty.addons) == (None, None, ("team_chat",))


def test_a_directory_name_is_read_where_there_is_a_column() -> None:
    headers = (*HEADERS, "Directory name")
    assert parse((*JOHN, "Front desk"), headers=headers).changes[0].label == "Front desk"
    assert found(parse((*JOHN, f"x{_RLO}"), headers=headers)) == [("cell.invisible", 2, "Directory name")]


def test_the_country_decides_what_a_national_number_is() -> None:
    table = table_of(("101", "0612345678", "Anna", OC, ""))
    assert read_changes(table, "IT").findings[0].code == "number.national"
    assert read_changes(table, "SG").findings[0].code == "number.invalid"


def test_all_faults_are_found_in_one_pass() -> None:
    rows = [cells for cells, _, _ in CELLS]
    parsed = parse(*rows)
    by_row = {(f.row, f.code) for f in parsed.findings}
    assert {(no, code) for no, (_, code, _) in enumerate(CELLS, start=2)} <= by_row
    assert [f.row for f in parsed.findings] == sorted(f.row for f in parsed.findings)


def test_one_row_with_many_faults_shows_them_all() -> None:
    parsed = parse(("1", "6.57E+09", "=x", "zzz", "yyy"))
    assert found(parsed) == [
        ("row.key_length", 2, KEY),
        ("number.lost_digits", 2, NUMBER),
        ("cell.formula", 2, USER),
        ("row.code_unknown", 2, FIRST),
        ("row.code_unknown", 2, SECOND),
    ]


def test_a_table_without_rows_is_told() -> None:
    assert found(parse()) == [("table.empty", 0, "")]


def test_the_file_is_kept_as_it_was_and_its_own_findings_too() -> None:
    table = table_of(("'101", *JOHN[1:]))
    note = Finding(Severity.INFO, "file.encoding", "read as something")
    parsed = read_changes(Table(table.headers, table.rows, (note,)))
    assert (parsed.headers, parsed.rows) == (table.headers, table.rows)
    assert parsed.findings == (note,)


def test_long_values_are_cut_in_findings() -> None:
    assert len(parse((*JOHN[:4], "x" * 5000)).findings[0].value) == 200


# Found while a file is read or from its headings; tested with those.
_OF_THE_FILE = {
    "file.encoding",
    "sheet.merged",
    "sheet.hidden_rows",
    "sheet.hidden_columns",
    "sheet.others",
    "table.empty",
}
_OF_THE_FILE |= {"sheet.others", "table.headings_again", "row.struck_out"}
_OF_SETTINGS = {"row.setting"}  # tested with the columns of settings
_OF_TWO_ROWS = {"row.key_twice", "row.number_twice", "row.person_twice", "row.person_two_numbers", "row.key_zeros"}


def test_every_fault_in_the_table_is_one_that_a_test_brings_about() -> None:
    shown = {case[1] for case in CELLS} | {case[1] for case in ALLOWED}
    of_columns = {code for code in FAULTS if code.startswith("column.")}
    assert shown | _OF_THE_FILE | _OF_SETTINGS | _OF_TWO_ROWS | of_columns == set(FAULTS)


def test_a_row_has_any_count_of_numbers_and_one_of_them_private() -> None:
    headers = (KEY, NUMBER, "Number 2", "number_3", "Phone number 12", "Private number", USER, FIRST)
    row = ("101", "6567891230", "6567891231", "", "6567891232", "6567891233", "John", OC)
    parsed = parse(row, headers=headers)
    assert not parsed.findings
    (change,) = parsed.changes
    assert change.number == "+6567891230"
    assert change.more_numbers == ("+6567891231", "+6567891232", "+6567891233")
    assert change.private == "+6567891233"


def test_what_stands_in_many_rows_is_noted_on_the_first_one_once() -> None:
    parsed = parse(*(("101", "6567891230", "John", OC) for _ in range(4)), headers=(KEY, NUMBER, USER, FIRST))
    twice = [(code, row) for code, row, _ in found(parsed) if code != "row.person_two_numbers"]
    assert sorted(twice) == [(code, row) for code in ("row.key_twice", "row.number_twice") for row in range(2, 6)]


def test_a_number_that_stands_in_two_columns_of_two_rows_and_a_heading_twice_are_found() -> None:
    headers = (KEY, NUMBER, "Number 2", "Number 2", USER, FIRST)
    rows = [("101", "6567891230", "6567891231", "", "John", OC), ("102", "6567891231", "", "", "Alice", OC)]
    parsed = parse(*rows, headers=headers)
    assert sorted(found(parsed)) == [
        ("column.doubled", 0, "Number 2"),
        ("row.number_twice", 2, "Number 2"),
        ("row.number_twice", 3, NUMBER),
    ]
