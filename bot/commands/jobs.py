"""Jobs: what runs, what ran, and undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.commands.approvals import viewer_of
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views import render
from bot.views.jobs import job_view
from bot.views.plans import plan_for
from cards import jobs as cards
from cards.elements import Click
from cards.words import things
from services.changes.undo import plan_undo
from services.domain.access import Right


@command("jobs", "job", "progress", "what is running", help="Work that runs or ran", group="Changes", right=Right.READ)
async def jobs(context: Context, _rest: str) -> Said:
    """The newest jobs."""
    found = await context.services.store.ledger.recent(context.tenant_id)
    viewer, now = viewer_of(context), context.services.clock.now()
    rows = []
    for job in found:
        view = await job_view(context.services, job)
        done = f"{view.done:,} of {things(view.lines_total, 'line')}"
        words = f"{job.author_name}, {viewer.when(job.created_at, now)} · {done}"
        rows.append(cards.JobRow(job.title, view.state, words, Click("Open", "jobs.show", {"job": job.id})))
    return cards.jobs(rows, len(found))


@action("jobs.show", right=Right.READ)
async def show(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """One job, live while it runs."""
    job = await context.services.store.ledger.get(str(data.get("job", "")), context.tenant_id)
    subject = f"closing:{job.id}" if job.ended_at else f"job:{job.id}"
    card = await render(context.services, subject, viewer_of(context))
    return Answer(card=card, new_message=True, subject=subject)


@action("job.undo", right=Right.CHANGE)
async def undo(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A plan that takes back what the job did."""
    job = await context.services.store.ledger.get(str(data.get("job", "")), context.tenant_id)
    author = context.author
    plan = await plan_undo(context.services, job, author.object_id, author.name)
    card = await plan_for(context.services, plan.id, viewer_of(context))
    return Answer(card=card, new_message=True, subject=f"plan:{plan.id}")
