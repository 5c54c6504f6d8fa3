"""What must be true before settings are changed: the catalogue's limits, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from services.changes.rule_words import error
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Line
from services.domain.plan import Finding
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective
from services.domain.settings.fields import Entry, Field, Kind
from services.domain.settings.paths import OUTBOUND_RULES
from services.domain.settings.values import Wrong, read, typed
from services.domain.settings.words import label_of


def check_settings(change: Change, line: Line | None, live: Snapshot) -> list[Finding]:
    """Every setting of this wish that can't be."""
    if change.settings and line is None and change.key != SYSTEM:
        why = f"There is no extension {change.key}."
        return [error(change, "line.gone", why, "Check the extension.", "Ext Key", change.key)]
    return [found for path, value in change.settings.items() for found in _check(change, path, value, line, live)]


def rules_of(system: Mapping[str, JsonValue]) -> dict[str, str]:
    """The outbound call rules of the system, name by id."""
    rules = system.get(OUTBOUND_RULES)
    found = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return {str(rule.get("id", "")): str(rule.get("name") or rule.get("id", "")) for rule in found}


def _check(change: Change, path: str, value: JsonValue, line: Line | None, live: Snapshot) -> Iterator[Finding]:
    field = FIELDS.get(path)
    if field is None:
        yield _wrong(change, "setting.unknown", path, f"There is no setting “{path}”.", "Say *help settings*.")
        return
    yield from _in_limits(change, field, value, live)
    yield from _licensed(change, field, value, line)
    yield from _delegates(change, field, value, live)


def _in_limits(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    if field.kind in (Kind.RECORDS, Kind.RESET):
        return  # records are checked part by part where they are typed; a reset only counts up
    found = read(field, typed(field, value), rules_of(live.system), live.country)
    if isinstance(found, Wrong):
        yield _wrong(change, "setting.out_of_limits", field.path, found.why, "Change it and ask again.")


def _licensed(change: Change, field: Field, value: JsonValue, line: Line | None) -> Iterator[Finding]:
    needed = field.addon or SECTION_OF[field.path].addon
    has = {*change.addons, *(line.addons if line else ())} - set(change.drop_addons)
    if needed and value not in (False, None, "off") and needed not in has:
        why = f"{label_of(field.path)} takes the add-on {addons.name_of(needed)}, which {change.key} doesn't have."
        yield _wrong(change, "setting.no_licence", field.path, why, "Give the line that add-on first.")


def _delegates(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    """Delegates are lines of ours, not the line itself, and none of them delegates.

    https://b3networks.helpjuice.com/phone-system-end-user-guide/lm-delegate
    """
    if field.entry is not Entry.LINE or not isinstance(value, list):
        return
    for key in map(str, value):
        if key == change.key or key not in live.lines:
            why = f"{key} is the line itself." if key == change.key else f"There is no extension {key}."
            yield _wrong(change, "setting.no_line", field.path, why, "Choose another delegate.")
        elif effective(live.settings.get(key), "delegate.enabled") is True:
            why = f"{key} delegates its own calls, so it can't take others'."
            yield _wrong(change, "setting.delegates", field.path, why, "Choose another delegate.")


def _wrong(change: Change, code: str, path: str, why: str, fix: str) -> Finding:
    return error(change, code, why, fix, label_of(path), "")
