"""A limit that many share: none of them can keep another from its share. All under a virtual clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.remote.bucket import MAX_QUEUE_SECONDS, Bucket, TooLong
from tests.support.virtual import VirtualClock, virtually

RATE, BURST = 80 / 60, 20  # the gateway's


@dataclass(frozen=True)
class Flood:
    """One tenant's calls: when they begin, how many, how far apart, and what each costs."""

    begins: float
    calls: int
    apart: float
    cost: int


floods = st.lists(
    st.builds(Flood, st.floats(0, 30), st.integers(1, 60), st.sampled_from([0.0, 0.0, 0.1, 2.0]), st.integers(1, 3)),
    min_size=1,
    max_size=6,
)


async def flood(bucket: Bucket, who: str, one: Flood) -> None:
    """All its calls, none of which waits for another."""

    async def call(at: float) -> None:
        await asyncio.sleep(at)
        try:
            await bucket.take(one.cost, who)
        except TooLong:
            return
        bucket.done(who)

    await asyncio.gather(*(call(one.begins + n * one.apart) for n in range(one.calls)))


@settings(max_examples=40)
@given(floods, st.floats(0, 40), st.integers(1, 3))
def test_no_tenants_calls_hold_another_one_up(others: list[Flood], comes: float, cost: int) -> None:
    async def waited() -> float:
        bucket = Bucket(RATE, BURST, VirtualClock())
        crowd = asyncio.gather(*(flood(bucket, f"tenant-{n}", one) for n, one in enumerate(others)))
        await asyncio.sleep(comes)
        begun = asyncio.get_running_loop().time()
        await bucket.take(cost, "victim")
        ended = asyncio.get_running_loop().time()
        await crowd
        return ended - begun

    # One call of each other tenant at most, its own, and one that was being served as it came.
    fair = (sum(one.cost for one in others) + cost + max(one.cost for one in others)) / RATE
    assert virtually(waited()) <= fair + 0.01


@settings(max_examples=25)
@given(floods)
def test_the_limit_is_kept_and_nothing_is_wasted(others: list[Flood]) -> None:
    async def log() -> list[tuple[float, int]]:
        bucket, passed = Bucket(RATE, BURST, VirtualClock()), []

        async def call(who: str, one: Flood, at: float) -> None:
            await asyncio.sleep(at)
            try:
                await bucket.take(one.cost, who)
            except TooLong:
                return
            passed.append((asyncio.get_running_loop().time(), one.cost))

        calls = [(f"t{n}", one, one.begins + k * one.apart) for n, one in enumerate(others) for k in range(one.calls)]
        await asyncio.gather(*(call(*each) for each in calls))
        return passed

    passed = virtually(log())
    for i, (start, _) in enumerate(passed):
        total = 0
        for at, n in passed[i:]:
            total += n
            assert total <= BURST + RATE * (at - start) + 0.01


def test_two_who_always_want_more_get_the_same() -> None:
    async def shares() -> dict[str, int]:
        bucket, got = Bucket(10, 1, VirtualClock()), {"many": 0, "few": 0}

        async def worker(who: str) -> None:
            while True:
                await bucket.take(1, who)
                got[who] += 1

        tasks = [asyncio.create_task(worker(who)) for who in (*["many"] * 40, "few")]
        await asyncio.sleep(100)
        for task in tasks:
            task.cancel()
        return got

    got = virtually(shares())
    assert abs(got["many"] - got["few"]) <= 2
    assert sum(got.values()) >= 998


def test_nobody_stands_in_line_for_ever() -> None:
    async def ends() -> tuple[float, list[object]]:
        bucket = Bucket(1, 1, VirtualClock())
        came = await asyncio.gather(*(bucket.take(1, "one") for _ in range(200)), return_exceptions=True)
        return asyncio.get_running_loop().time(), list(came)

    took, came = virtually(ends())
    assert took == pytest.approx(MAX_QUEUE_SECONDS, abs=1)
    assert sum(isinstance(end, TooLong) for end in came) == pytest.approx(199 - MAX_QUEUE_SECONDS, abs=2)


def test_those_who_gave_up_are_not_held_against_the_tenant() -> None:
    async def waited() -> float:
        bucket = Bucket(1, 1, VirtualClock())
        gone = [asyncio.create_task(bucket.take(1, "one")) for _ in range(50)]
        others = [asyncio.create_task(bucket.take(1, "two")) for _ in range(50)]
        await asyncio.sleep(4.5)
        for task in gone:
            task.cancel()
        begun = asyncio.get_running_loop().time()
        await bucket.take(1, "one")
        ended = asyncio.get_running_loop().time()
        for task in others:
            task.cancel()
        return ended - begun

    assert virtually(waited()) <= 2.5


def test_one_tenants_slow_calls_take_its_own_places_only() -> None:
    async def waited() -> tuple[float, int]:
        bucket, most = Bucket(1000, 1000, VirtualClock(), at_once=8), 0

        async def slow() -> None:
            nonlocal most
            await bucket.take(1, "slow")
            most = max(most, bucket._under_way["slow"])
            await asyncio.sleep(30)
            bucket.done("slow")

        crowd = [asyncio.create_task(slow()) for _ in range(40)]
        await asyncio.sleep(1)
        begun = asyncio.get_running_loop().time()
        await bucket.take(1, "other")
        ended = asyncio.get_running_loop().time()
        ends = await asyncio.gather(*crowd, return_exceptions=True)
        # Three rounds of eight get their turn in time; the others are told that it takes too long.
        assert [type(end) for end in ends].count(TooLong) == 16
        return ended - begun, most

    took, most = virtually(waited())
    assert (took, most) == (0, 8)


def test_a_hold_ends_for_everybody_at_once_and_in_turn() -> None:
    async def order() -> list[str]:
        bucket, passed = Bucket(10, 1, VirtualClock()), []
        await bucket.take(1, "x")
        bucket.hold(30)

        async def call(who: str) -> None:
            await bucket.take(1, who)
            passed.append(who)

        await asyncio.gather(*(call(who) for who in ("a", "a", "a", "b", "c")))
        return passed

    assert virtually(order()) == ["a", "b", "c", "a", "a"]
