from __future__ import annotations

import asyncio

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.remote.bucket import Bucket
from tests.services.remote.support import FakeClock


@settings(deadline=None)  # the time that counts here is the fake clock's
@given(
    st.floats(1, 100),
    st.integers(1, 40),
    st.lists(st.tuples(st.integers(1, 40), st.floats(0, 3)), min_size=1, max_size=40),
)
def test_no_stretch_of_time_sees_more_than_burst_and_rate_allow(
    rate: float, burst: int, takes: list[tuple[int, float]]
) -> None:
    async def passed() -> list[tuple[float, int]]:
        clock = FakeClock()
        bucket = Bucket(rate, burst, clock)
        log = []
        for n, pause in takes:
            clock.time += pause
            await bucket.take(min(n, burst))
            log.append((clock.now(), min(n, burst)))
        return log

    log = asyncio.run(passed())
    for i, (start, _) in enumerate(log):
        total = 0
        for at, n in log[i:]:
            total += n
            assert total <= burst + rate * (at - start) + 0.01


async def test_a_free_bucket_lets_a_whole_burst_pass_at_once() -> None:
    clock = FakeClock()
    bucket = Bucket(1, 20, clock)
    await bucket.take(20)
    assert clock.slept == []
    await bucket.take(5)
    assert sum(clock.slept) == pytest.approx(5, abs=0.01)


async def test_more_than_a_burst_is_a_debt_for_those_behind() -> None:
    clock = FakeClock()
    bucket = Bucket(10, 5, clock)
    await bucket.take(20)
    await bucket.take(1)
    assert sum(clock.slept) == pytest.approx(1.6, abs=0.01)


async def test_first_come_first_served() -> None:
    bucket = Bucket(50, 1, FakeClock())
    order: list[int] = []

    async def caller(number: int) -> None:
        await bucket.take(1 + number % 3)
        order.append(number)

    await asyncio.gather(*(caller(n) for n in range(20)))
    assert order == list(range(20))


async def test_a_hold_stops_everybody_even_who_waits_already() -> None:
    clock = FakeClock()
    bucket = Bucket(1, 1, clock)
    await bucket.take()
    passed: list[float] = []

    async def caller() -> None:
        await bucket.take()
        passed.append(clock.now())

    waiting = asyncio.create_task(caller())
    bucket.hold(30)
    await waiting
    assert passed[0] >= 1030


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 60), min_size=1, max_size=30))
def test_the_rate_drops_a_little_per_hold_never_dies_and_recovers(holds: list[float]) -> None:
    async def rates() -> tuple[float, float, float]:
        clock = FakeClock()
        bucket = Bucket(10, 10, clock)
        bucket.hold(holds[0])
        bucket.hold(holds[0] / 2)  # the same wave of refusals
        first = bucket.rate
        for seconds in holds:
            bucket.hold(seconds)
            await bucket.take()
        lowest = bucket.rate
        clock.time += 1000
        await bucket.take()
        return first, lowest, bucket.rate

    first, lowest, last = asyncio.run(rates())
    assert 7 < first < 10
    assert 2 <= lowest <= 10
    assert last == 10


def test_a_bucket_without_rate_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="above zero"):
        Bucket(0, 1, FakeClock())
