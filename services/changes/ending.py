"""Plans that end without being applied, and notices while they wait."""

from __future__ import annotations

from services.changes.plan_checks import need_mine
from services.changes.plan_moves import REDRAW, By, move, tell_in
from services.changes.plan_summary import asked_of, handed_in
from services.context import Services
from services.domain.notice_kind import NoticeKind
from services.domain.record.entries import Recorded
from services.domain.states import PlanState
from services.store.records import StoredPlan


async def withdraw(services: Services, row: StoredPlan, who: str) -> None:
    """The author takes the plan back: one that was sent is withdrawn, any other discarded.

    One that was approved and hasn't begun can be taken back by whoever approved it, too.
    """
    if row.state != PlanState.SCHEDULED or who != row.decided_by:
        need_mine(row, who)
    came_from, to = PlanState.WAITING, PlanState.WITHDRAWN
    if row.state == PlanState.SCHEDULED:
        came_from = PlanState.SCHEDULED
    if row.state in (PlanState.READY, PlanState.DISCARDED):
        came_from, to = PlanState.READY, PlanState.DISCARDED
    by = By(who, row.author_name if who == row.author else row.decided_name, Recorded(f"plan.{to}"))
    others = [one for one in (row.author, row.decided_by) if one and one != who]
    notices = [(NoticeKind.DECIDED, one) for one in others] if came_from == PlanState.SCHEDULED else []
    await move(services, row, (came_from,), to, by, [*notices, REDRAW], decided_at=services.clock.now())


async def expire(services: Services, row: StoredPlan) -> None:
    """Close a plan that nobody decided in time; if it was sent, its author and everybody asked are told."""
    people = (row.author, *asked_of(row)) if row.state == PlanState.WAITING else ()
    by = By("switchboard", "", Recorded.PLAN_EXPIRED)
    notices = [(NoticeKind.EXPIRED, object_id) for object_id in people]
    await move(services, row, (row.state,), PlanState.EXPIRED, by, [*notices, REDRAW])


async def remind(services: Services, row: StoredPlan) -> None:
    """Tell everybody asked, unless they handed it on, that the plan's time ends soon."""
    async with services.store.db.begin() as session:
        for object_id in asked_of(row):
            if object_id not in handed_in(row):
                await tell_in(services, session, row, NoticeKind.REMINDER, object_id)


async def overtake(services: Services, row: StoredPlan, why: str) -> None:
    """Close an approved plan that no longer fits at its time; its author and approvers are told why."""
    yeses = [one.object_id for one in await services.store.decisions.of(row.id)]
    by = By("switchboard", "", Recorded.PLAN_OVERTAKEN)
    notices = [(NoticeKind.OVERTAKEN, one) for one in dict.fromkeys((row.author, row.decided_by, *yeses))]
    await move(services, row, (PlanState.SCHEDULED,), PlanState.OVERTAKEN, by, [*notices, REDRAW], comment=why[:500])


async def announce(services: Services, row: StoredPlan) -> None:
    """Tell the author and approvers of a dated plan that it begins soon."""
    async with services.store.db.begin() as session:
        for object_id in dict.fromkeys((row.author, row.decided_by)):
            await tell_in(services, session, row, NoticeKind.SOON, object_id)
