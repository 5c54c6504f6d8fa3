"""Settings of 500 people at once: all of them verified, with hardly more calls than there must be."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.sandbox.world import Extension
from tests.support.sheets import TEAMS
from tests.support.town import town

PEOPLE = 500
ROUTE = "/v1/settings/extensions"
PAGE = f"GET /cpaas{ROUTE}"


@pytest.mark.slow
async def test_the_settings_of_500_people_change_at_once(tmp_path: Path) -> None:
    async with town(tmp_path, speed=10.0, people=PEOPLE) as place:
        organisation = place.organisation()
        crowd = [m for m in organisation.members.values() if m.username.startswith("person")]
        assert len(crowd) == PEOPLE
        for no, member in enumerate(crowd):
            key = str(1001 + no)
            line = Extension(key, member.display_name, identity_uuid=member.identity_uuid, addons=[TEAMS])
            line.settings = {"outboundCall": {"outgoingCallRule": "default-sg"}, "devices": {"ringMode": "sequential"}}
            organisation.extensions[key] = line
        organisation.index = None
        alex, sam = await place.connected(), await place.person("Sam")
        await alex.click(f"Set for all {PEOPLE}", await alex.say("settings many person"), section="devices")
        form = await alex.sees(f"For {PEOPLE} lines: 1001 Person 0001")
        pages, batches = await place.calls(PAGE), await place.calls(f"{ROUTE}/batchUpdate")
        await alex.click("See the plan", form, callWaiting="off", ringAllSeconds="45")
        plan = await alex.sees("Your plan", f"{PEOPLE} lines would change.")
        assert "1001 Person 0001" in plan.words
        assert "Devices: Call waiting: on → off" in plan.words
        # Two pages: the form looks whom it is for, and the plan what is there.
        assert await place.calls(PAGE) - pages == 2
        pages += 2
        await alex.click("Send for approval", plan)
        await sam.click("Approve", await sam.sees("Please check this plan"), typed=str(PEOPLE))
        await alex.sees("All done", f"{PEOPLE} done")
        # Before the first write the plan is compared with what is there; at the end all of it is read back.
        assert await place.calls(f"{ROUTE}/batchUpdate") - batches == PEOPLE / 100
        assert await place.calls(PAGE) - pages == 2
        after = (await place.in_cpaas())["extensions"]
        wanted = {"ringMode": "sequential", "callWaiting": False, "ringAllSeconds": 45}
        settings = [after[str(1001 + no)]["settings"] for no in range(PEOPLE)]
        assert all(one == {"outboundCall": {"outgoingCallRule": "default-sg"}, "devices": wanted} for one in settings)
        assert await place.effects() == {f"settings:{1001 + no}": 1 for no in range(PEOPLE)}
        assert after["100"]["settings"] == {"outboundCall": {"outgoingCallRule": "default-sg"}}
