"""Jobs: how far a plan's work is, how it ended, and what to do about lines that failed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from microsoft_teams.cards import Badge, BadgeStyle, CardElement, ProgressBarColor

from cards.assembler import Card, card, listing
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
    link_last,
    muted,
    row,
    strong,
    text,
)
from cards.words import clean, count, quoted, things

_MAX_FAILURES = 5
_MAX_STAGES = 12
_MAX_STAGE_BYTES = 120  # of the words of a stage


class JobCardState(StrEnum):
    """What a card says of a job: its own state, but for `waiting`."""

    QUEUED = "queued"  # begins soon
    RUNNING = "running"  # lines are worked on
    WAITING = "waiting"  # runs, but a remote system isn't there
    PAUSED = "paused"  # somebody paused it
    DONE = "done"  # every line ended
    CANCELLED = "cancelled"  # somebody cancelled it
    STOPPED = "stopped"  # a person must mend something before it goes on


_WORDS: dict[JobCardState, tuple[str, BadgeStyle]] = {
    JobCardState.QUEUED: ("Starts soon", "Subtle"),
    JobCardState.RUNNING: ("Running", "Accent"),
    JobCardState.WAITING: ("Waiting", "Informative"),
    JobCardState.PAUSED: ("Paused", "Warning"),
    JobCardState.DONE: ("Done", "Good"),
    JobCardState.CANCELLED: ("Cancelled", "Warning"),
    JobCardState.STOPPED: ("Stopped", "Warning"),
}
_TITLES: dict[JobCardState, str] = {
    JobCardState.QUEUED: "Starting soon",
    JobCardState.RUNNING: "Working on it",
    JobCardState.WAITING: "Waiting for the other side",
    JobCardState.PAUSED: "Paused",
    JobCardState.DONE: "Done",
    JobCardState.CANCELLED: "Cancelled",
    JobCardState.STOPPED: "Stopped",
}


@dataclass(frozen=True, slots=True)
class JobView:
    """A job in words: lines by how they ended, and (step in words, done, total) for each stage.

    `waiting` counts lines that wait for a remote system, `waits` says for what and how long so far, `waiting_for` which
    system isn't there at all. `started` (such as "5 minutes
    ago"), `left` and `took` (such as "about 3 minutes") are words.
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
    waits: Sequence[str] = ()

    @property
    def ended(self) -> int:
        """Lines with nothing left to do."""
        return self.done + self.failed + self.skipped + self.cancelled


@dataclass(frozen=True, slots=True)
class FailedLine:
    """A line that failed: why, what to do, and `where`: the step, the system and the request to quote there.

    `code` is that of the reason, `about` the page that says what it means, where there is one.
    """

    line: str
    reason: str
    fix: str = ""
    where: str = ""
    code: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class FollowUpWords:
    """What was done about a job since its end, in words, and the button that shows it."""

    words: str
    see: Click


@dataclass(frozen=True, slots=True)
class Calling:
    """How many people a job gave a number and how many of them `can` call (None: couldn't be read).

    `lacks` are the reasons why others can't, with how many; `mend` is the button that puts the first of them right.
    """

    assigned: int
    can: int | None
    lacks: Sequence[tuple[str, int]] = ()
    mend: Click | None = None

    @property
    def good(self) -> bool:
        """Whether everybody can call."""
        return self.can == self.assigned


def progress(view: JobView, clicks: Sequence[Click] = ()) -> Card:
    """How far a job is.

    Parts: its plan and state, a bar of all lines, how lines ended, a chart with a bar a stage, what it waits for,
    times; buttons: those given.
    """
    return card(
        _tally(view) if view.state == JobCardState.DONE and view.done < view.lines_total else _TITLES[view.state],
        _head(view),
        gauge(f"{count(view.ended)} of {things(view.lines_total, 'line')}", view.ended, view.lines_total),
        muted(_tally(view), spacing="Small"),
        _stages(view.stages[:_MAX_STAGES]) if view.stages else None,
        text(quoted(view.waiting_for)) if view.waiting_for else None,
        listing([text(quoted(wait), most=240) for wait in view.waits]) if view.waits else None,
        muted(_times(view), spacing="Default") if view.started or view.left else None,
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
    """How a job ended; sent as a new message, so that people notice. `changed` are (what, before, now).

    Parts: its plan, what was done about it since (`follow_up`), who can call (`calling`), a bar and how lines ended,
    what was and is now, the first five failures with reason and what to do, how long it took.
    Buttons: the one that lets people call, Retry (job.retry) when lines failed or weren't done and can be done `again`,
    or Resume (job.resume) when it stopped, for those who may; the next click, Result as a file (job.file), Result as
    CSV (job.file with `as`), Undo (job.undo). Data: `job`.
    """
    left = view.failed + view.cancelled if again and not follow_up else 0
    stopped = view.state == JobCardState.STOPPED
    shown = calling if not follow_up else None
    amber = bool(view.ended > view.done or (shown and not shown.good))
    title = _outcome(view, shown)
    return card(
        title,
        text(view.title, most=160),
        strong(follow_up.words) if follow_up else None,
        _who_can(shown) if shown else None,
        text("Some lines need you.", color="Warning", weight="Bolder") if view.failed or view.skipped else None,
        _counted(title, view, amber),
        listing([row(what, f"{was} → {now}") for what, was, now in changed[:12]], len(changed)) if changed else None,
        strong("What failed, and what to do" if view.failed else "What isn't done") if failures else None,
        listing([_failure(f) for f in failures[:_MAX_FAILURES]], max(view.failed, len(failures))) if failures else None,
        muted(_took(view, title), spacing="Default") if view.took else None,
        actions=[
            button(shown.mend) if shown else None,
            execute("Resume", ResumeJob(view.id), "positive") if stopped and may_change else None,
            execute(f"Retry {things(left, 'line')}", RetryJob(view.id))
            if left and not stopped and may_change
            else None,
            button(follow_up.see if follow_up else next),
            execute("Result as a file", FileJob(view.id)),
            execute("Result as CSV", FileJob(view.id, "csv")),
            execute("Undo", UndoJob(view.id)) if undoable else None,
        ],
    )


def for_all(view: JobView, *, uploaded: str = "", next: str = "", reached: bool = False) -> Card:
    """That a job has ended, for a place where many read: counts only, no names, no numbers, no title.

    `uploaded` tells what became of its uploads, `next` what to do about them; `reached` that its author knows.

    Parts: how lines ended, the uploads, whom to ask.
    """
    if reached:
        who = "Whoever started it has the details. Admins see them when they say “jobs” in their own chat with me."
    else:
        who = "I couldn't reach whoever started this job. Admins see it when they say “jobs” in their own chat with me."
    title = "Upload finished" if uploaded and _ending(view) == "All done" else _ending(view)
    return card(
        title,
        text("Some lines need you.", color="Warning", weight="Bolder") if view.failed or view.skipped else None,
        _counted(title, view, bool(view.failed or view.skipped)),
        text(quoted(uploaded)) if uploaded else None,
        text(quoted(next)) if next else None,
        who,
    )


def _head(view: JobView) -> CardElement:
    whole = view.done == view.lines_total
    return columns(("stretch", [strong(view.title, most=100)]), ("auto", [state_badge(view.state, whole=whole)]))


def state_badge(state: JobCardState, *, whole: bool = True) -> Badge:
    """A state's badge: never a green one over lines that failed or were skipped."""
    if state == JobCardState.DONE and not whole:
        return badge("Not all done", "Warning")
    return badge(*_WORDS[state])


def _outcome(view: JobView, calling: Calling | None) -> str:
    """The heading: what people asked for, not what was written."""
    if calling is None or view.state in ("stopped", "cancelled"):
        return _ending(view)
    bad = [f"{count(n)} {word}" for n, word in ((view.failed, "failed"), (view.skipped, "skipped")) if n]
    can = [] if calling.can is None else [f"{count(calling.can)} can call"]
    return ", ".join([f"{count(calling.assigned)} assigned", *can, *bad])


def _who_can(calling: Calling) -> CardElement:
    """Whether those who were given a number can call, and why not."""
    if calling.can is None:
        return muted("Who can call couldn't be read just now: say “ready”.", spacing="Small")
    if calling.good:
        return text("Everybody who was given a number can call.", color="Good", weight="Bolder")
    lacks = [text(f"{things(n, 'line')}: {why}") for why, n in calling.lacks[:4]]
    return group(strong("Not everybody can call yet:"), *lacks, style="warning")


def _counted(title: str, view: JobView, amber: bool) -> CardElement:
    """How lines ended, as a bar; in words too, unless the heading has said them."""
    color: ProgressBarColor = "Warning" if amber else "Good"
    if title == _tally(view):
        return bar(view.done, view.lines_total, color)
    return gauge(_tally(view), view.done, view.lines_total, color)


def _took(view: JobView, title: str) -> str:
    """How long it took, and that every step of it is done where the heading doesn't say so."""
    whole = view.state == "done" and view.done == view.lines_total and title != "All done"
    return f"All done as planned. Took {view.took}" if whole else f"Took {view.took}"


def _ending(view: JobView) -> str:
    if view.state in (JobCardState.STOPPED, JobCardState.CANCELLED):
        return _TITLES[view.state]
    return _tally(view) if view.failed or view.skipped else "All done"


def _tally(view: JobView) -> str:
    parts = (
        (view.done, "done"),
        (view.failed, "failed"),
        (view.skipped, "skipped"),
        (view.cancelled, "not done"),
        (view.waiting, "waiting"),
    )
    said = ", ".join(f"{count(n)} {word}" for n, word in parts if n)
    return said or "Nothing done yet"


def _times(view: JobView) -> str:
    parts = (f"Started {view.started}" if view.started else "", f"{view.left} left" if view.left else "")
    return " · ".join(part for part in parts if part)


def _stages(stages: Sequence[tuple[str, int, int]]) -> CardElement:
    """How far each stage is: of all lines that go through it, those that have, and those that haven't yet."""
    titled = [(f"{_short(words)}: {count(done)} of {count(total)}", done, total) for words, done, total in stages]
    bars = [
        (title, (Share("Done", done, "good"), Share("To do", total - done, "neutral"))) for title, done, total in titled
    ]
    return stacked(bars, group(*(text(title, spacing="Small") for title, _, _ in titled)))


def _short(words: str) -> str:
    """A stage's words in so few bytes that a chart of all stages, which loses no rows, fits a card."""
    most = 40
    while len(json.dumps(clean(words, most))) > _MAX_STAGE_BYTES:
        most -= 4
    return clean(words, most)


def _failure(failure: FailedLine) -> CardElement:
    fix = muted(f"→ {quoted(failure.fix)}") if failure.fix else None
    where_ = link_last(failure.where, failure.code, failure.about) if failure.where or failure.code else None
    return group(
        strong(failure.line), text(quoted(failure.reason), spacing="None", most=600), fix, where_, separator=True
    )
