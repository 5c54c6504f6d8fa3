"""Every section of a person's settings, changed in its form and looked at in the CPaaS."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.sheets import TEAMS
from tests.support.town import Town

EACH: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "overview": ({"language": "zh", "timeZone": "Asia/Tokyo"}, {"language": "zh", "timeZone": "Asia/Tokyo"}),
    "call forwarding": (
        {"enabled": "true", "numbers": "101\n+65 9123 4567"},
        {"enabled": True, "numbers": ["101", "6591234567"]},
    ),
    "call recording": ({"incoming": "true", "rate": "7"}, {"incoming": True, "rate": 7}),
    "delegate": ({"enabled": "true", "extensions": "101"}, {"enabled": True, "extensions": ["101"]}),
    "devices": (
        {"active": "msTeams,mobile", "ringAllSeconds": "45"},
        {"active": ["mobile", "msTeams"], "ringAllSeconds": 45},
    ),
    "inbound call": ({"busy": "hangup", "holidays": "hangup"}, {"busy": "hangup", "holidays": "hangup"}),
    "inbound call filter": ({"anonymous": "block"}, {"anonymous": "block"}),
    "inbound missed calls": ({"action": "hangup", "email": "false"}, {"action": "hangup", "email": False}),
    "music on hold": ({"source": "silence"}, {"source": "silence"}),
    "outbound call": (
        {"outgoingCallRule": "default-sg", "callerId": "private"},
        {"outgoingCallRule": "default-sg", "callerId": "private"},
    ),
    "working hours": ({"start": "08:30", "end": "17:15"}, {"start": "08:30", "end": "17:15"}),
}
WIRE = {"inbound call filter": "inboundFilter", "inbound missed calls": "missedCalls"}


@pytest.mark.long
@pytest.mark.parametrize("section", list(EACH))
async def test_a_section_is_changed_in_its_form(place: Town, section: str) -> None:
    place.line("101", "alice", "6567891230", TEAMS)
    place.line("102", "john", "6567891231", TEAMS, "call_recording", "device_mobile_app")
    typed, wanted = EACH[section]
    alex = await place.connected()
    card = await alex.say(f"settings john {section}")
    await alex.click("Save", card, **typed)
    plan = await alex.becomes(card, "Your plan", "→")
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    await alex.sees("All done", "→", "Undo")
    first, *rest = section.split()
    wire = WIRE.get(section, first + "".join(word.capitalize() for word in rest))
    assert (await place.in_cpaas())["extensions"]["102"]["settings"][wire] == wanted
    assert await place.effects() == {"settings:102": 1}
