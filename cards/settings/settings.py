"""A line's settings: all sections with their state, and one section to view or change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import BadgeStyle, CardElement
from pydantic import JsonValue

from cards.assembler import Card, card, listing
from cards.elements import Button, badge, button, buttons, execute, facts, group, muted, row, say, text, wrong
from cards.inputs import choice_input, text_input
from cards.settings.clicks import (
    ChooseTemplate,
    GiveTemplate,
    NameTemplate,
    OpenSection,
    SaveSection,
    SaveTemplate,
    SetSetting,
    ShowSettings,
)
from cards.settings.form import Values, for_one, short
from cards.words import clean, count
from services.domain.phrases import tr
from services.domain.settings.catalogue import effective
from services.domain.settings.fields import Field, FieldKind, Section
from services.domain.settings.forms import mark_of
from services.domain.settings.paths import OUTBOUND_RULE
from services.domain.settings.words import in_words, is_set, state_of

CALLS = "calls"  # the choice of the read-only section: the call history
MAX_NAME_CHARACTERS = 60
_MAX_AT_ONCE = 4
_ROW_CHARACTERS, _BUTTON_CHARACTERS = (
    40,
    4,
)  # characters that fit into a row of buttons, and what a button takes in addition to its title
_MAX_TEMPLATES = 50  # templates to choose from


@dataclass(frozen=True, slots=True)
class SettingsView:
    """The settings of one line: whose they are, the values, and the outbound rules' names by id."""

    key: str
    who: str
    settings: Mapping[str, JsonValue]
    rules: Mapping[str, str] = field(default_factory=dict)
    may_change: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section of a line. `marks` are fingerprints of what the form shows, `kept` is what was typed before an error.

    `version` is the line's, `about` says more about the line, such as its directory name.
    """

    key: str
    who: str
    section: Section
    values: Values
    marks: Mapping[str, str] = field(default_factory=dict)
    version: int = 0
    about: Sequence[tuple[str, str]] = ()
    may_change: bool = False


def settings(view: SettingsView, sections: Sequence[Section]) -> Card:
    """All sections of a line with their state.

    Parts: whose settings, one row a section (compulsory ones are marked), which one to open (input `section`, verb
    settings.open); buttons: Save as a template (template.name), Use a template (template.choose), Call history, Home.
    """
    titles = [(s.name, s.title) for s in sections]
    return card(
        tr("Settings"),
        text(view.who, weight="Bolder", most=160),
        _open(titles, view.key),
        listing([_row(section, view) for section in sections]),
        _templates(view.key) if view.may_change else None,
        actions=[
            button(say(tr("Call history"), f"calls {view.key}")),
            button(say(tr("Line"), f"line {view.key}")),
        ],
    )


def _templates(key: str) -> CardElement:
    # In a row of their own, since four in one row don't fit a phone.
    return buttons(
        execute(tr("Use a template"), ChooseTemplate(key), inputs=False),
        execute(tr("Save as a template"), NameTemplate(key), inputs=False),
    )


def _open(titles: Sequence[tuple[str, str]], key: str) -> CardElement:
    choices = [*titles, (CALLS, tr("Call History"))]
    return group(
        choice_input("section", tr("Which settings"), choices, choices[0][0]),
        buttons(execute(tr("Open"), OpenSection(key))),
    )


def _row(section: Section, view: SettingsView) -> CardElement:
    words, style = _mark(section, view)
    state = state_of(section, view.settings, view.rules)
    return row(section.title, clean(state, 150), tag=badge(words, style) if words else None)


def _mark(section: Section, view: SettingsView) -> tuple[str, BadgeStyle]:
    found = view.settings
    if any(f.path == OUTBOUND_RULE and not effective(found, f.path) for f in section.fields):
        return tr("Needed: no rule"), "Attention"
    there = is_set(section, found)
    if section.compulsory:
        return (tr("Needed: set"), "Good") if there else (tr("Needed: not set"), "Warning")
    return (tr("Set"), "Good") if there else (tr("Not set"), "Subtle")


def section(view: SectionView, error: str = "") -> Card:
    """One section of a line: a form with the present values, or the values to read.

    Parts: whose, what is wrong, one-click buttons for a choice that stands alone (settings.turn with `path` and `to`),
    fields (inputs by the field's name); buttons: Save (settings.save), Reset (settings.reset), Back (settings.show).
    Data: `line`, `section`, `version`, `seen`.
    """
    form = view.may_change and not _alone(view.section)
    return card(
        view.section.title,
        text(view.who, weight="Bolder", most=160),
        muted(view.section.help),
        wrong(error),
        facts(*view.about) if view.about else None,
        None if form else _reading(view),
        *(_rows(_turns(view)) if view.may_change else ()),
        *(for_one(view.section, view.values) if form else ()),
        *(_rows(_resets(view)) if view.may_change else ()),
        actions=[
            _save(view) if form else None,
            execute(tr("Back"), ShowSettings(view.key), inputs=False),
        ],
    )


def _save(view: SectionView) -> Button:
    return execute(tr("Save"), SaveSection(view.key, view.section.name, view.version, view.marks), "positive")


def _rows(made: Sequence[Button]) -> list[CardElement]:
    """The buttons in rows that fit a phone."""
    rows: list[list[Button]] = []
    for one in made:
        room = sum(len(other.title or "") + _BUTTON_CHARACTERS for other in rows[-1]) if rows else _ROW_CHARACTERS
        if room + len(one.title or "") + _BUTTON_CHARACTERS > _ROW_CHARACTERS:
            rows.append([])
        rows[-1].append(one)
    return [buttons(*row) for row in rows]


def _alone(section: Section) -> bool:
    """Whether the section is a single choice, which needs no form but a button each."""
    return len(section.fields) == 1 and section.fields[0].kind is FieldKind.CHOICE


def _reading(view: SectionView) -> CardElement:
    now, rules = view.values.now, view.values.rules
    pairs = [(f.label, in_words(f, now.get(f.path), rules)) for f in view.section.fields]
    return facts(*pairs)


def _turns(view: SectionView) -> list[Button]:
    """Buttons that set one thing at once; each carries the value to set, so that a second click has no other effect."""
    made: list[Button] = [
        execute(title, SetSetting(view.key, view.section.name, view.version, f.path, to), inputs=False)
        for f in view.section.fields
        for title, to in _targets(f, view)
    ]
    return made[:_MAX_AT_ONCE]


def _targets(one: Field, view: SectionView) -> list[tuple[str, str]]:
    now = view.values.now.get(one.path)
    if _alone(view.section):
        return [(words, value) for value, words in one.choices if value != now]
    return []


def _resets(view: SectionView) -> list[Button]:
    """Reset buttons; a reset counts up from what this card showed, so a second click resets nothing more."""
    found: list[Button] = []
    for one in view.section.fields:
        now = view.values.now.get(one.path)
        if one.kind is FieldKind.RESET and isinstance(now, int):
            reset = SetSetting(view.key, view.section.name, view.version, one.path, now + 1)
            found.append(execute(tr("Reset {label}", label=one.label), reset, "destructive", inputs=False))
    return found


def template_name(key: str, who: str, name: str = "", error: str = "") -> Card:
    """The form for the name under which to save a line's settings.

    Parts: whose, what isn't kept, the name (input `name`); buttons: Save (template.save), Back (settings.show).
    """
    return card(
        tr("Save as a template"),
        text(tr("The settings of {who}, to be given to others.", who=who), most=200),
        muted(tr("What is their own stays out: e-mail, availability, forwarding numbers, delegates, SIP credentials.")),
        wrong(error),
        text_input("name", tr("Name of the template"), name, hint=tr("Such as Sales"), most=MAX_NAME_CHARACTERS),
        actions=[
            execute(tr("Save"), SaveTemplate(key), "positive"),
            execute(tr("Back"), ShowSettings(key), inputs=False),
        ],
    )


def template_choice(key: str, who: str, names: Sequence[str], error: str = "") -> Card:
    """The form for which template a line is to get.

    Parts: for whom, what is wrong, the templates (input `template`); buttons: See the plan (template.give), Back
    (settings.show).
    """
    marked = short({mark_of(name): name for name in names[:_MAX_TEMPLATES]})
    return card(
        tr("Use a template"),
        text(tr("For {who}.", who=who), most=200),
        wrong(error),
        choice_input("template", tr("Template"), marked, marked[0][0]) if marked else _NONE,
        muted(tr("And {names} more: say “apply NAME to {key}”.", names=count(len(names) - len(marked)), key=key))
        if names[_MAX_TEMPLATES:]
        else None,
        actions=[
            execute(tr("See the plan"), GiveTemplate(key), "positive") if names else None,
            execute(tr("Back"), ShowSettings(key), inputs=False),
        ],
    )


_NONE = tr("There are no templates yet. Open somebody's settings and save them as one.")
