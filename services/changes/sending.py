"""Storing plans, and sending them to those who decide."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.approval_count import other_humans
from services.changes.away import stand_ins
from services.changes.needs import needed_of
from services.changes.plan_binding import workspace_of
from services.changes.plan_checks import need_fresh, need_mine
from services.changes.plan_moves import Begins, By, came_from, move, record_in
from services.changes.rights import need_right
from services.context import Services
from services.domain.access import Right
from services.domain.bond import Bond
from services.domain.errors import BadInput
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.plan import Plan
from services.domain.record.entries import Recorded
from services.domain.states import PlanState
from services.domain.trace import correlation
from services.planning.prepared import Prepared, prepare
from services.store.records import StoredPlan

_DAY_SECONDS = 86_400.0
_MAX_REASON_CHARACTERS = 300  # characters


async def new_plan(
    services: Services,
    plan: Plan,
    bond: Bond,
    author: str,
    author_name: str,
    draft_id: str = "",
    starts_at: float = 0.0,
) -> StoredPlan:
    """Store a plan that has steps, bound to the organisation it was made for; the stored plan, `ready`."""
    made = await asyncio.to_thread(prepare, plan, bond.tenant_id, author)
    return await store_plan(services, made, bond, author_name, draft_id, starts_at)


async def store_plan(
    services: Services,
    made: Prepared,
    bond: Bond,
    author_name: str,
    draft_id: str = "",
    starts_at: float = 0.0,
) -> StoredPlan:
    """Store a prepared plan, as `new_plan` does; the stored plan."""
    row = await keep_plan(services, made, bond, author_name, draft_id, starts_at)
    async with services.store.db.begin() as session:
        await services.store.plans.move_in(session, row.id, (PlanState.STORING,), PlanState.READY)
        await made_in(services, session, row)
    return replace(row, state=PlanState.READY)


async def keep_plan(
    services: Services,
    made: Prepared,
    bond: Bond,
    author_name: str,
    draft_id: str = "",
    starts_at: float = 0.0,
) -> StoredPlan:
    """Store a prepared plan that is `storing`: it isn't shown, and comes to nothing unless it is moved on.

    Its lines are written in parts, so that thousands of them delay nobody. A plan with a starting time has to be
    decided before it.
    """
    row = _storing(services, made, bond, author_name, draft_id, starts_at)
    row = replace(row, needs_approval=bool((await needed_of(services, row)).count))
    await services.store.plans.add(row, made.lines)
    return row


def _storing(
    services: Services, made: Prepared, bond: Bond, author_name: str, draft_id: str, starts_at: float
) -> StoredPlan:
    """The row of a plan that is being stored; a starting time that is over counts as none."""
    now = services.clock.now()
    starts_at = starts_at if starts_at > now else 0.0
    ends = now + services.settings.plan_days * _DAY_SECONDS
    return StoredPlan(
        id=services.make_id(),
        tenant_id=made.tenant_id,
        org_uuid=bond.org_uuid,
        author=made.author,
        author_name=author_name,
        title=made.title,
        draft_id=draft_id,
        undo_of=made.undo_of,
        state=PlanState.STORING,
        hash=made.hash,
        summary=made.summary,
        lines=len(made.lines),
        busy=made.busy,
        needs_approval=made.needs_approval,
        created_at=now,
        expires_at=min(ends, starts_at) if starts_at else ends,
        starts_at=starts_at,
        ref=correlation.get(),
    )


async def made_in(services: Services, session: AsyncSession, row: StoredPlan) -> None:
    """Record that a plan was made, in the transaction that takes it out of `storing`."""
    by = By(row.author, row.author_name, Recorded.PLAN_MADE, {"hash": row.hash, "lines": row.lines})
    await record_in(services, session, row, by)


async def submit(
    services: Services, row: StoredPlan, who: str, asked: Sequence[str], reason: str = "", begins: Begins | None = None
) -> None:
    """Send the author's plan to the other admins, `asked` by their object ids; NotConnected as for an approval.

    `reason` is shown to them and recorded. What `begins` the plan's link happens in the same transaction.
    """
    need_mine(row, who)
    need_fresh(services, row)
    if begins is None:
        await workspace_of(services, row)
    await need_right(services, row, who, Right.CHANGE)
    if not (await needed_of(services, row)).count:
        raise BadInput(tr("This plan needs no approval."), fix=tr("Apply it."))
    asked, doubtful = await other_humans(services, row, asked)
    if not asked:
        raise BadInput(
            tr("There is nobody to ask yet."),
            tr("All other admins are accounts of your own."),
            tr("Ask somebody to install me."),
        )
    kept = reason[:_MAX_REASON_CHARACTERS]
    by = By(who, row.author_name, Recorded.PLAN_SUBMITTED, {"asked": list(asked)}, kept)
    notices = [(NoticeKind.APPROVAL, object_id) for object_id in asked]
    handed = await stand_ins(services, row.tenant_id, asked)
    summary = {**row.summary, "asked": asked, "doubtful": doubtful, "reason": kept, "handed": handed}
    await move(services, row, (came_from(begins),), PlanState.WAITING, by, notices, begins, summary=summary)
