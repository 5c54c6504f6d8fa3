"""The circuit breaker: as a pure machine under any sequence of calls, and on the wire."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.bond import Bond
from services.domain.errors import RemoteBusy, RemoteRefused, RemoteUnknown
from services.remote.breaker import (
    FIRST_OPEN_SECONDS,
    MAX_CONSECUTIVE_FAILURES,
    MAX_OPEN_SECONDS,
    Breaker,
    CircuitState,
    Everybodys,
    entered,
    forgotten,
    judged,
    refuses,
)
from services.remote.clients import Clients
from services.remote.transport import new_session
from tests.services.remote.support import ANY, FakeClock, QuickClock, Reply, Wire, endpoints

ORGANISATION = {"orgUuid": "u", "name": "Contoso", "country": "SG", "msTeamsTenant": None}
chance = st.floats(0, 0.999)
happenings = st.lists(st.tuples(st.sampled_from(["well", "ill", "lost", "late ill", "late well"]), st.floats(0, 40)))


def opened(openings: int = 1, now: float = 0.0) -> CircuitState:
    state = CircuitState()
    for _ in range(MAX_CONSECUTIVE_FAILURES):
        state = judged(state, probe=False, well=False, now=now, chance=0.5)
    for _ in range(openings - 1):
        state = judged(entered(state), probe=True, well=False, now=state.until, chance=0.5)
    return state


@given(happenings, chance)
def test_whatever_happens_there_is_one_probe_and_a_way_back(happened: list[tuple[str, float]], spread: float) -> None:
    state, now = CircuitState(), 0.0
    for how, passed in happened:
        now += passed
        if how.startswith("late"):  # a call from before the opening ends now
            before = state
            state = judged(state, probe=False, well=how == "late well", now=now, chance=spread)
            assert before.closed or state == before
        elif not refuses(state, now):
            probe = entered(state).probing
            state = entered(state)
            assert refuses(state, now) is probe
            if how == "lost":
                state = forgotten(state, probe=probe)
            else:
                state = judged(state, probe=probe, well=how == "well", now=now, chance=spread)
        assert state.closed or state.until - state.opened <= MAX_OPEN_SECONDS
    assert not refuses(state, now + MAX_OPEN_SECONDS)
    assert judged(entered(state), probe=entered(state).probing, well=True, now=now, chance=spread) == CircuitState()


@given(st.lists(st.booleans(), max_size=40))
def test_it_opens_at_so_many_failures_in_a_row_and_not_before(ends: list[bool]) -> None:
    state, row = CircuitState(), 0
    for well in ends:
        row = 0 if well else row + 1
        state = judged(state, probe=False, well=well, now=0.0, chance=0.0)
        assert state.closed is (row < MAX_CONSECUTIVE_FAILURES)
        if not state.closed:
            break


@given(st.integers(1, 30), chance)
def test_each_opening_lasts_longer_up_to_the_longest(openings: int, spread: float) -> None:
    state = opened(openings)
    again = judged(entered(state), probe=True, well=False, now=0.0, chance=spread)
    whole = min(MAX_OPEN_SECONDS, FIRST_OPEN_SECONDS * 2.0**openings)
    assert whole / 2 <= again.until <= whole


@given(st.floats(1, 100))
def test_a_faster_world_waits_less(speed: float) -> None:
    state = CircuitState(failures=MAX_CONSECUTIVE_FAILURES - 1)
    lasts = judged(state, probe=False, well=False, now=0.0, chance=0.0, speed=speed).until
    assert lasts == pytest.approx(FIRST_OPEN_SECONDS / 2 / speed)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110 - the server has no event to wait on
            await asyncio.sleep(0.001)


async def _fail(wire: Wire, call: Callable[[], object]) -> None:
    for _ in range(MAX_CONSECUTIVE_FAILURES):
        with pytest.raises(RemoteUnknown):
            await call()  # type: ignore[misc]


async def test_an_open_breaker_keeps_calls_off_the_network(wire: Wire) -> None:
    clock = FakeClock()
    breaker = Breaker(clock, Random(1))
    remote = wire.remote(clock, breaker=breaker)

    async def write() -> object:
        return await remote.call("POST", "/x", ANY, json={}, repeatable=False)

    wire.otherwise = lambda _seen: Reply(500)
    await _fail(wire, write)
    with pytest.raises(RemoteBusy) as caught:
        await write()
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES
    assert 0 < breaker.state.until - clock.time <= caught.value.retry_after
    wire.otherwise = lambda _seen: Reply()
    clock.time += caught.value.retry_after
    await write()
    await write()
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES + 2


async def test_after_an_outage_one_call_asks_and_the_rest_keep_waiting(wire: Wire) -> None:
    clock = FakeClock()
    remote = wire.remote(clock, breaker=Breaker(clock, Random(1)))

    async def write() -> object:
        return await remote.call("POST", "/x", ANY, json={}, repeatable=False)

    wire.otherwise = lambda _seen: Reply(502)
    await _fail(wire, write)
    clock.time += MAX_OPEN_SECONDS
    ends = await asyncio.gather(*(write() for _ in range(50)), return_exceptions=True)
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES + 1
    assert [type(end) for end in ends].count(RemoteUnknown) == 1
    waits = [end.retry_after for end in ends if isinstance(end, RemoteBusy)]
    assert len(waits) == 49
    assert len(set(waits)) > 40  # they come back spread out


@pytest.mark.parametrize("status", [400, 403, 404, 409])
async def test_refusals_are_no_outage(wire: Wire, status: int) -> None:
    remote = wire.remote(breaker=Breaker(QuickClock(), Random(1)))
    wire.otherwise = lambda _seen: Reply(status)
    for _ in range(MAX_CONSECUTIVE_FAILURES * 2):
        with pytest.raises(RemoteRefused):
            await remote.call("POST", "/x", ANY, json={}, repeatable=False)
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES * 2


async def test_throttling_is_no_outage(wire: Wire) -> None:
    breaker = Breaker(QuickClock(), Random(1))
    wire.script = [Reply(429, headers={"Retry-After": "0"})] * MAX_CONSECUTIVE_FAILURES
    await wire.remote(breaker=breaker).call("GET", "/x", ANY, repeatable=True)
    assert breaker.state == CircuitState()


async def test_a_repeatable_call_stops_repeating_when_the_breaker_opens(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(500)
    with pytest.raises(RemoteBusy):
        await wire.remote(breaker=Breaker(QuickClock(), Random(1), speed=0.001)).call("GET", "/x", ANY, repeatable=True)
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES


async def test_a_write_in_doubt_stays_unknown_when_the_breaker_opens(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(500)
    with pytest.raises(RemoteUnknown):
        await wire.remote(breaker=Breaker(QuickClock(), Random(1), speed=0.001)).call("PUT", "/x", ANY, repeatable=True)
    assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES


async def test_a_cancelled_probe_leaves_the_way_free(wire: Wire) -> None:
    clock = FakeClock()
    breaker = Breaker(clock, Random(1))
    breaker.state = opened(now=clock.time)
    clock.time += MAX_OPEN_SECONDS
    wire.script = [Reply(hang=30)]
    probe = asyncio.create_task(wire.remote(clock, breaker=breaker).call("GET", "/x", ANY, repeatable=True))
    await until(lambda: bool(wire.seen))
    probe.cancel()
    await asyncio.gather(probe, return_exceptions=True)
    await wire.remote(clock, breaker=breaker).call("GET", "/x", ANY, repeatable=True)
    assert breaker.state.closed


async def test_what_fails_for_several_is_down_for_all_and_what_fails_for_one_is_not(wire: Wire) -> None:
    clock = FakeClock()
    down = {"one", "two"}
    wire.otherwise = lambda seen: Reply(500) if seen.headers["x-api-key"] in down else Reply(body=ORGANISATION)
    made = endpoints("http://127.0.0.1:9", cpaas_url=wire.url, speed=1.0)
    clients = Clients(made, new_session(), clock=clock, rng=Random(7))
    try:
        for _ in range(3):
            with pytest.raises(RemoteBusy):
                await clients.cpaas("one", Bond("one", "u")).organization()
        assert len(wire.seen) == MAX_CONSECUTIVE_FAILURES  # it is left alone, by itself
        assert (await clients.cpaas("three", Bond("three", "u")).organization()).name == "Contoso"
        with pytest.raises(RemoteBusy):
            await clients.cpaas("two", Bond("two", "u")).organization()
        clock.time += MAX_OPEN_SECONDS
        asked = len(wire.seen)
        with pytest.raises(RemoteBusy):
            await clients.cpaas("one", Bond("one", "u")).organization()
        assert len(wire.seen) == asked + 1  # a probe; now two have failed in a row
        with pytest.raises(RemoteBusy):
            await clients.cpaas("three", Bond("three", "u")).organization()
        assert len(wire.seen) == asked + 1
        down.clear()
        clock.time += MAX_OPEN_SECONDS
        assert (await clients.cpaas("three", Bond("three", "u")).organization()).name == "Contoso"
    finally:
        await clients.close()


def test_however_many_tenants_fail_little_is_remembered() -> None:
    everybodys = Everybodys(FakeClock(), Random(1))
    before = sys.getsizeof(everybodys._failing)
    for no in range(10_000):
        everybodys.enter_as(f"tenant-{no}")(False)
    assert sys.getsizeof(everybodys._failing) == before
    assert not everybodys.state.closed
