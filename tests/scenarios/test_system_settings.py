"""The organisation's own settings: how they stand, forms, switches, and who has to agree."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.marks import first_quick
from tests.support.town import Town


async def there(place: Town) -> dict[str, Any]:
    """The system's settings in the CPaaS."""
    found: dict[str, Any] = (await place.in_cpaas())["system_settings"]
    return found


async def test_four_sections_say_how_they_stand(place: Town) -> None:
    place.line("101", "john", "6567891230")
    alex = await place.connected()
    card = await alex.say("system settings")
    for words in (
        "General Settings",
        "Admin Tools",
        "Inbound Call Rule",
        "Outbound Call Rule",
        "TLS on, STUN on",
        "No rules yet",
        "1 rule: Singapore default; 1 person can't call out: no rule",
        "Needs a look",
    ):
        assert words in card.words
    await alex.click("Outbound Call Rule", card)
    await alex.becomes(card, "Outbound call rules", "Singapore default", "20 countries, 1 dial plan", "1 goes by it")
    assert await place.effects() == {}


@pytest.mark.parametrize(
    ("typed", "shown"),
    first_quick(
        [
            ("settings", "General Settings"),
            ("settings general", "Rule of new lines"),
            ("system settings general", "Outbound call rule of new lines"),
            ("admin tools", "Devices people may use"),
            ("settings admin tools", "Turn TLS off"),
            ("settings inbound call rule", "Inbound call rules"),
            ("system settings outbound call rule", "Outbound call rules"),
            ("dial plans", "Outbound call rules"),
        ]
    ),
)
async def test_every_section_can_be_named(place: Town, typed: str, shown: str) -> None:
    alex = await place.connected()
    assert shown.casefold() in (await alex.say(typed)).words.casefold()


@pytest.mark.long
async def test_a_section_nobody_knows_is_said(place: Town) -> None:
    alex = await place.connected()
    assert "There is no section “coffee”." in (await alex.say("system settings coffee")).words


@pytest.mark.long
async def test_general_settings_are_changed_in_a_form(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("general settings")
    await alex.click("See the plan", card, timeZone="Asia/Bangkok", defaultOutboundRule="default-sg")
    plan = await alex.becomes(card, "Your plan", "General Settings")
    assert "General Settings: Time zone: Asia/Singapore → Asia/Bangkok" in plan.words
    assert "You can apply this yourself." in plan.words
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Asia/Bangkok")
    general = (await there(place))["general"]
    assert general == {"timeZone": "Asia/Bangkok", "language": "en", "defaultOutboundRule": "default-sg"}
    assert await place.effects() == {"settings:system": 1}


async def test_what_is_wrong_comes_back_in_the_form_with_what_was_typed(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("general settings")
    await alex.click("See the plan", card, timeZone="Mars/Olympus")
    again = await alex.becomes(card, "Mars/Olympus", "is no time zone")
    assert "See the plan" in again.actions
    assert await place.effects() == {}


async def test_a_form_that_changes_nothing_says_so(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("general settings")
    await alex.click("See the plan", card)
    await alex.becomes(card, "Nothing was written")
    assert await place.effects() == {}


async def test_a_form_that_somebody_overtook_overwrites_nothing(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("general settings")
    place.organisation().system_settings["general"]["timeZone"] = "Asia/Tokyo"
    await alex.click("See the plan", card, timeZone="Asia/Bangkok")
    await alex.becomes(card, "Somebody changed “Time zone” meanwhile", "Asia/Tokyo")
    assert (await there(place))["general"]["timeZone"] == "Asia/Tokyo"


@pytest.mark.long
async def test_a_switch_goes_on_with_one_click(place: Town) -> None:
    place.organisation().system_settings["adminTools"] = {"tls": False, "stun": True}
    alex = await place.connected()
    card = await alex.say("admin tools")
    assert "off" in card.words
    await alex.click("Turn TLS on", card)
    await alex.sees("All done", "Encrypted signalling (TLS)")
    assert (await there(place))["adminTools"]["tls"] is True
    await alex.click("Turn TLS on", card, later="yes")
    await alex.sees("Nothing was written")
    assert await place.effects() == {"settings:system": 1}


@pytest.mark.long
async def test_a_switch_goes_off_with_a_second_person_only(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("admin tools")
    await alex.click("Turn STUN off", card)
    plan = await alex.becomes(card, "Your plan", "A second admin has to approve this.")
    assert "Apply now" not in plan.actions
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    assert (await there(place))["adminTools"]["stun"] is True
    await sam.click("Approve")
    await alex.sees("All done", "STUN")
    assert (await there(place))["adminTools"]["stun"] is False


@pytest.mark.slow
async def test_fewer_devices_take_a_second_person_and_undo_gives_them_back(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("admin tools")
    await alex.click("See the plan", card, devices="mobile,desktop,msTeams")
    plan = await alex.becomes(card, "Your plan", "A second admin has to approve this.")
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    closing = await alex.sees("All done", "Devices people may use")
    assert (await there(place))["adminTools"]["devices"] == ["mobile", "desktop", "msTeams"]
    await alex.click("Undo", closing)
    plan = await alex.sees("Undo: Admin Tools", "You can apply this yourself.")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Undo: Admin Tools")
    assert len((await there(place))["adminTools"]["devices"]) == 6


async def test_sip_credentials_are_found_at_their_person(place: Town) -> None:
    place.line("101", "john", "6567891230")
    alex = await place.connected()
    card = await alex.say("admin tools")
    assert "Templates" in card.actions
    await alex.click("Open their settings", card, person="101")
    await alex.becomes(card, "101 John", "Devices")
    card = await alex.say("admin tools")
    await alex.click("Open their settings", card, person="")
    await alex.sees("Nobody is chosen.")


async def test_a_reader_looks_and_changes_nothing(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("admin tools")
    assert "Encrypted signalling (TLS)" in card.words
    assert not {"See the plan", "Turn TLS off", "Turn STUN off", "Templates"} & set(card.actions)
    await kim.press(card, "system.turn", place.sealed("system.turn", {"path": "adminTools.tls", "to": False}))
    await kim.sees("You may not change what all lines share.")
    assert await place.effects() == {}


async def test_a_click_of_ones_own_making_reaches_no_other_setting(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("admin tools")
    data = place.sealed("system.turn", {"path": "general.timeZone", "to": True})
    await alex.press(card, "system.turn", data)
    refused = await alex.sees("There is no such switch any more.")
    assert "Show it fresh" in refused.actions
    assert await place.effects() == {}
