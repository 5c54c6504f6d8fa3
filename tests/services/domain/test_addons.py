"""The table of licence codes."""

from __future__ import annotations

import pytest

from services.domain.addons import (
    ADDONS,
    BASE,
    NUMBER,
    TEAMS_RESOURCE,
    TEAMS_USER,
    Addon,
    AddonKind,
    conflicts,
    find_code,
    kind_of,
    many,
    name_of,
    over_limit,
    teams_code,
)


def test_the_documented_codes_are_all_there() -> None:
    assert len(ADDONS) == 12
    assert all(code == addon.code for code, addon in ADDONS.items())


@pytest.mark.parametrize("addon", ADDONS.values(), ids=lambda addon: addon.code)
def test_a_code_is_found_by_code_and_by_name_in_any_case(addon: Addon) -> None:
    code, name = addon.code, addon.name
    for text in (code, code.upper(), code.lower(), name, name.upper(), f"  {name}  ", name.replace(" ", "  ")):
        assert find_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mobile", "device_mobile_app"),
        ("Desktop", "device_desktop_app"),
        ("device_web_phone", "device_web_rtc"),
        ("Microsoft Teams Operator Connect", TEAMS_USER),
        ("Microsoft Teams Operator Connect Resource Account", TEAMS_RESOURCE),
        ("device_sim", None),
        ("", None),
    ],
)
def test_other_published_spellings(text: str, code: str | None) -> None:
    assert find_code(text) == code


def test_the_two_teams_codes_exclude_each_other() -> None:
    assert conflicts({TEAMS_USER, TEAMS_RESOURCE, "team_chat"}) == [(TEAMS_USER, TEAMS_RESOURCE)]
    assert conflicts({TEAMS_USER, "team_chat"}) == []
    assert conflicts({"unknown_code"}) == []


def test_a_line_goes_to_teams_by_its_teams_code() -> None:
    assert teams_code(("call_recording", TEAMS_RESOURCE)) == TEAMS_RESOURCE
    assert teams_code(("call_recording",)) is None


def test_what_an_extension_may_have_once_and_what_many_times() -> None:
    once = [code for code in ADDONS if not many(code)]
    assert [code for code in ADDONS if many(code)] == ["device_mobile_app", "device_desktop_app"]
    assert over_limit([*ADDONS, "device_mobile_app", "device_mobile_app"]) == []
    assert over_limit(["device_ip_phone"] * 2) == ["device_ip_phone"]
    assert over_limit(["new_code", "new_code"]) == ["new_code"]
    assert over_limit([*once, *once]) == sorted(set(once) - {NUMBER})


def test_every_code_is_of_a_kind() -> None:
    assert kind_of(BASE) is AddonKind.BASE
    assert {kind_of(code) for code in ADDONS} == {AddonKind.DEVICE, AddonKind.FEATURE}
    assert kind_of("new_code") is None


def test_an_unknown_code_is_shown_as_it_is() -> None:
    assert name_of("new_code") == "new_code"
    assert name_of(BASE) == "Phone System"
    assert name_of("team_chat") == "Team Chat"
