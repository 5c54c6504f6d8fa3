"""Settings that are lists of records: a page of them, and a form for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from microsoft_teams.cards import CardElement
from pydantic import JsonValue

from cards.assembler import Card, card, listing
from cards.elements import Button, Click, button, buttons, execute, facts, group, muted, row, strong, text, wrong
from cards.inputs import choice_input
from cards.paging import turns, where
from cards.settings_form import Values, for_one
from services.domain.settings.fields import Field, Section
from services.domain.settings.words import shown


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record in words; `no` is its place in the whole list."""

    no: int
    name: str
    details: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """One page of a list, pages counted from 1.

    `verb` is what the verbs begin with (`inbound`), `one` what a record is called, `mark` the fingerprint of the list.
    """

    title: str
    help: str
    verb: str
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

    Parts: what they are for, how many, a row a record, which one to open (input `which`, verb `<verb>.open`); buttons:
    Add one (`<verb>.new`), the click given, Previous and Next (`<verb>.show` with `page`), As a file (`<verb>.file`).
    """
    return card(
        page.title,
        muted(page.help),
        where(len(page.rows), page.page, page.pages, page.total, page.one),
        listing([row(one.name, *one.details) for one in page.rows]),
        _which(page) if page.rows else None,
        actions=[
            execute(f"Add a {page.one}", f"{page.verb}.new", inputs=False) if page.may_change else None,
            button(page.more),
            *turns(f"{page.verb}.show", page.page, page.pages, {}),
            execute("As a file", f"{page.verb}.file", inputs=False) if page.total else None,
        ],
    )


def _which(page: RecordsPage) -> CardElement:
    choices = [(str(one.no), one.name) for one in page.rows]
    return group(
        choice_input("which", f"Open a {page.one}", choices, choices[0][0]),
        buttons(execute("Open", f"{page.verb}.open", {"list": page.mark})),
    )


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A record as a form: its `parts`, what holds `now`, what was typed (`kept`) before an error.

    `no` is its place in the list, None for a new one; `mark` the fingerprint of the list it is from.
    """

    title: str
    verb: str
    mark: str
    parts: Sequence[Field]
    now: Mapping[str, JsonValue] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    no: int | None = None
    may_change: bool = False
    about: str = ""

    @property
    def data(self) -> dict[str, object]:
        """What its clicks carry."""
        return {"list": self.mark} if self.no is None else {"list": self.mark, "which": self.no}


def record(form: RecordForm, error: str = "", *more: CardElement, clicks: Sequence[Button | None] = ()) -> Card:
    """One record to change, or to look at.

    Parts: what is wrong, what else is to know, fields by the parts' names, what is given besides; buttons: Save
    (`<verb>.save`), Delete (`<verb>.delete`), those given, Back (`<verb>.show`). Data: `list`, and `which` unless new.
    """
    return card(
        form.title,
        wrong(error),
        text(form.about) if form.about else None,
        *(fields(form) if form.may_change else [_reading(form)]),
        *more,
        actions=[
            execute("Save", f"{form.verb}.save", form.data, "positive") if form.may_change else None,
            _delete(form) if form.may_change and form.no is not None else None,
            *clicks,
            execute("Back", f"{form.verb}.show", {"page": 1}, inputs=False),
        ],
    )


def _delete(form: RecordForm) -> Button:
    return execute("Delete", f"{form.verb}.delete", form.data, "destructive", inputs=False)


def fields(form: RecordForm) -> list[CardElement]:
    """The parts as fields, with what holds now or what was typed."""
    # A part isn't marked as modelled: its list is.
    section = Section(form.verb, form.title, "", tuple(replace(part, known=True) for part in form.parts))
    return for_one(section, Values(form.now, form.kept))


def _reading(form: RecordForm) -> CardElement:
    return facts(*((part.label, shown(part, form.now.get(part.path))) for part in form.parts))


def heading_of(words: str) -> CardElement:
    """Words that lead a part of the form."""
    return strong(words, spacing="Medium")
