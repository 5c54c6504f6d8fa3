"""The number somebody calls with, written back to their directory entry where the workspace wants it."""

from __future__ import annotations

import pytest

from tests.scenarios.test_in_the_directory import changed
from tests.support.road import applied, approved
from tests.support.sheets import TEAMS
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


async def test_a_reader_sees_how_it_stands_and_cannot_switch_it(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("system settings")
    assert "Business phones in Microsoft" in card.words
    assert "Turn business phones on" not in card.actions
