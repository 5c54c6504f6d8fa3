"""Decisions on plans: made once, bound to the plan's hash, never made by its author."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import Enum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.approval_count import Ballot, ballot, need_another_human, need_room, not_alone, same_policy
from services.changes.authors import need_author
from services.changes.beginning import open_soon
from services.changes.needs import POLICY, needed_of
from services.changes.plan_binding import is_about_the_link, workspace_of
from services.changes.plan_checks import need_fresh, need_mine, need_unchanged
from services.changes.plan_moves import (
    REDRAW,
    Begins,
    By,
    came_from,
    follow_in,
    in_trace_of,
    move,
    need_same,
    record_in,
    tell_in,
)
from services.changes.rights import is_about_rules, need_right
from services.context import Services
from services.domain.access import Right
from services.domain.errors import NotAllowed
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import join_text, tr
from services.domain.record.entries import Recorded
from services.domain.same_human import SameHuman
from services.domain.states import PlanState
from services.store.records import PlanDecision, StoredPlan

_MAX_RACES = 6  # how often approvals that arrive at the same moment are counted again


async def decide(
    services: Services, row: StoredPlan, who: str, name: str, approve: bool, comment: str, seen_hash: str
) -> StoredPlan:
    """A second person's yes or no. On a yes the job is made and started; returns the plan as it is now.

    NotConnected when the tenant was unlinked since, or linked to another organisation than the plan is for.
    """
    need_other(row, who, approve)
    need_fresh(services, row)
    await need_right(services, row, who, Right.APPROVE)
    await need_unchanged(services, row, seen_hash)
    if approve:
        await workspace_of(services, row)
    said = PlanDecision(plan_id=row.id, object_id=who, name=name, at=services.clock.now(), comment=comment[:500])
    with in_trace_of(row, "plan decided"):
        await (_yes(services, row, said) if approve else _no(services, row, said))
    return await services.store.plans.get(row.id, row.tenant_id)


def need_other(row: StoredPlan, who: str, approve: bool) -> None:
    """NotAllowed if this person is the plan's author, with what an author can do instead."""
    if who != row.author:
        return
    why = tr("It takes a second pair of eyes.")
    if approve:
        raise NotAllowed(tr("You can't approve your own plan."), why, tr("Ask another admin."))
    fix = tr("To take it back, say *approvals* in our own chat, and withdraw it there.")
    raise NotAllowed(tr("You can't reject your own plan."), why, fix)


async def _yes(services: Services, row: StoredPlan, said: PlanDecision) -> None:
    """Count an approval; the last one needed approves the plan, even if others click at the same moment."""
    how = await need_another_human(services, row, said.object_id)
    await need_author(services, row)
    for _ in range(_MAX_RACES):
        counted = await ballot(services, row, said.object_id)
        outcome = await _count(services, row, said, counted, unsure=how is SameHuman.MAYBE)
        if outcome is not _Vote.RACED:
            break
    if outcome is _Vote.OVER:
        await need_same(services, row, PlanState.SCHEDULED if row.starts_at else PlanState.APPROVED, said.object_id)
    if outcome is not _Vote.COUNTED and not row.starts_at:
        await open_soon(services, row)


class _Vote(Enum):
    """The effect of one approval."""

    COUNTED = "counted"  # more are needed
    ENOUGH = "enough"  # the plan is approved by it
    RACED = "raced"  # another one arrived at the same moment: count again
    OVER = "over"  # the plan no longer waits


async def _count(services: Services, row: StoredPlan, said: PlanDecision, counted: Ballot, *, unsure: bool) -> _Vote:
    """Store an approval, and approve the plan if it is the last one needed, in one transaction."""
    detail: dict[str, Any] = {"hash": row.hash, "needs": counted.needs.count}
    if without := [need.without for need in counted.needs.needs if need.without]:
        detail["without"] = without
    if unsure:
        detail["unsure"] = tr("This may be another account of the author's.")
    plans, decisions = services.store.plans, services.store.decisions
    async with services.store.db.begin() as session:
        if not await plans.hold_in(session, row.id, PlanState.WAITING):
            return _Vote.OVER
        await same_policy(services, session, row, counted.rules)
        if await decisions.add_in(session, said):
            by = By(said.object_id, said.name, Recorded.PLAN_APPROVED, detail, said.comment)
            await record_in(services, session, row, by)
            await tell_in(services, session, row, NoticeKind.REDRAW, "", f"yes-{said.object_id}")
        there = await decisions.of_in(session, row.id)
        if counted.enough(there):
            names = join_text(" and ", (one.name for one in there if one.object_id in counted.groups))
            values: dict[str, Any] = {"decided_by": said.object_id, "decided_name": names, "comment": said.comment}
            to = PlanState.SCHEDULED if row.starts_at else PlanState.APPROVED
            if row.starts_at:
                values["expires_at"] = row.starts_at
                await tell_in(services, session, row, NoticeKind.DECIDED, row.author)
                await tell_in(services, session, row, NoticeKind.REDRAW, "", to)
            await plans.move_in(session, row.id, (PlanState.WAITING,), to, decided_at=said.at, **values)
            await follow_in(services, session, row, to)
            return _Vote.ENOUGH
        return _Vote.RACED if counted.misses(there) else _Vote.COUNTED


async def _no(services: Services, row: StoredPlan, said: PlanDecision) -> None:
    values: dict[str, Any] = {
        "decided_by": said.object_id,
        "decided_name": said.name,
        "decided_at": said.at,
        "comment": said.comment,
    }
    by = By(said.object_id, said.name, Recorded.PLAN_REJECTED, {"hash": row.hash}, said.comment)
    await move(
        services,
        row,
        (PlanState.WAITING,),
        PlanState.REJECTED,
        by,
        [(NoticeKind.DECIDED, row.author), REDRAW],
        **values,
    )


async def apply_now(
    services: Services, row: StoredPlan, who: str, seen_hash: str, begins: Begins | None = None
) -> StoredPlan:
    """The author applies a single reversible change at once; NotAlone when policy wants a second person.

    What `begins` the plan's link happens in the same transaction.
    """
    need_mine(row, who)
    need_fresh(services, row)
    await need_right(services, row, who, Right.CHANGE)
    await need_unchanged(services, row, seen_hash)
    rules = await services.store.rules.get(row.tenant_id, POLICY)
    needed = await needed_of(services, row)
    if needed.count:
        raise not_alone(row, needed.why)
    if begins is None:
        await workspace_of(services, row)
    at = await services.store.db.now()  # what the budget of changes made alone is counted by
    values: dict[str, Any] = {"decided_by": who, "decided_name": row.author_name, "decided_at": at}
    alone = {"alone": tr("Nobody else could decide on this.")} if is_about_rules(row) else {}
    by = By(who, row.author_name, Recorded.PLAN_APPLIED, {"hash": row.hash, **alone})

    async def guard(session: AsyncSession) -> None:
        if begins is not None:
            await begins(session)
        if not (is_about_rules(row) or is_about_the_link(row)):
            await need_room(services, session, row, rules)

    await _agree(services, row, (came_from(begins),), by, values, guard)
    return await services.store.plans.get(row.id, row.tenant_id)


async def _agree(
    services: Services,
    row: StoredPlan,
    came_from: tuple[PlanState, ...],
    by: By,
    values: dict[str, Any],
    guard: Callable[[AsyncSession], Awaitable[None]] | None = None,
) -> None:
    """Approve the plan: its job is made at once, or when the plan's time comes."""
    if not row.starts_at:
        await move(services, row, came_from, PlanState.APPROVED, by, guard=guard, **values)
        await open_soon(services, row)
        return
    notices = [(NoticeKind.DECIDED, row.author)] if by.actor != row.author else []
    kept = {**values, "expires_at": row.starts_at}
    await move(services, row, came_from, PlanState.SCHEDULED, by, [*notices, REDRAW], guard=guard, **kept)
