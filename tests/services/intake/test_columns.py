"""Headings in any spelling and order, and what is told about those that are wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.plan import Severity
from services.intake.headers import ColumnRole, role_of
from tests.services.intake.books import HEADERS, JOHN, OC, parse

_SPELLINGS: dict[ColumnRole, list[str]] = {
    ColumnRole.KEY: [
        "Ext key",
        "Ext Key",
        "EXT  KEY",
        "ext_key",
        "\ufeffExt Key",
        "Extension key",
        "Ext-Key",
        "'Ext Key",
    ],
    ColumnRole.NUMBER: ["Number", "NUMBER", "Phone number", "number "],
    ColumnRole.PERSON: ["User", "user", "User name", "Username"],
    ColumnRole.LABEL: ["Directory name", "DIRECTORY NAME", "Label"],
    ColumnRole.ADDON: [
        "Addon license 1",
        "Addon license 12",
        "Add-on licence 1",
        "ADD ON LICENSE",
        "Addon 3",
        "Addons",
        "Addon license3",
    ],
    ColumnRole.RESULT: ["Outcome", "What to do", "Request ids", "Upload numbers to Teams"],
}


@pytest.mark.parametrize(("role", "text"), [(role, text) for role, texts in _SPELLINGS.items() for text in texts])
def test_headings_are_known_in_every_spelling(role: ColumnRole, text: str) -> None:
    assert role_of(text) is role


@pytest.mark.parametrize("text", ["", "Key number", "Addon license x", "Email", "Cost centre"])
def test_other_headings_are_not_known(text: str) -> None:
    assert role_of(text) is None


@given(st.permutations(range(5)), st.lists(st.sampled_from([str.upper, str.lower, str.title]), min_size=5, max_size=5))
def test_columns_may_stand_in_any_order_and_case(order: Sequence[int], cases: list[Callable[[str], str]]) -> None:
    headers = [case(HEADERS[at]) for case, at in zip(cases, order, strict=True)]
    parsed = parse([JOHN[at] for at in order], headers=headers)
    change = parsed.changes[0]
    assert (change.key, change.number, change.person) == ("101", "+6567891230", "John")
    assert sorted(change.addons) == sorted(JOHN[3:])
    assert parsed.findings == ()


@pytest.mark.parametrize("columns", [0, 1, 2, 7, 30])
def test_any_number_of_addon_columns_with_gaps_is_read(columns: int) -> None:
    headers = (*HEADERS[:3], *(f"Addon license {no * 2}" for no in range(1, columns + 1)))
    cells = (*JOHN[:3], *([""] * columns))[: 3 + columns]
    with_code = (*cells[:-1], OC) if columns else cells
    parsed = parse(with_code, headers=headers)
    assert parsed.changes[0].addons == ((OC,) if columns else ())
    assert [f.code for f in parsed.findings if f.row == 0] == ([] if columns else ["column.missing"])


@pytest.mark.parametrize(
    ("headers", "code", "column", "severity"),
    [
        (("Number", "User", "Addon 1", "Addon 2"), "column.key_missing", "Ext Key", Severity.ERROR),
        (("Ext Key", "User", "Addon 1", "Addon 2"), "column.missing", "Number", Severity.WARNING),
        (("Ext Key", "Number", "Addon 1", "Addon 2"), "column.missing", "User", Severity.WARNING),
        (("Ext Key", "Number", "User"), "column.missing", "Addon license", Severity.WARNING),
        ((*HEADERS, "ext key"), "column.doubled", "ext key", Severity.ERROR),
        ((*HEADERS, "Phone number"), "column.doubled", "Phone number", Severity.ERROR),
        ((*HEADERS, "Add-on license 2"), "column.doubled", "Add-on license 2", Severity.ERROR),
        ((*HEADERS, "Cost centre"), "column.unknown", "Cost centre", Severity.WARNING),
        ((*HEADERS, "Adon license 3"), "column.misspelt", "Adon license 3", Severity.ERROR),
        ((*HEADERS, "Nubmer"), "column.misspelt", "Nubmer", Severity.ERROR),
    ],
)
def test_wrong_headings_are_told_by_column(headers: Sequence[str], code: str, column: str, severity: Severity) -> None:
    findings = [f for f in parse(headers=headers).findings if f.code != "table.empty"]
    assert [(f.code, f.column, f.row, f.severity) for f in findings] == [(code, column, 0, severity)]
    assert findings[0].fix


def test_a_misspelt_heading_is_guessed() -> None:
    assert "'Number'" in parse(headers=(*HEADERS, "Nubmer")).findings[0].fix


def test_values_under_no_heading_stop_the_file() -> None:
    parsed = parse((*JOHN, ""), (*JOHN, OC), headers=(*HEADERS, ""))
    finding = parsed.findings[0]
    assert (finding.code, finding.column, finding.row) == ("column.no_heading", "F", 0)
    assert "row 3" in finding.message
    assert parse((*JOHN, ""), headers=(*HEADERS, "")).findings == ()


def test_several_addon_columns_without_a_number_are_no_doubles() -> None:
    assert parse(JOHN, headers=("Ext Key", "Number", "User", "Addon license", "Addon license")).findings == ()


def test_columns_of_result_files_are_passed_over() -> None:
    headers = (*HEADERS, "Outcome", "Reason", "What to do", "Done at", "Request ids", "Create extensions")
    assert parse((*JOHN, *["=x"] * 6), headers=headers).findings == ()


def test_without_a_key_column_nothing_is_done_and_rows_are_not_blamed() -> None:
    parsed = parse(JOHN[1:], headers=HEADERS[1:])
    assert parsed.changes == ()
    assert [f.code for f in parsed.findings] == ["column.key_missing"]
