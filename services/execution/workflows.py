"""Jobs on the durable engine (DBOS Transact): it sees jobs and slices, the ledger sees lines.

A job enqueues slices one after another until no line is open; slices of one workspace run one at a time, so that a
tenant's limits stay in one process. Wherever it is killed, the engine starts the job again at its last finished step,
and the ledger says what each line needs. Engine facts: https://docs.dbos.dev/python/programming-guide
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import structlog
from dbos import DBOS, SetEnqueueOptions, SetWorkflowID

from services.changes import draft_work, report
from services.context import Services
from services.domain.error_codes import OURS, code_of, for_log
from services.domain.errors import Stale, SwitchboardError
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.states import AT_WORK, DraftState, JobRequest, JobState
from services.domain.subject import Subject, SubjectKind
from services.domain.trace import correlation, span
from services.execution import job_end as ending
from services.execution import slice as slices
from services.execution.lane_workers import SliceResult
from services.execution.slice_control import Stuck
from services.store.database import is_away, reason

log = structlog.get_logger()

SLICES = "slices"
STARTS = "starts"  # jobs and drafts that a process without workers hands over; they take up no slice
MAX_CONSECUTIVE_FAILURES = 10  # consecutive broken slices until a job is stopped
_REST_FACTOR = 5.0  # how much longer than usual to wait after a failure
_SLICE_POLL_SECONDS = 0.25  # between two checks whether a slice has ended

_services: Services | None = None
_works = True


def serve(services: Services, *, works: bool = True) -> None:
    """Set what the workflows work with; the engine calls them by name, so it can't be passed in.

    A process that runs no jobs leaves whatever it starts to the others.
    """
    global _services, _works
    _services, _works = services, works


def _work() -> Services:
    if _services is None:
        raise RuntimeError("serve() was not called before the engine started")
    return _services


async def start(kind: str, ident: str) -> None:
    """Start the workflow of a draft (`<id>-<round>`) or job (`<id>-<run>`); a second start of the same is the first."""
    workflow, name = (job if kind == "job" else draft), f"{kind}-{ident}"
    if kind == "job":
        await spread()
    with SetWorkflowID(name):
        if _works:
            await DBOS.start_workflow_async(workflow, ident)
            return
        await DBOS.enqueue_workflow_async(STARTS, workflow, ident)


async def spread() -> None:
    """Limit each process to its share of tenants' slices: otherwise the first one takes the whole queue."""
    share = await _work().room.share()
    queue = await DBOS.retrieve_queue_async(SLICES) if share else None
    if queue is not None and await queue.get_worker_concurrency_async() != share:
        await queue.set_worker_concurrency_async(share)


# Recover however often a process died at it: giving up would lose the work.
@DBOS.workflow(name="draft", max_recovery_attempts=None)
async def draft(ident: str) -> None:
    """Plan a draft and tell its author."""
    await make_plan_of(ident.rsplit("-", 1)[0])


@DBOS.step(name="make_plan")
async def make_plan_of(draft_id: str) -> None:
    """Make the plan of a draft, then redraw the author's card, whatever the outcome."""
    services = _work()
    try:
        correlation.set(await services.store.drafts.ref_of(draft_id) or draft_id)
        with span("plan"):
            state = await draft_work.plan_draft(services, draft_id)
    except SwitchboardError as error:
        await _unless_stopping(services)
        log.warning("planning failed", draft=draft_id, **for_log(error))
        state = await _failed(services, draft_id, error.what, error.why, error.fix or tr("Try again."), code_of(error))
    except Exception as broke:
        await _unless_stopping(services)
        if is_away(broke):
            raise  # the draft is still to be read, and it will be when the database is back
        slices.log_broken("planning broke", broke, draft=draft_id)
        what, why = tr("Something went wrong on my side."), tr("The plan could not be made; nothing was changed.")
        state = await _failed(
            services, draft_id, what, why, tr("Try again; if it stays, tell whoever runs Switchboard."), OURS.code
        )
    found = await services.store.drafts.find(draft_id)
    if found is not None:
        await services.store.outbox.add(
            key=f"draft:{draft_id}:{found.rounds}:{state}",
            tenant_id=found.tenant_id,
            kind=NoticeKind.REDRAW,
            subject=Subject(SubjectKind.DRAFT, draft_id),
        )


async def _unless_stopping(services: Services) -> None:
    """Raise while the program is being stopped.

    Then a step is neither finished nor failed, and the engine runs it again when the program is back.
    """
    if services.stopping.is_set():
        await asyncio.Event().wait()


async def _failed(services: Services, draft_id: str, what: str, why: str, fix: str, code: str) -> DraftState:
    outcome = {"what": what, "why": why, "fix": fix, "code": code}
    await services.store.drafts.set(draft_id, state=DraftState.FAILED, outcome=outcome)
    return DraftState.FAILED


@DBOS.workflow(name="job", max_recovery_attempts=None)
async def job(run: str) -> None:
    """Run slices until no line is open, then read back, report and tell the author. `run` is `<job>-<run number>`."""
    job_id = run.rsplit("-", 1)[0]
    tenant = await tenant_of(job_id)
    wanted, failures = "", 0
    while wanted != JobRequest.PAUSE:
        with SetEnqueueOptions(queue_partition_key=tenant):
            handle = await DBOS.enqueue_workflow_async(SLICES, slice_of, job_id)
        left = await handle.get_result(polling_interval_sec=_SLICE_POLL_SECONDS)
        failures = failures + 1 if left["broke"] else 0
        if failures == MAX_CONSECUTIVE_FAILURES:
            await give_up(job_id)
        elif left["open"]:
            wanted = left["wanted"]
            if left["wait"] > 0 and not wanted:
                await rest(left["wait"])
            continue
        await _to_the_end(job_id)
        return
    await paused(job_id)


async def _to_the_end(job_id: str) -> None:
    """Read the job back and close it; if reading back keeps failing, the job ends without it."""
    failures, bare = 0, False
    while (end := await finish(job_id, bare))["wait"] > 0:
        failures = failures + 1 if end["broke"] else 0
        if failures == MAX_CONSECUTIVE_FAILURES:
            if bare:
                return
            await give_up(job_id)
            failures, bare = 0, True
        await rest(end["wait"])


@DBOS.step(name="rest")
async def rest(seconds: float) -> None:
    """Wait by the steady clock: the engine's own sleep stores a time of day, which moves when a clock is set."""
    services = _work()
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await services.stopping.wait()
    await _unless_stopping(services)


@DBOS.workflow(name="slice", max_recovery_attempts=None)
async def slice_of(job_id: str) -> dict[str, Any]:
    """Run one slice; what is left of the job."""
    return await run_slice(job_id)


@DBOS.step(name="tenant_of")
async def tenant_of(job_id: str) -> str:
    """The tenant a job works for."""
    found = await _work().store.ledger.find(job_id)
    return found.tenant_id if found else ""


@DBOS.step(name="run_slice")
async def run_slice(job_id: str) -> dict[str, Any]:
    """Take the job over and work on its open lines for a while; a slice that `broke` leaves all its lines open."""
    services = _work()
    try:
        left, failed = await slices.take_turn(services, job_id), False
    except Exception as broke:
        await _unless_stopping(services)
        # A database that is away or full delays the job until it is back; an error of ours counts, and only so often.
        failed = not is_away(broke)
        if failed:
            stuck = isinstance(broke, ExceptionGroup) and broke.subgroup(Stuck) is not None
            slices.log_broken("slice stuck, begun anew" if stuck else "slice broke", broke, job=job_id)
        else:
            log.warning("the database fails, the job waits", job=job_id, why=reason(broke))
        left = SliceResult(1, _REST_FACTOR * services.pace.retry)
    await _unless_stopping(services)
    return {"open": left.open, "wait": left.wait, "wanted": left.wanted, "broke": failed}


@DBOS.step(name="paused")
async def paused(job_id: str) -> None:
    """Note that a paused job's workflow has ended; a resume starts a new one."""
    services = _work()
    found = await services.store.ledger.find(job_id)
    if found is not None:
        slices.belong(found)
    if await services.store.ledger.move(job_id, AT_WORK, state=JobState.PAUSED, wanted="", waiting_for=""):
        await report.redraw(services, job_id)


@DBOS.step(name="give_up")
async def give_up(job_id: str) -> None:
    """Stop the job after too many broken slices, keeping everything, with the reason."""
    why = tr("Something went wrong on my side, again and again. Ask whoever runs Switchboard to look at its log.")
    await _work().store.ledger.move(job_id, AT_WORK, state=JobState.STOPPED, waiting_for=why, short=OURS.code)


@DBOS.step(name="finish")
async def finish(job_id: str, bare: bool = False) -> dict[str, Any]:
    """Read everything back, close the job and queue its closing message; seconds to wait, 0 when done.

    `bare`: close it without reading anything back, since that failed again and again.
    """
    services = _work()
    wait, failed = _REST_FACTOR * services.pace.retry, False
    try:
        wait = await (report.close_bare(services, job_id) if bare else ending.end(services, job_id))
    except Stale:
        log.info("another run goes on with this job", job=job_id)
        wait = 0.0
    except Exception as broke:
        await _unless_stopping(services)
        failed = not is_away(broke)
        if failed:
            slices.log_broken("closing broke", broke, job=job_id)
        else:
            log.warning("the database fails, the job waits", job=job_id, why=reason(broke))
    await _unless_stopping(services)
    return {"wait": wait, "broke": failed}
