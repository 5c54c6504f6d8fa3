"""Numbers on their way out: unassigned in Teams, released from the tenant; both by a second person's yes."""

from __future__ import annotations

import pytest

from tests.support.chat import Person, Shown
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town
from tests.support.uploads import answered


async def in_use(place: Town) -> tuple[Person, Person]:
    """John and Alice have their numbers in Teams; +65 6789 1235 is there and on no line."""
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS), ("102", "6567891231", "Alice", TEAMS)))
    await agreed(alex, sam, await alex.sees("Your plan", "two.csv"), "two.csv")
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891235")
    await alex.click("Apply now", await answered(alex, before))
    await alex.sees("All done", "Upload 1 number")
    return alex, sam


async def agreed(alex: Person, sam: Person, plan: Shown, title: str) -> Shown:
    """The plan goes to Sam, who says yes; the closing message."""
    assert "Apply now" not in plan.actions
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan", title))
    return await alex.sees("All done", title)


@pytest.mark.slow
async def test_a_free_number_is_released_and_teams_shows_it_no_more(place: Town) -> None:
    alex, sam = await in_use(place)
    plan = await alex.say("release +65 6789 1235")
    assert "remove +65 6789 1235 from Teams" in plan.words
    closing = await agreed(alex, sam, plan, "Release +65 6789 1235")
    assert "in Teams → not in Teams" in closing.words
    assert set(await place.in_teams()) == {"+6567891230", "+6567891231"}
    assert "+6567891235" not in await place.at_operator()
    assert (await place.effects())["operator.delete:+6567891235"] == 1
    assert "Upload ticked" in (await alex.say("numbers 1235")).actions
    assert "Nothing to do" in (await alex.say("release 6567891235")).words


@pytest.mark.slow
async def test_teams_takes_a_while_to_let_go_and_the_job_waits_for_it(place: Town) -> None:
    alex, sam = await in_use(place)
    place.sandbox.delays.gone = 36_000.0
    plan = await alex.say("release 6567891235")
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.click("See the job", await alex.sees("Approved", "Release +65 6789 1235"))
    await alex.sees("1 line waits for Teams to forget its number")
    assert "+6567891235" in await place.in_teams()
    assert "+6567891235" not in await place.at_operator()
    place.sandbox.clock.advance(36_000.0)
    await alex.sees("All done", "Release +65 6789 1235")
    assert "+6567891235" not in await place.in_teams()


@pytest.mark.slow
async def test_one_that_somebody_has_is_refused_with_the_way_to_it(place: Town) -> None:
    alex, sam = await in_use(place)
    refused = await alex.say("release 6567891230")
    assert "is assigned to John" in refused.words
    await alex.click("Unassign it", refused)
    plan = await alex.becomes(refused, "Your plan", "Unassign +65 6789 1230 in Teams")
    await agreed(alex, sam, plan, "Unassign +65 6789 1230 in Teams")
    assert (await place.in_teams())["+6567891230"]["holder"] is None
    await agreed(alex, sam, await alex.say("release 6567891230"), "Release +65 6789 1230")
    assert "+6567891230" not in await place.in_teams()
    assert (await place.in_cpaas())["extensions"]["101"]["numbers"] == ["6567891230"]


@pytest.mark.slow
async def test_unassigning_several_typed_ones_names_whose_they_are(place: Town) -> None:
    alex, sam = await in_use(place)
    await alex.say("unassign number +6567891230, 6567891231, 6567899999")
    plan = await alex.sees("Your plan", "Unassign 2 numbers in Teams")
    assert "Left out, not one of your CPaaS numbers: +65 6789 9999." in plan.words
    assert "101 John" in plan.words or "101 Line 101" in plan.words
    await agreed(alex, sam, plan, "Unassign 2 numbers in Teams")
    assert {r["holder"] for r in (await place.in_teams()).values()} == {None}


@pytest.mark.slow
async def test_ticked_ones_by_filter(place: Town) -> None:
    alex, sam = await in_use(place)
    listed = await alex.say("numbers assigned")
    assert {"Unassign ticked"} <= set(listed.actions)
    assert not {"Release ticked", "Upload ticked"} & set(listed.actions)
    await alex.click("Unassign ticked", listed, ticked="+6567891230")
    await agreed(alex, sam, await alex.sees("Your plan", "Unassign +65 6789 1230"), "Unassign +65 6789 1230")
    listed = await alex.say("numbers unassigned")
    assert {"Assign ticked", "Release ticked"} <= set(listed.actions)
    await alex.click("Release ticked", listed, ticked="+6567891230,+6567891235")
    await agreed(alex, sam, await alex.sees("Your plan", "Release 2 numbers"), "Release 2 numbers")
    assert set(await place.in_teams()) == {"+6567891231"}
    both = await alex.say("numbers uploaded")
    assert {"Unassign ticked", "Release ticked", "Assign ticked"} <= set(both.actions)
    assert "1 number" in both.words


@pytest.mark.slow
async def test_of_several_the_assigned_ones_are_named_and_the_others_can_go(place: Town) -> None:
    alex, sam = await in_use(place)
    listed = await alex.say("numbers uploaded")
    await alex.click("Release ticked", listed, ticked="+6567891230,+6567891235")
    faults = await alex.sees("This can't be done yet", "+65 6789 1230 is assigned to John")
    await alex.click("Plan the other line", faults)
    plan = await alex.becomes(faults, "Your plan", "Left out.")
    await agreed(alex, sam, plan, "Release 2 numbers")
    assert set(await place.in_teams()) == {"+6567891230", "+6567891231"}


@pytest.mark.long
@pytest.mark.parametrize("verb", ["release", "unassign number"])
async def test_numbers_that_are_not_ours_and_what_is_no_number(place: Town, verb: str) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    assert "+65 8888 8888 isn't one of your CPaaS numbers." in (await alex.say(f"{verb} 6588888888")).words
    assert "I can't read “alice”" in (await alex.say(f"{verb} alice")).words
    assert "Nothing to do" in (await alex.say(f"{verb} 6567891230")).words
    assert "Show which" in (await alex.say(verb)).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_nothing_ticked_and_readers(place: Town) -> None:
    alex, _ = await in_use(place)
    listed = await alex.say("numbers unassigned")
    await alex.click("Release ticked", listed, ticked="")
    await alex.sees("No number is ticked.")
    kim = await place.person("Kim")
    card = await kim.say("numbers unassigned")
    assert not {"Assign ticked", "Release ticked"} & set(card.actions)
    for verb in ("numbers.release", "numbers.unassign", "numbers.assign"):
        before = len(await kim.messages())
        await kim.press(card, verb, place.sealed(verb, {}), ticked="+6567891235")
        await kim.until(lambda m: "You may not change anything." in m.words)
        assert len(await kim.messages()) == before + 1
    assert "operator.delete:+6567891235" not in await place.effects()
