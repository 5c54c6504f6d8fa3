"""Checks of the organisation's lists: each record by itself, and no two alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from services.domain.people import fold
from services.domain.phrases import join_text, tr
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
        found.append(tr("{after} are too many; {most} are allowed.", after=len(after), most=most))
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
        names = join_text(" and ", sorted({name_of(one), name_of(other)}))
        return tr("{one} is there twice: {names}.", one=one.get("date"), names=names)
    return tr("There are two rules named “{name_of}”.", name_of=name_of(one))


def _holiday(record: Record) -> list[str]:
    return [*_named(record, 60, tr("A holiday")), *_dated(record)]


def _dated(record: Record) -> list[str]:
    try:
        date.fromisoformat(str(record.get("date")))
    except ValueError:
        return [tr("“{record}” is no date such as 2026-12-25.", record=record.get("date") or "")]
    return []


def _inbound(record: Record) -> list[str]:
    name = name_of(record)
    found = _named(record, 60, tr("A rule"))
    if record.get("appliesTo") not in ("caller", "called"):
        found.append(tr("{name}: choose whether it changes the caller's or the called number.", name=name))
    return [*found, *_digits(record, name, ("startsWith", "prepend")), *_stripped(record, name)]


def _outbound(record: Record) -> list[str]:
    name = name_of(record)
    found = _named(record, 60, tr("A rule"))
    raw = record.get("countries")
    countries = [str(code) for code in raw] if isinstance(raw, list) else []
    if not countries:
        found.append(tr("{name}: name at least one country people may call.", name=name))
    found += [
        tr("{name}: “{code}” is no country's two letters.", name=name, code=code)
        for code in countries
        if code not in COUNTRIES
    ]
    return [*found, *(why for plan in records_of(record.get("dialPlans")) for why in _dial_plan(plan, name))]


def _dial_plan(plan: Record, rule: str) -> list[str]:
    name = tr("{rule}, dial plan {name_of}", rule=rule, name_of=name_of(plan) or "?")
    named = [tr("{rule}: {why}", rule=rule, why=why) for why in _named(plan, 40, tr("a dial plan"))]
    return [*named, *_pattern(plan, name), *_digits(plan, name, ("prepend",)), *_stripped(plan, name)]


def _pattern(plan: Record, name: str) -> list[str]:
    pattern = str(plan.get("pattern") or "")
    if not pattern or len(pattern) > _MAX_PATTERN_CHARACTERS:
        return [
            tr(
                "{name}: a pattern has 1 to {max_pattern_characters} signs.",
                name=name,
                max_pattern_characters=_MAX_PATTERN_CHARACTERS,
            )
        ]
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as fault:
        return [tr("{name}: “{pattern}” is no pattern: {fault}.", name=name, pattern=pattern, fault=fault)]
    return []


def _named(record: Record, most: int, what: str) -> list[str]:
    name = str(record.get("name") or "").strip()
    return [] if 0 < len(name) <= most else [tr("{what} needs a name of 1 to {most} letters.", what=what, most=most)]


def _digits(record: Record, name: str, parts: Sequence[str]) -> list[str]:
    values = [str(record.get(part) or "") for part in parts]
    return [
        tr("{name}: “{value}” isn't digits only.", name=name, value=value)
        for value in values
        if not _DIGITS.fullmatch(value)
    ]


def _stripped(record: Record, name: str) -> list[str]:
    strip = record.get("strip", 0)
    fits = isinstance(strip, int) and not isinstance(strip, bool) and 0 <= strip <= _MAX_STRIP
    return [] if fits else [tr("{name}: take 0 to {max_strip} digits off.", name=name, max_strip=_MAX_STRIP)]


_CHECKS: Mapping[str, Callable[[Record], list[str]]] = {
    HOLIDAYS: _holiday,
    INBOUND_RULES: _inbound,
    OUTBOUND_RULES: _outbound,
}
