"""Forms on a line that changed meanwhile: shown as it is now, never overwritten; and clicks that come twice."""

from __future__ import annotations

import pytest

from tests.scenarios.test_line import applied, extension, form
from tests.support.sheets import PHONE
from tests.support.town import Town

MOVED = "Somebody changed extension 101 since this form was opened."


def changed(place: Town, **values: object) -> None:
    """Somebody else changes extension 101."""
    line = place.organisation().extensions["101"]
    for name, value in values.items():
        setattr(line, name, value)
    line.version += 1
    place.organisation().index = None


@pytest.mark.long
async def test_a_name_form_that_is_stale_shows_the_line_and_keeps_what_was_typed(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Name and extension")
    changed(place, ext_label="Warehouse")
    await alex.click("See the plan", shown, key="150", label="Reception")
    shown = await alex.becomes(shown, MOVED, "101 · Warehouse", "150", "Reception")
    assert await place.effects() == {}
    await alex.click("See the plan", shown)
    await applied(alex, await alex.becomes(shown, "Your plan", "Rename 101 to 150 as Reception"))
    assert (await extension(place, "150"))["ext_label"] == "Reception"


@pytest.mark.long
async def test_a_stale_add_ons_form_takes_nothing_away_that_somebody_else_added(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Add-ons")
    changed(place, addons=[PHONE, "team_chat"])
    await alex.click("See the plan", shown, features="call_recording")
    shown = await alex.becomes(shown, MOVED, "IP phone, Team Chat")
    assert "team_chat,call_recording" in shown.words
    await alex.click("See the plan", shown)
    plan = await alex.becomes(shown, "Your plan", "Add-ons of 101")
    assert "take away" not in plan.words
    await applied(alex, plan)
    assert (await extension(place))["addons"] == [PHONE, "team_chat", "call_recording"]


@pytest.mark.long
async def test_a_stale_numbers_form_takes_nothing_off_that_somebody_else_added(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Numbers")
    changed(place, numbers=["6567891231", "6567891230"])
    await alex.click("See the plan", shown, more="6567891232")
    shown = await alex.becomes(shown, MOVED, "+65 6789 1231", "6567891232")
    await alex.click("See the plan", shown)
    await applied(alex, await alex.becomes(shown, "Your plan", "Numbers of 101"))
    assert (await extension(place))["numbers"] == ["6567891231", "6567891230", "6567891232"]


@pytest.mark.slow
async def test_a_stale_form_gives_the_line_to_nobody(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Give to another")
    member = next(m for m in place.organisation().members.values() if m.username == "nadia")
    changed(place, identity_uuid=member.identity_uuid)
    await alex.click("See the plan", shown, person=place.somebody("Alice").id)
    shown = await alex.becomes(shown, MOVED, "Nadia (nadia@contoso.com)", "Alice")
    changed(place, ext_label="Moved again")
    await alex.click("Take it away", shown)
    await alex.becomes(shown, MOVED, "101 · Moved again")
    assert (await extension(place))["identity_uuid"] == member.identity_uuid
    assert await place.effects() == {}


async def test_a_line_that_was_renamed_meanwhile_is_gone(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Numbers")
    line = place.organisation().extensions.pop("101")
    line.ext_key = "150"
    place.organisation().extensions["150"] = line
    place.organisation().index = None
    await alex.click("See the plan", shown, more="6567891232")
    gone = await alex.sees("Extension 101 is gone.", "It was renamed or deleted since.")
    await alex.click("Show it fresh", gone)
    await alex.becomes(gone, "150 · Line 101")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_a_change_between_plan_and_apply_is_not_overwritten(place: Town) -> None:
    place.line("101", "", "", PHONE)
    alex = await place.connected()
    plan = await alex.say("give 101 to alice")
    member = next(m for m in place.organisation().members.values() if m.username == "nadia")
    changed(place, identity_uuid=member.identity_uuid)
    await alex.click("Apply now", plan)
    await alex.sees("Some lines need you", "Extension 101 has another person or name.")
    assert (await extension(place))["identity_uuid"] == member.identity_uuid
    assert await place.effects() == {}


async def test_a_form_from_long_ago_offers_a_fresh_one(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Add-ons")
    old = place.sealed("line.set_addons", {"line": "101", "seen": 1, "had": [PHONE]}, days=-1)
    await alex.press(shown, "line.set_addons", old, features="call_recording")
    refused = await alex.until(lambda m: "Show it fresh" in m.actions)
    await alex.click("Show it fresh", refused)
    await alex.becomes(refused, "101 · Line 101")
    assert await place.effects() == {}


async def test_clicks_that_come_twice_have_one_effect(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Add-ons")
    await alex.click("See the plan", shown, features="call_recording")
    await alex.resend()
    plan = await alex.becomes(shown, "Your plan")
    await alex.click("Apply now", plan)
    await alex.resend()
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Add-ons of 101")
    assert await place.effects() == {"addon.add:101:call_recording": 1}


async def test_data_of_ones_own_making_reaches_nothing(place: Town) -> None:
    """Sealed data of another line, another tenant, or none at all."""
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Add-ons")
    foreign = place.sealed("line.unassign", {"line": "101", "seen": 1}, tenant="Fabrikam")
    await alex.press(shown, "line.unassign", foreign)
    await alex.press(shown, "line.unassign", {"d": {"line": "101", "seen": 1}})
    await alex.press(shown, "line.set_addons", place.sealed("line.set_addons", {"line": "nonsense"}))
    await alex.sees("Extension nonsense is gone.")
    assert (await extension(place))["identity_uuid"]
    assert await place.effects() == {}
