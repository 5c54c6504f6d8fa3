"""Builds the fields of a settings form from the catalogue, for one line or for many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from microsoft_teams.cards import CardElement
from pydantic import JsonValue

from cards.elements import group, muted, strong
from cards.inputs import choice_input, number_input, text_input, ticks_input, time_input, toggle_input
from cards.words import as_typed, clean
from services.domain.phrases import join_text, tr
from services.domain.settings.fields import Field, FieldKind, Section
from services.domain.settings.forms import LEAVE, NO_RULE, held, listed, record_mark
from services.domain.settings.words import shown

_MULTILINE_CHARACTERS = 200  # a longer text gets a field of several lines
MAX_LIST_CHARACTERS = 2_500  # of a list of short texts
_MAX_TEXT_BYTES = 13_000  # of a text that fits a card beside everything else
_MAX_CHOICE_BYTES = 6_000  # of the names in one choice
_MIN_NAME_CHARACTERS = 10  # that are left of a name at least
_MAX_UNKNOWN_CHARACTERS = 60  # of a value that the catalogue doesn't know
_HOW_TO_EMPTY = tr("Leave it empty to keep what there is; a dash (-) empties it.")


@dataclass(frozen=True, slots=True)
class Values:
    """What a form shows: the fields' values by path, what was typed by name, and the outbound rules' names by id."""

    now: Mapping[str, JsonValue] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


def for_one(section: Section, values: Values) -> list[CardElement]:
    """The section's fields with their present values; resets aren't fields."""
    fields = [f for f in section.fields if f.kind is not FieldKind.RESET]
    return [part for f in fields for part in _one(f, values)]


def for_many(section: Section, values: Values) -> list[CardElement]:
    """The section's fields, each leaving everybody's value as it is unless something is chosen."""
    return [part for f in section.fields for part in _many(f, values)]


def _one(one: Field, values: Values) -> Iterator[CardElement]:
    there = held(one, values.now.get(one.path))
    text = values.kept.get(one.name, there)
    if one.kind in (FieldKind.CHOICE, FieldKind.RULE):
        yield _choice(one, text, there, values.rules)
        return
    if one.kind is FieldKind.RECORDS:
        yield _record_list(one, values, text)
        return
    yield _field(one, text)
    if one.help:
        yield muted(one.help)


def _choice(one: Field, text: str, there: str, rules: Mapping[str, str]) -> CardElement:
    """A choice field; a present value that the catalogue doesn't know is offered as well."""
    none = (NO_RULE, tr("None: can't call out"))
    choices = [*short(rules), none] if one.kind is FieldKind.RULE else [*one.choices]
    known = [value for value, _ in choices]
    own = [(there, there)] if there and there not in known and len(there) <= _MAX_UNKNOWN_CHARACTERS else []
    offered = [*known, *(value for value, _ in own)]
    return choice_input(one.name, one.label, [*choices, *own], text if text in offered else "")


def short(names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Choices of these names by value, cut so that all of them fit into a card."""
    most = 80
    while (
        most > _MIN_NAME_CHARACTERS
        and len(json.dumps([clean(name, most) for name in names.values()])) > _MAX_CHOICE_BYTES
    ):
        most -= 10
    return [(value, clean(name, most)) for value, name in names.items()]


def _field(one: Field, text: str) -> CardElement:
    match one.kind:
        case FieldKind.TOGGLE:
            return toggle_input(one.name, one.label, text == "true")
        case FieldKind.MANY:
            return ticks_input(one.name, one.label, one.choices, _ticked(one.choices, text))
        case FieldKind.NUMBER:
            return _number(one, text)
        case FieldKind.TIME:
            return time_input(one.name, one.label, clean(text, 8))
        case _:
            return _words(one, text)


def _ticked(choices: Sequence[tuple[str, str]], text: str) -> list[str]:
    chosen = set(text.split(","))
    return [value for value, _ in choices if value in chosen]


def _number(one: Field, text: str) -> CardElement:
    text = text.removesuffix(".0")
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    wrong = tr("A whole number from {least} to {most}, please", least=one.least, most=one.most)
    label = (
        tr("{label} ({least} to {most})", label=one.label, least=one.least, most=one.most)
        if str(one.most) not in one.label
        else one.label
    )
    return number_input(one.name, label, value, least=one.least, most=one.most, wrong=wrong)


def _words(one: Field, text: str) -> CardElement:
    a_list = one.kind in (FieldKind.ENTRIES, FieldKind.RECORDS)
    several = a_list and one.most != 1  # a single number needs one line
    most = MAX_LIST_CHARACTERS if a_list else one.most
    if len(json.dumps(text)) > _MAX_TEXT_BYTES:
        return muted(
            tr("{label}: too long for a card. Say “settings file” and change it there.", label=one.label),
            spacing="Default",
        )
    hint = tr("At most {most:,} characters", most=one.most) if not a_list and one.most > _MULTILINE_CHARACTERS else ""
    long = several or (not a_list and one.most > _MULTILINE_CHARACTERS)
    # What is there already may be longer than what may be typed, and must come back whole.
    most = max(most, len(text))
    made = text_input(one.name, one.label, text, hint=hint, multiline=long, most=most)
    # The field keeps line breaks, which separate its entries.
    lines = "\n".join(as_typed(line, most) for line in text.split("\n"))
    return made.model_copy(update={"value": lines[:most] or None})


def _record_list(one: Field, values: Values, text: str) -> CardElement:
    """The records of the list, to be unticked, and the fields of a new one."""
    there = listed(values.now.get(one.path))
    choices = [(record_mark(record), shown(one, [record])) for record in there]
    return group(
        ticks_input(one.name, tr("{label}: untick what should go", label=one.label), choices, _ticked(choices, text))
        if choices
        else None,
        strong(tr("{label}: add one", label=one.label)),
        *(_part(one, part, values.kept) for part in one.parts),
        separator=True,
    )


def _part(one: Field, part: Field, kept: Mapping[str, str]) -> CardElement:
    name = f"{one.name}_{part.path}"
    if part.kind is FieldKind.CHOICE:
        return _of(name, part.label, part.choices, kept.get(name, ""))
    return text_input(name, part.label, kept.get(name, ""), most=part.most)


def _many(one: Field, values: Values) -> Iterator[CardElement]:
    text = values.kept.get(one.name, "")
    yield _left(one, text, values.rules)
    note = _note(one)
    if note:
        yield muted(note)


def _left(one: Field, text: str, rules: Mapping[str, str]) -> CardElement:
    leave = (LEAVE, tr("Leave as it is"))
    match one.kind:
        case FieldKind.TOGGLE:
            return _of(one.name, one.label, [leave, ("on", tr("On")), ("off", tr("Off"))], text)
        case FieldKind.CHOICE:
            return _of(one.name, one.label, [leave, *one.choices], text)
        case FieldKind.RULE:
            return _of(one.name, one.label, [leave, *short(rules), (NO_RULE, tr("None: can't call out"))], text)
        case FieldKind.MANY:
            choices = [*one.choices, ("none", tr("None of these"))]
            return ticks_input(one.name, one.label, choices, _ticked(choices, text))
        case FieldKind.RESET:
            return toggle_input(one.name, tr("Reset {label}", label=one.label), text == "true")
        case _:
            return _field(one, text) if one.kind is not FieldKind.RECORDS else _words(one, text)


def _of(name: str, label: str, choices: Sequence[tuple[str, str]], text: str) -> CardElement:
    """A choice field with its first choice preselected, unless another one was chosen."""
    known = any(value == text for value, _ in choices)
    return choice_input(name, label, choices, text if known else choices[0][0])


def _note(one: Field) -> str:
    match one.kind:
        case FieldKind.MANY:
            return tr("Nothing ticked leaves it as it is.")
        case FieldKind.NUMBER | FieldKind.TIME:
            return ""
        case FieldKind.ENTRIES | FieldKind.TEXT:
            return tr("{help} {empties}", help=one.help, empties=_HOW_TO_EMPTY).strip()
        case FieldKind.RECORDS:
            return tr(
                "A line each, such as: {example}. They take the place of what there is; a dash (-) empties it.",
                example=_example(one),
            )
        case _:
            return one.help


def _example(one: Field) -> str:
    """A sample record of the list, as people write it."""
    return join_text("; ", (part.choices[0][1] if part.choices else "659" for part in one.parts))
