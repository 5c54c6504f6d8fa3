"""Reads a form of settings: which fields somebody changed, to what, and what is wrong.

A form carries a mark of each field as it showed it. So an untouched field is left alone, even if somebody else changed
it meanwhile, and a field that two people changed is reported and never overwritten.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import effective
from services.domain.settings.fields import Field, FieldKind, Section
from services.domain.settings.values import Wrong, alike, read, read_cell, typed, written
from services.domain.settings.words import in_words

LEAVE = "leave"  # the choice of a field that stays as it is
NO_RULE = "none"
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


@dataclass(frozen=True, slots=True)
class Typed:
    """The result of a form: values by path, what is wrong, and what was typed into changed fields, by their names."""

    values: Mapping[str, JsonValue] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Around:
    """What a form's values refer to: the system's outbound call rules (name by id) and the country of numbers."""

    rules: Mapping[str, str]
    country: str = "SG"


def held(field: Field, value: JsonValue) -> str:
    """The value as the form's field shows it at first."""
    if field.kind is FieldKind.RECORDS:
        return join_text(",", (record_mark(record) for record in listed(value)))
    if field.kind is FieldKind.MANY:
        return join_text(",", (known for known, _ in field.choices if known in listed(value)))
    if field.kind is FieldKind.ENTRIES:
        return written(field, value)
    return NO_RULE if field.kind is FieldKind.RULE and value is None else typed(field, value)


def marks_of(section: Section, settings: Mapping[str, JsonValue], around: Around) -> dict[str, str]:
    """A short mark of every field as a form shows it, by the field's name."""
    return {f.name: mark_of(_plain(f, held(f, effective(settings, f.path)), around)) for f in editable(section)}


def editable(section: Section) -> tuple[Field, ...]:
    """The fields that a form has; resets are buttons."""
    return tuple(f for f in section.fields if f.kind is not FieldKind.RESET)


def read_form(
    section: Section,
    inputs: Mapping[str, str],
    settings: Mapping[str, JsonValue],
    shown: Mapping[str, str],
    around: Around,
) -> Typed:
    """The fields that somebody changed in one line's form, whose marks were `shown`."""
    values: dict[str, JsonValue] = {}
    errors: list[str] = []
    kept: dict[str, str] = {}
    for one in editable(section):
        if not _changed(one, inputs, shown, around):
            continue
        kept |= {name: text for name, text in inputs.items() if name.split("_")[0] == one.name}
        now = effective(settings, one.path)
        value = _value(one, inputs, now, around)
        if isinstance(value, Wrong):
            errors.append(value.why)
        elif alike(one, value, now):
            continue
        elif mark_of(_plain(one, held(one, now), around)) != shown.get(one.name):
            errors.append(
                tr(
                    "Somebody changed “{label}” meanwhile: it is {in_words} now.",
                    label=one.label,
                    in_words=in_words(one, now, around.rules),
                )
            )
        else:
            values[one.path] = value
    return Typed(values, tuple(errors), kept)


def read_many(section: Section, inputs: Mapping[str, str], around: Around) -> Typed:
    """The values to set for many lines, without fields left as they are; a reset is True."""
    values: dict[str, JsonValue] = {}
    errors: list[str] = []
    for one in section.fields:
        text = inputs.get(one.name, "").strip()
        if text in ("", LEAVE) or (one.kind is FieldKind.RESET and text != "true"):
            continue
        value = True if one.kind is FieldKind.RESET else read_cell(one, text, around.country, around.rules)
        if isinstance(value, Wrong):
            errors.append(value.why)
        else:
            values[one.path] = value
    return Typed(values, tuple(errors), dict(inputs))


def _changed(one: Field, inputs: Mapping[str, str], shown: Mapping[str, str], around: Around) -> bool:
    if one.kind is FieldKind.RECORDS and any(inputs.get(f"{one.name}_{p.path}", "").strip() for p in _telling(one)):
        return True
    text = inputs.get(one.name)
    if text is None or (one.kind in (FieldKind.CHOICE, FieldKind.RULE, FieldKind.TIME) and not text.strip()):
        return False
    return mark_of(_plain(one, text, around)) != shown.get(one.name)


def _value(one: Field, inputs: Mapping[str, str], now: JsonValue, around: Around) -> JsonValue | Wrong:
    if one.kind is FieldKind.RECORDS:
        return _records(one, inputs, now, around)
    return read(one, inputs[one.name], around.rules, around.country)


def _records(one: Field, inputs: Mapping[str, str], now: JsonValue, around: Around) -> JsonValue | Wrong:
    """The earlier records that are still ticked, and the new one that was filled in."""
    ticked = set(inputs.get(one.name, "").split(","))
    kept = [record for record in listed(now) if record_mark(record) in ticked]
    texts = {part.path: inputs.get(f"{one.name}_{part.path}", "") for part in one.parts}
    if not any(texts[part.path].strip() for part in _telling(one)):
        return kept
    new = read(one, join_text("; ", (_quoted(texts[part.path]) for part in one.parts)), around.rules, around.country)
    if isinstance(new, Wrong):
        return new
    added = [record for record in listed(new) if record not in kept]
    if len(kept) + len(added) > one.most:
        return Wrong(tr("{label}: {most} are allowed.", label=one.label, most=one.most))
    return [*kept, *added]


def _telling(one: Field) -> tuple[Field, ...]:
    """The parts of a record that are empty at first: filled in, they mean a new record."""
    return tuple(part for part in one.parts if part.kind is not FieldKind.CHOICE)


def _quoted(text: str) -> str:
    line = join_text(" ", text.split())
    return '"' + line.replace('"', '""') + '"' if any(sign in line for sign in ';"') else line


def listed(value: JsonValue) -> list[JsonValue]:
    """The items of a list; none for anything else."""
    return value if isinstance(value, list) else []


def record_mark(record: JsonValue) -> str:
    """The mark that identifies a record of a list on a card."""
    return mark_of(json.dumps(record, sort_keys=True))


def _plain(one: Field, text: str, around: Around) -> str:
    """The text normalised for comparison; a text that isn't a valid value stays as it is."""
    if one.kind is FieldKind.RECORDS:
        return join_text(",", sorted(filter(None, text.split(","))))
    seen = _seen(text) if one.kind is FieldKind.TEXT else text
    value = read(one, seen, around.rules, around.country)
    return seen.strip() if isinstance(value, Wrong) else json.dumps(value)


def _seen(text: str) -> str:
    """The text as a card shows it: single spaces, no invisible characters."""
    lines = (join_text("", (c for c in line if unicodedata.category(c) not in _UNSEEN)) for line in text.split("\n"))
    return join_text("\n", (join_text(" ", line.split()) for line in lines))


def mark_of(text: str) -> str:
    """A short mark of a text that is too long for a card."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]
