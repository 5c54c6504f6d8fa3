"""Closing a job: the state, the record, the message, and the result file."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.changes.follow_ups import subjects_after
from services.changes.headings import headings_of
from services.changes.tenant_link import about_the_link, follow
from services.changes.undo import done_steps
from services.context import Services
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import join_text, tr
from services.domain.plan import PlanLine
from services.domain.record.entries import FoundBy, Recorded, ToRecord
from services.domain.states import JobState, LineOutcome
from services.domain.steps import WORDS, Step, StepKind
from services.domain.subject import Subject, SubjectKind
from services.domain.trace import span
from services.intake.encodings import QUESTION as ENCODING
from services.intake.headings import Headings
from services.intake.read import read_table
from services.intake.results import Outcome
from services.store.database import is_broken, reason
from services.store.ledger import LedgerEntry
from services.store.records import Draft, EndedJob, Job

log = structlog.get_logger()

_INTO_TEAMS = (StepKind.NUMBER_UPLOAD, StepKind.NUMBER_VISIBLE)


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A line that did not end well: why, what to do, the step it ended at, and the last request that is known of it.

    `short` is our code for why.
    """

    title: str
    outcome: str
    reason: str
    fix: str
    step: StepKind | None = None
    request_id: str = ""
    short: str = ""


@dataclass(frozen=True, slots=True)
class Uploads:
    """The outcome of a job's uploads: numbers now in Teams, how many of them nobody has, and those missing.

    `failed` are the missing ones whose own way into Teams failed, not a step of their line before it.
    """

    there: int = 0
    unassigned: int = 0
    missing: int = 0
    failed: int = 0


async def close(services: Services, job: Job, owner: str) -> None:
    """Mark the job as ended, record it, and queue its closing message."""
    services.troubles.forget(job.id)
    counts = await services.store.ledger.counts(job.id)
    ended_at = await services.store.db.now()
    state = _end_state(job, cancelled=counts[LineOutcome.CANCELLED])
    quiet = await follow(services, job, state, done=counts[LineOutcome.DONE] > 0)
    redrawn = await _followed(services, job)
    over = state != JobState.STOPPED
    for_all = over and await _has_channel(services, job) and await uploads(services, job) is not None
    # Ended, recorded and told in one commit: no crash can leave a job that ended without its closing message.
    async with services.store.db.begin() as session:
        why = job.waiting_for if state == JobState.STOPPED else ""
        await services.store.ledger.set_job_in(session, job.id, owner, state=state, ended_at=ended_at, waiting_for=why)
        await services.store.record.append_in(session, [_ended_entry(services, job, {"state": state, **counts})])
        await _notice(services, session, job, NoticeKind.REDRAW)
        for subject in redrawn:
            key = f"redraw:{job.id}:{job.run}:{subject}"
            await services.store.outbox.add_in(
                session, key=key, tenant_id=job.tenant_id, kind=NoticeKind.REDRAW, subject=subject
            )
        if not quiet:
            await _notice(services, session, job, NoticeKind.CLOSING, job.author)
        if for_all:
            await _notice(services, session, job, NoticeKind.TOLD)
    with span("job", values={"state": state, "lines": job.total}, began=job.started_at):
        log.info("job ended", job=job.id, state=state, lines=job.total)


def _ended_entry(services: Services, job: Job | EndedJob, detail: dict[str, Any]) -> ToRecord:
    by, at = FoundBy(job=job.id, plan=job.plan_id), services.clock.now()
    return ToRecord(
        job.tenant_id, at, Recorded.JOB_ENDED, "switchboard", Subject(SubjectKind.JOB, job.id), "", detail, by
    )


async def _followed(services: Services, job: Job) -> list[Subject]:
    """Earlier jobs whose cards mention this one: the job that it undid, and the one that was undone by that."""
    subjects: list[Subject] = []
    plan = await services.store.plans.find(job.plan_id)
    while plan is not None and (after := [s for s in subjects_after(plan) if s not in subjects]):
        subjects += after
        earlier = await services.store.ledger.find(after[0].id)
        plan = await services.store.plans.find(earlier.plan_id) if earlier else None
    return subjects


def _end_state(job: Job, cancelled: int) -> JobState:
    """The end state of a job with nothing left to do; with `cancelled` lines it is cancelled."""
    if job.state == JobState.STOPPED:
        return JobState.STOPPED
    return JobState.CANCELLED if cancelled else JobState.DONE


async def close_bare(services: Services, job_id: str) -> float:
    """End a job with unreadable rows: store its state and queue its closing message; seconds to wait, always 0."""
    services.troubles.forget(job_id)
    now = await services.store.db.now()
    async with services.store.db.begin() as session:
        found = await services.store.ledger.end_in(session, job_id, now)
        if found is not None:
            await services.store.record.append_in(session, [_ended_entry(services, found, {"unreadable": True})])
            await _notice(services, session, found, NoticeKind.REDRAW)
            await _notice(services, session, found, NoticeKind.CLOSING, found.author)
    return 0.0


async def uploads(services: Services, job: Job) -> Uploads | None:
    """The outcome of the job's uploads; None for a job that uploads nothing."""
    there = unassigned = total = failed = 0
    for (shape, step, _, outcome), n in (await services.store.ledger.stages(job.id)).items():
        kinds = shape.split()
        if StepKind.NUMBER_UPLOAD not in kinds:
            continue
        uploaded = n * kinds.count(StepKind.NUMBER_UPLOAD)
        seen = n * _past(kinds, step, outcome, StepKind.NUMBER_VISIBLE)
        total += uploaded
        there += min(uploaded, seen)
        failed += n * (outcome == LineOutcome.FAILED and kinds[step] in _INTO_TEAMS)
        unassigned += max(0, min(uploaded, seen) - n * _past(kinds, step, outcome, StepKind.NUMBER_ASSIGN))
    return Uploads(there, unassigned, total - there, failed) if total else None


def _past(kinds: Sequence[str], step: int, outcome: str, kind: StepKind) -> int:
    """How many steps of this kind such a line has passed; a line with several numbers has several."""
    return (kinds if outcome == LineOutcome.DONE else kinds[:step]).count(kind)


async def _has_channel(services: Services, job: Job) -> bool:
    workspace = await services.store.workspaces.find(job.tenant_id)
    return workspace is not None and bool(workspace.channel)


async def redraw(services: Services, job_id: str) -> None:
    """Queue a redraw of every card that shows the job."""
    job = await services.store.ledger.find(job_id)
    if job is not None:
        key = f"redraw:{job.id}:{job.run}:{job.state}"
        subjects = [Subject(SubjectKind.JOB, job.id)]
        if await about_the_link(services, job):
            subjects.append(Subject(SubjectKind.WORKSPACE, job.tenant_id))
        for subject in subjects:
            await services.store.outbox.add(
                key=f"{key}:{subject}", tenant_id=job.tenant_id, kind=NoticeKind.REDRAW, subject=subject
            )


async def _notice(
    services: Services, session: AsyncSession, job: Job | EndedJob, kind: NoticeKind, object_id: str = ""
) -> None:
    subject = Subject(SubjectKind.JOB, job.id)
    await services.store.outbox.add_in(
        session,
        key=f"{kind}:{job.id}:{job.run}",
        tenant_id=job.tenant_id,
        kind=kind,
        subject=subject,
        object_id=object_id,
    )


async def not_done(services: Services, job: Job, most: int = 5) -> tuple[tuple[EndedLine, ...], int]:
    """The first lines that failed or were skipped, and how many there are; none where the ledger can't be read."""
    entries = [e for e in await _readable(services, job) if e.outcome not in (LineOutcome.OPEN, LineOutcome.DONE)]
    entries.sort(key=lambda e: (e.outcome != LineOutcome.FAILED, e.no))
    lines = {line.no: line for line in await services.store.plans.lines(job.plan_id)} if entries else {}
    return tuple(_ended(lines[e.no], e) for e in entries[:most]), len(entries)


def _ended(line: PlanLine, entry: LedgerEntry) -> EndedLine:
    step = line.steps[entry.step].kind if entry.step < len(line.steps) else None
    requests = [str(mark["request_id"]) for mark in entry.trace if mark["request_id"]]
    request = requests[-1] if requests else ""
    return EndedLine(line.title, entry.outcome, entry.reason, entry.fix, step, request, entry.short)


async def had_effect(services: Services, job: Job) -> bool:
    """Whether a step of the job had an effect, be it one of a line that didn't get to its end."""
    stages = await services.store.ledger.stages(job.id)
    if any(outcome == LineOutcome.DONE for *_, outcome in stages):
        return True
    begun = any(step for _, step, *_ in stages)  # else no entry needs to be read
    return begun and any(mark["how"] == LineOutcome.DONE for e in await _readable(services, job) for mark in e.trace)


async def effected(services: Services, job: Job) -> tuple[tuple[PlanLine, Step], ...]:
    """Every step of the job that had an effect, with its line; for jobs of a few lines."""
    entries = {e.no: e for e in await _readable(services, job)}
    return tuple(
        (line, step)
        for line in (await services.store.plans.lines(job.plan_id) if entries else ())
        for step, mark in zip(line.steps, entries[line.no].trace, strict=False)
        if mark["how"] == LineOutcome.DONE
    )


async def _readable(services: Services, job: Job) -> tuple[LedgerEntry, ...]:
    """The job's entries; none if one can't be read, so that the end of the job can be told anyway."""
    try:
        return await services.store.ledger.entries(job.id)
    except Exception as error:
        if not is_broken(error):
            raise
        log.error("a ledger can't be read", job=job.id, why=reason(error))
        return ()


async def outcomes(
    services: Services, job: Job, changed: Callable[[PlanLine], str], written: Callable[[float], str]
) -> tuple[Sequence[str], Sequence[Sequence[str]], list[Outcome]]:
    """Headings and rows of the result file (the input's own columns, where a file was sent), and an outcome a row.

    `changed` puts what a line's steps changed into words, `written` a moment.
    """
    lines = await services.store.plans.lines(job.plan_id)
    entries = {e.no: e for e in await services.store.ledger.entries(job.id)}
    plan = await services.store.plans.get(job.plan_id, job.tenant_id)
    draft = await services.store.drafts.find(plan.draft_id) if plan.draft_id else None
    headings = await headings_of(services, job.tenant_id)

    def made() -> tuple[Sequence[str], Sequence[Sequence[str]], list[Outcome]]:
        headers, rows = _own_columns(services, draft, lines, headings)
        return headers, rows, [_outcome(line, entries[line.no], changed, written) for line in lines]

    # Thousands of lines take seconds of processor: in a thread of their own they delay nobody's turn.
    return await asyncio.to_thread(made)


def _own_columns(
    services: Services, draft: Draft | None, lines: Sequence[PlanLine], headings: Headings
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    if draft is None or not any(line.row for line in lines):
        return (tr("Line"), tr("Number"), tr("Person")), [(line.title, line.number, line.person) for line in lines]
    table = read_table(draft.name, draft.content, services.limits, headings, draft.answers.get(ENCODING, ""))
    by_row = {row.no: row.cells for row in table.rows}
    return table.headers, [by_row[line.row] for line in lines]


def _outcome(
    line: PlanLine, entry: LedgerEntry, changed: Callable[[PlanLine], str], written: Callable[[float], str]
) -> Outcome:
    steps: defaultdict[StepKind, list[str]] = defaultdict(list)
    for mark in entry.trace:
        steps[StepKind(mark["kind"])].append(str(mark["how"]))
    return Outcome(
        outcome=tr(entry.outcome or "open"),
        reason=entry.reason,
        code=entry.short,
        fix=entry.fix,
        changed=changed(replace(line, steps=tuple(done_steps(line, entry)))),
        done_at=written(entry.since) if entry.outcome else "",
        request_ids=join_text(" ", dict.fromkeys(str(t["request_id"]) for t in entry.trace if t["request_id"])),
        # A line with two numbers has some steps twice: told once when they ended alike.
        steps={WORDS[kind]: join_text(", ", map(tr, dict.fromkeys(hows))) for kind, hows in steps.items()},
    )
