"""Jobs as cards: progress while they run, and how they ended."""

from __future__ import annotations

from collections import Counter

from bot.turn import Card
from bot.views.viewer import Viewer
from cards import jobs
from cards.elements import Click
from cards.jobs import Failure, JobState, JobView
from cards.words import duration
from services.changes.approvals import summary_of
from services.changes.report import not_done
from services.changes.services import Services
from services.changes.undo import INVERSE
from services.domain.steps import WORDS, StepKind
from services.store.tables import Job

_WAITS = (StepKind.NUMBER_VISIBLE, StepKind.NUMBER_GONE)


async def job_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """How far the job is, or that it ended."""
    job = await services.store.ledger.get(job_id, viewer.tenant_id)
    return jobs.progress(await job_view(services, job))


async def closing_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """How the job ended, with what to do next."""
    job = await services.store.ledger.get(job_id, viewer.tenant_id)
    view = await job_view(services, job)
    failures, _ = await not_done(services, job)
    shown = [Failure(f.title, f.reason, f.fix) for f in failures]
    if job.state == "stopped":
        shown = [Failure("Why it stopped", job.waiting_for), *shown]
    plan = await services.store.plans.get(job.plan_id, viewer.tenant_id)
    undoable = view.done > 0 and any(kind in INVERSE for kind in summary_of(plan).counts)
    return jobs.closing(view, shown, undoable=undoable, next=Click("Lines", "say", {"text": "lines"}))


async def job_view(services: Services, job: Job) -> JobView:
    """The job in words."""
    now = services.clock.now()
    counts = await services.store.ledger.counts(job.id)
    stages, waiting = await _stages(services, job)
    ended = counts["done"] + counts["failed"] + counts["skipped"]
    state: JobState = "stopped" if job.state == "stopped" else "done" if job.ended_at else "running"
    if job.state == "queued":
        state = "queued"
    return JobView(
        id=job.id,
        title=job.title,
        state=state,
        lines_total=job.total,
        done=counts["done"],
        failed=counts["failed"],
        skipped=counts["skipped"],
        waiting=0 if job.ended_at else waiting,
        stages=stages,
        started=f"{duration(now - job.started_at)} ago" if job.started_at and not job.ended_at else "",
        left=_left(job, ended, now),
        took=duration(job.ended_at - job.started_at) if job.ended_at else "",
        waiting_for=job.waiting_for,
    )


def _left(job: Job, ended: int, now: float) -> str:
    if job.ended_at or not job.started_at or not ended or ended == job.total:
        return ""
    return duration((now - job.started_at) / ended * (job.total - ended))


async def _stages(services: Services, job: Job) -> tuple[list[tuple[str, int, int]], int]:
    """(words, done, total) a kind of step, and how many lines wait for the remote side."""
    plan = await services.store.plans.get(job.plan_id, job.tenant_id)
    done: Counter[StepKind] = Counter()
    waiting = 0
    for (shape, step, phase, outcome), n in (await services.store.ledger.stages(job.id)).items():
        kinds = [StepKind(kind) for kind in shape.split()]
        reached = len(kinds) if outcome == "done" else step
        done.update(dict.fromkeys(kinds[:reached], n))
        if phase == "polling" and kinds[step] in _WAITS:
            waiting += n
    return [(WORDS[kind], done[kind], total) for kind, total in summary_of(plan).counts.items()], waiting
