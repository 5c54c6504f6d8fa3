"""One slice of a job: claim the job, work on its open lines for a while, and record the result."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from services.changes.authors import need_author
from services.changes.plan_binding import need_link, workspace_of
from services.changes.plan_checks import approved_lines
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import NotAllowed, NotConnected, NotRecorded, RemoteRefused, Stale
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.plan import PlanLine
from services.domain.states import AT_WORK, JobState
from services.domain.subject import Subject, SubjectKind
from services.domain.trace import correlation, span
from services.execution.effects import effects_of
from services.execution.effects.base import World
from services.execution.lane_workers import Slice, SliceResult
from services.execution.line_order import LineOrder, waits_of
from services.execution.recording import recorder_of
from services.execution.slice_control import Stuck
from services.remote.clock import SteadyClock
from services.store.database import is_broken, reason
from services.store.records import Job, StoredPlan
from services.timing.outages import WaitedLongEnough
from services.timing.pace import Timeline
from services.wording.stop_reasons import stop_code, why_stopped

log = structlog.get_logger()


def log_broken(what: str, broke: Exception, **more: str) -> None:
    """Log an error of ours with its trace; one of the database without, since its frames could hold data of rows."""
    if is_broken(broke):
        log.error(what, why=reason(broke), **more)
    else:
        log.error(what, exc_info=broke, **more)


def belong(found: Job) -> None:
    """Have all that this task does from here on belong to the job's trace."""
    correlation.set(found.ref or found.id)


async def take_turn(services: Services, job_id: str) -> SliceResult:
    """What is left of the job after one slice; nothing if it is paused or has ended. Stuck if nothing moved."""
    owner = services.make_id()
    found = await services.store.ledger.claim(job_id, owner, await services.store.db.now())
    belong(found)
    if found.state not in AT_WORK:
        return SliceResult(0, 0.0)
    left = SliceResult(1, services.pace.poll)
    try:
        with span("slice"):
            left = await _walk(services, found, owner)
    except* Stale:
        # Another run took over while this one was held up; that one finishes the work.
        log.info("another run goes on with this job", job=job_id)
    except* (RemoteRefused, NotConnected, NotAllowed, WaitedLongEnough) as refused:
        left = await stop(services, found, owner, refused.exceptions[0])
    except* NotRecorded as lost:
        left = await wait_for_record(services, found, owner, lost.exceptions[0])
    except* Stuck:
        await services.store.ledger.set_job(job_id, owner, stuck_at=await services.store.db.now())
        raise
    return left


async def _walk(services: Services, found: Job, owner: str) -> SliceResult:
    plan = await services.store.plans.get(found.plan_id, found.tenant_id)
    lines = await approved_lines(services, plan)
    entries = await services.store.ledger.entries(found.id, unfinished=True)
    await need_link(services, plan, fresh=True)
    await need_author(services, plan, found)
    timeline = Timeline(await services.store.db.now(), services.steady)
    world = await world_of(services, plan, timeline)
    troubles = services.troubles.of(found.id, waits=bool(found.waiting_for))
    with services.room.enter() as place:
        run = Slice(
            found.id,
            owner,
            {line.no: line for line in lines},
            entries,
            effects_of(world),
            services.store.ledger,
            timeline,
            services.pace,
            services.stopping,
            place,
            lambda: _still_good(services, plan, found),
            troubles,
            recorder_of(plan, found),
            await _order(services, found.id, lines),
            found.wanted,
        )
        world.answered = run.floor.heard
        return await run.run()


async def _still_good(services: Services, plan: StoredPlan, found: Job) -> None:
    """Raise if work must not go on: the tenant is no longer linked, or the author may no longer ask for it."""
    await need_link(services, plan)
    await need_author(services, plan, found)


async def _order(services: Services, job_id: str, lines: Sequence[PlanLine]) -> LineOrder:
    """Which lines wait for others; the ledger is read only for a job that has such lines."""
    waits = waits_of(lines)
    entries = await services.store.ledger.entries(job_id) if waits else ()
    return LineOrder(waits, {entry.no: entry for entry in entries})


async def wait_for_record(services: Services, found: Job, owner: str, why: BaseException) -> SliceResult:
    """Let the job wait and say why: nothing more is sent while it can't be recorded."""
    log.error("the record can't be written, the job waits", job=found.id, why=reason(why.__cause__ or why))
    words = tr("Nothing is changed while the record can't be written. I go on by myself once it can.")
    await services.store.ledger.set_job(found.id, owner, waiting_for=words)
    return SliceResult(1, services.pace.retry)


async def stop(services: Services, found: Job, owner: str, why: BaseException) -> SliceResult:
    """Stop the job with the reason, keeping everything: locked out, unlinked, or a system is away for too long."""
    log.warning("job stopped", job=found.id, **for_log(why))
    services.troubles.forget(found.id)
    await services.store.ledger.set_job(
        found.id, owner, state=JobState.STOPPED, waiting_for=why_stopped(why), short=stop_code(why)
    )
    if isinstance(why, NotAllowed):
        await _tell_approver(services, found)
    return SliceResult(0, 0.0)


async def _tell_approver(services: Services, found: Job) -> None:
    """Tell the approvers that the job stopped, since its author may no longer ask for it."""
    plan = await services.store.plans.get(found.plan_id, found.tenant_id)
    if plan.decided_by in ("", found.author):
        return
    key, subject = f"stopped:{found.id}:{found.run}", Subject(SubjectKind.JOB, found.id)
    await services.store.outbox.add(
        key=key, tenant_id=found.tenant_id, kind=NoticeKind.STOPPED, subject=subject, object_id=plan.decided_by
    )


async def world_of(services: Services, plan: StoredPlan, clock: SteadyClock) -> World:
    """The remote systems of the workspace that the plan was made for; `clock` tells the age of what was read."""
    workspace, clients = await workspace_of(services, plan), services.clients
    return World(
        plan.tenant_id,
        workspace.account,
        clients.cpaas(workspace.key, workspace.bond),
        clients.graph(plan.tenant_id),
        clients.operator(plan.tenant_id),
        clock,
        services.store.rules,
    )
