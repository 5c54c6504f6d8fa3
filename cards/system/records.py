"""Settings that are lists of records: a page of them, and a form for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from microsoft_teams.cards import CardElement
from pydantic import JsonValue

from cards.assembler import Card, card, listing
from cards.elements import Button, Click, button, buttons, execute, facts, group, muted, row, text, wrong
from cards.inputs import choice_input
from cards.paging import turns, where
from cards.settings.form import Values, for_one
from cards.system.clicks import (
    DeleteInboundRule,
    DeleteOutboundRule,
    FileInboundRules,
    FileOutboundRules,
    ListInboundRules,
    ListOutboundRules,
    NewInboundRule,
    NewOutboundRule,
    OpenInboundRule,
    OpenOutboundRule,
    SaveInboundRule,
    SaveOutboundRule,
)
from services.domain.phrases import tr
from services.domain.settings.fields import Field, Section
from services.domain.settings.words import shown


@dataclass(frozen=True, slots=True)
class RecordActions:
    """What the buttons of one kind of list carry."""

    name: str
    list: type[ListInboundRules | ListOutboundRules]
    open: type[OpenInboundRule | OpenOutboundRule]
    new: type[NewInboundRule | NewOutboundRule]
    save: type[SaveInboundRule | SaveOutboundRule]
    delete: type[DeleteInboundRule | DeleteOutboundRule]
    file: type[FileInboundRules | FileOutboundRules]


INBOUND = RecordActions(
    "inbound", ListInboundRules, OpenInboundRule, NewInboundRule, SaveInboundRule, DeleteInboundRule, FileInboundRules
)
OUTBOUND = RecordActions(
    "outbound",
    ListOutboundRules,
    OpenOutboundRule,
    NewOutboundRule,
    SaveOutboundRule,
    DeleteOutboundRule,
    FileOutboundRules,
)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in words; `no` is its position in the whole list."""

    no: int
    name: str
    details: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """One page of a list, counted from 1.

    `actions` are what its buttons carry, `one` the word for a record, `mark` the fingerprint of the list.
    """

    title: str
    help: str
    actions: RecordActions
    one: str
    mark: str
    rows: Sequence[RecordRow] = ()
    page: int = 1
    pages: int = 1
    total: int = 0
    may_change: bool = False
    more: Click | None = None


def records(page: RecordsPage) -> Card:
    """A page of records.

    Parts: what they are for, how many, a row a record, which one to open (input `which`, with Open); buttons:
    Add one, the click given, Previous and Next, As a file.
    """
    return card(
        page.title,
        muted(page.help),
        where(len(page.rows), page.page, page.pages, page.total, page.one),
        listing([row(one.name, *one.details) for one in page.rows]),
        _which(page) if page.rows else None,
        actions=[
            execute(tr("Add a {one}", one=page.one), page.actions.new(), inputs=False) if page.may_change else None,
            button(page.more),
            *turns(page.actions.list(), page.page, page.pages),
            execute(tr("As a file"), page.actions.file(), inputs=False) if page.total else None,
        ],
    )


def _which(page: RecordsPage) -> CardElement:
    choices = [(str(one.no), one.name) for one in page.rows]
    return group(
        choice_input("which", tr("Open a {one}", one=page.one), choices, choices[0][0]),
        buttons(execute(tr("Open"), page.actions.open(page.mark))),
    )


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A record as a form: its `parts`, their values `now`, and what was typed before an error (`kept`).

    `no` is its position in the list, None for a new one; `mark` is the fingerprint of the list.
    """

    title: str
    actions: RecordActions
    mark: str
    parts: Sequence[Field]
    now: Mapping[str, JsonValue] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    no: int | None = None
    may_change: bool = False
    about: str = ""


def record(form: RecordForm, error: str = "", *more: CardElement, clicks: Sequence[Button | None] = ()) -> Card:
    """One record to change or view.

    Parts: what is wrong, remarks, fields by the parts' names, further elements; buttons: See the
    plan, Delete, those given, Back.
    """
    return card(
        form.title,
        wrong(error),
        text(form.about) if form.about else None,
        *(fields(form) if form.may_change else [_reading(form)]),
        *more,
        actions=[
            execute(tr("See the plan"), form.actions.save(form.mark, form.no), "positive") if form.may_change else None,
            _delete(form) if form.may_change and form.no is not None else None,
            *clicks,
            execute(tr("Back"), form.actions.list(), inputs=False),
        ],
    )


def _delete(form: RecordForm) -> Button:
    return execute(tr("Delete"), form.actions.delete(form.mark, form.no), "destructive", inputs=False)


def fields(form: RecordForm) -> list[CardElement]:
    """The parts as fields, with their present values or what was typed."""
    # A part isn't marked as modelled: its list is.
    section = Section(form.actions.name, form.title, "", tuple(replace(part, known=True) for part in form.parts))
    return for_one(section, Values(form.now, form.kept))


def _reading(form: RecordForm) -> CardElement:
    return facts(*((part.label, shown(part, form.now.get(part.path))) for part in form.parts))
