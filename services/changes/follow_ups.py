"""What happened to a job after its end: whether it was undone or retried, or is about to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.context import Services
from services.domain.states import PlanState
from services.domain.subject import Subject, SubjectKind
from services.store.records import Job, StoredPlan


class Stage(StrEnum):
    """How far a plan that follows a job is."""

    PLANNED = "planned"  # its author hasn't sent it yet
    WAITING = "waiting"  # it waits for a decision
    RUNNING = "running"  # it is being applied
    ENDED = "ended"  # it was applied, and what it did wasn't taken back since


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A plan that undoes a job, or retries what it left over; `at` is when its own job ended."""

    plan: StoredPlan
    stage: Stage
    at: float = 0.0


async def undo_of(services: Services, job_id: str) -> FollowUp | None:
    """The newest plan that undoes the job, unless it was never applied or was itself undone."""
    return await _newest(services, await services.store.plans.undoing(job_id))


async def retry_of(services: Services, job_id: str) -> FollowUp | None:
    """The newest plan that retries the job, unless it was never applied or was undone."""
    return await _newest(services, await services.store.plans.retrying(job_id))


async def _newest(services: Services, plans: Sequence[StoredPlan]) -> FollowUp | None:
    for plan in plans:
        if (found := await _follow_up(services, plan)) is not None:
            return found
    return None


async def _follow_up(services: Services, plan: StoredPlan) -> FollowUp | None:
    if plan.state in (PlanState.READY, PlanState.WAITING):
        stage = Stage.WAITING if plan.state == PlanState.WAITING else Stage.PLANNED
        return FollowUp(plan, stage) if services.clock.now() <= plan.expires_at else None
    if plan.state != PlanState.APPROVED:
        return None
    job = await services.store.ledger.find(plan.job_id) if plan.job_id else None
    if job is None or not job.ended_at:
        return FollowUp(plan, Stage.RUNNING)
    return FollowUp(plan, Stage.ENDED, job.ended_at) if await _holds(services, job) else None


async def _holds(services: Services, job: Job) -> bool:
    """Whether the job did anything that wasn't undone since."""
    if not (await services.store.ledger.counts(job.id))["done"]:
        return False
    undone = await undo_of(services, job.id)
    return undone is None or undone.stage is not Stage.ENDED


def subjects_after(plan: StoredPlan) -> tuple[Subject, ...]:
    """The jobs whose cards show how far this plan is."""
    return tuple(
        Subject(SubjectKind.JOB, ident) for ident in (plan.undo_of, str(plan.summary.get("retry_of", ""))) if ident
    )
