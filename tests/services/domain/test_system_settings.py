"""Lists among the system's settings: what they keep, what a change takes away, how it is said."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat, PhoneNumberType
from pydantic import JsonValue

from services.domain.settings.catalogue import FIELDS
from services.domain.settings.compare import differences
from services.domain.settings.countries import COUNTRIES, country_name, find_country
from services.domain.settings.dial_plans import DEFAULTS
from services.domain.settings.losses import loses
from services.domain.settings.paths import ADMIN_DEVICES, HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES, STUN, TLS
from services.domain.settings.record_checks import record_faults
from services.domain.settings.records import Record, fingerprint, new_id
from services.domain.steps import ObjectState, Step, StepKind

PLAN: Record = {"name": "Local", "pattern": "^[3689][0-9]{7}$", "strip": 0, "prepend": "65"}
RULE: Record = {"id": "a", "name": "A", "countries": ["SG", "MY"], "dialPlans": [PLAN]}
HOLIDAY: Record = {"date": "2026-12-25", "name": "Christmas"}
TWO_PLANS: list[JsonValue] = [PLAN, {**PLAN, "name": "Other"}]


def takes_away(path: str, before: JsonValue, after: JsonValue) -> bool:
    """Whether a step that sets this needs a second person."""
    was, now = ObjectState(settings={path: before}), ObjectState(settings={path: after})
    return Step(StepKind.SYSTEM_UPDATE, "system", was, now).takes_away


@pytest.mark.parametrize(
    ("path", "before", "after", "lost"),
    [
        (TLS, True, False, True),
        (TLS, False, True, False),
        (STUN, True, False, True),
        (STUN, None, False, True),
        (ADMIN_DEVICES, ["mobile", "sim"], ["mobile"], True),
        (ADMIN_DEVICES, ["mobile"], ["sim", "mobile"], False),
        (OUTBOUND_RULES, [RULE], [], True),
        (OUTBOUND_RULES, [RULE], [RULE, {**RULE, "id": "b", "name": "B"}], False),
        (OUTBOUND_RULES, [RULE], [{**RULE, "name": "Renamed"}], False),
        (OUTBOUND_RULES, [RULE], [{**RULE, "countries": ["SG"]}], True),
        (OUTBOUND_RULES, [RULE], [{**RULE, "countries": ["MY", "SG", "ID"]}], False),
        (OUTBOUND_RULES, [RULE], [{**RULE, "dialPlans": []}], True),
        (OUTBOUND_RULES, [RULE], [{**RULE, "dialPlans": [{**PLAN, "strip": 1}]}], True),
        (OUTBOUND_RULES, [RULE], [{**RULE, "dialPlans": TWO_PLANS}], False),
        (HOLIDAYS, [HOLIDAY], [], False),
        (INBOUND_RULES, [{"name": "x"}], [], False),
        ("general.timeZone", "Asia/Singapore", "Asia/Tokyo", False),
    ],
)
def test_only_what_takes_from_people_needs_a_second_person(
    path: str, before: JsonValue, after: JsonValue, lost: bool
) -> None:
    assert takes_away(path, before, after) is lost


_COUNTRY_LISTS = st.lists(st.sampled_from(sorted(COUNTRIES)), unique=True, max_size=6)


@given(_COUNTRY_LISTS, _COUNTRY_LISTS)
def test_a_rule_loses_exactly_the_countries_that_go(before: list[JsonValue], after: list[JsonValue]) -> None:
    was: dict[str, JsonValue] = {OUTBOUND_RULES: [{**RULE, "countries": before}]}
    now: dict[str, JsonValue] = {OUTBOUND_RULES: [{**RULE, "countries": after}]}
    assert loses(was, now) == bool(set(map(str, before)) - set(map(str, after)))


@pytest.mark.parametrize(
    ("path", "record", "why"),
    [
        (HOLIDAYS, {"date": "2026-13-01", "name": "x"}, "is no date"),
        (HOLIDAYS, {"date": "2026-12-25", "name": " "}, "needs a name"),
        (INBOUND_RULES, {"name": "x", "appliesTo": "nobody"}, "caller's or the called"),
        (INBOUND_RULES, {"name": "x", "appliesTo": "caller", "startsWith": "6x"}, "digits only"),
        (INBOUND_RULES, {"name": "x", "appliesTo": "caller", "strip": 16}, "0 to 15 digits"),
        (INBOUND_RULES, {"name": "x", "appliesTo": "caller", "strip": True}, "0 to 15 digits"),
        (OUTBOUND_RULES, {**RULE, "countries": []}, "at least one country"),
        (OUTBOUND_RULES, {**RULE, "countries": ["XX"]}, "no country's two letters"),
        (OUTBOUND_RULES, {**RULE, "dialPlans": [{**PLAN, "pattern": "("}]}, "is no pattern"),
        (OUTBOUND_RULES, {**RULE, "dialPlans": [{**PLAN, "pattern": ""}]}, "1 to 80 signs"),
        (OUTBOUND_RULES, {**RULE, "dialPlans": [{**PLAN, "name": ""}]}, "dial plan needs a name"),
    ],
)
def test_a_record_that_cannot_be_is_named(path: str, record: Record, why: str) -> None:
    assert why in " ".join(record_faults(path, [record]))
    assert record_faults(path, [record], [record]) == []


def test_good_records_have_no_faults_and_two_alike_have() -> None:
    assert record_faults(HOLIDAYS, [HOLIDAY]) == []
    assert record_faults(OUTBOUND_RULES, [RULE]) == []
    assert record_faults(HOLIDAYS, [HOLIDAY, {**HOLIDAY, "name": "Xmas"}], [HOLIDAY]) == [
        "2026-12-25 is there twice: Christmas and Xmas."
    ]
    assert record_faults(OUTBOUND_RULES, [RULE, {**RULE, "id": "b", "name": "a"}], [RULE]) == [
        "There are two rules named “a”."
    ]


def test_a_list_has_no_more_than_its_most() -> None:
    days: list[Record] = [{"date": f"20{year}-01-01", "name": "x"} for year in range(10, 99)]
    more: list[Record] = [{"date": f"20{year}-02-01", "name": "x"} for year in range(10, 30)]
    assert record_faults(HOLIDAYS, [*days, *more]) == ["109 are too many; 100 are allowed."]


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=5))
def test_a_new_id_is_short_plain_and_its_own(name: str, taken: list[str]) -> None:
    made = new_id(name, taken)
    assert made not in [*taken, "all", "none"]
    assert re.fullmatch(r"[a-z0-9-]{1,40}", made)
    assert new_id(name, [*taken, made]) != made


@given(st.lists(st.dictionaries(st.sampled_from(["id", "name"]), st.text(max_size=5)), max_size=4))
def test_a_fingerprint_tells_one_list_from_another(records: list[Record]) -> None:
    assert fingerprint(records) == fingerprint([dict(reversed(list(one.items()))) for one in records])
    assert fingerprint([*records, {"id": "one more"}]) != fingerprint(records)


def test_a_change_of_a_list_is_told_record_by_record() -> None:
    before: list[JsonValue] = [RULE]
    after: list[JsonValue] = [{**RULE, "name": "B", "countries": ["SG", "JP"]}, {**RULE, "id": "c", "name": "C"}]
    assert differences(OUTBOUND_RULES, before, after) == [
        ("Outbound call rules: C", "none", "2 countries, 1 dial plan"),
        ("B: Name", "A", "B"),
        ("B: Countries people may call", "2 with Malaysia", "2 with Japan"),
    ]
    assert differences(HOLIDAYS, [HOLIDAY], []) == [("Public holidays: Christmas", "2026-12-25", "none")]
    assert differences(TLS, True, False) == [("Admin Tools: Encrypted signalling (TLS)", "on", "off")]


@pytest.mark.parametrize("country", sorted(DEFAULTS))
@pytest.mark.parametrize("kind", [PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE])
def test_default_dial_plans_turn_what_is_dialled_at_home_into_a_whole_number(country: str, kind: int) -> None:
    example = phonenumbers.example_number_for_type(country, kind)
    dialled = re.sub(r"\D", "", phonenumbers.format_number(example, PhoneNumberFormat.NATIONAL))
    plan = next(plan for plan in DEFAULTS[country] if re.search(str(plan["pattern"]), dialled))
    strip = plan["strip"]
    assert isinstance(strip, int)
    made = phonenumbers.parse(f"+{plan['prepend']}{dialled[strip:]}", None)
    assert made == example
    assert phonenumbers.is_valid_number(made)


def test_countries_are_found_by_letters_and_by_name() -> None:
    assert len(COUNTRIES) > 240
    assert all(re.fullmatch("[A-Z]{2}", code) and name and "*" not in name for code, name in COUNTRIES.items())
    assert (country_name("VN"), country_name("ZZ")) == ("Vietnam", "ZZ")
    assert [find_country(text) for text in ("sg", " Singapore ", "united kingdom", "xx", "")] == [
        "SG",
        "SG",
        "GB",
        "",
        "",
    ]


def test_the_lists_checked_are_those_of_the_catalogue() -> None:
    assert all(path in FIELDS for path in (HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES, TLS, STUN, ADMIN_DEVICES))
