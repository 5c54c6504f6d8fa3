"""Jobs: what runs, what ran, and undo."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.commands.approvals import viewer_of
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views import render
from bot.views.jobs import job_card, job_view
from bot.views.plans import plan_for
from cards import jobs as cards
from cards.elements import Click
from cards.words import things
from services.changes import control
from services.changes.drafts import Author
from services.changes.services import Services
from services.changes.undo import plan_undo
from services.domain.access import Right
from services.store.tables import Job


@command("jobs", "job", "progress", "what is running", help="Work that runs or ran", group="Changes", private=True)
async def jobs(context: Context, _rest: str) -> Said:
    """The newest jobs."""
    found = await context.services.store.ledger.recent(context.tenant_id)
    viewer, now = viewer_of(context), context.services.clock.now()
    silent = await context.services.store.outbox.untold(context.tenant_id)
    rows = []
    for job in found:
        view = await job_view(context.services, job)
        done = f"{view.done:,} of {things(view.lines_total, 'line')}"
        words = f"{job.author_name}, {viewer.when(job.created_at, now)} · {done}"
        open_, left = Click("Open", "jobs.show", {"job": job.id}), f"{view.left} left" if view.left else ""
        untold = "I couldn't tell anybody that it ended." if job.id in silent else ""
        waits = "" if job.ended_at else " ".join([view.waiting_for, *view.waits])
        more = " · ".join(part for part in (left, waits, untold) if part)
        rows.append(cards.JobRow(job.title, view.state, words, open_, more))
    return cards.jobs(rows, len(found))


@action("jobs.show", right=Right.READ, fresh="jobs")
async def show(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """One job, live while it runs."""
    job = await _job(context, data)
    subject = f"closing:{job.id}" if job.ended_at else f"job:{job.id}"
    card = await render(context.services, subject, viewer_of(context))
    return Answer(card=card, new_message=True, subject=subject)


@action("job.undo", right=Right.CHANGE, fresh="jobs")
async def undo(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A plan that takes back what the job did."""
    job = await _job(context, data)
    author = context.author
    plan = await plan_undo(context.services, job, author.object_id, author.name)
    card = await plan_for(context.services, plan.id, viewer_of(context))
    return Answer(card=card, new_message=True, subject=f"plan:{plan.id}")


@action("job.retry", right=Right.CHANGE, fresh="jobs")
async def retry(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A plan of what failed or wasn't done."""
    job = await _job(context, data)
    plan = await control.plan_retry(context.services, job, context.author)
    card = await plan_for(context.services, plan.id, viewer_of(context))
    return Answer(card=card, new_message=True, subject=f"plan:{plan.id}")


@action("job.pause", right=Right.CHANGE, fresh="jobs")
async def pause(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Rest after what is under way."""
    return await _controlled(context, data, control.pause)


@action("job.resume", right=Right.CHANGE, fresh="jobs")
async def resume(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Go on."""
    return await _controlled(context, data, control.resume)


@action("job.cancel", right=Right.CHANGE, fresh="jobs")
async def cancel(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """End what hasn't begun."""
    return await _controlled(context, data, control.cancel)


async def _controlled(
    context: Context, data: Mapping[str, Any], act: Callable[[Services, Job, Author], Awaitable[None]]
) -> Said:
    job = await _job(context, data)
    await act(context.services, job, context.author)
    return await job_card(context.services, job.id, viewer_of(context))


async def _job(context: Context, data: Mapping[str, Any]) -> Job:
    return await context.services.store.ledger.get(str(data.get("job", "")), context.tenant_id)
