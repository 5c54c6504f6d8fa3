"""Public holidays: the list, with a field for one more, and a form for many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import execute, group, muted, row, wrong
from cards.inputs import date_input, lines_input, text_input, ticks_input
from cards.paging import turns, where
from cards.system.clicks import (
    AddHoliday,
    AddManyHolidays,
    FileHolidays,
    HolidayInputs,
    ImportHolidays,
    ListHolidays,
    RemoveHolidays,
)
from services.domain.phrases import tr

MAX_ROWS = 15


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday; `day` is YYYY-MM-DD and identifies it, `words` is the day as people read it."""

    day: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class HolidaysPage:
    """One page of holidays, counted from 1; `mark` is the fingerprint of the list, `kept` what was typed."""

    rows: Sequence[Holiday]
    mark: str
    page: int = 1
    pages: int = 1
    total: int = 0
    may_change: bool = False
    kept: HolidayInputs = field(default_factory=HolidayInputs)


def holidays(page: HolidaysPage, error: str = "") -> Card:
    """A page of public holidays.

    Parts: what they are for, how many, ticks (input `ticked`, days joined by commas) or rows for readers, fields of one
    more (inputs `date`, `name`); buttons: Add (holidays.add), Remove ticked (holidays.remove), Add many
    (holidays.many), Previous and Next (holidays.show with `page`), As a file (holidays.file). Data: `list`, `page`.
    """
    return card(
        tr("Public holidays"),
        muted(tr("On these days calls take the way that each person chose for public holidays.")),
        wrong(error),
        where(len(page.rows), page.page, page.pages, page.total, "holiday"),
        _ticks(page) if page.may_change and page.rows else listing([row(one.words, one.name) for one in page.rows]),
        _add(page) if page.may_change else None,
        actions=[
            execute(tr("Add"), AddHoliday(page.mark, page.page), "positive") if page.may_change else None,
            execute(tr("Remove ticked"), RemoveHolidays(page.mark)) if page.may_change and page.rows else None,
            execute(tr("Add many"), AddManyHolidays(), inputs=False) if page.may_change else None,
            *turns(ListHolidays(), page.page, page.pages),
            execute(tr("As a file"), FileHolidays(), inputs=False) if page.total else None,
        ],
    )


def _ticks(page: HolidaysPage) -> CardElement:
    choices = [(one.day, tr("{words} · {name}", words=one.words, name=one.name)) for one in page.rows[:MAX_ROWS]]
    return ticks_input("ticked", tr("Tick what to remove"), choices, page.kept.ticked)


def _add(page: HolidaysPage) -> CardElement:
    return group(
        date_input("date", tr("Add a day"), page.kept.date),
        text_input("name", tr("What it is called"), page.kept.name, hint=tr("Such as Christmas"), most=60),
        separator=True,
    )


def many(mark: str, typed: str = "", error: str = "") -> Card:
    """The form for several holidays at once.

    Parts: how to write them, what is wrong, a field for the lines (input `lines`); buttons: See the plan
    (holidays.import with `list`), Back.
    """
    return card(
        tr("Add public holidays"),
        tr("One a line, the date first: 2026-12-25; Christmas"),
        wrong(error),
        lines_input("lines", tr("Holidays"), typed, hint=tr("2026-12-25; Christmas"), most=6_000),
        actions=[
            execute(tr("See the plan"), ImportHolidays(mark), "positive"),
            execute(tr("Back"), ListHolidays(), inputs=False),
        ],
    )
