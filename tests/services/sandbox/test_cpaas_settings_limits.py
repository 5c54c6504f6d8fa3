"""The sandbox's CPaaS keeps the limits that the provider publishes for an extension's settings."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.sandbox.conftest import Box
from tests.services.sandbox.cpaas_calls import Cpaas

EXTENSION = "/v1/settings/extensions/100"


@pytest.fixture
def cpaas(box: Box) -> Cpaas:
    return Cpaas(box)


REFUSED: list[dict[str, Any]] = [
    {"status": {"value": "asleep"}},
    {"callForwarding": {"numbers": ["101"] * 6}},
    {"callForwarding": {"numbers": ["+65 6789 1230"]}},
    {"callForwarding": {"ringAllSeconds": 4}},
    {"callForwarding": {"ringAllSeconds": "30"}},
    {"devices": {"ringAllSeconds": 61}},
    {"devices": {"sequentialSeconds": 14}},
    {"devices": {"sequentialSeconds": 91}},
    {"devices": {"ringMode": "twice"}},
    {"devices": {"active": ["toaster"]}},
    {"devices": {"callWaiting": "yes"}},
    {"devices": {"sipGeneration": 0}},
    {"callRecording": {"announcement": "x" * 451}},
    {"callRecording": {"pitch": 10}},
    {"callRecording": {"incoming": True}},
    {"outboundCall": {"dncAction": "warn"}},
    {"inboundCall": {"text": "x" * 2001}},
    {"inboundCall": {"busy": "shout"}},
    {"missedCalls": {"text": "x" * 2001}},
    {"inboundFilter": {"rules": [{"type": "startWith", "number": "", "action": "block"}]}},
    {"inboundFilter": {"rules": [{"type": "startWith", "number": "65"}]}},
    {"delegate": {"extensions": ["999"]}},
    {"delegate": {"extensions": ["100"]}},
]


@pytest.mark.parametrize("patch", REFUSED, ids=str)
async def test_what_is_out_of_limits_is_refused(cpaas: Cpaas, patch: dict[str, Any]) -> None:
    reply = await cpaas.call("PATCH", EXTENSION, patch)
    assert (reply.status, reply.body["code"]) == (400, "settings.invalid")
    assert cpaas.box.sandbox.world.effects == {}


async def test_the_limits_themselves_are_taken_and_what_is_not_set_stays_away(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    patch: dict[str, Any] = {
        "callForwarding": {"numbers": ["101", "6567891230", "102", "103", "104"], "ringAllSeconds": 5},
        "devices": {"ringAllSeconds": 60, "sequentialSeconds": 90, "sipGeneration": 3},
        "callRecording": {"announcement": "x" * 450, "incoming": False},
        "inboundCall": {"text": "x" * 2000},
        "delegate": {"extensions": ["101"], "enabled": True},
        "overview": {"anything": "goes"},
    }
    reply = await cpaas.call("PATCH", EXTENSION, patch)
    assert reply.body["settings"] == {**patch, "outboundCall": {"outgoingCallRule": "default-sg"}}


async def test_credentials_never_go_back(cpaas: Cpaas) -> None:
    await cpaas.call("PATCH", EXTENSION, {"devices": {"sipGeneration": 3}})
    for older in (2, None):
        reply = await cpaas.call("PATCH", EXTENSION, {"devices": {"sipGeneration": older}})
        assert reply.body["code"] == "settings.invalid"
    reply = await cpaas.call("PATCH", EXTENSION, {"devices": {"sipGeneration": 4}})
    assert reply.status == 200


async def test_nobody_who_delegates_is_a_delegate(cpaas: Cpaas) -> None:
    for key in ("101", "102"):
        await cpaas.create(key)
    await cpaas.call("PATCH", EXTENSION, {"delegate": {"enabled": True, "extensions": ["101"]}})
    own = await cpaas.call(
        "PATCH", "/v1/settings/extensions/101", {"delegate": {"enabled": True, "extensions": ["102"]}}
    )
    assert own.body["code"] == "settings.invalid"
    other = await cpaas.call("PATCH", "/v1/settings/extensions/102", {"delegate": {"extensions": ["100"]}})
    assert other.body["code"] == "settings.invalid"


async def test_one_refused_item_touches_no_other(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    items = [
        {"extKey": "100", "settings": {"devices": {"ringAllSeconds": 61}}},
        {"extKey": "101", "settings": {"devices": {"ringAllSeconds": 60}}},
    ]
    reply = await cpaas.call("POST", "/v1/settings/extensions/batchUpdate", {"items": items})
    assert reply.codes == ["settings.invalid"]
    assert [item["extKey"] for item in reply.body["updatedItems"]] == ["101"]


async def test_a_section_that_stays_is_not_looked_at(cpaas: Cpaas) -> None:
    organisations = cpaas.box.sandbox.world.organisations.values()
    contoso = next(organisation for organisation in organisations if organisation.name == "Contoso")
    contoso.extensions["100"].settings["status"] = {"value": "?"}
    reply = await cpaas.call("PATCH", EXTENSION, {"devices": {"callWaiting": False}})
    assert reply.status == 200
