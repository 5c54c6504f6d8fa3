"""Whoever asks for too much is told so once, then refused, and nobody else notices."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from itertools import pairwise

import pytest

from bot.teams.errors import Refused
from bot.teams.queues import TurnQueues
from bot.teams.rates import WORDS, Rates
from bot.turn import Answer, ConversationReference, Scope, TextMessage, Turn, Who
from tests.bot.teams.harness import TENANT, Ticks, activity, clicks, running, says, talking, until

OTHER = "22222222-bbbb-4bbb-8bbb-222222222222"


def turn(tenant: str = "t", person: str = "p", conversation: str = "c") -> Turn:
    place = ConversationReference(conversation, Scope.PERSONAL, "", tenant_id=tenant)
    return Turn("", Who(tenant, person, "", ""), place, TextMessage("help"))


def taken(rates: Rates, *turns: Turn) -> int:
    """How many got in."""
    count = 0
    for each in turns:
        with suppress(Refused):
            count += rates.admit(each) == ""
    return count


def test_a_person_is_told_once_and_then_refused() -> None:
    rates = Rates(Ticks(), 20.0)
    assert taken(rates, *[turn()] * 25) == 25
    assert rates.admit(turn()) == WORDS
    for _ in range(3):
        with pytest.raises(Refused):
            rates.admit(turn())
    assert taken(rates, turn(person="q", conversation="d")) == 1


def test_whoever_waits_may_go_on_and_is_told_again_later() -> None:
    ticks = Ticks()
    rates = Rates(ticks, 20.0)
    taken(rates, *[turn()] * 100)
    ticks.now += 1
    assert taken(rates, *[turn()] * 50) == 5
    ticks.now += 60
    assert taken(rates, *[turn()] * 25) == 25
    assert rates.admit(turn()) == WORDS


def test_a_conversation_and_a_tenant_have_their_limit_too() -> None:
    assert taken(Rates(Ticks(), 20.0), *(turn(person=str(no)) for no in range(500))) == 50
    assert taken(Rates(Ticks(), 20.0), *(turn(person=str(no), conversation=str(no)) for no in range(500))) == 100


def test_no_number_of_ids_fills_the_memory() -> None:
    rates = Rates(Ticks(), 20.0)
    for no in range(20_000):
        rates.admit(turn(tenant=str(no), person=str(no), conversation=str(no)))
    assert rates.known <= 10_000


async def test_the_turns_of_a_crowd_begin_apart_and_leave_room_for_others() -> None:
    ticks, begun = Ticks(), []

    async def sleep(seconds: float) -> None:
        ticks.now += seconds

    queues = TurnQueues(ticks, sleep, a_second=20.0)

    async def one(tenant: str) -> None:
        async with queues.place(tenant):
            begun.append((tenant, ticks.now))

    began = ticks.now
    await asyncio.gather(*(one("a") for _ in range(50)))
    apart = [later - earlier for (_, earlier), (_, later) in pairwise(begun)]
    assert sum(gap > 0 for gap in apart) >= 40, "all but the last few"
    assert ticks.now - began <= 50 / 40 + 0.01, "at twice the tenant's rate"
    await one("b")
    assert begun[-1] == ("b", ticks.now), "nobody who comes alone waits"


async def test_a_tenants_queue_is_bounded_and_leaves_nothing() -> None:
    queues, hold = TurnQueues(), asyncio.Event()

    async def one(tenant: str) -> None:
        async with queues.place(tenant):
            await hold.wait()

    crowd = [asyncio.create_task(one("a")) for _ in range(108)]
    await asyncio.sleep(0)
    with pytest.raises(Refused) as refused:
        await one("a")
    assert refused.value.status == 429
    hold.set()
    await one("b")
    await asyncio.gather(*crowd)
    assert not queues._queues


async def test_all_queues_together_are_bounded() -> None:
    queues, hold = TurnQueues(), asyncio.Event()

    async def one(tenant: str) -> None:
        async with queues.place(tenant):
            await hold.wait()

    crowd = [asyncio.create_task(one(str(no))) for no in range(400)]
    await asyncio.sleep(0)
    with pytest.raises(Refused) as refused:
        await one("late")
    assert refused.value.status == 503
    hold.set()
    await asyncio.gather(*crowd)


async def test_the_friendly_words_go_into_the_chat_once() -> None:
    async def hello(_turn: Turn) -> Answer:
        return Answer(text="hello")

    async with talking(hello, turns_a_second=0.8) as (bot, connector):
        statuses = [(await bot.post({**says(), "id": f"f:{no}"}))[0] for no in range(4)]
        assert statuses == [200, 200, 429, 429]
        await until(lambda: len(connector.of_type("message")) == 2)
        assert [call.body["text"] for call in connector.of_type("message")] == ["hello", WORDS]


async def test_a_click_gets_the_words_as_its_answer() -> None:
    async with running(turns_a_second=0.8) as bot:
        await bot.post(clicks())
        status, body = await bot.post({**clicks(), "id": "f:2"})
        assert (status, body["value"]) == (200, WORDS)
        assert (await bot.post({**clicks(), "id": "f:3"}))[0] == 429


async def test_only_the_tenants_that_were_named_are_let_in() -> None:
    async with running(tenants=frozenset({OTHER})) as bot:
        assert (await bot.post(says()))[0] == 403
        assert bot.turns == []
    async with running(tenants=frozenset({TENANT})) as bot:
        assert (await bot.post(activity("message", text="hi")))[0] == 200
