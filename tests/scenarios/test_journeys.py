"""Journeys of a working day, counted in what the asker types and clicks, and looked at on every side at the end."""

from __future__ import annotations

from tests.support.chat import Json, Person, Shown
from tests.support.sheets import PHONE
from tests.support.town import Town

PRIVATE: Json = {
    "status": {"value": "busy"},
    "callForwarding": {"enabled": True, "numbers": ["6591234567"]},
    "missedCalls": {"action": "announcement", "text": "Alice is away."},
    "workingHours": {"start": "07:00"},
    "callRecording": {"language": "zh"},
}


async def approved(alex: Person, sam: Person, plan: Shown) -> Shown:
    """The closing card of a plan that took a second person: a click of the asker and one of the approver."""
    before = {message.id for message in await alex.messages()}
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    return await alex.until(lambda m: m.id not in before and "All done" in m.words, "a closing card")


async def settings_of(place: Town, key: str) -> Json:
    """The extension's settings, as the CPaaS has them."""
    found: Json = (await place.in_cpaas())["extensions"][key]["settings"]
    return found


def alice_away(place: Town) -> None:
    """Alice's line as she left it: busy, with her calls on her mobile."""
    place.line("102", "alice", "", PHONE)
    place.organisation().extensions["102"].settings = {name: dict(held) for name, held in PRIVATE.items()}


async def test_a_new_holder_gets_none_of_the_last_ones_private_settings(place: Town) -> None:
    alice_away(place)
    alex, sam = await place.connected(), await place.person("Sam")
    plan = await alex.say("give 102 to nadia")
    for part in ("Status: Availability\nBusy → Available", "Call Forwarding: Forwarding\non → off"):
        assert part in plan.words
    closing = await approved(alex, sam, plan)
    now = await settings_of(place, "102")
    assert now["status"]["value"] == "available"
    assert now["callForwarding"] == {"enabled": False, "numbers": []}
    assert now["missedCalls"] == {"action": "voicemail", "text": ""}
    assert now["workingHours"]["start"] == "09:00"
    assert now["callRecording"] == {"language": "zh"}  # the organisation's, not Alice's
    await alex.click("Undo", closing)
    await approved(alex, sam, await alex.sees("Your plan", "Undo: Give 102 to Nadia"))
    back = await settings_of(place, "102")
    assert {name: {**back[name], **held} for name, held in PRIVATE.items()} == back


async def test_keeping_private_settings_is_a_choice_that_the_plan_names(place: Town) -> None:
    alice_away(place)
    alex, sam = await place.connected(), await place.person("Sam")
    named = "Extension 102 keeps Alice's Status, Call Forwarding, Inbound Missed Calls, Working Hours."
    plan = await alex.say("give 102 to nadia keeping settings")
    assert named in plan.words
    form = await alex.say("give 102")
    await alex.click("See the change", form, person=place.somebody("Nadia").id, keep="true")
    plan = await alex.becomes(form, "Your plan", named)
    await alex.click("Send for approval", plan)
    assert named in (await sam.sees("Please check this plan")).words
    await sam.click("Approve")
    await alex.sees("All done")
    assert await settings_of(place, "102") == PRIVATE


async def test_whoever_takes_a_line_away_takes_its_private_settings_away_too(place: Town) -> None:
    alice_away(place)
    alex, sam = await place.connected(), await place.person("Sam")
    await approved(alex, sam, await alex.say("unassign 102"))
    assert (await settings_of(place, "102"))["callForwarding"] == {"enabled": False, "numbers": []}
