"""Plans and jobs: what was approved is what is done, once, whatever breaks on the way; and the record tells."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from services.domain.change import Change
from services.domain.people import Person
from services.domain.steps import StepKind
from services.planning.planner import make_plan
from services.remote.retry import ATTEMPTS, Again, Answered, Lost, Stop, Verdict, decide
from services.store.store import Store
from services.store.tables import RecordEntryRow
from tests.services.execution.slices import Bench
from tests.services.planning.test_planner import WORLD, _hash, requests
from tests.store.rows import TENANT
from tests.store.test_record import entry, unlock
from tests.support.virtual import virtually


@given(requests(), st.integers(0, 11))
@settings(max_examples=50, deadline=None)
def test_12_a_plans_token_is_bound_to_tenant_author_and_every_step(
    asked: tuple[list[Change], dict[int, Person]], which: int
) -> None:
    plan = make_plan("t", *asked, WORLD)
    good = _hash("contoso", "alex", plan.lines)
    assert good not in (_hash("fabrikam", "alex", plan.lines), _hash("contoso", "sam", plan.lines))
    if plan.busy_lines:
        line = plan.busy_lines[which % len(plan.busy_lines)]
        step = replace(line.steps[0], object="somebody else's")
        bent = tuple(replace(one, steps=(step, *one.steps[1:])) if one is line else one for one in plan.lines)
        assert _hash("contoso", "alex", bent) != good


@pytest.mark.parametrize("moment", [0.05, 0.35, 0.65, 0.95, 1.5, 2.5, 4.0, 8.0])
def test_16_a_run_that_dies_anywhere_is_gone_on_with(moment: float) -> None:
    async def main() -> None:
        bench = Bench(20)
        for system in bench.systems.values():
            system.wait = lambda: 0.3
        dying = asyncio.create_task(bench.slice().run())
        await asyncio.sleep(moment)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        left = await bench.run()
        outcomes = [entry.outcome for entry in bench.books.entries.values()]
        assert (left.open, outcomes) == (0, ["done"] * 20)  # planned = done + failed + skipped

    virtually(main())


def gone_on_with(by: float) -> float:
    """How long a run takes that goes on where another one died, on a clock that is set otherwise by so much."""

    async def main() -> float:
        bench = Bench(20)
        for system in bench.systems.values():
            system.wait, system.takes_from = lambda: 0.3, 2  # the first write of each object is lost
        dying = asyncio.create_task(bench.slice().run())
        await asyncio.sleep(0.75)  # the first ones are sent, and not answered
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        assert bench.systems[StepKind.EXTENSION_CREATE].sent
        bench.wall.step(by)
        begun = bench.clock.now()
        assert (await bench.run(86_400.0)).open == 0
        assert (bench.done, max(bench.systems[StepKind.EXTENSION_CREATE].sent.values())) == (20, 2)
        return bench.clock.now() - begun

    return virtually(main())


def test_16_the_next_run_does_not_wait_for_a_clock_that_is_wrong() -> None:
    """`judge.adopted` holds it: a run takes over no time of another clock that lies ahead of its own."""
    right = gone_on_with(0.0)
    for by in (-3_600.0, 3_600.0):
        assert abs(gone_on_with(by) - right) < 60.0


def test_18_a_throttled_or_lost_call_is_repeated_within_bounds_and_never_blindly() -> None:
    for attempt in range(1, ATTEMPTS):
        told = decide(attempt, Answered(429, retry_after=7.0), False, 0.5)
        untold = decide(attempt, Answered(429), False, 0.5)
        assert isinstance(told, Again)
        assert told.after == 7.0
        assert isinstance(untold, Again)
        assert 0 < untold.after <= 20
    for status in (429, 502, 504):
        assert isinstance(decide(ATTEMPTS, Answered(status), True, 0.5), Stop)
    assert decide(1, Answered(412), True, 0.5) == Stop(Verdict.REFUSED)
    # Sent, and no answer: it may have had its effect, so it is read back instead of being sent again.
    for lost in (Lost(sent=True), Answered(502), Answered(504)):
        gone = decide(1, lost, False, 0.5)
        assert isinstance(gone, Stop)
        assert gone.verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("harm", ["flip", "delete", "reorder", "cut"])
async def test_24_what_is_done_to_the_record_is_named(store: Store, harm: str) -> None:
    for no in range(1, 8):
        await store.record.append(entry(no))
    assert (await store.checkpoints.verify(TENANT)).good
    await unlock(store)
    async with store.db.begin() as session:
        if harm == "flip":
            await session.execute(update(RecordEntryRow).where(RecordEntryRow.seq == 4).values(actor="sam"))
        elif harm == "delete":
            await session.execute(delete(RecordEntryRow).where(RecordEntryRow.seq == 4))
        elif harm == "cut":
            await session.execute(delete(RecordEntryRow).where(RecordEntryRow.seq >= 4))
        else:
            for old, new in ((4, 99), (5, 4), (99, 5)):
                await session.execute(update(RecordEntryRow).where(RecordEntryRow.seq == old).values(seq=new))
    assert (await store.checkpoints.verify(TENANT)).entry == 4
