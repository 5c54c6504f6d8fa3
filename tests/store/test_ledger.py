"""The ledger: a job opens once and wholly, and only its present owner writes."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from services.domain.errors import Stale
from services.domain.plan import write
from services.domain.states import LineOutcome, LinePhase
from services.store.ledger import LedgerEntry
from services.store.store import Store
from services.store.tables import JobRow, LedgerRow
from tests.store.rows import TENANT, a_job, a_job_row, a_plan, some_lines


@pytest.fixture
async def approved(store: Store) -> Store:
    """A store with an approved plan of three lines."""
    await store.plans.add(a_plan(state="approved"), write(some_lines()))
    return store


async def test_a_job_has_an_open_entry_a_line(approved: Store) -> None:
    assert await approved.ledger.open(a_job())
    assert await approved.ledger.entries("job-1") == tuple(LedgerEntry(no, since=1.0) for no in (1, 2, 3))
    assert (await approved.plans.get("plan-1", TENANT)).job_id == "job-1"
    assert await approved.plans.approved_without_job() == ()


async def test_a_plan_has_one_job_however_many_try(approved: Store) -> None:
    tries = (approved.ledger.open(a_job(f"job-{n}")) for n in range(20))
    assert sorted(await asyncio.gather(*tries)) == [False] * 19 + [True]
    async with approved.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(JobRow)) == 1
        assert await session.scalar(select(func.count()).select_from(LedgerRow)) == 3


@pytest.mark.parametrize("state", ["ready", "waiting", "rejected", "discarded"])
async def test_no_job_without_a_yes(store: Store, state: str) -> None:
    await store.plans.add(a_plan(state=state), write(some_lines()))
    assert not await store.ledger.open(a_job())
    assert await store.ledger.find("job-1") is None


async def test_a_job_that_cannot_be_stored_whole_is_not_stored(approved: Store) -> None:
    async with approved.db.begin() as session:
        session.add(LedgerRow(job_id="job-1", no=2))  # the way of the second line is blocked
    with pytest.raises(IntegrityError):
        await approved.ledger.open(a_job())
    assert await approved.ledger.find("job-1") is None
    assert [entry.no for entry in await approved.ledger.entries("job-1")] == [2]
    assert len(await approved.plans.approved_without_job()) == 1
    assert await approved.ledger.open(a_job("job-2"))


async def test_an_old_owner_cannot_write(approved: Store) -> None:
    await approved.ledger.open(a_job())
    await approved.ledger.claim("job-1", "old", 2.0)
    entry = (await approved.ledger.entries("job-1"))[0]
    await approved.ledger.write("job-1", "old", [replace(entry, phase=LinePhase.INTENT)])
    await approved.ledger.claim("job-1", "new", 3.0)
    with pytest.raises(Stale):
        await approved.ledger.write("job-1", "old", [replace(entry, phase=LinePhase.ENDED, outcome=LineOutcome.DONE)])
    with pytest.raises(Stale):
        await approved.ledger.set_job("job-1", "old", state="done")
    assert (await approved.ledger.entries("job-1"))[0].phase == "intent"
    await approved.ledger.write("job-1", "new", [replace(entry, phase=LinePhase.ENDED, outcome=LineOutcome.DONE)])
    assert (await approved.ledger.counts("job-1"))["done"] == 1


async def test_a_write_is_stored_whole_or_not_at_all(approved: Store) -> None:
    await approved.ledger.open(a_job())
    await approved.ledger.claim("job-1", "me", 2.0)
    trace = ({"kind": "x", "how": "done", "at": 1.0, "request_id": ""},)
    entries = [replace(e, step=1, phase=LinePhase.POLLING, attempts=2, note="op", trace=trace) for e in some_entries()]
    await approved.ledger.write("job-1", "me", entries)
    assert list(await approved.ledger.entries("job-1")) == entries
    broken = [replace(entries[0], step=9), replace(entries[1], trace=({"bad": object()},))]
    with pytest.raises(Exception, match="serializable"):
        await approved.ledger.write("job-1", "me", broken)
    assert list(await approved.ledger.entries("job-1")) == entries


async def test_one_of_many_owners_holds_the_job(approved: Store) -> None:
    await approved.ledger.open(a_job())
    await asyncio.gather(*(approved.ledger.claim("job-1", f"owner-{n}", 2.0) for n in range(20)))
    results = await asyncio.gather(
        *(approved.ledger.write("job-1", f"owner-{n}", []) for n in range(20)), return_exceptions=True
    )
    assert sum(isinstance(result, Stale) for result in results) == 19


def some_entries() -> list[LedgerEntry]:
    """The entries of a fresh job."""
    return [LedgerEntry(no, since=1.0) for no in (1, 2, 3)]


async def test_jobs_come_with_those_at_work_first_a_part_at_a_time(store: Store) -> None:
    async with store.db.begin() as session:
        session.add_all(
            a_job_row(f"job-{n}", f"plan-{n}", created_at=float(n), ended_at=0.0 if n == 2 else 50.0)
            for n in range(1, 6)
        )
        session.add(a_job_row("job-9", "plan-9", tenant_id="another"))
        session.add_all(
            LedgerRow(job_id="job-3", no=no, outcome=LineOutcome.DONE if no < 3 else "failed") for no in range(1, 4)
        )
    found = [job.id for job in await store.ledger.recent(TENANT)]
    assert found == ["job-2", "job-5", "job-4", "job-3", "job-1"]
    assert [job.id for job in await store.ledger.recent(TENANT, 2, 2)] == found[2:4]
    assert await store.ledger.how_many(TENANT) == 5
    assert await store.ledger.done_of(TENANT) == {"job-3": 2}


async def test_signs_of_life_are_counted_and_a_stuck_job_moves_on(store: Store) -> None:
    await store.plans.add(a_plan(state="approved"), write(some_lines()))
    await store.ledger.open(a_job())
    assert await store.ledger.signs() == {"job-1": (TENANT, 0, 0)}
    await store.ledger.claim("job-1", "me", 2.0)
    assert await store.ledger.run_again("job-1", 0, stuck_at=5.0)
    assert await store.ledger.stuck() == ("job-1",)
    assert await store.ledger.signs() == {"job-1": (TENANT, 1, 1)}
    assert await store.ledger.beat("job-1", "me") == pytest.approx(await store.db.now(), abs=5.0)
    assert await store.ledger.stuck() == ()
    await store.ledger.write("job-1", "me", [])
    assert await store.ledger.signs() == {"job-1": (TENANT, 1, 3)}
    with pytest.raises(Stale):
        await store.ledger.beat("job-1", "another")
    with pytest.raises(Stale):
        await store.ledger.wanted("job-1", "another")


async def test_a_job_of_a_process_that_counts_nothing_is_told_apart(store: Store) -> None:
    async with store.db.begin() as session:
        session.add(a_job_row(state="running"))
    assert await store.ledger.signs() == {"job-1": (TENANT, 0, -1)}
