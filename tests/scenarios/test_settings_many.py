"""Settings for many: ticked across pages or all that fit, one section, a plan that a second person approves."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chat import inputs_of
from tests.support.sheets import TEAMS
from tests.support.town import Town

DNC = "license_dnc_checking_enabled"


def crowd(place: Town, count: int = 12) -> None:
    """Lines 201 and up, one of which may check the do-not-call list."""
    for no in range(count):
        place.line(str(201 + no), "", "", TEAMS, *([DNC] if no == 0 else []))


async def held(place: Town) -> dict[str, Any]:
    """The settings of every extension that has any, as the CPaaS has them."""
    extensions = (await place.in_cpaas())["extensions"]
    return {key: one["settings"] for key, one in extensions.items() if one["settings"] and key != "100"}


@pytest.mark.slow
async def test_ticks_are_carried_across_pages_and_a_second_person_approves(place: Town) -> None:
    crowd(place)
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("settings many")
    assert "13 lines, page 1 of 2" in card.words
    await alex.click("Next", card, ticked="201,202")
    card = await alex.becomes(card, "page 2 of 2", "2 lines ticked on other pages.")
    await alex.click("Set for ticked", card, ticked="211", section="devices")
    form = await alex.becomes(card, "For 3 lines: 201 Line 201, 202 Line 202, 211 Line 211")
    fields = inputs_of(form.card)
    assert fields["callWaiting"] == "leave"
    assert fields["ringAllSeconds"] == ""
    await alex.click("See the plan", form, callWaiting="off", ringAllSeconds="45")
    plan = await alex.sees("Your plan", "Devices for 3 lines", "3 lines would change.")
    assert "Devices: Call waiting: on → off" in plan.words
    assert "Devices: Seconds, all at once: 30 → 45" in plan.words
    assert "Apply now" not in plan.actions
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Call waiting off")
    assert await place.effects() == {}
    await sam.click("Approve")
    closing = await alex.sees("All done", "3 done")
    wanted = {"devices": {"callWaiting": False, "ringAllSeconds": 45}}
    assert await held(place) == {"201": wanted, "202": wanted, "211": wanted}
    await alex.click("Undo", closing)
    await alex.click("Send for approval", await alex.sees("Your plan", "Undo: Devices"))
    await sam.click("Approve", await sam.sees("Please check this plan", "Undo: Devices"))
    await alex.until(lambda m: "All done" in m.words and "Undo: Devices" in m.words)
    assert (await held(place))["211"]["devices"] == {"callWaiting": True, "ringAllSeconds": 30}


@pytest.mark.slow
async def test_all_that_fit(place: Town) -> None:
    crowd(place)
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("settings many 21")
    assert "3 lines" in card.words
    await alex.click("Set for all 3", card, section="workingHours")
    form = await alex.becomes(card, "For 3 lines: 210 Line 210")
    await alex.click("See the plan", form, days="none", start="10:00")
    await alex.click("Send for approval", await alex.sees("Your plan", "Working Hours: From: 09:00 → 10:00"))
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "3 done")
    assert (await held(place)) == {
        key: {"workingHours": {"days": [], "start": "10:00"}} for key in ("210", "211", "212")
    }


async def test_what_is_so_already_is_left_out(place: Town) -> None:
    crowd(place, 3)
    place.organisation().extensions["201"].settings = {"devices": {"callWaiting": False}}
    alex = await place.connected()
    await alex.click("Set for all 3", await alex.say("settings many line"), section="devices")
    await alex.click("See the plan", callWaiting="off")
    plan = await alex.sees("Your plan", "2 of 3 lines would change, 1 already as requested.")
    assert "201 Line 201" not in plan.words


async def test_nobody_ticked_nothing_chosen_and_wrong_values(place: Town) -> None:
    crowd(place, 3)
    alex = await place.connected()
    card = await alex.say("settings many")
    await alex.click("Set for ticked", card, section="delegate")
    again = await alex.becomes(card, "Nobody is ticked.")
    assert inputs_of(again.card)["section"] == "delegate"
    await alex.click("Set for ticked", again, ticked="201,202", section="devices")
    form = await alex.becomes(card, "For 2 lines")
    await alex.click("See the plan", form)
    await alex.becomes(card, "Choose at least one setting to change.")
    await alex.click("See the plan", await alex.now(card), ringAllSeconds="61", callWaiting="off")
    wrong = await alex.becomes(card, "“61” isn't a whole number from 5 to 60.")
    assert inputs_of(wrong.card)["callWaiting"] == "off"
    await alex.click("Back", wrong)
    back = await alex.becomes(card, "Tick whose")
    assert inputs_of(back.card)["ticked"] == "201,202"
    assert await place.effects() == {}


@pytest.mark.long
async def test_lines_without_the_licence_are_named_and_the_others_go_on(place: Town) -> None:
    crowd(place, 3)
    alex = await place.connected()
    await alex.click("Set for all 3", await alex.say("settings many line"), section="outboundCall")
    await alex.click("See the plan", dncAction="warn")
    faults = await alex.sees("This can't be done yet", "takes the add-on DNC, which 202 doesn't have")
    await alex.click("Plan the other line", faults)
    plan = await alex.becomes(faults, "Your plan", "Nothing is written yet.")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert (await held(place)) == {"201": {"outboundCall": {"dncAction": "warn"}}}


@pytest.mark.slow
async def test_one_ticked_line_needs_no_second_person(place: Town) -> None:
    crowd(place, 2)
    alex = await place.connected()
    await alex.click("Set for ticked", await alex.say("settings many"), ticked="202", section="missedCalls")
    form = await alex.sees("For 1 line: 202 Line 202")
    await alex.click("See the plan", form, forwardTo="100", action="forward")
    plan = await alex.becomes(form, "Your plan", "Voicemail → Forward")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert (await held(place)) == {"202": {"missedCalls": {"action": "forward", "forwardTo": ["100"]}}}


@pytest.mark.long
async def test_credentials_of_several_are_reset_each_from_its_own(place: Town) -> None:
    crowd(place, 2)
    place.organisation().extensions["202"].settings = {"devices": {"sipGeneration": 4}}
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Set for all 2", await alex.say("settings many line"), section="devices")
    await alex.click("See the plan", sipGeneration="true")
    plan = await alex.sees("Your plan", "this can't be undone")
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    closing = await alex.sees("All done", "2 done")
    assert "Undo" not in closing.actions
    assert [one["devices"]["sipGeneration"] for one in (await held(place)).values()] == [2, 5]


@pytest.mark.slow
async def test_a_line_moved_between_plan_and_work_ends_with_its_reason_and_the_others_go_on(place: Town) -> None:
    crowd(place, 5)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Set for all 5", await alex.say("settings many line"), section="status")
    await alex.click("See the plan", value="away")
    await alex.click("Send for approval", await alex.sees("Your plan"))
    request = await sam.sees("Please check this plan")
    place.organisation().extensions["203"].settings = {"status": {"value": "busy"}}
    await sam.click("Approve", request)
    closing = await alex.sees("Some lines need you", "4 done, 1 skipped")
    assert "Somebody changed these settings since the plan was made." in closing.words
    found = {key: one["status"]["value"] for key, one in (await held(place)).items()}
    assert found == {"201": "away", "202": "away", "203": "busy", "204": "away", "205": "away"}


async def test_a_reader_sets_nothing_for_many(place: Town) -> None:
    crowd(place, 2)
    await place.connected()
    kim = await place.person("Kim")
    assert "You may not change anything." in (await kim.say("settings many")).words
    shown = await kim.say("settings 201")
    data = place.sealed("settings.many.plan", {"section": "devices", "keys": ["201", "202"]})
    await kim.press(shown, "settings.many.plan", data, callWaiting="off")
    await kim.until(lambda m: m.id != shown.id and "You may not change anything." in m.words)
    assert await place.effects() == {}
