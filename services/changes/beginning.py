"""Starting approved plans: at once, or when their time has come."""

from __future__ import annotations

from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.approval_count import same_policy
from services.changes.plan_moves import By, move, tell_in
from services.changes.plan_summary import summary_of
from services.changes.start_work import begin
from services.context import Services
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.record.entries import Recorded
from services.domain.states import JobState, PlanState
from services.domain.subject import Subject, SubjectKind
from services.domain.trace import following
from services.store.records import Job, StoredPlan

log = structlog.get_logger()

_LATER = tr("The work couldn't be begun at once. It begins by itself as soon as it can.")


async def begin_dated(services: Services, row: StoredPlan, rules: dict[str, Any]) -> None:
    """Begin an approved plan whose time has come; Stale when the policy is no longer these `rules`."""

    async def guard(session: AsyncSession) -> None:
        await same_policy(services, session, row, rules)

    by = By("switchboard", "", Recorded.PLAN_BEGUN, {"hash": row.hash})
    await move(services, row, (PlanState.SCHEDULED,), PlanState.APPROVED, by, guard=guard)
    await open_soon(services, row)


async def open_soon(services: Services, row: StoredPlan) -> None:
    """Make the job of a committed approval; an error here is logged and doesn't undo the approval.

    A job that couldn't be made is made by the next search for approved plans without one (`takeover.pick_up`).
    """
    try:
        with following(row.ref):
            await open_job(services, row)
    except Exception:
        log.exception("an approved plan gets its job later", plan=row.id)


async def open_job(services: Services, row: StoredPlan) -> None:
    """Make the job of an approved plan and start it; a second call for the same plan changes nothing."""
    job = Job(
        id=services.make_id(),
        tenant_id=row.tenant_id,
        plan_id=row.id,
        author=row.author,
        author_name=row.author_name,
        title=row.title,
        state=JobState.QUEUED,
        total=row.lines,
        created_at=services.clock.now(),
        ref=row.ref,
    )
    async with services.store.db.begin() as session:
        if not await services.store.ledger.open_in(session, job):
            return
        await tell_in(services, session, row, NoticeKind.REDRAW, "", PlanState.APPROVED)
        if row.lines > 1:
            await services.store.outbox.add_in(
                session,
                key=f"progress:{job.id}",
                tenant_id=row.tenant_id,
                kind=NoticeKind.PROGRESS,
                subject=Subject(SubjectKind.JOB, job.id),
                object_id=row.author,
            )
    await services.store.joins.keep(row.tenant_id, summary_of(row).joins)
    if not await begin(services, "job", f"{job.id}-0"):
        await services.store.ledger.move(job.id, (JobState.QUEUED,), waiting_for=_LATER)
