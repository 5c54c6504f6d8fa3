"""The list of jobs: what each is about, its state and what it waits for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.changes.job_clicks import FileJobs, OpenJob, PageJobs, ShowJob
from cards.changes.jobs import JobCardState, state_badge
from cards.elements import Click, button, buttons, columns, execute, group, muted, say, strong
from cards.grid import Grid
from cards.inputs import choice_input
from cards.paging import turns, where
from cards.words import clean, quoted
from services.domain.phrases import join_text, tr

MAX_ROWS = 5
_GRID = Grid(((tr("Job"), 34), (tr("When"), 22), (tr("Lines"), 20), (tr("Waits for"), 24)))


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job in a list; `when` is its time in words, `words` its progress or result, `more` what it waits for.

    `whole`: every line of it is done.
    """

    id: str
    title: str
    state: JobCardState
    when: str = ""
    words: str = ""
    more: str = ""
    whole: bool = True


def jobs(rows: Sequence[ListedJob], page: int = 1, pages: int = 1, total: int = 0) -> Card:
    """A page of jobs, those at work first, then the newest.

    Parts: how many, one row a job, which one to open (input `job`, verb jobs.open); buttons: Previous and Next
    (jobs.page), As a file (jobs.file), Home.
    """
    shown = rows[:MAX_ROWS]
    many = where(len(shown), page, pages, max(total, len(rows)), "job")
    return card(
        tr("Jobs"),
        many if shown else tr("No jobs yet. A job starts when a plan is applied."),
        _GRID.head() if shown else None,
        listing([_job(r) for r in shown]) if shown else None,
        _which(shown) if shown else None,
        actions=[
            *turns(PageJobs(), page, pages),
            execute(tr("As a file"), FileJobs(), inputs=False) if shown else None,
            button(say(tr("Home"), "home")),
        ],
        full_width=True,
    )


def _job(r: ListedJob) -> CardElement:
    # People open the list to see what a job waits for, so that text is never cut.
    head = columns(("stretch", [strong(r.title, most=100)]), ("auto", [state_badge(r.state, whole=r.whole)]))
    cells = [muted(r.when, most=160) if r.when else None, muted(r.words, most=160) if r.words else None]
    more = muted(quoted(r.more), most=600) if r.more else None
    return _GRID.row(head, *cells, more, opens=Click(tr("See {title}", title=clean(r.title, 50)), ShowJob(r.id)))


def _which(rows: Sequence[ListedJob]) -> CardElement:
    # One file may have been sent several times, so the title alone doesn't tell them apart.
    choices = [(r.id, join_text(" · ", filter(None, (clean(r.title, 60), r.when)))) for r in rows]
    return group(choice_input("job", tr("Open a job"), choices, choices[0][0]), buttons(execute(tr("Open"), OpenJob())))
