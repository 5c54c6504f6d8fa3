"""Columns of settings in a bulk file, and the workbook of everybody's settings that comes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.domain.people import fold
from services.domain.plan import Severity
from services.domain.settings.catalogue import effective
from services.domain.settings.fields import FieldKind
from services.domain.settings.requested import by_rule_ids, same
from services.domain.settings.user import USER
from services.domain.settings.values import alike
from services.domain.settings.words import label_of
from services.domain.voice_policies import KIND_WORDS, PolicyKind, PolicyRequest, VoicePolicy
from services.intake.headers import ColumnRole, policy_of, role_of, setting_of
from services.intake.headings import Headings
from services.intake.read import read_table
from services.intake.rows import Parsed, read_changes
from services.intake.settings_file import COLUMNS, SettingsRow, cell_of_policy, settings_file
from services.intake.table import Row, Table
from tests.services.domain.test_settings import RULES, SETTINGS, nested
from tests.services.intake.books import HEADERS, JOHN

RULE, WAITING = "Outbound Call: Outbound call rule", "Devices: Call waiting"


def parsed(head: Sequence[str], *rows: Sequence[str]) -> Parsed:
    """What a file of these headings and rows asks for."""
    return read_changes(Table(tuple(head), tuple(Row(no, tuple(row)) for no, row in enumerate(rows, start=2))))


@pytest.mark.parametrize("field", COLUMNS, ids=lambda field: field.path)
def test_every_setting_is_a_column_by_its_name_and_its_path(field: Any) -> None:
    for heading in (label_of(field.path), label_of(field.path).upper(), f"  {field.path} "):
        assert setting_of(heading) is field
        assert role_of(heading) is ColumnRole.SETTING


def test_a_reset_is_no_column() -> None:
    resets = [field for section in USER for field in section.fields if field.kind is FieldKind.RESET]
    assert [setting_of(field.path) for field in resets] == [None]


def test_usual_headings_keep_their_meaning() -> None:
    assert [role_of(heading) for heading in ("Status", "Number", "User")] == [
        None,
        ColumnRole.NUMBER,
        ColumnRole.PERSON,
    ]
    assert Headings().score(["Ext Key", WAITING]) > 0


def test_only_what_stands_in_cells_is_asked_for() -> None:
    found = parsed(("Ext Key", WAITING, RULE), ("101", "off", ""), ("102", "", "Abroad"), ("103", "", ""))
    assert found.findings == ()
    assert [dict(change.settings) for change in found.changes] == [
        {"devices.callWaiting": False},
        {"outboundCall.outgoingCallRule": "Abroad"},
        {},
    ]
    assert not any(change.to_teams and change.upload is not False for change in found.changes)


def test_beside_the_usual_columns_a_row_still_goes_to_teams() -> None:
    (change,) = parsed((*HEADERS, WAITING), (*JOHN, "off")).changes
    assert (change.number, change.upload, change.assign) == ("+6567891230", None, None)
    assert dict(change.settings) == {"devices.callWaiting": False}


def test_a_faulty_cell_fails_its_row_only() -> None:
    found = parsed(
        ("Ext Key", WAITING, "Status: Availability"),
        ("101", "maybe", "x" * 300),
        ("102", "off", "=1+1"),
        ("103", "on", "busy"),
    )
    told = [(f.code, f.row, f.column, f.severity) for f in found.findings]
    assert told == [
        ("row.setting", 2, WAITING, Severity.ERROR),
        ("row.setting", 2, "Status: Availability", Severity.ERROR),
        ("cell.formula", 3, "Status: Availability", Severity.ERROR),
    ]
    assert len(found.findings[1].value) == 200
    assert [change.key for change in found.changes] == ["103"]


def test_settings_of_rows_that_are_left_out_anyway_are_looked_at_no_longer_than_they_are_told() -> None:
    heads = [label_of(field.path) for field in COLUMNS[:40]]
    rows = [(f"{10000 + no}", *(f"{no}x{at}" for at in range(40))) for no in range(100)]
    found = parsed(("Ext Key", *heads), *rows)
    (more,) = [one for one in found.findings if one.others and one.code == "row.setting"]
    assert more.message.startswith("At least ")
    assert (more.row, found.changes) == (0, ())


def test_long_texts_are_no_fault_where_the_setting_takes_them() -> None:
    heading = "Inbound Call: Text that is read"
    assert parsed(("Ext Key", heading), ("101", "x" * 2000)).findings == ()
    assert "2,000 are allowed" in parsed(("Ext Key", heading), ("101", "x" * 2001)).findings[0].message


def test_the_same_setting_twice() -> None:
    found = parsed(("Ext Key", WAITING, "devices.callwaiting"), ("101", "on", "off"))
    assert [f.code for f in found.findings] == ["column.doubled"]


@pytest.mark.long
@given(SETTINGS)
def test_the_file_sent_back_as_it_is_asks_for_nothing(values: dict[str, Any]) -> None:
    settings = nested(values)
    content = settings_file([SettingsRow("101", "alice@contoso.com", settings)], RULES)
    found = read_changes(read_table("settings.xlsx", content))
    assert found.findings == ()
    (change,) = found.changes
    requested = by_rule_ids(change.settings, RULES)
    assert all(same(path, value, effective(settings, path)) for path, value in requested.items())
    for field in COLUMNS:
        now = effective(settings, field.path)
        if field.path in change.settings and field.kind is not FieldKind.RULE:
            assert alike(field, change.settings[field.path], now)


ODD_NAMES = ("global", "None", "n/a", "=Sum", "#N/A", "(Sales)", '"HQ"', "-", "A, B", " x")
NAMES = st.one_of(st.text(max_size=40), st.sampled_from(ODD_NAMES))


@settings(max_examples=20)
@example({PolicyKind.CALLING: "\r"})
@given(st.dictionaries(st.sampled_from(PolicyKind), NAMES))
def test_voice_policies_come_back_as_they_went_or_are_left_alone(policies: dict[PolicyKind, str]) -> None:
    row = SettingsRow("101", "", {}, policies)
    seen = [VoicePolicy(kind, "id", name) for kind, name in policies.items()]
    found = read_changes(read_table("settings.xlsx", settings_file([row], RULES, policies=seen)))
    assert found.findings == ()
    (change,) = found.changes
    requested = {one.kind: fold(one.name) for one in change.policies}
    assert requested == {kind: fold(name) for kind, name in policies.items() if cell_of_policy(name)}


def test_without_voice_policies_the_file_has_no_columns_of_them() -> None:
    table = read_table("settings.xlsx", settings_file([SettingsRow("101", "", {})], RULES, policies=None))
    assert not [head for head in table.headers if policy_of(head)]
    table = read_table("settings.xlsx", settings_file([SettingsRow("101", "", {})], RULES))
    assert [policy_of(head) for head in table.headers if policy_of(head)] == list(PolicyKind)


@pytest.mark.long
@given(st.lists(st.integers(100, 99999), unique=True, min_size=1, max_size=20))
def test_every_line_is_a_row(keys: list[int]) -> None:
    content = settings_file([SettingsRow(str(key), "", {}) for key in keys], RULES)
    assert [change.key for change in read_changes(read_table("settings.xlsx", content)).changes] == list(map(str, keys))


@pytest.mark.parametrize("kind", PolicyKind)
def test_every_kind_of_voice_policy_is_a_column_by_its_name_and_by_microsofts(kind: PolicyKind) -> None:
    for heading in (f"{KIND_WORDS[kind]} policy", f"{KIND_WORDS[kind]} Policy".title(), kind.value):
        assert role_of(heading) is ColumnRole.POLICY
        assert policy_of(heading) is kind


def test_policies_are_read_by_row_and_a_cell_for_nothing_leaves_what_there_is() -> None:
    rows = [("101", "Disallow  Calling", ""), ("102", "None", "Singapore"), ("103", "global", "")]
    found = parsed(("Ext Key", "Calling policy", "Dial plan policy"), *rows)
    asked = partial(PolicyRequest, PolicyKind.CALLING)
    assert [change.policies for change in found.changes] == [
        (asked("Disallow Calling"),),
        (PolicyRequest(PolicyKind.DIAL_PLAN, "Singapore"),),
        (asked(""),),
    ]
    assert [one.code for one in found.findings] == ["cell.placeholder"]
    assert all(change.upload is False and change.assign is False for change in found.changes)


def test_a_kind_of_policy_stands_in_one_column() -> None:
    found = parsed(("Ext Key", "Calling policy", "TeamsCallingPolicy"), ("101", "a", "b"))
    assert [one.code for one in found.findings if one.severity is Severity.ERROR] == ["column.doubled"]
