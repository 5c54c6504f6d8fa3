"""A system that is away at a bad moment holds a job up; it does not lose it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from services.sandbox.faults import Rule
from tests.support.processes import until
from tests.support.town import Town

_ILL = "CREATE TRIGGER ill BEFORE UPDATE ON ledger WHEN new.step > 0 BEGIN SELECT RAISE(ABORT, 'disk is ill'); END"
SEED = Path(__file__).parent.parent / "data" / "seed-bulk.csv"


async def _approved(place: Town) -> None:
    alex, sam = await place.person("Alex"), await place.person("Sam")
    await alex.send(SEED.name, SEED.read_bytes())
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan", "Alex")
    await sam.click("Approve")


@pytest.mark.slow
async def test_reading_back_waits_for_a_system_that_is_away(place: Town) -> None:
    alex = await place.connected("Alex")
    await place.fault(system="graph", kind="slow", match="assignNumber", times=1, seconds=0.5)
    await _approved(place)

    async def mapped() -> bool:
        return sum(key.startswith("number.map:") for key in await place.effects()) == 4

    await until(mapped, "the CPaaS has it all")
    # From here on the extensions are read only to see whether all of it holds; two minutes is more than a call waits.
    await place.fault(system="cpaas", kind="429", match="GET .*/extensions", times=2, retry_after=200)
    closing = await alex.sees("Result as a file", SEED.name)
    assert "4 done" in closing.words
    assert max(await place.struck()) == 2


@pytest.mark.slow
async def test_a_job_outlives_a_database_that_fails_for_a_moment(place: Town) -> None:
    alex = await place.connected("Alex")
    async with place.bot.store.db.begin() as session:
        await session.execute(text(_ILL))
    owners: set[str] = set()

    async def tried_again() -> bool:
        owners.update(job.owner for job in await place.bot.store.ledger.unfinished())
        return len(owners - {""}) >= 3

    with capture_logs() as logs:
        await _approved(place)
        await until(tried_again, "a third slice")
    assert "slice broke" in {entry["event"] for entry in logs}
    async with place.bot.store.db.begin() as session:
        await session.execute(text("DROP TRIGGER ill"))
    closing = await alex.sees("Result as a file", SEED.name)
    assert "4 done" in closing.words
    effects = await place.effects()
    assert all(count == 1 for count in effects.values()), effects


@pytest.mark.slow
async def test_one_list_that_lags_behind_fails_no_line(place: Town) -> None:
    """While reading back, and while lines wait for their turn: what one read doesn't show, the next one does."""
    alex = await place.connected("Alex")
    early = place.sandbox.copy()
    await place.fault(system="graph", kind="slow", match="assignNumber", times=1, seconds=0.5)
    await _approved(place)

    async def mapped() -> bool:
        return sum(key.startswith("number.map:") for key in await place.effects()) == 4

    await until(mapped, "the CPaaS has it all")
    place.sandbox.faults.add(Rule(system="cpaas", kind="stale", match="GET .*/extensions", times=1), early)
    closing = await alex.sees("Result as a file", SEED.name)
    assert (await place.struck())[-1] == 1
    assert "4 done" in closing.words
