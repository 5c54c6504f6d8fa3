"""Control over jobs: pause, resume, cancel, and a new plan of what failed."""

from __future__ import annotations

from collections.abc import Iterable

from services.changes import report
from services.changes.approvals import new_plan
from services.changes.drafts import Author
from services.changes.follow_ups import Stage, retry_of, undo_of
from services.changes.plan_binding import workspace_of
from services.changes.rights import need_right
from services.changes.start_work import begin
from services.context import Services
from services.domain.access import Right
from services.domain.errors import BadInput, Stale
from services.domain.phrases import tr
from services.domain.plan import Plan, PlanLine, count_steps, touches_of
from services.domain.record.entries import FoundBy, Recorded, ToRecord
from services.domain.states import AT_WORK, JobRequest, JobState, LineOutcome
from services.domain.subject import Subject, SubjectKind
from services.store.ledger import LedgerEntry
from services.store.records import Job, StoredPlan
from services.wording.refusals import IN_VAIN

_SETTLED = {JobRequest.PAUSE: JobState.PAUSED, JobRequest.CANCEL: JobState.CANCELLED}


async def pause(services: Services, job: Job, who: Author) -> None:
    """Pause the job: nothing new is begun, batches under way finish. Stale if it has ended or is being cancelled."""
    await _need_right(services, job, who)
    if job.wanted == JobRequest.CANCEL:
        raise Stale(tr("This job is being cancelled."), tr("What is under way is finished first."), tr("Say *jobs*."))
    await _want(services, job, who, "pause", wanted=JobRequest.PAUSE)


async def cancel(services: Services, job: Job, who: Author) -> None:
    """Cancel the job: lines not begun end, others finish their step. A paused job is resumed to end properly."""
    await _need_right(services, job, who)
    if job.state == JobState.PAUSED:
        await _run_again(services, job, who, "cancel", (JobState.PAUSED,), wanted=JobRequest.CANCEL)
        return
    await _want(services, job, who, "cancel", wanted=JobRequest.CANCEL)


async def resume(services: Services, job: Job, who: Author) -> None:
    """Resume a paused job, or one that stopped because a remote system locked us out."""
    await _need_right(services, job, who)
    await _run_again(
        services, job, who, "resume", (JobState.PAUSED, JobState.STOPPED), wanted=JobRequest.NONE, vouched=True
    )


async def plan_retry(services: Services, job: Job, who: Author) -> StoredPlan:
    """A stored plan of the steps that failed or cancelled lines still lack, or the retry that exists already.

    BadInput when every line ended well; Stale when that was retried or the whole job undone.
    """
    if before := await retry_of(services, job.id):
        if before.stage is Stage.ENDED:
            raise Stale(
                tr("This was retried already."),
                tr("{author_name} did it.", author_name=before.plan.author_name),
                tr("Say *jobs* to see it."),
            )
        if before.stage is not Stage.PLANNED or before.plan.author == who.object_id:
            return before.plan
    undone = await undo_of(services, job.id)
    if undone is not None and undone.stage is Stage.ENDED:
        raise Stale(
            tr("This was undone."),
            tr("{author_name} did it.", author_name=undone.plan.author_name),
            tr("Send the file or the request again."),
        )
    entries = {e.no: e for e in await services.store.ledger.entries(job.id)}
    lines = await services.store.plans.lines(job.plan_id)
    again = tuple(_rest_of(line, entries[line.no]) for line in lines if _can_retry(entries[line.no]))
    if not again:
        raise _nothing_to_retry(entries.values())
    title = job.title if job.title.startswith("Retry: ") else tr("Retry: {title}", title=job.title)
    source = await services.store.plans.get(job.plan_id, job.tenant_id)
    plan = Plan(title, again, retry_of=job.id, counts=count_steps(again), touches=touches_of(source.summary))
    bond = (await workspace_of(services, source)).bond
    return await new_plan(services, plan, bond, who.object_id, who.name, draft_id=source.draft_id)


def _can_retry(entry: LedgerEntry) -> bool:
    failed = entry.outcome == LineOutcome.FAILED and entry.short not in IN_VAIN
    return failed or entry.outcome == LineOutcome.CANCELLED


def _nothing_to_retry(entries: Iterable[LedgerEntry]) -> BadInput:
    what = tr("There is nothing to retry.")
    if any(entry.outcome == LineOutcome.FAILED for entry in entries):
        return BadInput(what, tr("What failed would fail again as it is."), tr("Make a new plan."))
    return BadInput(what, tr("No line failed or was cancelled."), tr("Say *jobs*."))


def _rest_of(line: PlanLine, entry: LedgerEntry) -> PlanLine:
    """The line from the step at which it ended; steps that were done are looked at, not sent again."""
    rest = line.steps[entry.step :]
    taking = sum(step.takes_away for step in rest)
    return PlanLine(
        line.no,
        line.key,
        line.title,
        rest,
        row=line.row,
        person=line.person,
        number=line.number,
        held_by=line.held_by,
        person_name=line.person_name,
        held_by_name=line.held_by_name,
        person_id=line.person_id,
        held_by_id=line.held_by_id,
        losers=line.losers[-taking:] if taking else (),
    )


async def _need_right(services: Services, job: Job, who: Author) -> None:
    plan = await services.store.plans.get(job.plan_id, job.tenant_id)
    await need_right(services, plan, who.object_id, Right.CHANGE)


async def _want(services: Services, job: Job, who: Author, action: str, wanted: JobRequest) -> None:
    entry = _entry(services, job, who, action)
    if await services.store.ledger.move(job.id, AT_WORK, entry, wanted=wanted):
        return
    if (await services.store.ledger.get(job.id, job.tenant_id)).state != _SETTLED[wanted]:
        raise Stale(tr("This job isn't running."), tr("It ended or rests already."), tr("Say *jobs*."))


async def _run_again(
    services: Services,
    job: Job,
    who: Author,
    action: str,
    came_from: tuple[JobState, ...],
    wanted: JobRequest,
    *,
    vouched: bool = False,
) -> None:
    run = job.run + 1
    values = {"state": JobState.QUEUED, "run": run, "wanted": wanted, "waiting_for": "", "short": "", "ended_at": 0.0}
    if vouched:
        values["vouched_by"] = who.object_id
    if not await services.store.ledger.move(job.id, came_from, _entry(services, job, who, action), **values):
        now = await services.store.ledger.get(job.id, job.tenant_id)
        if now.state in AT_WORK and now.wanted == wanted:
            return  # a repeated request succeeds
        raise Stale(tr("This job doesn't rest."), tr("It runs or has ended."), tr("Say *jobs*."))
    await begin(services, "job", f"{job.id}-{run}")
    await report.redraw(services, job.id)


def _entry(services: Services, job: Job, who: Author, action: str) -> ToRecord:
    by, at = FoundBy(job=job.id, plan=job.plan_id), services.clock.now()
    return ToRecord(
        job.tenant_id, at, Recorded(f"job.{action}"), who.object_id, Subject(SubjectKind.JOB, job.id), who.name, {}, by
    )
