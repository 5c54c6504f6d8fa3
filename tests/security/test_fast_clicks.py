"""Who answers before Teams has told the bot that its question is out: the answer counts, and once."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.chat import Person, Shown
from tests.support.sheets import PHONE
from tests.support.town import Town

RECORDING = "Call Recording"
SLOW = 3.0


async def asks(person: Person, words: str, question: str) -> tuple[asyncio.Task[Shown], Shown]:
    """The question as soon as it is seen, while the bot waits to hear what became of it."""
    said = asyncio.create_task(person.say(words))
    return said, await person.until(lambda m: question in m.words, question)


async def slowly(place: Town) -> None:
    """Teams takes messages at once and answers late."""
    await place.fault(system="teams", kind="timeout", match="POST .*activities", seconds=SLOW, times=1)


@pytest.mark.long
@pytest.mark.parametrize("times", [1, 3])
async def test_an_answer_to_a_question_that_has_just_come_counts_once(place: Town, times: int) -> None:
    """`Repeats` holds that it counts once; that it counts, that no click is asked whether its message is known."""
    place.line("101", "alice", "6567891230", PHONE, "call_recording")
    alex = await place.connected()
    await alex.say("lines")
    await slowly(place)
    said, question = await asks(alex, "remvoe recording from alice", "Did you mean this?")
    title = next(iter(question.actions))
    await asyncio.gather(*(alex.click(title, question) for _ in range(times)))
    await alex.sees("Take Call Recording from 101 Alice")
    await said
    plans = await place.bot.store.plans.open_of(place.tenant().id, place.somebody("Alex").id, 0.0, 9)
    assert len(plans) == 1
    assert await place.effects() == {}


@pytest.mark.long
async def test_the_first_one_chosen_by_words_counts_before_the_question_is_known_to_be_out(place: Town) -> None:
    """What was offered is kept (`Choices.keep`) before the answer goes out."""
    place.line("101", "alice", "6567891230", PHONE, "call_recording")
    alex = await place.connected()
    await alex.say("lines")
    await slowly(place)
    said, _ = await asks(alex, "give chris lee call recording", "Who do you mean?")
    before = {message.id for message in await alex.messages()}
    await alex.say("the second one")
    await said
    new = [message.words for message in await alex.messages() if message.id not in before]
    assert "Chris" in "".join(new)
    assert await place.effects() == {}


@pytest.mark.long
async def test_a_plan_is_applied_once_by_those_who_click_before_it_is_known_to_be_out(place: Town) -> None:
    """Three guards hold it: `Repeats`; the state a plan is moved from; and the tie of a plan to one job."""
    place.line("101", "alice", "6567891230", PHONE)
    alex = await place.connected()
    await alex.say("lines")
    await slowly(place)
    said, plan = await asks(alex, "give alice call recording", "Apply now")
    await asyncio.gather(*(alex.click("Apply now", plan) for _ in range(3)))
    await alex.sees("All done")
    await said
    assert await place.effects() == {"addon.add:101:call_recording": 1}
    assert len(await place.bot.store.ledger.recent(place.tenant().id)) == 1
