"""Moving a plan from one state to the next: decision, record and notices in one transaction."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.follow_ups import subjects_after
from services.changes.plan_binding import links
from services.changes.plan_checks import expired, need_fresh
from services.context import Services
from services.domain.errors import PlanOver
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.record.entries import FoundBy, Personal, Recorded, ToRecord
from services.domain.states import PlanState
from services.domain.subject import Subject, SubjectKind
from services.domain.trace import correlation, following, span
from services.store.records import StoredPlan

REDRAW = (NoticeKind.REDRAW, "")
Begins = Callable[[AsyncSession], Awaitable[None]]  # work done in the transaction that moves the plan
_OVER = frozenset({PlanState.REJECTED, PlanState.WITHDRAWN, PlanState.DISCARDED, PlanState.EXPIRED})
_TAKEN_BACK = {PlanState.WITHDRAWN: "withdrew", PlanState.DISCARDED: "discarded", PlanState.WAITING: "sent"}


def came_from(begins: Begins | None) -> PlanState:
    """The state before the author's move; a plan that begins a link isn't shown before it."""
    return PlanState.READY if begins is None else PlanState.STORING


@dataclass(frozen=True, slots=True)
class By:
    """Who did what, for the record."""

    actor: str
    name: str
    action: Recorded
    detail: dict[str, Any] | None = None
    words: str = ""  # a reason or comment in their own words


async def move(
    services: Services,
    row: StoredPlan,
    came_from: tuple[PlanState, ...],
    to: PlanState,
    by: By,
    notices: Sequence[tuple[NoticeKind, str]] = (),
    guard: Begins | None = None,
    **values: Any,
) -> None:
    """Write decision, record and notices in one commit, so that a crash never leaves a decision untold.

    `guard` runs inside the transaction and raises if it must not happen after all.
    """
    with in_trace_of(row, f"plan {to}"):
        async with services.store.db.begin() as session:
            if await services.store.plans.move_in(session, row.id, came_from, to, **values):
                if guard is not None:
                    await guard(session)
                await _moved_in(services, session, row, to, by, notices)
                return
    await need_same(services, row, to, by.actor)


@contextmanager
def in_trace_of(row: StoredPlan, name: str) -> Iterator[None]:
    """Have what happens to the plan, and who is told of it, belong to its own trace, whosever click it was."""
    turn = correlation.get()
    with following(row.ref or turn), span(name) as taken:
        if turn not in ("", row.ref):
            taken.link(turn)
        yield


async def _moved_in(
    services: Services,
    session: AsyncSession,
    row: StoredPlan,
    to: PlanState,
    by: By,
    notices: Sequence[tuple[NoticeKind, str]] = (),
) -> None:
    """Record the plan's new state, and queue its notices."""
    await record_in(services, session, row, by)
    for kind, object_id in notices:
        await tell_in(services, session, row, kind, object_id, to)
    await follow_in(services, session, row, to)


async def need_same(services: Services, row: StoredPlan, to: PlanState, who: str) -> None:
    """PlanOver unless the plan is already in the state that this person asks for: a repeated click succeeds."""
    now = await services.store.plans.get(row.id, row.tenant_id)
    there = {one.object_id for one in await services.store.decisions.of(row.id)}
    if now.state != to or who not in (now.decided_by, row.author, *there):
        raise decided_already(now)


def need_waiting(services: Services, row: StoredPlan) -> None:
    """PlanOver unless the plan still waits for a decision."""
    if row.state == PlanState.WAITING:
        need_fresh(services, row)
    else:
        raise decided_already(row)


def decided_already(row: StoredPlan) -> PlanOver:
    """What whoever acts on a plan that is over is told: by whom, and how."""
    if row.state == PlanState.EXPIRED:
        return expired(row)
    over = PlanOver(tr("This was decided already."), _decision(row), tr("Say *approvals* to see what waits."))
    over.plan = row.id
    return over


async def _move_link(services: Services, session: AsyncSession, row: StoredPlan, to: PlanState) -> None:
    """Update the workspace whose link the plan makes; if the plan ends unapplied, its key is deleted.

    A key of a link that was begun after this plan was made is kept.
    """
    if to in _OVER:
        await services.store.workspaces.drop_in(session, row.tenant_id, row.org_uuid or "", row.created_at)
    key, subject = f"link:{row.id}:{to}", Subject(SubjectKind.WORKSPACE, row.tenant_id)
    await services.store.outbox.add_in(
        session, key=key, tenant_id=row.tenant_id, kind=NoticeKind.REDRAW, subject=subject
    )


def _decision(row: StoredPlan) -> str:
    if row.state in (PlanState.APPROVED, PlanState.REJECTED):
        return tr("{decided_name} {state} it.", decided_name=row.decided_name, state=row.state)
    if row.state == PlanState.SCHEDULED:
        return tr("{decided_name} approved it.", decided_name=row.decided_name)
    if row.state in (PlanState.EXPIRED, PlanState.OVERTAKEN):
        return tr("Its time ran out.")
    return tr("{author_name} {state} it.", author_name=row.author_name, state=_TAKEN_BACK.get(row.state, "changed"))


async def record_in(services: Services, session: AsyncSession, row: StoredPlan, by: By) -> None:
    """Record who did what to the plan."""
    approved = by.action in (Recorded.PLAN_APPROVED, Recorded.PLAN_APPLIED)
    entry = ToRecord(
        row.tenant_id,
        services.clock.now(),
        by.action,
        by.actor,
        Subject(SubjectKind.PLAN, row.id),
        by.name,
        by.detail or {},
        FoundBy(plan=row.id, approver=by.actor if approved else ""),
        (Personal(by.actor, {"words": by.words}), Personal(row.author, {"title": row.title})),
    )
    await services.store.record.append_in(session, [entry])


async def tell_in(
    services: Services, session: AsyncSession, row: StoredPlan, kind: NoticeKind, object_id: str = "", state: str = ""
) -> None:
    """Queue a notice about the plan, or a redraw of its cards; once per person or state."""
    await services.store.outbox.add_in(
        session,
        key=f"{kind}:{row.id}:{object_id or state}",
        tenant_id=row.tenant_id,
        kind=kind,
        subject=Subject(SubjectKind.PLAN, row.id),
        object_id=object_id,
    )


async def follow_in(services: Services, session: AsyncSession, row: StoredPlan, state: PlanState) -> None:
    """Redraw the cards of the job that this plan undoes or retries, and of the link that it makes."""
    if links(row):
        await _move_link(services, session, row, state)
    for subject in subjects_after(row):
        key = f"redraw:{row.id}:{state}:{subject}"
        await services.store.outbox.add_in(
            session, key=key, tenant_id=row.tenant_id, kind=NoticeKind.REDRAW, subject=subject
        )
