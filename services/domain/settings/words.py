"""Settings in words: their names and values."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.number import display, from_bare
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
    return title if field.label.casefold() == title.casefold() else f"{title}: {field.label}"


def value_words(path: str, value: JsonValue) -> str:
    """The value at this path as people read it."""
    field = FIELDS.get(path)
    return shown(field, value) if field else plain(value)


def shown(field: Field, value: JsonValue) -> str:
    """The field's value as people read it: words of choices, numbers in spaces, records by their names."""
    if value is None or value == "" or value == []:
        return "none"
    words = dict(field.choices)
    match field.kind, value:
        case FieldKind.CHOICE, _:
            return words.get(str(value), str(value))
        case FieldKind.MANY, list():
            return ", ".join(words.get(str(one), str(one)) for one in value)
        case FieldKind.ENTRIES, list() if field.entry is Entry.COUNTRY:
            return ", ".join(country_name(str(one)) for one in value)
        case FieldKind.ENTRIES, list() if field.entry is Entry.PHONE:
            return ", ".join(_phone(str(one)) for one in value)
        case FieldKind.ENTRIES, list():
            return ", ".join(words.get(str(one), str(one)) for one in value)
        case FieldKind.RECORDS, list():
            return ", ".join(_record(field, one) for one in value)
        case FieldKind.RESET, _:
            return f"set {value}"
        case _:
            return plain(value)


def plain(value: JsonValue) -> str:
    """Any value in words."""
    match value:
        case None | "" | []:
            return "none"
        case bool():
            return "on" if value else "off"
        case list():
            return ", ".join(plain(item) for item in value)
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
    return str(named) if named else " ".join(said)


def state_of(section: Section, settings: Mapping[str, JsonValue], rules: Mapping[str, str], most: int = 3) -> str:
    """The state of a section in a line: what differs from its defaults, or what they are."""
    now = [(field, effective(settings, field.path)) for field in section.fields]
    own = [named(field, value, rules) for field, value in now if value != field.default]
    if own:
        return "; ".join([*own[:most], *([f"{len(own) - most} more"] if len(own) > most else [])])
    return f"Default: {named(*now[0], rules)}"


def is_set(section: Section, settings: Mapping[str, JsonValue]) -> bool:
    """Whether anything of the section was ever set."""
    return any(value_at(settings, field.path) is not None for field in section.fields)


def named(field: Field, value: JsonValue, rules: Mapping[str, str]) -> str:
    """The field with its value: `Call waiting: on`."""
    return f"{field.label}: {in_words(field, value, rules)}"


def in_words(field: Field, value: JsonValue, rules: Mapping[str, str]) -> str:
    """The value as people read it, an outbound call rule by its name."""
    return rules.get(str(value), str(value)) if field.kind is FieldKind.RULE and value else shown(field, value)


def takes(field: Field) -> str:
    """What may be written into the field: `5 to 60`, `on or off`, one of its choices."""
    options = ", ".join(words for _, words in field.choices)
    match field.kind:
        case FieldKind.TOGGLE:
            return "On or Off"
        case FieldKind.CHOICE:
            return f"One of: {options}"
        case FieldKind.MANY:
            return f"Some of, with commas: {options}"
        case FieldKind.NUMBER:
            return f"{field.least} to {field.most}"
        case FieldKind.TIME:
            return "A time such as 09:00"
        case FieldKind.DATE:
            return "A date such as 2026-12-25"
        case FieldKind.RULE:
            return "The name of an outbound call rule"
        case FieldKind.ENTRIES:
            what = f": {options}" if options else _ENTRIES.get(field.entry, "")
            return f"At most {field.most}, with commas{what}"
        case FieldKind.RECORDS:
            return f"At most {field.most}, a line each: {'; '.join(part.label for part in field.parts)}"
        case _:
            return f"At most {field.most:,} characters"


_LONGEST_KEY = 5
_ENTRIES: Mapping[Entry, str] = {
    Entry.PHONE: ": numbers with country code, or extensions",
    Entry.LINE: ": extensions",
    Entry.COUNTRY: ": countries of two letters",
}
