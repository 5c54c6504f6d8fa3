"""Jobs as cards: progress while they run, and how they ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.turn import Card
from bot.views.calls.calling import calling_of
from bot.views.changes.step_words import changes_of, names_of
from bot.views.viewer import Viewer
from cards.changes import jobs
from cards.changes.clicks import PlanAction, ShowPlan
from cards.changes.failures import FailedLine
from cards.changes.job_clicks import CancelJob, JobAction, PauseJob, ResumeJob, ShowJob
from cards.changes.jobs import JobCardState, JobView
from cards.elements import Click, say
from cards.errors import section_of
from cards.words import count, duration, things
from services.changes.approvals import summary_of
from services.changes.follow_ups import FollowUp, Stage, retry_of, undo_of
from services.changes.plan_binding import is_about_the_link
from services.changes.report import EndedLine, Uploads, effected, had_effect, not_done, uploads
from services.changes.undo import undoable
from services.context import Services
from services.domain.phrases import tr
from services.domain.states import AT_WORK, JobRequest, JobState, LineOutcome, WorkspaceState
from services.domain.steps import WORDS, StepKind
from services.store.database import is_broken
from services.store.records import Job, StoredPlan
from services.wording.refusals import IN_VAIN

_CLICKS: dict[JobCardState, tuple[tuple[str, type[JobAction]], ...]] = {
    JobCardState.QUEUED: ((tr("Pause"), PauseJob), (tr("Cancel"), CancelJob)),
    JobCardState.RUNNING: ((tr("Pause"), PauseJob), (tr("Cancel"), CancelJob)),
    JobCardState.WAITING: ((tr("Pause"), PauseJob), (tr("Cancel"), CancelJob)),
    JobCardState.PAUSED: ((tr("Resume"), ResumeJob), (tr("Cancel"), CancelJob)),
    JobCardState.STOPPED: ((tr("Resume"), ResumeJob),),
}
_MAX_TOLD = 500  # lines not done that are read to be told by their reasons
_DETAILED_LINES = 3  # lines; for so few, the closing message shows old and new values
_CONTROL_WORDS: dict[str, str] = {
    JobRequest.PAUSE: tr("Pausing: what is under way is finished first."),
    JobRequest.CANCEL: tr("Cancelling: what is under way is finished first."),
}
_WAIT_WORDS = {
    StepKind.NUMBER_VISIBLE: (tr("for Teams to show its number"), tr("for Teams to show their numbers")),
    StepKind.NUMBER_GONE: (tr("for Teams to forget its number"), tr("for Teams to forget their numbers")),
    StepKind.NUMBER_UPLOAD: (
        tr("for the operator to pass its number on"),
        tr("for the operator to pass their numbers on"),
    ),
    StepKind.NUMBER_ASSIGN: (tr("for Teams to assign its number"), tr("for Teams to assign their numbers")),
    StepKind.NUMBER_UNASSIGN: (tr("for Teams to unassign its number"), tr("for Teams to unassign their numbers")),
}


async def job_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """The card of the job's progress, or of its end."""
    job = await services.store.ledger.get(job_id, viewer.tenant_id)
    view = await job_view(services, job)
    clicks = () if viewer.reads_only else _clicks(job, view.state)
    return jobs.progress(view, [Click(title, kind(job.id)) for title, kind in clicks])


def _clicks(job: Job, state: JobCardState) -> Sequence[tuple[str, type[JobAction]]]:
    """What can still be asked of the job: nothing once it is being cancelled, no second pause."""
    offered = _CLICKS.get(state, ())
    if job.state not in AT_WORK or not job.wanted:
        return offered
    return [click for click in offered if click[1] is CancelJob and job.wanted != JobRequest.CANCEL]


async def closing_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """The card of the job's end, with what to do next."""
    job = await services.store.ledger.get(job_id, viewer.tenant_id)
    if not job.ended_at:
        return await job_card(services, job_id, viewer)  # a stopped job was resumed
    view = await job_view(services, job)
    plan = await services.store.plans.get(job.plan_id, viewer.tenant_id)
    may_change = not viewer.reads_only
    follow_up = await _followed_by(services, job, viewer)
    readable = job.state != JobState.STOPPED or await _readable(services, plan)
    can_undo = readable and may_change and follow_up is None and await _can_undo(services, job, plan)
    changed = await _changed(services, job) if readable and job.total <= _DETAILED_LINES else []
    uploaded = await uploads(services, job)
    after = await _next(services, plan, uploaded) if may_change else say(tr("Lines"), "lines")
    # A refused link has no key any more, so it can't be retried.
    again = not is_about_the_link(plan)
    codes = await services.store.ledger.failed_by_code(job.id)
    return jobs.closing(
        replace(view, in_vain=sum(n for code, n in codes.items() if code in IN_VAIN)),
        await _failures(services, job),
        undoable=can_undo,
        next=after,
        changed=changed,
        may_change=may_change,
        again=again,
        follow_up=follow_up,
        calling=await calling_of(services, job, viewer) if readable and _gives_numbers(plan) else None,
    )


async def _can_undo(services: Services, job: Job, plan: StoredPlan) -> bool:
    return await had_effect(services, job) and await undoable(services, plan)


async def _failures(services: Services, job: Job) -> list[FailedLine]:
    """Why the job stopped, if it did, and why its lines failed."""
    docs_url = services.settings.docs_url
    failures, _ = await not_done(services, job, _MAX_TOLD)
    shown = [_failed_line(failure, docs_url) for failure in failures]
    if job.state != JobState.STOPPED:
        return shown
    about = section_of(job.short, docs_url)
    return [FailedLine(tr("Why it stopped"), job.waiting_for, code=job.short, about=about), *shown]


def _failed_line(f: EndedLine, docs_url: str) -> FailedLine:
    about = section_of(f.short, docs_url)
    return FailedLine(f.title, tr(f.reason), tr(f.fix), _where(f), code=f.short, about=about, request=_request(f))


async def _readable(services: Services, plan: StoredPlan) -> bool:
    """Whether the plan's lines can be read; a job that stopped because they can't is shown all the same."""
    try:
        await services.store.plans.lines(plan.id)
    except Exception as error:
        if not is_broken(error):
            raise
        return False
    return True


_SYSTEMS = {"graph": tr("Microsoft"), "operator": tr("the operator"), "cpaas": tr("the CPaaS")}


def _where(failed: EndedLine) -> str:
    """The step and system at which a line failed."""
    if failed.step is None or failed.outcome != LineOutcome.FAILED:
        return ""
    system = _SYSTEMS[failed.step.value.partition(".")[0]]
    return tr("{words}, at {system}", words=WORDS[failed.step], system=system)


def _request(failed: EndedLine) -> str:
    """The id to quote to that system's support."""
    return failed.request_id if failed.outcome == LineOutcome.FAILED else ""


def _gives_numbers(plan: StoredPlan) -> bool:
    return StepKind.NUMBER_ASSIGN in summary_of(plan).counts


async def _followed_by(services: Services, job: Job, viewer: Viewer) -> jobs.FollowUpWords | None:
    """What was done about the job since it ended: undone or retried, or about to be."""
    found = (
        (tr("Undo"), tr("Undone"), await undo_of(services, job.id)),
        (tr("Retry"), tr("Retried"), await retry_of(services, job.id)),
    )
    for noun, did, what in found:
        if what is not None and what.stage is not Stage.PLANNED:
            return _told(what, noun, did, viewer.when(what.at, services.clock.now()))
    return None


def _told(what: FollowUp, noun: str, did: str, when: str) -> jobs.FollowUpWords:
    see: PlanAction | JobAction = ShowJob(what.plan.job_id) if what.plan.job_id else ShowPlan(what.plan.id)
    click = Click(tr("See the {lower}", lower=noun.lower()), see)
    if what.stage is Stage.ENDED:
        return jobs.FollowUpWords(
            tr("{did} by {author_name}, {when}.", did=did, author_name=what.plan.author_name, when=when), click
        )
    how_far = tr("waits for approval") if what.stage is Stage.WAITING else tr("is under way")
    return jobs.FollowUpWords(
        tr(
            "{noun} asked for by {author_name}: it {how_far}.",
            noun=noun,
            author_name=what.plan.author_name,
            how_far=how_far,
        ),
        click,
    )


async def _changed(services: Services, job: Job) -> list[tuple[str, str, str]]:
    """Old and new values, for a job with few lines."""
    found = await effected(services, job)
    several = len({line.no for line, _ in found}) > 1
    return [
        (tr("{key}: {what}", key=line.key, what=what) if several else what, was, now)
        for line, step in found
        for what, was, now in changes_of(step, *names_of(line))
    ]


async def _next(services: Services, plan: StoredPlan, uploaded: Uploads | None) -> Click:
    """What people usually do after such a job."""
    if uploaded is not None and uploaded.unassigned:
        return say(tr("Assign them") if uploaded.unassigned > 1 else tr("Assign it"), "assign all")
    if uploaded is not None and uploaded.failed:
        return say(tr("Failed numbers"), "numbers failed")
    if is_about_the_link(plan):
        linked = await services.store.workspaces.find(plan.tenant_id)
        there = linked is not None and linked.state == WorkspaceState.CONNECTED
        return say(tr("Home"), "home") if there else say(tr("Connect"), "connect")
    kinds = set(summary_of(plan).counts)
    if kinds == {StepKind.SETTINGS_UPDATE} and plan.lines == 1:
        (line,) = await services.store.plans.lines(plan.id, most=1)
        return say(tr("Their settings"), f"settings {line.key}")
    return (
        say(tr("System settings"), "system settings")
        if kinds == {StepKind.SYSTEM_UPDATE}
        else say(tr("Lines"), "lines")
    )


async def channel_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """The card of the job's end for a channel, when its author can't be told."""
    return await _for_all(services, job_id, viewer, reached=False)


async def uploaded_card(services: Services, job_id: str, viewer: Viewer) -> Card:
    """The card of an upload's end for the workspace's channel."""
    return await _for_all(services, job_id, viewer, reached=True)


async def _for_all(services: Services, job_id: str, viewer: Viewer, *, reached: bool) -> Card:
    job = await services.store.ledger.get(job_id, viewer.tenant_id)
    uploaded = await uploads(services, job)
    words = _uploaded_words(uploaded) if uploaded else ""
    next = tr("To give them to their lines, say “assign all” to me in your own chat.") if _to_assign(uploaded) else ""
    return jobs.for_all(await job_view(services, job), uploaded=words, next=next, reached=reached)


def _to_assign(uploaded: Uploads | None) -> bool:
    return uploaded is not None and uploaded.unassigned > 0


def _uploaded_words(uploaded: Uploads) -> str:
    """The counts of numbers that arrived, that didn't, and that nobody has; without the numbers."""
    there = tr(
        "{how_many} {word} in Teams now",
        how_many=things(uploaded.there, "number"),
        word=tr("is") if uploaded.there == 1 else tr("are"),
    )
    missing = tr(", {missing} not", missing=count(uploaded.missing)) if uploaded.missing else ""
    free = tr(
        " {unassigned} of them {word} nobody yet.",
        unassigned=count(uploaded.unassigned),
        word=tr("has") if uploaded.unassigned == 1 else tr("have"),
    )
    return tr("{there}{missing}.{free}", there=there, missing=missing, free=free if uploaded.unassigned else "")


async def job_view(services: Services, job: Job) -> JobView:
    """The job in words."""
    now = await services.store.db.now()
    counts = await services.store.ledger.counts(job.id)
    stages = await _stages(services, job)
    waits = [] if job.ended_at else await _waits(services, job)
    return JobView(
        id=job.id,
        title=job.title,
        state=_state(job),
        lines_total=job.total,
        done=counts[LineOutcome.DONE],
        failed=counts[LineOutcome.FAILED],
        skipped=counts[LineOutcome.SKIPPED],
        cancelled=counts[LineOutcome.CANCELLED],
        waiting=sum(n for _, n, _ in waits),
        waits=[wait_words(what, n, now - since) for what, n, since in waits],
        stages=stages,
        started=tr("{now} ago", now=duration(now - job.started_at)) if job.started_at and not job.ended_at else "",
        left=_left(job, stages, now),
        took=duration(job.ended_at - job.started_at) if job.ended_at else "",
        waiting_for=_waiting_for(job, now),
    )


def _state(job: Job) -> JobCardState:
    """The job's state; waiting while a remote system can't be reached, unless somebody has paused or cancelled it."""
    waits = job.state == JobState.RUNNING and job.waiting_for and not job.wanted
    return JobCardState.WAITING if waits else JobCardState(job.state)


def _waiting_for(job: Job, now: float) -> str:
    """What is waited for, or asked of a running job; of a stopped one why it stopped."""
    asked = "" if job.ended_at else _CONTROL_WORDS.get(job.wanted, "")
    return asked or _stuck(job, now) or job.waiting_for


def _stuck(job: Job, now: float) -> str:
    """The note that the job is stuck, until it moves again."""
    if not job.stuck_at or job.ended_at:
        return ""
    when = tr("{max} ago", max=duration(max(0.0, now - job.stuck_at)))
    return tr(
        "This job got stuck: nothing moved, though it waited for nothing. I began it anew {when}; nothing is lost.",
        when=when,
    )


def _left(job: Job, stages: Sequence[tuple[str, int, int]], now: float) -> str:
    """The remaining time, from the rate of steps so far."""
    done, total = sum(stage[1] for stage in stages), sum(stage[2] for stage in stages)
    if job.state != JobState.RUNNING or not job.started_at or not done or done >= total:
        return ""
    return duration((now - job.started_at) / done * (total - done))


def wait_words(what: str | StepKind, n: int, seconds: float) -> str:
    """The number of lines that wait, for what (a kind of step under way, or a reason), and for how long so far."""
    lines, age = (
        tr("{how_many} {word}", how_many=things(n, "line"), word=tr("waits") if n == 1 else tr("wait")),
        tr("{seconds} so far", seconds=duration(seconds)),
    )
    if isinstance(what, StepKind):
        one, many = _WAIT_WORDS.get(what, (tr("for the other side"), tr("for the other side")))
        return tr("{lines} {one}, {age}.", lines=lines, one=one if n == 1 else many, age=age)
    return tr("{lines}, {age}: {what}", lines=lines, age=age, what=what)


async def _waits(services: Services, job: Job) -> list[tuple[str | StepKind, int, float]]:
    """(what for, how many lines, since when), the longest waiting first."""
    found: dict[str | StepKind, tuple[int, float]] = {}
    for shape, step, reason, n, since in await services.store.ledger.waits(job.id):
        what = reason or StepKind(shape.split()[step])
        before, first = found.get(what, (0, since))
        found[what] = (before + n, min(first, since))
    return sorted(((what, n, since) for what, (n, since) in found.items()), key=lambda wait: wait[2])


async def _stages(services: Services, job: Job) -> list[tuple[str, int, int]]:
    """(words, done, total) for each kind of step; none when the plan can't be read."""
    plan = await services.store.plans.if_readable(job.plan_id)
    if plan is None:
        return []
    done: Counter[StepKind] = Counter()
    for (shape, step, _, outcome), n in (await services.store.ledger.stages(job.id)).items():
        kinds = [StepKind(kind) for kind in shape.split()]
        for kind in kinds[: len(kinds) if outcome == LineOutcome.DONE else step]:
            done[kind] += n
    return [(WORDS[kind], done[kind], total) for kind, total in summary_of(plan).counts.items()]
