"""Settings in words: what a setting is called and what its value says."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.number import display
from services.domain.settings.catalogue import FIELDS, SECTION_OF
from services.domain.settings.fields import Entry, Field, Kind


def label_of(path: str) -> str:
    """What the setting at this path is called, with its section; an unknown path as it is."""
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
        case Kind.CHOICE, _:
            return words.get(str(value), str(value))
        case Kind.MANY, list():
            return ", ".join(words.get(str(one), str(one)) for one in value)
        case Kind.ENTRIES, list() if field.entry is Entry.PHONE:
            return ", ".join(display(str(one)) for one in value)
        case Kind.RECORDS, list():
            return ", ".join(_record(one) for one in value)
        case Kind.RESET, _:
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


def _record(record: JsonValue) -> str:
    if not isinstance(record, Mapping):
        return plain(record)
    named = record.get("name") or record.get("number") or record.get("id")
    return str(named) if named else ", ".join(plain(value) for value in record.values())
