"""What ended long ago is cleaned; the record and what is young stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy import func, select

from services.execution.housekeeping import clean
from services.store import tables
from tests.support.processes import until
from tests.support.town import Town

DAY = 86_400.0
SEED = Path(__file__).parent.parent / "data" / "seed-bulk.csv"
HISTORY = (
    tables.JobRow,
    tables.LedgerRow,
    tables.PlanRow,
    tables.PlanLineRow,
    tables.DraftRow,
    tables.NoticeRow,
    tables.SeenRow,
)


@dataclass(frozen=True, slots=True)
class Later:
    """The machine's clock, days ahead."""

    now_is: float

    def now(self) -> float:
        return self.now_is

    async def sleep(self, seconds: float) -> None:
        raise AssertionError("cleaning doesn't wait")


@pytest.mark.slow
async def test_history_is_kept_as_long_as_asked_and_then_cleaned(place: Town) -> None:
    alex, sam = await place.connected("Alex"), await place.person("Sam")
    await alex.send(SEED.name, SEED.read_bytes())
    await alex.sees("Send for approval")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan", "Alex")
    await sam.click("Approve")
    await alex.sees("Result as a file", "4 done")
    await until(lambda: told(place), "every notice is told")
    before, flows = await rows(place), await workflows()
    assert all(before.values()), before
    assert flows

    services = place.bot.services
    today = services.clock.now()
    young = replace(services, clock=Later(today + 364 * DAY))
    await clean(young, 365.0)
    kept = await rows(place)
    assert {**kept, "seen": 0} == {**before, "seen": 0}
    assert await workflows() == flows
    assert kept["seen"] == 0, "a repeated delivery comes within minutes"

    old = replace(services, clock=Later(today + 373 * DAY))
    assert await clean(old, 365.0) > 0
    assert not any((await rows(place)).values()), await rows(place)
    assert await workflows() == []
    assert (await place.bot.store.checkpoints.verify(place.tenant().id)).good
    assert (await place.bot.store.workspaces.get(place.tenant().id)).state == "connected"
    assert "No jobs yet" in (await alex.say("jobs")).words
    assert await clean(old, 365.0) == 0


async def test_a_job_that_rests_is_kept_however_old(place: Town) -> None:
    store = place.bot.store
    async with store.db.begin() as session:
        session.add_all([job("rests", "paused", 0.0), job("ended", "done", 5.0)])
    await clean(place.bot.services, 365.0)
    async with store.db.read() as session:
        assert set(await session.scalars(select(tables.JobRow.id))) == {"rests"}


def job(ident: str, state: str, ended_at: float) -> tables.JobRow:
    """A job from the beginning of time."""
    return tables.JobRow(
        id=ident,
        tenant_id="t",
        plan_id="p",
        author="a",
        author_name="A",
        title="T",
        state=state,
        total=1,
        created_at=1.0,
        ended_at=ended_at,
    )


async def told(place: Town) -> bool:
    """Whether nothing waits to be told, and the engine has nothing in flight."""
    async with place.bot.store.db.read() as session:
        waiting = await session.scalar(select(func.count()).where(tables.NoticeRow.state.in_(("new", "sending"))))
    flying = await DBOS.list_workflows_async(status=["PENDING", "ENQUEUED"], load_input=False, load_output=False)
    return not waiting and not flying


async def rows(place: Town) -> dict[str, int]:
    """How many rows each table of the history has."""
    async with place.bot.store.db.read() as session:
        return {t.__tablename__: int(await session.scalar(select(func.count()).select_from(t)) or 0) for t in HISTORY}


async def workflows() -> list[str]:
    """What the engine remembers."""
    return [flow.workflow_id for flow in await DBOS.list_workflows_async(load_input=False, load_output=False)]
