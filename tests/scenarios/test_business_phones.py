"""The number somebody calls with, written back to their directory entry where the workspace wants it."""

from __future__ import annotations

import pytest

from services.sandbox.catalogue import GLOBAL_READER
from tests.scenarios.test_in_the_directory import changed
from tests.support.road import applied, approved
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town


@pytest.mark.slow
async def test_switched_on_a_number_is_set_as_business_phone_and_taken_back(place: Town) -> None:
    changed(place, "John", business_phones=["+65 6000 0000"])
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("system settings")
    assert "Off: the business phone in people's Microsoft directory entry stays as it is" in card.words
    await alex.click("Turn business phones on", card)
    await alex.becomes(card, "On: when somebody's Teams number changes")
    plan = await alex.say(f"assign 102 to john with {TEAMS}, 6567891230")
    assert "set business phone +65 6000 0000 → +65 6789 1230" in plan.words
    closing = await applied(alex, plan)
    assert place.somebody("John").business_phones == ["+6567891230"]
    await alex.click("Undo", closing)
    await approved(alex, sam, await alex.sees("Your plan", "Undo"))
    assert place.somebody("John").business_phones == ["+65 6000 0000"]


@pytest.mark.slow
async def test_an_administrator_s_entry_stays_and_the_job_goes_on(place: Town) -> None:
    place.somebody("John").directory_roles = {GLOBAL_READER}
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Turn business phones on", await alex.say("system settings"))
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "hallie", "6567891231", TEAMS)
    place.somebody("Hallie").sku_ids = set(place.somebody("John").sku_ids)
    await alex.send("two.csv", csv(("101", "6567891230", "john", TEAMS), ("102", "6567891231", "hallie", TEAMS)))
    plan = await alex.sees("Your plan", "2 lines")
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("lets no program write the business phone of somebody with an administrator's role")
    assert place.somebody("Hallie").business_phones == ["+6567891231"]
    assert place.somebody("John").business_phones == []
    assert {one["holder"] for one in (await place.in_teams()).values()} == {"John", "Hallie"}


async def test_a_reader_sees_how_it_stands_and_cannot_switch_it(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("system settings")
    assert "Business phones in Microsoft" in card.words
    assert "Turn business phones on" not in card.actions
