"""What must be true before settings are changed: the catalogue's limits, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from services.changes.rule_words import error
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Line
from services.domain.plan import Finding, Severity
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective
from services.domain.settings.fields import Entry, Field, Kind
from services.domain.settings.paths import rules_of
from services.domain.settings.values import Wrong, read, typed
from services.domain.settings.wishes import differing
from services.domain.settings.words import label_of, value_words

_DELEGATING, _DELEGATES = "delegate.enabled", "delegate.extensions"
_NEEDY = tuple(field for field in FIELDS.values() if field.needs)


def check_settings(change: Change, line: Line | None, live: Snapshot) -> list[Finding]:
    """Every setting of this wish that can't be; what is so already isn't looked at."""
    if not change.settings:
        return []
    if line is None and change.key != SYSTEM and not _makes_the_line(change):
        why = f"There is no extension {change.key}."
        return [error(change, "line.gone", why, "Check the extension.", "Ext Key", change.key)]
    there = live.system if change.key == SYSTEM else live.settings.get(change.key, {})
    changed = differing(change.settings, there)
    found = [found for path, value in changed.items() for found in _check(change, path, value, line, live)]
    return [*found, *_needs(change, changed, there)]


def check_delegates(changes: Sequence[Change], live: Snapshot) -> list[Finding]:
    """Nobody who delegates is a delegate, once all these wishes are fulfilled.

    https://b3networks.helpjuice.com/phone-system-end-user-guide/lm-delegate
    """
    asked = [c for c in changes if c.key != SYSTEM and {_DELEGATING, _DELEGATES} & set(_changed(c, live))]
    if not asked:
        return []
    wished = {change.key: change.settings for change in changes}
    delegating = {key for key in {*live.lines, *wished} if _after(key, _DELEGATING, wished, live) is True}
    bosses = {str(to): key for key in delegating for to in _listed(_after(key, _DELEGATES, wished, live))}
    return [found for change in asked for found in _both_ways(change, delegating, bosses, wished, live)]


def _both_ways(
    change: Change,
    delegating: set[str],
    bosses: Mapping[str, str],
    wished: Mapping[str, Mapping[str, JsonValue]],
    live: Snapshot,
) -> Iterator[Finding]:
    changed = _changed(change, live)
    for to in map(str, _listed(_after(change.key, _DELEGATES, wished, live))):
        if to in delegating and to != change.key:
            why = f"{to} delegates its own calls, so it can't take others'."
            yield _wrong(change, "setting.delegates", _DELEGATES, why, "Choose another delegate.", to)
    if changed.get(_DELEGATING) is True and change.key in bosses:
        why = f"{change.key} takes calls for {bosses[change.key]}, so it can't delegate its own."
        yield _wrong(change, "setting.is_delegate", _DELEGATING, why, "Take it off that line's delegates first.", "On")


def _changed(change: Change, live: Snapshot) -> dict[str, JsonValue]:
    return differing(change.settings, live.settings.get(change.key)) if change.settings else {}


def _after(key: str, path: str, wished: Mapping[str, Mapping[str, JsonValue]], live: Snapshot) -> JsonValue:
    asked = wished.get(key, {})
    return asked[path] if path in asked else effective(live.settings.get(key), path)


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _makes_the_line(change: Change) -> bool:
    return bool(change.number or change.addons or change.label)


def _check(change: Change, path: str, value: JsonValue, line: Line | None, live: Snapshot) -> Iterator[Finding]:
    field = FIELDS.get(path)
    if field is None:
        yield _wrong(change, "setting.unknown", path, f"There is no setting “{path}”.", "Say *settings* to see all.")
        return
    yield from _in_limits(change, field, value, live)
    yield from _licensed(change, field, value, line)
    yield from _lines_there(change, field, value, live)
    if field.final:
        yield from _reset(change, field, value, live)


def _in_limits(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    if field.kind in (Kind.RECORDS, Kind.RESET):
        return  # records are checked part by part where they are typed
    found = read(field, typed(field, value), rules_of(live.system), live.country)
    if isinstance(found, Wrong):
        words = typed(field, value)
        yield _wrong(change, "setting.out_of_limits", field.path, found.why, "Change it and ask again.", words)


def _licensed(change: Change, field: Field, value: JsonValue, line: Line | None) -> Iterator[Finding]:
    needed = field.addon or SECTION_OF[field.path].addon
    has = {*change.addons, *(line.addons if line else ())} - (set(change.drop_addons) - set(change.addons))
    if needed and value not in (False, None, "off") and needed not in has:
        why = f"{label_of(field.path)} takes the add-on {addons.name_of(needed)}, which {change.key} doesn't have."
        words = value_words(field.path, value)
        yield _wrong(change, "setting.no_licence", field.path, why, "Give the line that add-on first.", words)


def _lines_there(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    """Extensions that are named are lines of ours, and not the line itself."""
    if field.entry is not Entry.LINE:
        return
    for key in map(str, _listed(value)):
        if key == change.key or key not in live.lines:
            why = f"{key} is the line itself." if key == change.key else f"There is no extension {key}."
            yield _wrong(change, "setting.no_line", field.path, why, "Choose another extension.", key)


def _reset(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    now = effective(live.settings.get(change.key), field.path)
    if not isinstance(value, int) or (isinstance(now, int) and value <= now):
        why = f"{label_of(field.path)} can only be reset."
        yield _wrong(change, "setting.only_reset", field.path, why, "Ask for a reset.")
        return
    why = f"{label_of(field.path)}: this can't be undone."
    fix = "Whatever is signed in with the old ones has to be set up again."
    yield replace(_wrong(change, "setting.final", field.path, why, fix), severity=Severity.WARNING)


def _needs(
    change: Change, changed: Mapping[str, JsonValue], there: Mapping[str, JsonValue] | None
) -> Iterator[Finding]:
    """A choice that needs another field filled in: in its own section it must be, elsewhere it is worth saying."""
    for field in _NEEDY:
        if field.path not in changed and not any(path in changed for _, path in field.needs):
            continue
        value = change.settings.get(field.path, effective(there, field.path))
        for with_value, path in field.needs:
            if value == with_value and not change.settings.get(path, effective(there, path)):
                yield from _missing(change, field, path, field.path in changed)


def _missing(change: Change, field: Field, path: str, chosen: bool) -> Iterator[Finding]:
    other = FIELDS[path]
    value = value_words(field.path, change.settings.get(field.path))
    if SECTION_OF[path] is SECTION_OF[field.path]:
        why = f"{label_of(field.path)} needs “{other.label}”, which is empty."
        yield _wrong(change, "setting.needs", field.path, why, f"Fill in “{other.label}” too.", value if chosen else "")
    elif chosen:
        why = f"{label_of(field.path)}: “{label_of(path)}” is empty, so there is nobody to take these calls."
        found = _wrong(change, "setting.needs", field.path, why, "Fill it in, or choose something else.", value)
        yield replace(found, severity=Severity.WARNING)


def _wrong(change: Change, code: str, path: str, why: str, fix: str, value: str = "") -> Finding:
    return error(change, code, why, fix, label_of(path), value[:200])
