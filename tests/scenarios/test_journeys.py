"""Journeys of a working day, counted in what the asker types and clicks, and looked at on every side at the end."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.chat import Json, Person, Shown
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town

NUMBERS = ("6567891230", "6567891231")
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


@pytest.mark.slow
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


@pytest.mark.long
async def test_keeping_private_settings_is_a_choice_that_the_plan_names(place: Town) -> None:
    alice_away(place)
    alex, sam = await place.connected(), await place.person("Sam")
    named = "Extension 102 keeps Alice's Status, Call Forwarding, Inbound Missed Calls, Working Hours."
    plan = await alex.say("give 102 to nadia keeping settings")
    assert named in plan.words
    form = await alex.say("give 102")
    await alex.click("See the plan", form, person=place.somebody("Nadia").id, keep="true")
    plan = await alex.becomes(form, "Your plan", named)
    await alex.click("Send for approval", plan)
    assert named in (await sam.sees("Please check this plan")).words
    await sam.click("Approve")
    await alex.sees("All done")
    assert await settings_of(place, "102") == PRIVATE


@pytest.mark.slow
async def test_whoever_takes_a_line_away_takes_its_private_settings_away_too(place: Town) -> None:
    alice_away(place)
    alex, sam = await place.connected(), await place.person("Sam")
    await approved(alex, sam, await alex.say("unassign 102"))
    assert (await settings_of(place, "102"))["callForwarding"] == {"enabled": False, "numbers": []}


@dataclass
class Counted:
    """Somebody whose messages and clicks are counted."""

    who: Person
    messages: int = 0
    clicks: int = 0

    async def say(self, words: str) -> Shown:
        """Type and read the answer."""
        self.messages += 1
        return await self.who.say(words)

    async def click(self, title: str, card: Shown, **inputs: str) -> None:
        """Press a button."""
        self.clicks += 1
        await self.who.click(title, card, **inputs)

    async def approved_by(self, sam: Person, plan: Shown) -> Shown:
        """The closing card, once the other one has approved."""
        self.clicks += 1
        return await approved(self.who, sam, plan)


async def both_in_teams(place: Town, alex: Person) -> None:
    """John and Alice call with a number each."""
    for key, who, number in (("101", "john", NUMBERS[0]), ("105", "alice", NUMBERS[1])):
        await alex.click("Apply now", await alex.say(f"assign {key} to {who} with {TEAMS}, {number}"))
        await alex.sees("All done", f"Assign {key} to ")


async def holders(place: Town) -> list[str | None]:
    """Who has the two numbers in Teams, as their lines say too."""
    there = await place.in_teams()
    return [there[f"+{number}"]["holder"] for number in NUMBERS]


async def on_lines(place: Town) -> list[list[str]]:
    """The numbers of the two lines."""
    extensions = (await place.in_cpaas())["extensions"]
    return [extensions[key]["numbers"] for key in ("101", "105")]


@pytest.mark.slow
async def test_a_number_moves_to_somebody_who_has_a_line(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await both_in_teams(place, alex)
    asker = Counted(alex)
    closing = await asker.approved_by(sam, await asker.say("move john's number to alice"))
    assert (asker.messages, asker.clicks) == (1, 1)
    assert await on_lines(place) == [[], list(NUMBERS)]
    assert await holders(place) == ["Alice", "Alice"]  # as her alternate number
    await alex.click("Undo", closing)
    await approved(alex, sam, await alex.sees("Your plan", "Undo: Move"))
    assert await on_lines(place) == [[NUMBERS[0]], [NUMBERS[1]]]
    assert await holders(place) == ["John", "Alice"]


@pytest.mark.long
async def test_two_lines_swap_their_people_and_then_their_numbers(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await both_in_teams(place, alex)
    asker = Counted(alex)
    await asker.approved_by(sam, await asker.say("swap 101 and 105"))
    assert (asker.messages, asker.clicks) == (1, 1)
    assert await on_lines(place) == [[NUMBERS[0]], [NUMBERS[1]]]
    assert await holders(place) == ["Alice", "John"]
    await asker.approved_by(sam, await asker.say("swap the numbers of 101 and 105"))
    assert (asker.messages, asker.clicks) == (2, 2)
    assert await on_lines(place) == [[NUMBERS[1]], [NUMBERS[0]]]
    assert await holders(place) == ["John", "Alice"]


@pytest.mark.slow
async def test_two_rows_of_a_file_swap_two_numbers(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await both_in_teams(place, alex)
    rows = csv(("101", NUMBERS[1], "john", TEAMS), ("105", NUMBERS[0], "alice", TEAMS)).decode()
    await alex.say(rows)
    await approved(alex, sam, await alex.sees("Your plan", "101"))
    assert await on_lines(place) == [[NUMBERS[1]], [NUMBERS[0]]]
    assert await holders(place) == ["Alice", "John"]


@pytest.mark.slow
async def test_somebody_joins_like_a_colleague_and_can_call(place: Town) -> None:
    place.line("102", "ben", "", PHONE, TEAMS)
    place.organisation().extensions["102"].settings = {
        "callForwarding": {"enabled": True, "numbers": ["6591234567"]},
        "callRecording": {"language": "zh"},
    }
    asker = Counted(await place.connected())
    plan = await asker.say("new: Nadia, Sales, like Ben")
    await asker.click("Apply now", plan)
    await asker.who.sees("All done", "A line for Nadia, like Ben")
    assert (asker.messages, asker.clicks) == (1, 1)
    made = (await place.in_cpaas())["extensions"]["101"]
    assert (made["ext_label"], sorted(made["addons"])) == ("Nadia", sorted([PHONE, TEAMS]))
    assert made["settings"]["callRecording"] == {"language": "zh"}
    assert made["settings"]["outboundCall"]["outgoingCallRule"]
    assert "callForwarding" not in made["settings"]  # Ben's own
    assert "Can call" in (await asker.who.say("line 101")).words


@pytest.mark.slow
async def test_somebody_leaves_and_gives_everything_back_in_one_plan(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await both_in_teams(place, alex)
    asker = Counted(alex)
    plan = await asker.say("alice has left")
    assert "Callers of +65 6789 1231 hear that nobody is there any more, until somebody else has 105." in plan.words
    closing = await asker.approved_by(sam, plan)
    assert (asker.messages, asker.clicks) == (1, 1)
    left = (await place.in_cpaas())["extensions"]["105"]
    assert (left["identity_uuid"], left["addons"], left["numbers"]) == (None, [], [NUMBERS[1]])
    assert left["ext_label"] == "Line 105"
    assert left["settings"]["missedCalls"]["action"] == "announcement"
    assert await holders(place) == ["John", None]
    await alex.click("Undo", closing)
    await alex.click("Apply now", await alex.sees("Your plan", "Undo: Take 105"))
    await alex.sees("All done", "Undo: Take 105")
    assert await holders(place) == ["John", "Alice"]
    assert (await settings_of(place, "105"))["missedCalls"]["action"] == "voicemail"
