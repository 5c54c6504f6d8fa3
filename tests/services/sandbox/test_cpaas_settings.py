"""Settings of the sandbox's CPaaS."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sandbox.cpaas.merge_patch import merged
from tests.services.sandbox.conftest import Box
from tests.services.sandbox.cpaas_calls import Cpaas

EXTENSION = "/v1/settings/extensions/100"


@pytest.fixture
def cpaas(box: Box) -> Cpaas:
    return Cpaas(box)


async def test_a_patch_changes_only_what_it_names(cpaas: Cpaas) -> None:
    await cpaas.call("PATCH", EXTENSION, {"workingHours": {"from": "09:00", "to": "18:00"}})
    reply = await cpaas.call("PATCH", EXTENSION, {"workingHours": {"to": "17:00"}})
    assert reply.body["settings"] == {
        "outboundCall": {"outgoingCallRule": "default-sg"},
        "workingHours": {"from": "09:00", "to": "17:00"},
    }
    assert await cpaas.get(EXTENSION) == reply.body
    assert cpaas.box.sandbox.world.effects == {"settings:100": 2}


async def test_a_patch_that_changes_nothing_has_no_effect(cpaas: Cpaas) -> None:
    await cpaas.call("PATCH", EXTENSION, {"outboundCall": {"outgoingCallRule": "default-sg"}})
    assert cpaas.box.sandbox.world.effects == {}


async def test_null_takes_the_outbound_rule_away(cpaas: Cpaas) -> None:
    reply = await cpaas.call("PATCH", EXTENSION, {"outboundCall": {"outgoingCallRule": None}})
    assert reply.body["settings"]["outboundCall"] == {"outgoingCallRule": None}


async def test_a_new_extension_has_no_outbound_rule(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    every = {item["extKey"]: item["settings"] for item in await cpaas.get("/v1/settings/extensions")}
    assert every["101"] == {"outboundCall": {"outgoingCallRule": None}}
    assert every["100"]["outboundCall"]["outgoingCallRule"] == "default-sg"


@pytest.mark.parametrize(
    "patch",
    [
        {"outboundCall": {"outgoingCallRule": "no-such-rule"}},
        {"workingHours": 8},
        {"outboundCall": {"outgoingCallRule": 3}},
    ],
)
async def test_what_makes_no_sense_is_refused(cpaas: Cpaas, patch: dict[str, Any]) -> None:
    reply = await cpaas.call("PATCH", EXTENSION, patch)
    assert (reply.status, reply.body["code"]) == (400, "settings.invalid")
    assert cpaas.box.sandbox.world.effects == {}


async def test_an_unknown_extension_has_no_settings(cpaas: Cpaas) -> None:
    assert (await cpaas.call("GET", "/v1/settings/extensions/999")).body["code"] == "extension.notFound"


async def test_many_settings_at_once_fail_one_by_one(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    rule = {"outboundCall": {"outgoingCallRule": "default-sg"}}
    items = [{"extKey": key, "settings": rule} for key in ("101", "999")]
    reply = await cpaas.call("POST", "/v1/settings/extensions/batchUpdate", {"items": items})
    assert [item["extKey"] for item in reply.body["updatedItems"]] == ["101"]
    assert reply.codes == ["extension.notFound"]
    assert cpaas.box.sandbox.world.effects["settings:101"] == 1


async def test_a_new_system_rule_can_be_given_to_an_extension(cpaas: Cpaas) -> None:
    system = await cpaas.get("/v1/settings/system")
    rules = [*system["outboundCallRules"], {"id": "local", "name": "Local only", "countries": ["SG"], "dialPlans": []}]
    changed = await cpaas.call("PATCH", "/v1/settings/system", {"outboundCallRules": rules})
    assert changed.body["general"] == system["general"]
    assert await cpaas.get("/v1/settings/system") == changed.body
    reply = await cpaas.call("PATCH", EXTENSION, {"outboundCall": {"outgoingCallRule": "local"}})
    assert reply.status == 200
    assert cpaas.box.sandbox.world.effects == {"settings:system": 1, "settings:100": 1}


@pytest.mark.parametrize("rules", [3, {}, ["x"], [{"name": "no id"}], [{"id": "a"}, {"id": "a"}]])
async def test_outbound_rules_have_ids_of_their_own(cpaas: Cpaas, rules: object) -> None:
    reply = await cpaas.call("PATCH", "/v1/settings/system", {"outboundCallRules": rules})
    assert (reply.status, reply.body["code"]) == (400, "settings.invalid")


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"a": "foo"}, "bar", "bar"),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merge_patch_as_the_rfc_shows(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result


JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, JSON)
def test_a_patch_twice_is_a_patch_once(target: Any, patch: Any) -> None:
    once = merged(target, patch)
    assert merged(once, patch) == once


@pytest.mark.long
@pytest.mark.parametrize(
    "patch",
    [
        {"publicHolidays": [{"date": "2026-02-30", "name": "No such day"}]},
        {"publicHolidays": [{"date": "2026-12-25", "name": "One"}, {"date": "2026-12-25", "name": "Two"}]},
        {"publicHolidays": ["2026-12-25"]},
        {"outboundCallRules": [{"id": "default-sg", "name": "x", "countries": ["Singapore"]}]},
        {"outboundCallRules": [{"id": "default-sg", "name": "x", "countries": "SG"}]},
        {"outboundCallRules": []},
        {"outboundCallRules": [{"id": "other", "name": "The front desk uses another one"}]},
        {"general": {"defaultOutboundRule": "no-such-rule"}},
    ],
)
async def test_system_settings_that_cannot_be_are_refused(cpaas: Cpaas, patch: dict[str, Any]) -> None:
    reply = await cpaas.call("PATCH", "/v1/settings/system", patch)
    assert (reply.status, reply.body["code"]) == (400, "settings.invalid")
    assert cpaas.box.sandbox.world.effects == {}


async def test_a_rule_that_nobody_uses_may_go(cpaas: Cpaas) -> None:
    await cpaas.call("PATCH", EXTENSION, {"outboundCall": {"outgoingCallRule": None}})
    reply = await cpaas.call("PATCH", "/v1/settings/system", {"outboundCallRules": []})
    assert reply.body["outboundCallRules"] == []


async def test_a_new_extension_begins_with_the_default_rule(cpaas: Cpaas) -> None:
    await cpaas.call("PATCH", "/v1/settings/system", {"general": {"defaultOutboundRule": "default-sg"}})
    await cpaas.create("101")
    found = await cpaas.get("/v1/settings/extensions/101")
    assert found["settings"]["outboundCall"]["outgoingCallRule"] == "default-sg"
