"""Jobs: the list, one job, and what can be done with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from bot.commands.files import Given, list_maker
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views import render
from bot.views.changes.jobs import job_card, job_view
from bot.views.changes.plans import plan_for
from bot.views.pages import pages_of
from cards.changes import job_list
from cards.changes.job_clicks import (
    CancelJob,
    FileJobs,
    OpenJob,
    OpenJobInputs,
    PageJobs,
    PauseJob,
    ResumeJob,
    RetryJob,
    ShowJob,
    UndoJob,
)
from cards.words import quoted, things
from services.changes import control
from services.changes.drafts import Author
from services.changes.undo import plan_undo
from services.context import Services
from services.domain.access import Right
from services.domain.phrases import join_text, tr
from services.domain.subject import Subject, SubjectKind
from services.intake.results import table_file
from services.store.records import Job


@command("jobs", "job", "progress", "what is running", help="Work that runs or ran", group="Changes", private=True)
async def jobs(context: Context, _rest: str) -> Said:
    """The list of jobs: running ones first, then the newest."""
    return await _list(context, 1)


@action(PageJobs, right=Right.READ, fresh="jobs")
async def page_jobs(context: Context, listed: PageJobs) -> Said:
    """Another page of jobs."""
    return await _list(context, listed.page)


@action(OpenJob, OpenJobInputs, right=Right.READ, fresh="jobs")
async def open_job(context: Context, inputs: OpenJobInputs) -> Said:
    """The job that was chosen from the list."""
    return await _job_apart(context, inputs.job)


@list_maker("jobs", FileJobs, fresh="jobs")
async def make_jobs_file(context: Context) -> Given:
    """Every job, a row each."""
    ledger, viewer, now = context.services.store.ledger, context.viewer, context.services.clock.now()
    done = await ledger.done_of(context.tenant_id)
    rows = [
        (
            job.title,
            job.author_name,
            viewer.when(job.created_at, now),
            tr(job.state.value),
            str(job.total),
            str(done.get(job.id, 0)),
            quoted(job.waiting_for),
        )
        for job in await ledger.recent(context.tenant_id)
    ]
    heads = (tr("Job"), tr("By"), tr("When"), tr("State"), tr("Lines"), tr("Done"), tr("Waits for"))
    return Given("jobs.xlsx", table_file(tr("Jobs"), heads, rows), tr("{how_many}.", how_many=things(len(rows), "job")))


@action(ShowJob, right=Right.READ, fresh="jobs")
async def show_job(context: Context, click: ShowJob) -> Said:
    """One job, live while it runs."""
    return await _job_apart(context, click.job)


async def _job_apart(context: Context, job_id: str) -> Answer:
    job = await _job(context, job_id)
    subject = Subject(SubjectKind.CLOSING, job.id) if job.ended_at else Subject(SubjectKind.JOB, job.id)
    card = await render(context.services, subject, context.viewer)
    return Answer(card=card, new_message=True, subject=subject)


@action(UndoJob, right=Right.CHANGE, fresh="jobs")
async def undo_job(context: Context, click: UndoJob) -> Said:
    """Plan to undo the job."""
    job = await _job(context, click.job)
    author = context.author
    plan = await plan_undo(context.services, job, author.object_id, author.name)
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, new_message=True, subject=Subject(SubjectKind.PLAN, plan.id))


@action(RetryJob, right=Right.CHANGE, fresh="jobs")
async def retry_job(context: Context, click: RetryJob) -> Said:
    """Plan again what failed or wasn't done."""
    job = await _job(context, click.job)
    plan = await control.plan_retry(context.services, job, context.author)
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, new_message=True, subject=Subject(SubjectKind.PLAN, plan.id))


@action(PauseJob, right=Right.CHANGE, fresh="jobs")
async def pause_job(context: Context, click: PauseJob) -> Said:
    """Pause the job once the steps under way are done."""
    return await _controlled(context, click.job, control.pause)


@action(ResumeJob, right=Right.CHANGE, fresh="jobs")
async def resume_job(context: Context, click: ResumeJob) -> Said:
    """Resume the job."""
    return await _controlled(context, click.job, control.resume)


@action(CancelJob, right=Right.CHANGE, fresh="jobs")
async def cancel_job(context: Context, click: CancelJob) -> Said:
    """Cancel what hasn't begun."""
    return await _controlled(context, click.job, control.cancel)


async def _controlled(context: Context, job_id: str, act: Callable[[Services, Job, Author], Awaitable[None]]) -> Said:
    job = await _job(context, job_id)
    await act(context.services, job, context.author)
    card = await job_card(context.services, job.id, context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.JOB, job.id))


async def _list(context: Context, number: int) -> Said:
    ledger = context.services.store.ledger
    total = await ledger.how_many(context.tenant_id)
    pages = pages_of(total, job_list.MAX_ROWS)
    number = min(max(1, number), pages)
    found = await ledger.recent(context.tenant_id, job_list.MAX_ROWS, (number - 1) * job_list.MAX_ROWS)
    silent = await context.services.store.outbox.untold(context.tenant_id)
    return job_list.jobs([await _row(context, job, silent) for job in found], number, pages, total)


async def _row(context: Context, job: Job, silent: Collection[str]) -> job_list.ListedJob:
    view = await job_view(context.services, job)
    waits = "" if job.ended_at else join_text(" ", [view.waiting_for, *view.waits])
    untold = tr("I couldn't tell anybody that it ended.") if job.id in silent else ""
    more = (tr("{left} left", left=view.left) if view.left else "", waits, untold)
    return job_list.ListedJob(
        id=job.id,
        title=job.title,
        state=view.state,
        when=tr(
            "{author_name}, {when}",
            author_name=job.author_name,
            when=context.viewer.when(job.created_at, context.services.clock.now()),
        ),
        words=tr("{done:,} of {how_many}", done=view.done, how_many=things(view.lines_total, "line")),
        more=join_text(" · ", (part for part in more if part)),
        whole=view.done == view.lines_total,
    )


async def _job(context: Context, job_id: str) -> Job:
    return await context.services.store.ledger.get(job_id, context.tenant_id)
