"""A slice of a job: whatever takes how long, it ends, and as long as it goes on no line waits for a worker who left."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from random import Random
from typing import Any

import pytest

from services.domain.errors import NotConnected, RemoteRefused, Stale
from services.domain.steps import StepKind
from services.execution.lane_workers import Slice
from services.execution.lanes import Work
from services.execution.slice_control import Stuck
from services.timing.pace import Pace
from tests.services.execution.slices import Bench, uneven
from tests.support.virtual import virtually

SEEDS = 100
UPLOAD = StepKind.NUMBER_UPLOAD


def test_a_job_is_done_in_one_slice_when_nobody_else_waits() -> None:
    async def main() -> None:
        bench = Bench(200)
        for system in bench.systems.values():
            system.wait = lambda: 0.2
        left = await bench.run()
        assert (left.open, bench.done) == (0, 200)
        assert sent_once(bench)

    virtually(main())


def test_nobody_leaves_while_a_slow_read_outlasts_the_slice() -> None:
    """The slice is about to be over, the database takes its time, and no other job waits: everybody stays at work."""

    async def main() -> None:
        bench = Bench(400, kinds=(UPLOAD,))
        bench.linked_takes = lambda: 0.5
        bench.systems[UPLOAD].wait = lambda: 0.7
        left = await bench.run()
        assert (left.open, bench.done) == (0, 400)

    virtually(main())


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3))
def test_a_long_job_keeps_its_workers_to_its_end(seed: int) -> None:
    """Some reads outlast the slice now and then; lane after lane lost its workers by that, and the job stood still."""

    async def main() -> None:
        rng, bench = Random(seed), Bench(1500)
        bench.linked_takes = lambda: 0.5
        for system in bench.systems.values():
            system.wait = lambda: 0.3 + rng.random()
        left = await bench.run(7200.0)
        assert (left.open, bench.done) == (0, 1500)

    virtually(main())


def test_a_slow_database_costs_no_worker() -> None:
    async def main() -> None:
        bench = Bench(300, wait=lambda: 0.15)
        for system in bench.systems.values():
            system.wait = lambda: 0.3
        left = await bench.run()
        assert (left.open, bench.done) == (0, 300)

    virtually(main())


async def _in_short_slices(bench: Bench) -> float:
    """The seconds until every line has ended, where slices end early since another job waits."""
    bench.books.other_job, begun = True, bench.clock.now()
    async with asyncio.timeout(7200.0):
        left = await bench.run()
        while left.open:
            await asyncio.sleep(1.0)
            left = await bench.run()
    return bench.clock.now() - begun


@pytest.mark.parametrize("kind", ["the object", "what a write depends on"])
def test_what_somebody_changed_ends_its_line_in_time_though_slices_are_short(kind: str) -> None:
    async def main() -> None:
        bench = Bench(1, kinds=(StepKind.NUMBER_ASSIGN,))
        system = bench.systems[StepKind.NUMBER_ASSIGN]
        if kind == "the object":
            system.moved = frozenset({f"{StepKind.NUMBER_ASSIGN}:1"})
        else:
            system.held_until = float("inf")
        took = await _in_short_slices(bench)
        (entry,) = bench.books.entries.values()
        assert (entry.outcome, system.sent.total()) == ("skipped", 0)
        assert bench.pace.lag <= took < 2 * bench.pace.lag

    virtually(main())


def test_what_a_write_depends_on_is_believed_to_be_there_as_long_as_it_may_lag() -> None:
    async def main() -> None:
        bench = Bench(1, kinds=(StepKind.NUMBER_ASSIGN,))
        system = bench.systems[StepKind.NUMBER_ASSIGN]
        system.held_until = bench.clock.now() + 0.9 * bench.pace.lag
        await _in_short_slices(bench)
        assert (bench.done, system.sent.total()) == (1, 1)

    virtually(main())


def test_time_is_up_only_for_those_whom_another_job_waits_for() -> None:
    async def main() -> None:
        bench = Bench(2000, kinds=(UPLOAD,))
        bench.systems[UPLOAD].wait = lambda: 1.0
        bench.books.other_job = True
        left = await bench.run()
        assert left.open > 0
        assert left.wait == 0.0, "there is more to send at once"
        assert bench.pace.slice <= bench.clock.now() - bench.begun < bench.pace.slice + 10

    virtually(main())


@pytest.mark.long
@pytest.mark.parametrize("asked", ["pause", "stop", "hand over", "taken over", "unlinked", "database"])
def test_a_slice_ends_soon_after_its_reason_to(asked: str) -> None:
    async def main() -> None:
        bench = Bench(5000, kinds=(UPLOAD,))
        bench.systems[UPLOAD].wait = lambda: 1.0
        running = asyncio.create_task(bench.run())
        await asyncio.sleep(20.0)
        before = bench.clock.now()
        match asked:
            case "pause":
                bench.books.asked = "pause"
            case "stop":
                bench.stopping.set()
            case "hand over":
                bench.place.asked = True
            case "taken over":
                bench.books.owner = "another"
            case "unlinked":
                bench.not_linked = NotConnected("Not linked.")
            case "database":
                bench.books.fault = OSError("gone")
        ends = {"taken over": Stale, "unlinked": NotConnected, "database": OSError}
        if asked in ends:
            with pytest.raises(ExceptionGroup) as caught:
                await running
            assert caught.group_contains(ends[asked])
        else:
            assert (await running).open > 0
        assert bench.clock.now() - before < 10.0

    virtually(main())


@pytest.mark.long
def test_a_slice_that_only_waits_says_that_it_lives() -> None:
    async def main() -> None:
        bench = Bench(10)
        bench.systems[StepKind.NUMBER_VISIBLE].shows = lambda: 7200.0
        left = await bench.run(10_000.0)
        assert (left.open, bench.done) == (0, 10)
        assert bench.books.beats >= 7200 / bench.pace.beat * 0.9

    virtually(main())


def test_a_lane_without_workers_is_noticed_within_minutes() -> None:
    """Whatever fault of ours may cause it."""

    class Deserted(Slice):
        async def _worker(self, name: str) -> None:
            if name != "operator":
                await super()._worker(name)

    async def main() -> None:
        bench = Bench(10, kind_of_slice=Deserted)
        before = bench.clock.now()
        with pytest.raises(ExceptionGroup) as caught:
            await bench.slice().run()
        assert caught.group_contains(Stuck, match="lane operator")
        assert bench.clock.now() - before < 3 * bench.pace.beat

    virtually(main())


def test_a_call_that_never_ends_is_noticed() -> None:
    class Hanging(Slice):
        async def _push(self, work: Work) -> None:
            if work.kind is UPLOAD:
                await asyncio.Event().wait()
            await super()._push(work)

    async def main() -> None:
        bench = Bench(10, kind_of_slice=Hanging)
        before = bench.clock.now()
        with pytest.raises(ExceptionGroup) as caught:
            await bench.slice().run()
        assert caught.group_contains(Stuck, match=r"operator.number_upload, \d+ lines, \d+ s without a word")
        assert bench.pace.silence < bench.clock.now() - before < bench.pace.silence + 60

    virtually(main())


def test_a_long_read_that_goes_on_is_no_standstill() -> None:
    async def main() -> None:
        bench = Bench(10, kinds=(UPLOAD,))
        run = bench.slice()
        bench.systems[UPLOAD].wait = lambda: 3000.0

        async def pages() -> None:
            while True:
                await asyncio.sleep(60.0)
                run.floor.heard()

        reading = asyncio.create_task(pages())
        left = await run.run()
        reading.cancel()
        assert left.open == 0

    virtually(main())


@pytest.mark.parametrize("step", [600.0, -600.0])
def test_a_clock_that_is_set_stops_nothing_and_repeats_nothing(step: float) -> None:
    """In the middle of a job, while answers are lost: nothing stands still, nothing is sent twice, nothing fails."""

    async def main() -> None:
        rng, bench = Random(1), Bench(400)
        for system in bench.systems.values():
            system.wait = lambda: 0.5
            system.shows = lambda: 3.0
        bench.systems[UPLOAD].silent = lambda: rng.random() < 0.1
        undisturbed = await until_done(Bench(400), None)
        took = await until_done(bench, step)
        assert sent_once(bench)
        assert took < undisturbed + 120

    virtually(main())


async def until_done(bench: Bench, step: float | None) -> float:
    """How long a job takes whose clock is set every ten seconds, forward and back in turn."""
    before = bench.clock.now()

    async def setting() -> None:
        way = step or 0.0
        while True:
            await asyncio.sleep(10.0)
            bench.wall.step(way)
            way = -way

    clock = asyncio.create_task(setting())
    while (left := await bench.run()).open:
        await bench.clock.sleep(left.wait)
    clock.cancel()
    assert bench.done == bench.count
    return bench.clock.now() - before


def test_times_from_another_clock_are_taken_with_care() -> None:
    """A ledger whose times lie ahead, as after a clock was set back while the program was down."""

    async def main() -> None:
        bench = Bench(40)
        for system in bench.systems.values():
            system.shows = lambda: 2.0
        bench.place.asked = True
        await bench.run()
        bench.place.asked = False
        bench.wall.step(-36_000.0)
        left = await bench.run(600.0)
        assert (left.open, bench.done) == (0, 40)
        assert sent_once(bench)

    virtually(main())


def test_a_sign_in_that_is_not_taken_for_a_moment_stops_nothing() -> None:
    """A fresh token may be refused, too, now and then: only what lasts is believed."""

    async def main() -> None:
        bench = Bench(60)
        until = bench.clock.now() + 20.0
        for system in bench.systems.values():
            system.bars = lambda: bench.clock.now() < until
        left = await bench.run()
        assert (left.open, bench.done) == (0, 60)
        assert sent_once(bench)

    virtually(main())


def test_a_sign_in_that_is_taken_no_more_stops_the_job() -> None:
    async def main() -> None:
        bench = Bench(60)
        begun = bench.clock.now()
        for system in bench.systems.values():
            system.bars = lambda: True
        with pytest.raises(ExceptionGroup) as stopped:
            await bench.run()
        assert stopped.group_contains(RemoteRefused)
        assert 60.0 <= bench.clock.now() - begun < 180.0

    virtually(main())


def sent_once(bench: Bench) -> bool:
    """Whether every write was sent once."""
    return all(count == 1 for system in bench.systems.values() for count in system.sent.values())


@pytest.mark.long
@pytest.mark.parametrize("part", range(4))
def test_whatever_happens_in_whatever_order_every_slice_ends_and_no_line_is_left_lying(part: int) -> None:
    for seed in range(part, SEEDS, 4):
        virtually(_anything(seed))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_whatever_happens_thousands_of_times(part: int) -> None:
    for seed in range(SEEDS + part, SEEDS + 3000, 8):
        virtually(_anything(seed))


def _anything(seed: int) -> Coroutine[Any, Any, None]:
    """Lines, waits, faults and requests by chance; in the end every line is done, or the job is cancelled."""
    return _told(seed, _whatever(Random(seed)))


async def _told(seed: int, happening: Coroutine[Any, Any, None]) -> None:
    try:
        await happening
    except (AssertionError, TimeoutError) as error:
        raise AssertionError(f"seed {seed}: {error or 'it never ended'}") from error


async def _whatever(rng: Random) -> None:
    bench, turn = _bench(rng), 0
    while True:
        requests = asyncio.create_task(_wishes(rng, bench)) if turn < 6 else None
        left = await bench.run()
        if requests:
            requests.cancel()
        bench.books.asked = "cancel" if bench.books.asked == "cancel" else ""
        bench.books.other_job, bench.place.asked = False, False
        bench.stopping.clear()
        if left.open == 0:
            break
        turn += 1
        assert turn < 60, "slice after slice without an end"
        await asyncio.sleep(left.wait)
    outcomes = {entry.outcome for entry in bench.books.entries.values()}
    assert outcomes <= ({"done", "cancelled"} if bench.books.asked == "cancel" else {"done"}), outcomes


def _bench(rng: Random) -> Bench:
    bench = Bench(rng.randint(1, 60), wait=uneven(rng, rng.choice([0.0, 0.05, 0.5, 5.0])), pace=Pace())
    bench.linked_takes = uneven(rng, rng.choice([0.0, 0.5, 20.0]))
    for system in bench.systems.values():
        system.wait = uneven(rng, rng.choice([0.0, 0.5, 5.0, 40.0]))
        system.shows = uneven(rng, rng.choice([0.0, 10.0, 100.0]))
        busy, silent = rng.choice([0.0, 0.0, 0.2]), rng.choice([0.0, 0.0, 0.1])
        system.busy = lambda p=busy: rng.random() < p  # type: ignore[misc]
        system.silent = lambda p=silent: rng.random() < p  # type: ignore[misc]
    return bench


async def _wishes(rng: Random, bench: Bench) -> None:
    """Something is wanted of the slice some time after it began, or its clock is set."""
    await asyncio.sleep(rng.choice([0.0, 5.0, 29.5, 30.0, 31.0]) + rng.random())
    match rng.choice(["nothing", "pause", "cancel", "other job", "hand over", "stop", "clock", "clock"]):
        case "pause" | "cancel" as asked:
            bench.books.asked = asked
        case "other job":
            bench.books.other_job = True
        case "hand over":
            bench.place.asked = True
        case "stop":
            bench.stopping.set()
        case "clock":
            bench.wall.step(rng.choice([-600.0, 600.0, -3.0, 3.0, 40_000.0]))
