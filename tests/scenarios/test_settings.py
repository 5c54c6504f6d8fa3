"""Settings of one person: seen, changed by form, by one click and by words; wrong and stale values don't pass."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chat import inputs_of
from tests.support.road import applied
from tests.support.sheets import TEAMS
from tests.support.town import Town

RECORDING = "call_recording"


def lines(place: Town) -> None:
    """Alice's line and John's."""
    place.line("101", "alice", "6567891230", TEAMS)
    place.line("102", "john", "6567891231", TEAMS, RECORDING)


async def held(place: Town, key: str = "101") -> dict[str, Any]:
    """What the CPaaS has of an extension's settings."""
    found: dict[str, Any] = (await place.in_cpaas())["extensions"][key]["settings"]
    return found


async def test_all_sections_with_how_they_stand(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice")
    for title in ("Overview", "Status", "Call Forwarding", "Call Recording", "Delegate", "Devices", "Inbound Call"):
        assert title in card.words
    for title in ("Inbound Call Filter", "Inbound Missed Calls", "Music On Hold", "Outbound Call", "Working Hours"):
        assert title in card.words
    assert "Call History" in card.words
    assert "Needed: no rule" in card.words
    assert card.words.count("⚠ Needed: not set") == 5
    assert "Default: Forwarding: off" in card.words
    await alex.click("Open", card, section="devices")
    opened = await alex.becomes(card, "101 Alice", "Call waiting", "Active devices")
    await alex.click("Back", opened)
    await alex.becomes(card, "Needed: no rule")
    assert await place.effects() == {}


async def test_settings_without_a_name_are_the_systems(place: Town) -> None:
    alex = await place.connected()
    assert "General Settings" in (await alex.say("settings")).words


@pytest.mark.long
@pytest.mark.parametrize("words", ["settings 101", "settings +6567891230", "settings alice@contoso.com"])
async def test_a_line_is_found_by_extension_number_or_person(place: Town, words: str) -> None:
    lines(place)
    alex = await place.connected()
    assert "101 Alice" in (await alex.say(words)).words


async def test_nobody_and_several(place: Town) -> None:
    place.line("103", "chris.lee")
    place.line("104", "chris.lee2")
    alex = await place.connected()
    assert "I can't find “bert”." in (await alex.say("settings bert")).words
    assert "fits several lines: 103, 104" in (await alex.say("settings chris lee")).words


@pytest.mark.slow
async def test_a_form_changes_only_what_was_changed(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice working hours")
    assert inputs_of(card.card)["start"] == "09:00"
    await alex.click("Save", card, start="08:30", days="mon,tue,wed,thu")
    plan = await alex.becomes(card, "Your plan", "Working Hours: From: 09:00 → 08:30", "Friday → Monday")
    assert "Working at any time" not in plan.words
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    closing = await alex.sees("All done", "Working Hours: From", "09:00 → 08:30")
    assert (await held(place))["workingHours"] == {"start": "08:30", "days": ["mon", "tue", "wed", "thu"]}
    assert await place.effects() == {"settings:101": 1}
    await alex.click("Undo", closing)
    undo = await alex.sees("Your plan", "Undo: ")
    await alex.click("Apply now", undo)
    await alex.sees("All done", "08:30 → 09:00")
    assert (await held(place))["workingHours"]["start"] == "09:00"


async def test_nothing_changed_is_nothing_to_do(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice devices")
    await alex.click("Save", card)
    await alex.sees("Nothing to do")
    assert await place.effects() == {}


async def test_wrong_values_are_named_and_kept(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice call forwarding")
    numbers = "\n".join(str(6567891230 + no) for no in range(6))
    await alex.click("Save", card, enabled="true", numbers=numbers, ringAllSeconds="61")
    wrong = await alex.becomes(card, "6 are too many; 5 are allowed.", "“61” isn't a whole number from 5 to 60.")
    kept = inputs_of(wrong.card)
    assert float(kept["ringAllSeconds"]) == 61
    assert kept["enabled"] == "true"
    assert kept["numbers"].splitlines() == numbers.splitlines()
    await alex.click("Save", wrong, numbers="6789 1234", ringAllSeconds="60")
    await alex.becomes(card, "the country code is missing")
    await alex.click("Save", await alex.now(card), numbers="")
    await alex.becomes(card, "Call Forwarding: Forwarding needs “Numbers or extensions”, which is empty.")
    await alex.click("Save", await alex.now(card), numbers="+65 6789 1234\n102")
    plan = await alex.becomes(card, "Your plan", "+65 6789 1234, 102")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    forwarding = (await held(place))["callForwarding"]
    assert forwarding == {"enabled": True, "numbers": ["6567891234", "102"], "ringAllSeconds": 60}


@pytest.mark.long
async def test_one_click_sets_a_choice_and_a_second_one_nothing(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice status")
    button = card.actions["Busy"]
    await alex.click("Busy", card)
    await alex.sees("All done", "Status: Availability", "Available → Busy")
    await alex.press(card, "settings.turn", button["data"], later="yes")
    await alex.sees("Nothing to do")
    assert (await held(place))["status"] == {"value": "busy"}
    assert await place.effects() == {"settings:101": 1}


@pytest.mark.long
async def test_a_switch_stands_once_and_is_saved_at_once(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice devices")
    assert card.words.count("Call waiting") == 1
    await alex.click("Save", card, callWaiting="false")
    await alex.sees("All done", "Devices: Call waiting", "on → off")
    assert (await held(place))["devices"] == {"callWaiting": False}
    card = await alex.say("settings alice devices")
    await alex.click("Save", card, callWaiting="true", ringAllSeconds="45")
    await alex.becomes(card, "Your plan", "Nothing is written yet.")


@pytest.mark.long
async def test_two_quick_clicks_have_one_effect(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice status")
    button = card.actions["Busy"]
    await alex.press(card, "settings.turn", button["data"])
    await alex.press(card, "settings.turn", button["data"])
    await alex.sees("All done", "Available → Busy")
    assert await place.effects() == {"settings:101": 1}


@pytest.mark.long
async def test_a_licence_that_is_missing_is_named(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice call recording")
    await alex.click("Save", card, incoming="true")
    await alex.becomes(card, "takes the add-on Call Recording, which 101 doesn't have")
    card = await alex.say("settings john call recording")
    await alex.click("Save", card, incoming="true")
    await alex.sees("All done")
    assert (await held(place, "102"))["callRecording"] == {"incoming": True}


@pytest.mark.slow
async def test_status_by_click_and_by_words(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("status alice")
    assert {"Busy", "Away", "Offline"} <= set(card.actions)
    assert "Available" not in card.actions
    await alex.click("Away", card)
    await alex.sees("All done", "Available → Away")
    await alex.say("status 101 busy")
    await alex.sees("All done", "Away → Busy")
    assert (await held(place))["status"] == {"value": "busy"}
    assert "I can't find “alice asleep”" in (await alex.say("status alice asleep")).words
    assert "can call" in (await alex.say("status")).words


@pytest.mark.slow
async def test_an_outbound_rule_by_words(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    await alex.say("rule alice Singapore default")
    await alex.sees("All done", "Outbound Call: Outbound call rule")
    assert (await held(place))["outboundCall"]["outgoingCallRule"] == "default-sg"
    assert "There is no outbound call rule “Mars”" in (await alex.say("rule alice Mars")).words
    assert "I can't find" in (await alex.say("rule bert Singapore default")).words
    assert "Whose rule?" in (await alex.say("rule")).words
    card = await alex.say("rule alice")
    assert "Outbound call rule" in card.words
    await alex.click("Save", card, outgoingCallRule="none")
    plan = await alex.becomes(card, "Your plan", "A second admin has to approve this.")
    assert "Apply now" not in plan.actions


@pytest.mark.slow
async def test_rules_of_the_filter_are_added_and_unticked(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice inbound call filter")
    await alex.click("Save", card, rules_number="+65 9", rules_action="block")
    await alex.click("Apply now", await alex.becomes(card, "Your plan", "Starts with"))
    await alex.sees("All done")
    first = {"type": "startWith", "number": "659", "action": "block"}
    assert (await held(place))["inboundFilter"]["rules"] == [first]
    card = await alex.say("settings alice inbound call filter")
    await alex.click("Save", card, rules_number="nine")
    await alex.becomes(card, "Digits: “nine” isn't digits only.")
    await alex.click("Save", await alex.now(card), rules="", rules_number="6567891249", rules_type="exactMatch")
    await alex.click("Apply now", await alex.becomes(card, "Your plan"))
    await alex.until(lambda m: "All done" in m.words and "6567891249" in m.words)
    second = {"type": "exactMatch", "number": "6567891249", "action": "block"}
    assert (await held(place))["inboundFilter"]["rules"] == [second]


@pytest.mark.long
async def test_sip_credentials_are_reset_for_good(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice devices")
    button = card.actions["Reset SIP credentials"]
    await alex.click("Reset SIP credentials", card)
    plan = await alex.becomes(card, "Your plan", "can't be undone")
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    closing = await alex.sees("All done", "can't be undone")
    assert "Undo" not in closing.actions
    assert (await held(place))["devices"]["sipGeneration"] == 2
    await alex.press(card, "settings.turn", button["data"], later="yes")
    await alex.sees("Nothing to do")
    assert await place.effects() == {"settings:101": 1}


async def test_what_somebody_else_changed_meanwhile_is_shown_and_not_overwritten(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice devices")
    place.organisation().extensions["101"].settings["devices"] = {"ringAllSeconds": 45, "callWaiting": False}
    await alex.click("Save", card, ringAllSeconds="50")
    told = await alex.becomes(card, "Somebody changed “Seconds, all at once” meanwhile: it is 45 now.")
    fields = inputs_of(told.card)
    assert (float(fields["ringAllSeconds"]), fields["callWaiting"]) == (50, "false")
    assert await place.effects() == {}
    await alex.click("Save", told)
    plan = await alex.becomes(card, "Your plan", "45 → 50")
    assert "Call waiting" not in plan.words


async def test_a_text_that_is_longer_than_its_field_stays_as_it_is_when_another_one_is_changed(place: Town) -> None:
    """Somebody wrote it elsewhere, where more is allowed."""
    lines(place)
    music = {"source": "custom", "file": f"https://music.example/{'waiting' * 20}.wav"}
    place.organisation().extensions["101"].settings = {"musicOnHold": music}
    alex = await place.connected()
    form = await alex.say("settings alice music on hold")
    await alex.click("Save", form, source="silence")
    plan = await alex.becomes(form, "Your plan", "→ Silence")
    assert "music.example" not in plan.words
    await applied(alex, plan)
    assert (await held(place))["musicOnHold"] == {**music, "source": "silence"}


async def test_a_line_that_moved_meanwhile(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice devices")
    place.organisation().extensions["101"].version += 1
    await alex.click("Save", card, ringAllSeconds="50")
    told = await alex.becomes(card, "Somebody changed extension 101 since this form was opened.")
    assert float(inputs_of(told.card)["ringAllSeconds"]) == 50
    await alex.click("Save", told)
    await alex.becomes(card, "Your plan", "30 → 50")


@pytest.mark.long
async def test_a_line_that_is_gone(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice devices")
    del place.organisation().extensions["101"]
    place.organisation().index = None
    await alex.click("Save", card, ringAllSeconds="50")
    gone = await alex.sees("Extension 101 is gone since this card was shown.", "Look at it as it is now")
    assert "Show it fresh" in gone.actions


async def test_a_reader_sees_settings_and_changes_none(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    theirs = await alex.say("settings alice status")
    kim = await place.person("Kim")
    card = await kim.say("settings alice")
    assert set(card.actions) == {"Open", "Call history", "Line"}
    await kim.click("Open", card, section="devices")
    opened = await kim.becomes(card, "Call waiting: ", "101 Alice")
    assert set(opened.actions) == {"Back"}
    assert inputs_of(opened.card) == {}
    sealed = theirs.actions["Busy"]["data"]
    await kim.press(opened, "settings.turn", sealed)
    await kim.sees("You may not change anything.")
    shown = await kim.say("status alice busy")
    assert "Available" in shown.words
    assert "Nothing was changed: you may only look." in shown.words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_delegates_take_calls_and_delegate_none(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice delegate")
    await alex.click("Save", card, enabled="true", extensions="101, 999")
    await alex.becomes(card, "101 is the line itself.", "There is no extension 999.")
    await alex.click("Save", await alex.now(card), extensions="102")
    await alex.click("Apply now", await alex.becomes(card, "Your plan"))
    await alex.sees("All done")
    assert (await held(place))["delegate"] == {"enabled": True, "extensions": ["102"]}
    card = await alex.say("settings john delegate")
    await alex.click("Save", card, enabled="true", extensions="100")
    await alex.becomes(card, "102 takes calls for 101, so it can't delegate its own.")
    card = await alex.say("settings 100 delegate")
    await alex.click("Save", card, enabled="true", extensions="101")
    await alex.becomes(card, "101 delegates its own calls, so it can't take others'.")


@pytest.mark.slow
async def test_the_history_of_calls_is_one_click_away(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice")
    await alex.click("Open", card, section="calls")
    await alex.becomes(card, "101")


@pytest.mark.long
async def test_a_setting_that_the_provider_refuses_is_said(place: Town) -> None:
    """The CPaaS has the last word: the add-on goes between the plan and its work."""
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings john call recording")
    await alex.click("Save", card, incoming="true", pitch="6")
    plan = await alex.becomes(card, "Your plan")
    place.organisation().extensions["102"].addons.remove(RECORDING)
    await alex.click("Apply now", plan)
    closing = await alex.sees("Some lines need you")
    assert "The CPaaS doesn't take this setting." in closing.words
    assert (await held(place, "102")) == {}


@pytest.mark.long
async def test_settings_are_told_in_the_personal_chat_only(place: Town) -> None:
    lines(place)
    await place.connected()
    alex = await place.person("Alex", "Telecom admins")
    for words in ("settings alice", "status alice", "rule alice", "settings many", "settings file", "templates"):
        assert "Let's do this in our own chat" in (await alex.say(words)).words
