"""Settings for many lines: whose, which section, and a form that leaves alone what isn't chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card
from cards.elements import Button, buttons, execute, group, muted, text, wrong
from cards.inputs import choice_input, text_input, ticks_input
from cards.paging import turns, where
from cards.settings.clicks import ApplyTemplate, FileSettings, ListPeople, OpenSectionForMany, PlanForMany
from cards.settings.form import Values, for_many
from cards.words import clean, count, things
from services.domain.settings.fields import Section

MAX_ROWS = 10
MAX_CARRIED = 60
MAX_QUERY_CHARACTERS = 40
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line to tick: its extension, and whose it is in words."""

    key: str
    who: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of lines to tick, pages counted from 1; `ticked` are those ticked on any page.

    `template` is the template that they are to get; without one a section is chosen here.
    """

    rows: Sequence[PersonRow]
    page: int = 1
    pages: int = 1
    total: int = 0
    query: str = ""
    ticked: Sequence[str] = ()
    template: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The lines a form is for: by their extensions, or all that fit a search."""

    keys: Sequence[str] = ()
    all: bool = False
    query: str = ""
    names: Sequence[str] = ()
    total: int = 0


def people(page: PeoplePage, sections: Sequence[Section], error: str = "") -> Card:
    """Lines to tick for settings or for a template.

    Parts: what is wrong, search (input `query`) with Find (settings.many), how many, ticks (input `ticked`, extensions
    joined by commas), how many are ticked elsewhere, the section (input `section`); buttons: for those ticked and for
    all that fit (settings.many.form, or template.apply for a template; `all` true), Previous and Next (settings.many),
    As a file (settings.file). Every click's data holds `query`, `template`, and as `ticked` what was ticked elsewhere.
    """
    shown = page.rows[:MAX_ROWS]
    here = {r.key for r in shown}
    elsewhere = tuple(key for key in page.ticked if key not in here)[:MAX_CARRIED]
    page = replace(page, query=clean(page.query, MAX_QUERY_CHARACTERS))
    listed = ListPeople(page.query, page.template, elsewhere)
    return card(
        "Template for many" if page.template else "Settings for many",
        text(f"Template: {page.template}", weight="Bolder") if page.template else None,
        wrong(error),
        _search(page, listed),
        where(len(shown), page.page, page.pages, page.total, "line"),
        _ticks(shown, page.ticked) if shown else None,
        _carried(len(elsewhere)),
        None if page.template else _sections(sections, page.section),
        _for(page, elsewhere, bool(shown or elsewhere)) if page.total else None,
        actions=[*turns(listed, page.page, page.pages, inputs=True), _file(page)],
    )


def form(section: Section, chosen: Chosen, values: Values, error: str = "") -> Card:
    """The section's fields for many lines; what nobody chooses stays as it is.

    Parts: for whom, what is wrong, fields (inputs by the field's name); buttons: See the plan (settings.many.plan),
    Back (settings.many). Data: `section`, and `keys` or `all` with `query`.
    """
    keys = () if chosen.all else tuple(chosen.keys)
    plan = PlanForMany(section.name, keys, chosen.all, chosen.query)
    back = ListPeople(chosen.query, ticked=tuple(chosen.keys), section=section.name)
    return card(
        section.title,
        text(_whom(chosen), weight="Bolder", most=300),
        muted("Whatever you don't choose stays as it is with each of them."),
        wrong(error),
        *for_many(section, values),
        actions=[
            execute("See the plan", plan, "positive"),
            execute("Back", back, inputs=False),
        ],
    )


def _whom(chosen: Chosen) -> str:
    named = [clean(name, 40) for name in chosen.names[:_MAX_NAMED]]
    more = [f"{count(chosen.total - len(named))} more"] if chosen.total > len(named) else []
    return f"For {things(chosen.total, 'line')}: {', '.join([*named, *more])}"


def _search(page: PeoplePage, listed: ListPeople) -> CardElement:
    return group(
        text_input("query", "Find by extension, name or number", page.query, most=MAX_QUERY_CHARACTERS),
        buttons(execute("Find", listed)),
    )


def _ticks(rows: Sequence[PersonRow], ticked: Sequence[str]) -> CardElement:
    chosen = set(ticked)
    return ticks_input(
        "ticked", "Tick whose", [(r.key, clean(r.who, 60)) for r in rows], [r.key for r in rows if r.key in chosen]
    )


def _carried(elsewhere: int) -> CardElement | None:
    if not elsewhere:
        return None
    more = " That is the most I can keep; use the button for all, or a file." if elsewhere >= MAX_CARRIED else ""
    return muted(f"{things(elsewhere, 'line')} ticked on other pages.{more}", spacing="Small")


def _sections(sections: Sequence[Section], chosen: str) -> CardElement:
    choices = [(s.name, s.title) for s in sections]
    return choice_input("section", "Which settings", choices, chosen or choices[0][0])


def _for(page: PeoplePage, elsewhere: tuple[str, ...], some: bool) -> CardElement:
    # In a row of their own: five in one row don't fit a phone.
    ticked = ApplyTemplate if page.template else OpenSectionForMany
    word = "Apply to" if page.template else "Set for"
    data = ticked(page.query, page.template, elsewhere)
    return buttons(
        execute(f"{word} ticked", data, "positive") if some else None,
        execute(f"{word} all {count(page.total)}", replace(data, every=True)) if page.total > 1 else None,
    )


def _file(page: PeoplePage) -> Button | None:
    return execute("As a file", FileSettings(page.query), inputs=False) if page.total else None
