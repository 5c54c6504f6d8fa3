"""The list of jobs: what each is about, where it stands and what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.changes.job_clicks import FileJobs, OpenJob, PageJobs, ShowJob
from cards.changes.jobs import JobCardState, state_badge
from cards.elements import Click, button, buttons, execute, group, muted, opening, row, say
from cards.inputs import choice_input
from cards.paging import turns, where
from cards.words import clean, quoted

MAX_ROWS = 5


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job in a list; `when` is its time in words, `words` how far it is or how it ended, `more` what it waits for.

    `whole`: every line of it is done.
    """

    id: str
    title: str
    state: JobCardState
    when: str = ""
    words: str = ""
    more: str = ""
    whole: bool = True


def jobs(rows: Sequence[JobRow], page: int = 1, pages: int = 1, total: int = 0) -> Card:
    """A page of jobs, those at work first, then the newest.

    Parts: how many, one row a job, which one to open (input `job`, verb jobs.open); buttons: Previous and Next
    (jobs.page), As a file (jobs.file), Home.
    """
    shown = rows[:MAX_ROWS]
    many = where(len(shown), page, pages, max(total, len(rows)), "job")
    return card(
        "Jobs",
        many if shown else "No jobs yet. A job starts when a plan is applied.",
        listing([_job(r) for r in shown]) if shown else None,
        _which(shown) if shown else None,
        actions=[
            *turns(PageJobs(), page, pages),
            execute("As a file", FileJobs(), inputs=False) if shown else None,
            button(say("Home", "home")),
        ],
    )


def _job(r: JobRow) -> CardElement:
    # People open the list to see what a job waits for, so that text is never cut, however long.
    words = " · ".join(filter(None, (r.when, r.words)))
    more = muted(quoted(r.more), most=600) if r.more else None
    shown = group(row(r.title, words, tag=state_badge(r.state, whole=r.whole)), more)
    return opening(shown, Click(f"See {clean(r.title, 50)}", ShowJob(r.id)))


def _which(rows: Sequence[JobRow]) -> CardElement:
    # One file may have been sent several times, so the title alone doesn't tell them apart.
    choices = [(r.id, " · ".join(filter(None, (clean(r.title, 60), r.when)))) for r in rows]
    return group(choice_input("job", "Open a job", choices, choices[0][0]), buttons(execute("Open", OpenJob())))
