"""Checks of the organisation's lists: each record by itself, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from services.domain.people import fold
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.countries import COUNTRIES
from services.domain.settings.paths import HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES
from services.domain.settings.records import Record, key_of, name_of, records_of

_DIGITS = re.compile(r"\+?[0-9]*")
_MAX_PATTERN_CHARACTERS = 80
_MAX_STRIP = 15


def record_faults(path: str, after: Sequence[Record], before: Sequence[Record] = ()) -> list[str]:
    """What is wrong with new or changed records, in words; unchanged ones aren't checked."""
    fresh = [record for record in after if record not in before]
    found = [why for record in fresh for why in _CHECKS[path](record)]
    most = FIELDS[path].most
    if len(after) > most:
        found.append(f"{len(after)} are too many; {most} are allowed.")
    return [*found, *_twice(path, after, fresh)]


def _twice(path: str, after: Sequence[Record], fresh: Sequence[Record]) -> list[str]:
    """The new records whose date, name or id another one has."""
    found = []
    for record in fresh:
        alike = [other for other in after if other is not record and _alike(path, record, other)]
        if alike:
            found.append(_said_twice(path, record, alike[0]))
    return list(dict.fromkeys(found))


def _alike(path: str, one: Record, other: Record) -> bool:
    if path == HOLIDAYS:
        return one.get("date") == other.get("date")
    return key_of(one) == key_of(other) or fold(name_of(one)) == fold(name_of(other))


def _said_twice(path: str, one: Record, other: Record) -> str:
    if path == HOLIDAYS:
        names = " and ".join(sorted({name_of(one), name_of(other)}))
        return f"{one.get('date')} is there twice: {names}."
    return f"There are two rules named “{name_of(one)}”."


def _holiday(record: Record) -> list[str]:
    return [*_named(record, 60, "A holiday"), *_dated(record)]


def _dated(record: Record) -> list[str]:
    try:
        date.fromisoformat(str(record.get("date")))
    except ValueError:
        return [f"“{record.get('date') or ''}” is no date such as 2026-12-25."]
    return []


def _inbound(record: Record) -> list[str]:
    name = name_of(record)
    found = _named(record, 60, "A rule")
    if record.get("appliesTo") not in ("caller", "called"):
        found.append(f"{name}: choose whether it changes the caller's or the called number.")
    return [*found, *_digits(record, name, ("startsWith", "prepend")), *_stripped(record, name)]


def _outbound(record: Record) -> list[str]:
    name = name_of(record)
    found = _named(record, 60, "A rule")
    raw = record.get("countries")
    countries = [str(code) for code in raw] if isinstance(raw, list) else []
    if not countries:
        found.append(f"{name}: name at least one country people may call.")
    found += [f"{name}: “{code}” is no country's two letters." for code in countries if code not in COUNTRIES]
    return [*found, *(why for plan in records_of(record.get("dialPlans")) for why in _dial_plan(plan, name))]


def _dial_plan(plan: Record, rule: str) -> list[str]:
    name = f"{rule}, dial plan {name_of(plan) or '?'}"
    named = [f"{rule}: {why}" for why in _named(plan, 40, "a dial plan")]
    return [*named, *_pattern(plan, name), *_digits(plan, name, ("prepend",)), *_stripped(plan, name)]


def _pattern(plan: Record, name: str) -> list[str]:
    pattern = str(plan.get("pattern") or "")
    if not pattern or len(pattern) > _MAX_PATTERN_CHARACTERS:
        return [f"{name}: a pattern has 1 to {_MAX_PATTERN_CHARACTERS} signs."]
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        return [f"{name}: “{pattern}” is no pattern: {fault}."]
    return []


def _named(record: Record, most: int, what: str) -> list[str]:
    name = str(record.get("name") or "").strip()
    return [] if 0 < len(name) <= most else [f"{what} needs a name of 1 to {most} letters."]


def _digits(record: Record, name: str, parts: Sequence[str]) -> list[str]:
    values = [str(record.get(part) or "") for part in parts]
    return [f"{name}: “{value}” isn't digits only." for value in values if not _DIGITS.fullmatch(value)]


def _stripped(record: Record, name: str) -> list[str]:
    strip = record.get("strip", 0)
    fits = isinstance(strip, int) and not isinstance(strip, bool) and 0 <= strip <= _MAX_STRIP
    return [] if fits else [f"{name}: take 0 to {_MAX_STRIP} digits off."]


_CHECKS: Mapping[str, Callable[[Record], list[str]]] = {
    HOLIDAYS: _holiday,
    INBOUND_RULES: _inbound,
    OUTBOUND_RULES: _outbound,
}
