"""Reads a setting's value from text, and writes it as text. The field has the limits."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from pydantic import JsonValue

from services.domain.number import NumberFault, bare, display, from_bare, parse_number
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.settings.countries import find_country
from services.domain.settings.fields import Entry, Field, FieldKind

_YES = frozenset({"on", "yes", "true", "1"})
_NO = frozenset({"off", "no", "false", "0"})
_NONE = frozenset({"", "none", "-", "–"})
_TIME = re.compile(r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])(?::00)?")
_KEY = re.compile(r"[0-9]{3,5}")
_SPLIT = re.compile(r"[,;\n]")
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")
_DIGITS = re.compile(r"\+?[0-9]+")
_EMPTY = frozenset({"-", "–"})  # clears a text in a file, where an empty cell leaves it as it is


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a text is no value of a field."""

    why: str


def read(field: Field, text: str, rules: Mapping[str, str] | None = None, country: str = "SG") -> JsonValue | Wrong:
    """The value that `text` means; `rules` are the system's outbound rules, name by id.

    A field that is to be reset is for its own button and takes no text.
    """
    typed = text.strip()
    if field.kind is FieldKind.RULE:
        return _rule(typed, rules or {})
    value = _READERS[field.kind](field, typed, country)
    if not isinstance(value, Wrong):
        return value
    return Wrong(tr("{label}: {why}", label=field.label, why=value.why if typed else tr("it is empty.")))


def read_cell(
    field: Field, text: str, country: str = "SG", rules: Mapping[str, str] | None = None
) -> JsonValue | Wrong:
    """The value of a cell that isn't empty; a dash or `none` clears a list, a dash clears a text.

    Without `rules` an outbound rule stays as written, to be looked up later.
    """
    written = text.strip()
    if field.kind is FieldKind.TEXT and written in _EMPTY:
        return ""
    if field.kind is FieldKind.RULE and rules is None:
        return None if fold(written) in _NONE else written
    return read(field, written, rules, country)


def alike(field: Field, one: JsonValue, other: JsonValue) -> bool:
    """Whether two values mean the same: the order of choices and a number's plus don't matter."""
    if field.kind is FieldKind.MANY and isinstance(one, list) and isinstance(other, list):
        return set(map(str, one)) == set(map(str, other))
    if field.entry is Entry.PHONE and isinstance(one, list) and isinstance(other, list):
        return [bare(str(n)) for n in one] == [bare(str(n)) for n in other]
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def written(field: Field, value: JsonValue, rules: Mapping[str, str] | None = None, between: str = "\n") -> str:
    """The value in words, as people write it; `read` understands it. `between` separates the entries of a list."""
    words = dict(field.choices)
    match field.kind, value:
        case FieldKind.TOGGLE, bool():
            return tr("On") if value else tr("Off")
        case FieldKind.CHOICE, str():
            return words.get(value, value)
        case FieldKind.MANY, list():
            return join_text(", ", (words.get(str(one), str(one)) for one in value))
        case FieldKind.ENTRIES, list():
            return between.join(_entry(field, str(one)) for one in value)
        case FieldKind.RULE, str():
            return _rule_name(value, rules or {})
        case _:
            return typed(field, value)


def _entry(field: Field, value: str) -> str:
    if field.entry is Entry.PHONE and not _KEY.fullmatch(value):
        return display(from_bare(value))
    return dict(field.choices).get(value, value)


def _rule_name(ident: str, rules: Mapping[str, str]) -> str:
    """The rule's name, or its id if several have that name."""
    name = rules.get(ident, ident)
    return name if sum(fold(other) == fold(name) for other in rules.values()) == 1 else ident


def typed(field: Field, value: JsonValue) -> str:
    """The value as a form's field holds it."""
    match field.kind, value:
        case _, None:
            return ""
        case FieldKind.TOGGLE, _:
            return "true" if value else "false"
        case FieldKind.MANY, list():
            return join_text(",", map(str, value))
        case FieldKind.ENTRIES, list():
            return join_text("\n", map(str, value))
        case FieldKind.RECORDS, list():
            return join_text("\n", (join_text("; ", (_part(one, part) for part in field.parts)) for one in value))
        case _:
            return str(value)


def _part(record: JsonValue, part: Field) -> str:
    text = typed(part, record.get(part.path)) if isinstance(record, dict) else ""
    if part.kind is FieldKind.CHOICE:
        text = dict(part.choices).get(text, text)
    if any(sign in text for sign in ';"') or ("|" in text and len(text) > 1):
        return '"' + text.replace('"', '""') + '"'
    return text


def _toggle(_field: Field, text: str, _country: str) -> JsonValue | Wrong:
    word = fold(text)
    return True if word in _YES else False if word in _NO else Wrong(tr("“{text}” is neither on nor off.", text=text))


def _choice(field: Field, text: str, _country: str) -> JsonValue | Wrong:
    found = _chosen(field, text)
    return (
        found
        if found is not None
        else Wrong(tr("“{text}” isn't one of {options}.", text=text, options=_options(field)))
    )


def _many(field: Field, text: str, _country: str) -> JsonValue | Wrong:
    chosen: list[JsonValue] = []
    for part in _split(text):
        found = _chosen(field, part)
        if found is None:
            return Wrong(tr("“{part}” isn't one of {options}.", part=part, options=_options(field)))
        chosen.append(found)
    order = [value for value, _ in field.choices]
    return [*sorted(dict.fromkeys(chosen), key=lambda value: order.index(str(value)))]


def _chosen(field: Field, text: str) -> str | None:
    word = fold(text)
    return next((value for value, words in field.choices if word in (fold(value), fold(words))), None)


def _options(field: Field) -> str:
    return join_text(", ", (words for _, words in field.choices))


def _number(field: Field, text: str, _country: str) -> JsonValue | Wrong:
    limits = tr("a whole number from {least} to {most}", least=field.least, most=field.most)
    text = text.removesuffix(".0")  # how some clients and spreadsheets write a whole number
    if not (text.isascii() and text.isdigit() and len(text) < 10) or not field.least <= int(text) <= field.most:
        return Wrong(tr("“{text}” isn't {limits}.", text=text, limits=limits))
    return int(text)


def _text(field: Field, text: str, _country: str) -> JsonValue | Wrong:
    if len(text) > field.most:
        return Wrong(tr("it has {text:,} characters; {most:,} are allowed.", text=len(text), most=field.most))
    if len(text) < field.least:
        return Wrong(tr("it is empty."))
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\r\t" for sign in text):
        return Wrong(tr("it holds signs that nobody sees. Type it again."))
    return _TEXTS[field.entry](text) if text and field.entry in _TEXTS else text


def _zone(text: str) -> str | Wrong:
    found = _zones().get(fold(text).replace(" ", "_"))
    return found or Wrong(tr("“{text}” is no time zone such as Asia/Singapore.", text=text))


@cache
def _zones() -> dict[str, str]:
    """Every time zone by its lower-case name, and by its city if only one has it."""
    every = sorted(available_timezones(), key=lambda name: (name.count("/"), name))
    cities: dict[str, str] = {}
    for name in every:
        if "/" in name and not name.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/")):
            cities.setdefault(name.rsplit("/", 1)[1].casefold(), name)
    return cities | {name.casefold(): name for name in every if "/" in name or name == "UTC"}


def _email(text: str) -> str | Wrong:
    return text if _EMAIL.fullmatch(text) else Wrong(tr("“{text}” is no e-mail address.", text=text))


def _only_digits(text: str) -> str | Wrong:
    digits = join_text("", text.split())
    return bare(digits) if _DIGITS.fullmatch(digits) else Wrong(tr("“{text}” isn't digits only.", text=text))


def _time(_field: Field, text: str, _country: str) -> JsonValue | Wrong:
    found = _TIME.fullmatch(text)
    return f"{int(found[1]):02}:{found[2]}" if found else Wrong(tr("“{text}” is no time such as 09:00.", text=text))


def _date(_field: Field, text: str, _country: str) -> JsonValue | Wrong:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return Wrong(tr("“{text}” is no date such as 2026-12-25.", text=text))


def _entries(field: Field, text: str, country: str) -> JsonValue | Wrong:
    parts = _split(text)
    if len(parts) > field.most:
        return Wrong(tr("{parts} are too many; {most} are allowed.", parts=len(parts), most=field.most))
    entries: list[JsonValue] = []
    for part in parts:
        entry = _option(field, part) if field.choices else _ENTRIES[field.entry](part, country)
        if isinstance(entry, Wrong):
            return entry
        entries.append(entry)
    return list(dict.fromkeys(map(str, entries)))


def _option(field: Field, text: str) -> str | Wrong:
    found = _chosen(field, text)
    return (
        found
        if found is not None
        else Wrong(tr("“{text}” isn't one of {options}.", text=text, options=_options(field)))
    )


def _phone(text: str, country: str) -> str | Wrong:
    if _KEY.fullmatch(text):
        return text
    number = parse_number(text, country)
    return (
        Wrong(tr("“{text}”: {why}; {fix}.", text=text, why=number.why, fix=number.fix))
        if isinstance(number, NumberFault)
        else bare(number)
    )


def _line(text: str, _country: str) -> str | Wrong:
    return text if _KEY.fullmatch(text) else Wrong(tr("“{text}” is no extension of 3 to 5 digits.", text=text))


def _country_code(text: str, _country: str) -> str | Wrong:
    return find_country(text) or Wrong(tr("“{text}” is no country's two letters.", text=text))


def _records(field: Field, text: str, country: str) -> JsonValue | Wrong:
    lines = [line for line in re.split(r"\r\n?|\n", text) if fold(line) not in _NONE]
    if len(lines) > field.most:
        return Wrong(tr("{lines} are too many; {most} are allowed.", lines=len(lines), most=field.most))
    records: list[JsonValue] = []
    for line in lines:
        record = _one_record(field, line, country)
        if isinstance(record, Wrong):
            return Wrong(tr("“{strip}”: {why}", strip=line.strip(), why=record.why))
        records.append(record)
    return records


def _one_record(field: Field, line: str, country: str) -> dict[str, JsonValue] | Wrong:
    # A pattern contains bars itself, so bars separate only in lines without semicolons; quotes protect semicolons.
    sign = ";" if ";" in line else "|"
    cells = [cell.strip() for cell in next(csv.reader([line.strip()], delimiter=sign, skipinitialspace=True), [])]
    if len(cells) > len(field.parts):
        return Wrong(tr("it takes {parts} parts with a semicolon between.", parts=len(field.parts)))
    record: dict[str, JsonValue] = {}
    for at, part in enumerate(field.parts):
        cell = cells[at] if at < len(cells) else ""
        value = part.default if not cell and part.default is not None else read(part, cell, country=country)
        if isinstance(value, Wrong):
            return value
        record[part.path] = value
    return record


def _rule(text: str, rules: Mapping[str, str]) -> JsonValue | Wrong:
    word = fold(text)
    if word in _NONE:
        return None
    found = next((ident for ident, name in rules.items() if word in (fold(ident), fold(name))), None)
    names = join_text(", ", rules.values()) or tr("none yet")
    return (
        found
        if found is not None
        else Wrong(tr("There is no outbound call rule “{text}”. There are: {names}.", text=text, names=names))
    )


def _reset(_field: Field, _text: str, _country: str) -> JsonValue | Wrong:
    return Wrong(tr("it can only be reset."))


def _split(text: str) -> list[str]:
    return [part.strip() for part in _SPLIT.split(text) if fold(part) not in _NONE]


_ENTRIES: Mapping[Entry, Callable[[str, str], str | Wrong]] = {
    Entry.ANY: lambda text, _country: text,
    Entry.PHONE: _phone,
    Entry.LINE: _line,
    Entry.COUNTRY: _country_code,
}
_TEXTS: Mapping[Entry, Callable[[str], str | Wrong]] = {
    Entry.ZONE: _zone,
    Entry.EMAIL: _email,
    Entry.DIGITS: _only_digits,
}
_READERS: Mapping[FieldKind, Callable[[Field, str, str], JsonValue | Wrong]] = {
    FieldKind.TOGGLE: _toggle,
    FieldKind.CHOICE: _choice,
    FieldKind.MANY: _many,
    FieldKind.NUMBER: _number,
    FieldKind.TEXT: _text,
    FieldKind.TIME: _time,
    FieldKind.DATE: _date,
    FieldKind.ENTRIES: _entries,
    FieldKind.RECORDS: _records,
    FieldKind.RESET: _reset,
}
