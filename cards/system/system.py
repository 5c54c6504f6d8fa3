"""The organisation's own settings: the four sections with their state, and those that are forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import BadgeStyle, CardElement

from cards.assembler import Card, card, listing
from cards.elements import Button, badge, button, buttons, execute, facts, group, muted, row, say, strong, wrong
from cards.inputs import find_input
from cards.settings.form import Values, for_one
from cards.system.clicks import (
    FindPerson,
    OpenPerson,
    OpenSystemSection,
    SaveSystemSection,
    SwitchBusinessPhones,
    SwitchSystem,
)
from services.domain.phrases import tr
from services.domain.settings.fields import Field, FieldKind, Section
from services.domain.settings.words import in_words

_PHONES = tr("Business phones in Microsoft")
ALL = say(tr("All settings"), "settings")


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section and its state in a line; `missing`: somebody can't call because of it."""

    name: str
    title: str
    state: str
    compulsory: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class SystemForm:
    """A section as a form: `marks` are fingerprints of what it shows, `people` the first to choose from."""

    section: Section
    values: Values
    marks: Mapping[str, str] = field(default_factory=dict)
    may_change: bool = False
    people: Sequence[tuple[str, str]] = ()


def overview(rows: Sequence[SectionRow], phones: bool | None = None, *, may_switch: bool = False) -> Card:
    """The system's settings; `phones`: whether numbers are written to the directory, None if unknown.

    Parts: a row a section with its state, one for business phones, where the settings of people are; buttons: each
    section (system.open with `section`), Settings of a person (system.who), Turn business phones on or off
    (system.phones with `to`).
    """
    return card(
        tr("System settings"),
        muted(tr("They hold for the whole organisation. For one person say “settings alice”.")),
        listing([*(_row(one) for one in rows), *([] if phones is None else [row(_PHONES, _phone_state(phones))])]),
        actions=[
            *(execute(one.title, OpenSystemSection(one.name)) for one in rows[:4]),
            execute(tr("Settings of a person"), FindPerson()),
            None if phones is None or not may_switch else _switch_phones(phones),
        ],
    )


def _phone_state(on: bool) -> str:
    if on:
        return tr(
            "On: when somebody's Teams number changes, the plan sets it as their business phone in Microsoft, too"
        )
    return tr("Off: the business phone in people's Microsoft directory entry stays as it is")


def _switch_phones(on: bool) -> Button:
    return execute(tr("Turn business phones {word}", word=tr("off") if on else tr("on")), SwitchBusinessPhones(not on))


def _row(one: SectionRow) -> CardElement:
    tag = badge(*_mark(one)) if one.compulsory or one.missing else None
    return row(one.title, one.state, tag=tag)


def _mark(one: SectionRow) -> tuple[str, BadgeStyle]:
    return (tr("Needs a look"), "Attention") if one.missing else (tr("Needed: set"), "Good")


def general(form: SystemForm, holidays: str, error: str = "") -> Card:
    """General settings.

    Parts: what is wrong, the fields, how many public holidays there are; buttons: See the plan (system.save with
    `section` and `seen`), Public holidays, All settings.
    """
    return card(
        form.section.title,
        muted(form.section.help),
        wrong(error),
        *_fields(form),
        facts((tr("Public holidays"), holidays)),
        actions=[_save(form), button(say(tr("Public holidays"), "holidays")), button(ALL)],
    )


def admin_tools(form: SystemForm, switches: Sequence[tuple[Field, bool]], error: str = "") -> Card:
    """Admin tools.

    Parts: what is wrong, what is on and off, the devices, and for those who may whose SIP credentials to reset (input
    `person`, verb system.person); buttons: one a switch (system.turn with `path` and `to`), See the plan
    (system.save), Templates, All settings.
    """
    return card(
        form.section.title,
        wrong(error),
        facts(*((one.label, tr("on") if on else tr("off")) for one, on in switches)),
        *_fields(form),
        _person(tr("Reset somebody's SIP credentials"), tr("You find it under Devices, in their own settings."), form)
        if form.may_change
        else None,
        actions=[
            _save(form),
            *(_switch(one, on) for one, on in switches if form.may_change),
            button(say(tr("Templates"), "templates")) if form.may_change else None,
            button(ALL),
        ],
    )


def whose(people: Sequence[tuple[str, str]]) -> Card:
    """The form for whose settings to open.

    Parts: a field for the person (input `person`); buttons: Open (system.person), All settings.
    """
    return card(
        tr("Settings of a person"),
        find_input("person", tr("Who"), "lines", people, missing=tr("Choose somebody")),
        actions=[execute(tr("Open"), OpenPerson(), "positive"), button(ALL)],
    )


def _person(title: str, help: str, form: SystemForm) -> CardElement:
    return group(
        strong(title),
        muted(help),
        find_input("person", tr("Who"), "lines", form.people),
        buttons(execute(tr("Open their settings"), OpenPerson())),
        separator=True,
    )


def _fields(form: SystemForm) -> Sequence[CardElement]:
    """The section's fields to type into, or to read for those who may not change them."""
    if form.may_change:
        return for_one(form.section, form.values)
    now, rules = form.values.now, form.values.rules
    return [facts(*((one.label, in_words(one, now.get(one.path), rules)) for one in form.section.fields))]


def _save(form: SystemForm) -> Button | None:
    if not form.may_change:
        return None
    return execute(tr("See the plan"), SaveSystemSection(form.section.name, form.marks), "positive")


def _switch(one: Field, on: bool) -> Button:
    """A switch's button, which carries the value to set, so that a second click has no other effect."""
    short = one.label.rpartition("(")[2].rstrip(")")
    return execute(
        tr("Turn {short} {word}", short=short, word=tr("off") if on else tr("on")),
        SwitchSystem(one.path, not on),
        inputs=False,
    )


def form_fields(section: Section) -> tuple[Field, ...]:
    """The fields that a section's form has; lists and switches have cards and buttons of their own."""
    return tuple(one for one in section.fields if one.kind not in (FieldKind.RECORDS, FieldKind.TOGGLE))
