"""Bulk by range or list: what is ours goes, what isn't is named, what can't be read comes back."""

from __future__ import annotations

import pytest

from tests.support.chat import Shown
from tests.support.sheets import TEAMS, cells
from tests.support.town import Town
from tests.support.uploads import answered


def plan_words(plan: Shown, beginning: str) -> str:
    """The line of the card that begins so."""
    return next(line for line in plan.words.splitlines() if line.startswith(beginning))


def some_lines(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    place.line("103", "hallie", "6567891233", TEAMS)


@pytest.mark.slow
async def test_a_range_is_uploaded_and_what_is_not_ours_is_named(place: Town) -> None:
    some_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891252-6567891247")
    plan = await answered(alex, before)
    assert "Upload 3 numbers" in plan.words
    assert "Left out, not one of your CPaaS numbers: +65 6789 1250, +65 6789 1251, +65 6789 1252." in plan.words
    await alex.click("Whole plan as a file", plan)
    found = cells(await alex.take_file(), 1)
    assert found[0] == ["Row", "Column", "Value", "Kind", "What", "What to do", "Code"]
    assert [row[3:5] for row in found[1:]] == [["warning", plan_words(plan, "Left out")]]
    assert [row[6:] for row in found[1:]] in ([[""]], [[None]], [[]])
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Upload 3 numbers")
    await sam.click("Approve")
    await alex.sees("All done", "3 done")
    assert set(await place.in_teams()) == {"+6567891247", "+6567891248", "+6567891249"}


@pytest.mark.slow
async def test_a_list_with_plus_signs_and_spaces(place: Town) -> None:
    some_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    before = {m.id for m in await alex.messages()}
    await alex.say("upload +65 6789 1230, 6567891231 and 6567891233-33")
    plan = await answered(alex, before)
    assert "Upload 3 numbers" in plan.words
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "3 done")
    assert set(await place.at_operator()) == {"+6567891230", "+6567891231", "+6567891233"}


@pytest.mark.slow
async def test_what_is_there_already_stays(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    before = {m.id for m in await alex.messages()}
    await alex.say("upload 6567891230")
    await alex.click("Apply now", await answered(alex, before))
    await alex.sees("All done")
    await alex.say("upload 6567891230-31")
    await alex.sees("Your plan", "1 of 2 lines would change, 1 already as requested.")
    assert "Everything is already so." in (await alex.say("upload 6567891230")).words
    foreign = [f"65888888{n}" for n in range(10, 15)]
    card = await alex.say(f"upload 6567891230, {', '.join(foreign)}")
    assert "What can be done is already so." in card.words
    assert "Left out, not one of your CPaaS numbers: +65 8888 8810" in card.words
    assert await place.effects() == {"upload:+6567891230": 1}


async def test_what_cannot_be_used_is_said_in_words(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    for typed, why in (
        ("upload abc", "I can't read “abc”"),
        ("upload 6567891230-6567899999", "this range has 8,770 numbers; take 1,000 at most"),
        ("upload 67891299", "the country code is missing"),
        ("upload 6588888888", "+65 8888 8888 isn't one of your CPaaS numbers."),
        ("upload 6588888888, 6588888889", "aren't any of your CPaaS numbers"),
        (f"upload {'6567891230, ' * 300}", "too long for a message"),
    ):
        assert why in (await alex.say(typed)).words, typed
    assert await place.effects() == {}


async def test_without_numbers_the_list_of_those_to_upload_opens(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    listed = await alex.say("upload")
    assert "Tick what to upload" in listed.words
    assert "20 numbers, page 1 of 2" in listed.words


async def test_all_that_belong_to_lines_at_once(place: Town) -> None:
    some_lines(place)
    alex = await place.connected()
    before = {m.id for m in await alex.messages()}
    await alex.say("upload all")
    plan = await answered(alex, before)
    assert "Upload 4 numbers" in plan.words
    assert await place.effects() == {}
