"""What ended long ago goes with all that belongs to it, and nothing else does."""

from __future__ import annotations

from sqlalchemy import select

from services.domain.access import Access
from services.domain.plan import write
from services.domain.states import LineOutcome
from services.store.ledger import LedgerEntry
from services.store.records import PlanDecision
from services.store.store import Store
from services.store.tables import DecisionRow
from tests.store.rows import a_job, a_plan, some_lines


async def test_who_said_yes_goes_with_the_plan(store: Store) -> None:
    await store.plans.add(a_plan("old", expires_at=10.0), ())
    await store.plans.add(a_plan("young", expires_at=30.0), ())
    async with store.db.begin() as session:
        for plan in ("old", "young"):
            await store.decisions.add_in(session, PlanDecision(plan_id=plan, object_id="sam", name="Sam", at=5.0))
    assert await store.history.clean(20.0) > 0
    async with store.db.read() as session:
        assert list(await session.scalars(select(DecisionRow.plan_id))) == ["young"]


async def test_a_line_that_is_ended_through_a_limited_view_is_counted_with_all(store: Store) -> None:
    await store.plans.add(a_plan(state="approved"), write(some_lines()))
    await store.ledger.open(a_job())
    await store.ledger.claim("job-1", "me", 2.0)
    seen = store.for_viewer(Access(who="alex"))
    await seen.ledger.write("job-1", "me", [LedgerEntry(1, outcome=LineOutcome.DONE, since=3.0)])
    assert store.ledger.ended == {"done": 1}
