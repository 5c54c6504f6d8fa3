"""Settings in words: their names and values."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.number import display, from_bare
from services.domain.phrases import join_text, tr
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective
from services.domain.settings.countries import country_name
from services.domain.settings.fields import Entry, Field, FieldKind, Section
from services.domain.settings.paths import value_at


def label_of(path: str) -> str:
    """The name of the setting at this path, with its section; an unknown path stays as it is."""
    field = FIELDS.get(path)
    if field is None:
        return path
    title = SECTION_OF[path].title
    return (
        title if field.label.casefold() == title.casefold() else tr("{title}: {label}", title=title, label=field.label)
    )


def value_words(path: str, value: JsonValue) -> str:
    """The value at this path as people read it."""
    field = FIELDS.get(path)
    return shown(field, value) if field else plain(value)


def shown(field: Field, value: JsonValue) -> str:
    """The field's value as people read it: words of choices, numbers in spaces, records by their names."""
    if value is None or value == "" or value == []:
        return tr("none")
    words = dict(field.choices)
    match field.kind, value:
        case FieldKind.CHOICE, _:
            return words.get(str(value), str(value))
        case FieldKind.MANY, list():
            return join_text(", ", (words.get(str(one), str(one)) for one in value))
        case FieldKind.ENTRIES, list() if field.entry is Entry.COUNTRY:
            return join_text(", ", (country_name(str(one)) for one in value))
        case FieldKind.ENTRIES, list() if field.entry is Entry.PHONE:
            return join_text(", ", (_phone(str(one)) for one in value))
        case FieldKind.ENTRIES, list():
            return join_text(", ", (words.get(str(one), str(one)) for one in value))
        case FieldKind.RECORDS, list():
            return join_text(", ", (_record(field, one) for one in value))
        case FieldKind.RESET, _:
            return tr("set {value}", value=value)
        case _:
            return plain(value)


def plain(value: JsonValue) -> str:
    """Any value in words."""
    match value:
        case None | "" | []:
            return tr("none")
        case bool():
            return tr("on") if value else tr("off")
        case list():
            return join_text(", ", (plain(item) for item in value))
        case _:
            return str(value)


def _phone(entry: str) -> str:
    return display(from_bare(entry)) if len(entry) > _LONGEST_KEY else entry


def _record(field: Field, record: JsonValue) -> str:
    if not isinstance(record, Mapping):
        return plain(record)
    named = record.get("name") or record.get("id")
    parts = {part.path: part for part in field.parts}
    said = [shown(parts[key], value) if key in parts else plain(value) for key, value in record.items()]
    return str(named) if named else join_text(" ", said)


def state_of(section: Section, settings: Mapping[str, JsonValue], rules: Mapping[str, str], most: int = 3) -> str:
    """The state of a section in a line: what differs from its defaults, or what they are."""
    now = [(field, effective(settings, field.path)) for field in section.fields]
    own = [named(field, value, rules) for field, value in now if value != field.default]
    if own:
        return join_text("; ", [*own[:most], *([tr("{own} more", own=len(own) - most)] if len(own) > most else [])])
    return tr("Default: {named}", named=named(*now[0], rules))


def is_set(section: Section, settings: Mapping[str, JsonValue]) -> bool:
    """Whether anything of the section was ever set."""
    return any(value_at(settings, field.path) is not None for field in section.fields)


def named(field: Field, value: JsonValue, rules: Mapping[str, str]) -> str:
    """The field with its value: `Call waiting: on`."""
    return tr("{label}: {in_words}", label=field.label, in_words=in_words(field, value, rules))


def in_words(field: Field, value: JsonValue, rules: Mapping[str, str]) -> str:
    """The value as people read it, an outbound call rule by its name."""
    return rules.get(str(value), str(value)) if field.kind is FieldKind.RULE and value else shown(field, value)


def takes(field: Field) -> str:
    """What may be written into the field: `5 to 60`, `on or off`, one of its choices."""
    options = join_text(", ", (words for _, words in field.choices))
    match field.kind:
        case FieldKind.TOGGLE:
            return tr("On or Off")
        case FieldKind.CHOICE:
            return tr("One of: {options}", options=options)
        case FieldKind.MANY:
            return tr("Some of, with commas: {options}", options=options)
        case FieldKind.NUMBER:
            return tr("{least} to {most}", least=field.least, most=field.most)
        case FieldKind.TIME:
            return tr("A time such as 09:00")
        case FieldKind.DATE:
            return tr("A date such as 2026-12-25")
        case FieldKind.RULE:
            return tr("The name of an outbound call rule")
        case FieldKind.ENTRIES:
            what = tr(": {options}", options=options) if options else _ENTRIES.get(field.entry, "")
            return tr("At most {most}, with commas{what}", most=field.most, what=what)
        case FieldKind.RECORDS:
            return tr(
                "At most {most}, a line each: {names}",
                most=field.most,
                names=join_text("; ", (part.label for part in field.parts)),
            )
        case _:
            return tr("At most {most:,} characters", most=field.most)


_LONGEST_KEY = 5
_ENTRIES: Mapping[Entry, str] = {
    Entry.PHONE: tr(": numbers with country code, or extensions"),
    Entry.LINE: tr(": extensions"),
    Entry.COUNTRY: tr(": countries of two letters"),
}
