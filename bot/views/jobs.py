"""Jobs as cards: progress while they run, and how they ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

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

_CLICKS: dict[JobState, tuple[tuple[str, str], ...]] = {
    "queued": (("Pause", "job.pause"), ("Cancel", "job.cancel")),
    "running": (("Pause", "job.pause"), ("Cancel", "job.cancel")),
    "paused": (("Resume", "job.resume"), ("Cancel", "job.cancel")),
    "stopped": (("Resume", "job.resume"),),
}
_STATES: dict[str, JobState] = {
    "queued": "queued",
    "paused": "paused",
    "done": "done",
    "cancelled": "cancelled",
    "stopped": "stopped",
}
_WANTED = {
    "pause": "Pausing: what is under way is finished first.",
    "cancel": "Cancelling: what is under way is finished first.",
}
_WAITS = (StepKind.NUMBER_VISIBLE, StepKind.NUMBER_GONE)


async def job_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """How far the job is, or that it ended."""
    job = await services.store.ledger.get(job_id, viewer.tenant_id)
    view = await job_view(services, job)
    return jobs.progress(view, [Click(title, verb, {"job": job.id}) for title, verb in _CLICKS.get(view.state, ())])


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
    return JobView(
        id=job.id,
        title=job.title,
        state=_STATES.get(job.state, "running"),
        lines_total=job.total,
        done=counts["done"],
        failed=counts["failed"],
        skipped=counts["skipped"],
        cancelled=counts["cancelled"],
        waiting=0 if job.ended_at else waiting,
        stages=stages,
        started=f"{duration(now - job.started_at)} ago" if job.started_at and not job.ended_at else "",
        left=_left(job, stages, now),
        took=duration(job.ended_at - job.started_at) if job.ended_at else "",
        waiting_for=_WANTED.get(job.wanted, job.waiting_for),
    )


def _left(job: Job, stages: Sequence[tuple[str, int, int]], now: float) -> str:
    """How long still, from the rate at which steps got done so far."""
    done, total = sum(stage[1] for stage in stages), sum(stage[2] for stage in stages)
    if job.state != "running" or not job.started_at or not done or done >= total:
        return ""
    return duration((now - job.started_at) / done * (total - done))


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
