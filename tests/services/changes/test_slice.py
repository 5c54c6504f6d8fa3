"""A slice of a job: whatever takes how long, it ends, and as long as it goes on no line waits for a worker who left."""

from __future__ import annotations

import asyncio
from random import Random

import pytest

from services.domain.steps import StepKind
from tests.services.changes.slices import Bench, uneven
from tests.support.virtual import virtually

SEEDS = 120


def test_a_job_is_done_in_one_slice_when_nobody_else_waits() -> None:
    async def main() -> None:
        bench = Bench(200)
        for system in bench.systems.values():
            system.wait = lambda: 0.2
        left = await bench.run()
        assert (left.open, bench.done) == (0, 200)
        assert all(count == 1 for system in bench.systems.values() for count in system.sent.values())

    virtually(main())


def test_nobody_leaves_while_a_slow_read_outlasts_the_slice() -> None:
    """The slice is about to be over, the database takes its time, and no other job waits: everybody stays at work."""

    async def main() -> None:
        bench = Bench(400, kinds=(StepKind.NUMBER_UPLOAD,))
        bench.linked_takes = lambda: 0.5
        bench.systems[StepKind.NUMBER_UPLOAD].wait = lambda: 0.7
        left = await bench.run()
        assert (left.open, bench.done) == (0, 400)

    virtually(main())


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


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_in_whatever_order_every_slice_ends_and_no_line_is_left_lying(seed: int) -> None:
    for number in range(seed, SEEDS, 4):
        virtually(_anything(number))


@pytest.mark.slow
def test_whatever_happens_thousands_of_times() -> None:
    for number in range(SEEDS, SEEDS + 4000):
        virtually(_anything(number))


async def _anything(seed: int) -> None:
    """Lines, waits, faults and wishes by chance; in the end every line is done, or the job is cancelled."""
    rng = Random(seed)
    bench = _bench(rng)
    for turn in range(60):
        wishes = asyncio.create_task(_wishes(rng, bench)) if turn < 6 else None
        began = bench.clock.now()
        try:
            left = await bench.run()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, slice {turn}: {error}") from error
        except TimeoutError as never:
            raise AssertionError(f"seed {seed}, slice {turn}: it never ended") from never
        finally:
            if wishes:
                wishes.cancel()
        bench.books.wish = "cancel" if bench.books.wish == "cancel" else ""
        bench.books.other_job, bench.place.asked = False, False
        bench.stopping.clear()
        if left.open == 0:
            break
        assert bench.clock.now() > began or left.wait >= 0, f"seed {seed}: slices that do nothing"
        await asyncio.sleep(left.wait)
    outcomes = {entry.outcome for entry in bench.books.entries.values()}
    assert outcomes <= ({"done", "cancelled"} if bench.books.wish == "cancel" else {"done"}), f"seed {seed}: {outcomes}"


def _bench(rng: Random) -> Bench:
    bench = Bench(rng.randint(1, 60), wait=uneven(rng, rng.choice([0.0, 0.05, 0.5, 5.0])))
    bench.linked_takes = uneven(rng, rng.choice([0.0, 0.5, 20.0]))
    for system in bench.systems.values():
        system.wait = uneven(rng, rng.choice([0.0, 0.5, 5.0, 40.0]))
        system.shows = uneven(rng, rng.choice([0.0, 10.0, 100.0]))
        busy, silent = rng.choice([0.0, 0.0, 0.2]), rng.choice([0.0, 0.0, 0.1])
        system.busy = lambda p=busy: rng.random() < p  # type: ignore[misc]
        system.silent = lambda p=silent: rng.random() < p  # type: ignore[misc]
    return bench


async def _wishes(rng: Random, bench: Bench) -> None:
    """Something is wanted of the slice, some time after it began."""
    await asyncio.sleep(rng.choice([0.0, 5.0, 29.5, 30.0, 31.0]) + rng.random())
    match rng.choice(["nothing", "pause", "cancel", "other job", "hand over", "stop"]):
        case "pause" | "cancel" as wish:
            bench.books.wish = wish
        case "other job":
            bench.books.other_job = True
        case "hand over":
            bench.place.asked = True
        case "stop":
            bench.stopping.set()
