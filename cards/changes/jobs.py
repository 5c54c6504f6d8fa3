"""Jobs: progress, result, and what to do about lines that failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microsoft_teams.cards import Badge, BadgeStyle, CardElement, ExecuteAction, ProgressBarColor

from cards.assembler import Card, Listing, card, listing
from cards.changes.calling import Calling, who_can
from cards.changes.failures import FailedLine, failure_list
from cards.changes.job_clicks import FileJob, ResumeJob, RetryJob, UndoJob
from cards.charts import Share, stacked
from cards.elements import (
    Click,
    badge,
    bar,
    button,
    columns,
    execute,
    gauge,
    group,
    muted,
    row,
    strong,
    text,
)
from cards.words import clean, count, quoted, things
from services.domain.phrases import join_text, tr

_MAX_STAGES = 12
_MAX_CHANGED = 7  # what a new line with a number changes
_MAX_STAGE_BYTES = 150  # of a stage's words; a letter of Thai takes six


class JobCardState(StrEnum):
    """The state that a card shows of a job: its own, except for `waiting`."""

    QUEUED = "queued"  # about to begin
    RUNNING = "running"  # lines are worked on
    WAITING = "waiting"  # runs, but a remote system can't be reached
    PAUSED = "paused"  # somebody paused it
    DONE = "done"  # every line ended
    CANCELLED = "cancelled"  # somebody cancelled it
    STOPPED = "stopped"  # a person has to mend something before it can go on


_WORDS: dict[JobCardState, tuple[str, BadgeStyle]] = {
    JobCardState.QUEUED: (tr("Starts soon"), "Subtle"),
    JobCardState.RUNNING: (tr("Running"), "Accent"),
    JobCardState.WAITING: (tr("Waiting"), "Informative"),
    JobCardState.PAUSED: (tr("Paused"), "Warning"),
    JobCardState.DONE: (tr("Done"), "Good"),
    JobCardState.CANCELLED: (tr("Cancelled"), "Warning"),
    JobCardState.STOPPED: (tr("Stopped"), "Warning"),
}
_TITLES: dict[JobCardState, str] = {
    JobCardState.QUEUED: tr("Starting soon"),
    JobCardState.RUNNING: tr("Working on it"),
    JobCardState.WAITING: tr("Waiting for the other side"),
    JobCardState.PAUSED: tr("Paused"),
    JobCardState.DONE: tr("Done"),
    JobCardState.CANCELLED: tr("Cancelled"),
    JobCardState.STOPPED: tr("Stopped"),
}
_CUT_SHORT = (JobCardState.STOPPED, JobCardState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobView:
    """A job in words: lines by how they ended, and (step in words, done, total) for each stage.

    `waiting` counts lines that wait for a remote system, `waits` says for what and how long so far, `waiting_for` is
    the system that can't be reached, what was asked of a running job, or why it stopped. `started` (such as "5 minutes
    ago"), `left` and `took` (such as "about 3 minutes") are words. `in_vain` counts failed lines that would fail again.
    """

    id: str
    title: str
    state: JobCardState
    lines_total: int
    done: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0
    stages: Sequence[tuple[str, int, int]] = ()
    started: str = ""
    left: str = ""
    took: str = ""
    waiting_for: str = ""
    cancelled: int = 0
    in_vain: int = 0
    waits: Sequence[str] = ()

    @property
    def ended(self) -> int:
        """Lines with nothing left to do."""
        return self.done + self.failed + self.skipped + self.cancelled


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """What was done about a job since it ended, in words, and the button that shows it."""

    words: str
    see: Click


def progress(view: JobView, clicks: Sequence[Click] = ()) -> Card:
    """The card of a job in progress.

    Parts: its plan and state, a bar of all lines, how lines ended, a chart with a bar a stage, what it waits for,
    times; buttons: those given.
    """
    if view.state in (JobCardState.DONE, JobCardState.CANCELLED):
        return _over(view, clicks)
    return card(
        _TITLES[view.state],
        _head(view),
        gauge(
            tr("{ended} of {how_many}", ended=count(view.ended), how_many=things(view.lines_total, "line")),
            view.ended,
            view.lines_total,
        ),
        muted(_tally(view), spacing="Small"),
        _stages(view.stages[:_MAX_STAGES]) if view.stages else None,
        text(quoted(view.waiting_for)) if view.waiting_for else None,
        listing([text(quoted(wait), most=240) for wait in view.waits]) if view.waits else None,
        muted(_times(view), spacing="Default") if view.started or view.left else None,
        actions=[button(click) for click in clicks[:6]],
    )


def _over(view: JobView, clicks: Sequence[Click]) -> Card:
    """The end of what was followed: how the job ended is told by a message of its own, and here in one line."""
    whole = view.done == view.lines_total
    cancelled = view.state == JobCardState.CANCELLED
    return card(
        _TITLES[view.state] if whole or cancelled else _tally(view),
        text(view.title, most=160),
        muted(_tally(view)) if cancelled else None,
        bar(view.done, view.lines_total, "Good" if whole else "Warning"),
        actions=[button(click) for click in clicks[:6]],
    )


def closing(
    view: JobView,
    failures: Sequence[FailedLine] = (),
    undoable: bool = False,
    next: Click | None = None,
    changed: Sequence[tuple[str, str, str]] = (),
    *,
    may_change: bool = True,
    again: bool = True,
    follow_up: FollowUpWords | None = None,
    calling: Calling | None = None,
) -> Card:
    """The card of an ended job, sent as a new message so that people notice. `changed` are (what, before, now).

    Parts: its plan, what was done about it since (`follow_up`), who can call (`calling`), a bar and how lines ended,
    what was and is now, the first five reasons why lines failed with what to do, how long it took.
    Buttons: the one that lets people call, Retry (job.retry) when lines failed or weren't done and can be done `again`,
    or Resume (job.resume) when it stopped, for those who may; the next click, Result as a file (job.file), Undo
    (job.undo), and in the menu Result as CSV (job.file with `as`). Data: `job`.
    """
    shown = calling if not follow_up else None
    amber = bool(view.ended > view.done or (shown and not shown.good))
    title = _outcome(view, shown)
    told = title == _tally(view) or bool(shown and shown.assigned == view.done == view.lines_total)
    return card(
        title,
        text(view.title, most=160),
        strong(follow_up.words) if follow_up else None,
        who_can(shown) if shown and not shown.good else None,
        text(tr("Some lines need you."), color="Warning", weight="Bolder") if view.failed or view.skipped else None,
        None if view.done == view.lines_total < 2 else _counted(view, amber, told=told),
        _changes(changed) if changed else None,
        strong(tr("What failed, and what to do") if view.failed else tr("What isn't done")) if failures else None,
        failure_list(failures, max(view.failed, len(failures))) if failures else None,
        muted(_took(view, shown), spacing="Default") if view.took else None,
        actions=[
            button(shown.mend) if shown else None,
            _again(view, again=again and not follow_up) if may_change else None,
            button(follow_up.see if follow_up else next),
            execute(tr("Result as a file"), FileJob(view.id)),
            execute(tr("Undo"), UndoJob(view.id)) if undoable else None,
            execute(tr("Result as CSV"), FileJob(view.id, "csv"), mode="secondary"),
        ],
    )


def _changes(changed: Sequence[tuple[str, str, str]]) -> Listing:
    rows = [row(what, tr("{was} → {now}", was=was, now=now)) for what, was, now in changed[:_MAX_CHANGED]]
    return listing(rows, len(changed))


def _again(view: JobView, *, again: bool) -> ExecuteAction | None:
    """Resume for a job that stopped, Retry for lines that weren't done; None if there is nothing to do again."""
    if view.state == JobCardState.STOPPED:
        return execute(tr("Resume"), ResumeJob(view.id), "positive")
    left = view.failed - view.in_vain + view.cancelled if again else 0
    return execute(tr("Retry {how_many}", how_many=things(left, "line")), RetryJob(view.id)) if left else None


def for_all(view: JobView, *, uploaded: str = "", next: str = "", reached: bool = False) -> Card:
    """The card of an ended job in a shared conversation: counts only, no names, no numbers, no title.

    `uploaded` is the result of its uploads, `next` what to do about them; `reached`: its author knows.

    Parts: how lines ended, the uploads, whom to ask.
    """
    if reached:
        who = tr("Whoever started it has the details. Admins see them when they say “jobs” in their own chat with me.")
    else:
        who = tr(
            "I couldn't reach whoever started this job. Admins see it when they say “jobs” in their own chat with me."
        )
    title = tr("Upload finished") if uploaded and _ended_whole(view) else _ending(view)
    return card(
        title,
        text(tr("Some lines need you."), color="Warning", weight="Bolder") if view.failed or view.skipped else None,
        _counted(view, bool(view.failed or view.skipped), told=title == _tally(view)),
        text(quoted(uploaded)) if uploaded else None,
        text(quoted(next)) if next else None,
        who,
    )


def _head(view: JobView) -> CardElement:
    whole = view.done == view.lines_total
    return columns(("stretch", [strong(view.title, most=100)]), ("auto", [state_badge(view.state, whole=whole)]))


def state_badge(state: JobCardState, *, whole: bool = True) -> Badge:
    """A state's badge, never green over lines that failed or were skipped."""
    if state == JobCardState.DONE and not whole:
        return badge(tr("Not all done"), "Warning")
    return badge(*_WORDS[state])


def _outcome(view: JobView, calling: Calling | None) -> str:
    """The heading, in terms of what was asked for rather than what was written."""
    if calling is None or view.state in _CUT_SHORT:
        return _ending(view)
    bad = [
        *([tr("{n} failed", n=count(view.failed))] if view.failed else []),
        *([tr("{n} skipped", n=count(view.skipped))] if view.skipped else []),
    ]
    can = [] if calling.can is None else [tr("{can} can call", can=count(calling.can))]
    return join_text(", ", [tr("{assigned} assigned", assigned=count(calling.assigned)), *can, *bad])


def _counted(view: JobView, amber: bool, *, told: bool) -> CardElement:
    """How lines ended, as a bar; also in words, unless the heading has `told` them."""
    color: ProgressBarColor = "Warning" if amber else "Good"
    if told:
        return bar(view.done, view.lines_total, color)
    return gauge(_tally(view), view.done, view.lines_total, color)


def _took(view: JobView, calling: Calling | None) -> str:
    """How long it took, and that every step is done, where the heading counts calls in place of saying so."""
    whole = calling is not None and _ended_whole(view) and view.done == view.lines_total
    return tr("All done as planned. Took {took}.", took=view.took) if whole else tr("Took {took}", took=view.took)


def _ended_whole(view: JobView) -> bool:
    """Whether the job ended by itself, with every line done."""
    return view.state not in _CUT_SHORT and not view.failed and not view.skipped


def _ending(view: JobView) -> str:
    if view.state in _CUT_SHORT:
        return _TITLES[view.state]
    return tr("All done") if _ended_whole(view) else _tally(view)


def _tally(view: JobView) -> str:
    parts = (
        (view.done, tr("{n} done", n=count(view.done))),
        (view.failed, tr("{n} failed", n=count(view.failed))),
        (view.skipped, tr("{n} skipped", n=count(view.skipped))),
        (view.cancelled, tr("{n} not done", n=count(view.cancelled))),
        (view.waiting, tr("{n} waiting", n=count(view.waiting))),
    )
    return join_text(", ", (said for n, said in parts if n)) or tr("Nothing done yet")


def _times(view: JobView) -> str:
    parts = (
        tr("Started {started}", started=view.started) if view.started else "",
        tr("{left} left", left=view.left) if view.left else "",
    )
    return join_text(" · ", (part for part in parts if part))


def _stages(stages: Sequence[tuple[str, int, int]]) -> CardElement:
    """The progress of each stage: of the lines that pass through it, those done and those to come."""
    titled = [
        (tr("{short}: {done} of {total}", short=_short(words), done=count(done), total=count(total)), done, total)
        for words, done, total in stages
    ]
    bars = [
        (title, (Share(tr("Done"), done, "good"), Share(tr("To do"), total - done, "neutral")))
        for title, done, total in titled
    ]
    return stacked(bars, group(*(text(title, spacing="Small") for title, _, _ in titled)))


def _short(words: str) -> str:
    """A stage's words, cut so that a chart of all stages, which can't lose rows, fits a card."""
    most = 40
    while len(json.dumps(clean(words, most))) > _MAX_STAGE_BYTES:
        most -= 4
    return clean(words, most)
