"""Settings for many lines: whose, which section, and a form that changes only what is chosen."""

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
from services.domain.phrases import join_text, tr
from services.domain.settings.fields import Section

MAX_ROWS = 10
MAX_CARRIED = 60
MAX_QUERY_CHARACTERS = 40
_MAX_NAMED = 5


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line to tick: its extension, and its holder in words."""

    key: str
    who: str


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of lines to tick, counted from 1; `ticked` are those ticked on any page.

    `template` is the template that they are to get; without one the card asks for a section.
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
    """The lines that a form is for: by their extensions, or all that match a search."""

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
        tr("Template for many") if page.template else tr("Settings for many"),
        text(tr("Template: {template}", template=page.template), weight="Bolder") if page.template else None,
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
    """The form with the section's fields for many lines; what isn't chosen stays as it is.

    Parts: for whom, what is wrong, fields (inputs by the field's name); buttons: See the plan (settings.many.plan),
    Back (settings.many). Data: `section`, and `keys` or `all` with `query`.
    """
    keys = () if chosen.all else tuple(chosen.keys)
    plan = PlanForMany(section.name, keys, chosen.all, chosen.query)
    back = ListPeople(chosen.query, ticked=tuple(chosen.keys), section=section.name)
    return card(
        section.title,
        text(_whom(chosen), weight="Bolder", most=300),
        muted(tr("Whatever you don't choose stays as it is with each of them.")),
        wrong(error),
        *for_many(section, values),
        actions=[
            execute(tr("See the plan"), plan, "positive"),
            execute(tr("Back"), back, inputs=False),
        ],
    )


def _whom(chosen: Chosen) -> str:
    named = [clean(name, 40) for name in chosen.names[:_MAX_NAMED]]
    more = [tr("{total} more", total=count(chosen.total - len(named)))] if chosen.total > len(named) else []
    return tr("For {how_many}: {names}", how_many=things(chosen.total, "line"), names=join_text(", ", [*named, *more]))


def _search(page: PeoplePage, listed: ListPeople) -> CardElement:
    return group(
        text_input("query", tr("Find by extension, name or number"), page.query, most=MAX_QUERY_CHARACTERS),
        buttons(execute(tr("Find"), listed)),
    )


def _ticks(rows: Sequence[PersonRow], ticked: Sequence[str]) -> CardElement:
    chosen = set(ticked)
    return ticks_input(
        "ticked", tr("Tick whose"), [(r.key, clean(r.who, 60)) for r in rows], [r.key for r in rows if r.key in chosen]
    )


def _carried(elsewhere: int) -> CardElement | None:
    if not elsewhere:
        return None
    more = tr(" That is the most I can keep; use the button for all, or a file.") if elsewhere >= MAX_CARRIED else ""
    return muted(
        tr("{how_many} ticked on other pages.{more}", how_many=things(elsewhere, "line"), more=more), spacing="Small"
    )


def _sections(sections: Sequence[Section], chosen: str) -> CardElement:
    choices = [(s.name, s.title) for s in sections]
    return choice_input("section", tr("Which settings"), choices, chosen or choices[0][0])


def _for(page: PeoplePage, elsewhere: tuple[str, ...], some: bool) -> CardElement:
    # In a row of their own, since five in one row don't fit a phone.
    ticked = ApplyTemplate if page.template else OpenSectionForMany
    word = tr("Apply to") if page.template else tr("Set for")
    data = ticked(page.query, page.template, elsewhere)
    return buttons(
        execute(tr("{word} ticked", word=word), data, "positive") if some else None,
        execute(tr("{word} all {total}", word=word, total=count(page.total)), replace(data, every=True))
        if page.total > 1
        else None,
    )


def _file(page: PeoplePage) -> Button | None:
    return execute(tr("As a file"), FileSettings(page.query), inputs=False) if page.total else None
