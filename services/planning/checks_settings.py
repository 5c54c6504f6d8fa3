"""Checks before settings are changed: the catalogue's limits, and what the values refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective
from services.domain.settings.fields import Entry, Field, FieldKind
from services.domain.settings.paths import rules_of
from services.domain.settings.personal import PERSONAL, to_defaults
from services.domain.settings.values import Wrong, read, typed
from services.domain.settings.words import label_of, value_words
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison
from services.planning.diff_cpaas import changed_settings
from services.planning.findings import error

_DELEGATING, _DELEGATES = "delegate.enabled", "delegate.extensions"
_NEEDY = tuple(field for field in FIELDS.values() if field.needs)


def check_settings(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings on every setting that can't be made; a value that is set already isn't checked."""
    change = one.change
    if not change.settings:
        return []
    if not one.before.exists and change.key != SYSTEM and not _makes_the_line(change):
        why = tr("There is no extension {key}.", key=change.key)
        return [error(change, "line.gone", why, tr("Check the extension."), "Ext Key", change.key)]
    changed = changed_settings(one.before, one.after)
    found = [found for path, value in changed.items() for found in _check(one, path, value, live)]
    return [*found, *_needs(one, changed)]


def check_personal(one: Comparison) -> list[Finding]:
    """Findings on personal settings that a new holder of the line would take over."""
    before, change = one.before, one.change
    if not (change.keep_settings and before.exists and before.identity_uuid != one.after.identity_uuid):
        return []
    kept = [path for path in to_defaults(before.settings, held=bool(before.identity_uuid)) if path in _same(one)]
    titles = dict.fromkeys(SECTION_OF[path].title for path in kept)
    if not titles:
        return []
    who = tr("{name}'s", name=before.holder.name) if before.holder else tr("what was set of")
    why = tr("Extension {key} keeps {who} {names}.", key=change.key, who=who, names=join_text(", ", titles))
    fix = tr("Look at these settings before you approve: calls may go to somebody else.")
    return [replace(error(change, "setting.kept", why, fix, "", ""), severity=Severity.WARNING)]


def _same(one: Comparison) -> set[str]:
    return PERSONAL.keys() - changed_settings(one.before, one.after).keys()


def check_delegates(compared: Sequence[Comparison], live: Snapshot) -> list[Finding]:
    """Findings on delegates: nobody who delegates may be a delegate, once all these changes are made.

    https://b3networks.helpjuice.com/phone-system-end-user-guide/lm-delegate
    """
    asked = [one for one in compared if one.change.key != SYSTEM and _about_delegates(one)]
    if not asked:
        return []
    after = {**live.settings, **{one.change.key: one.after.settings for one in compared}}
    delegating = {key for key in {*live.lines, *after} if effective(after.get(key), _DELEGATING) is True}
    bosses = {str(to): key for key in delegating for to in _listed(effective(after.get(key), _DELEGATES))}
    return [found for one in asked for found in _both_ways(one, delegating, bosses)]


def _about_delegates(one: Comparison) -> bool:
    about = {_DELEGATING, _DELEGATES}
    return bool(about & one.change.settings.keys() and about & changed_settings(one.before, one.after).keys())


def _both_ways(one: Comparison, delegating: set[str], bosses: Mapping[str, str]) -> Iterator[Finding]:
    change, key, settings = one.change, one.change.key, one.after.settings
    for to in map(str, _listed(effective(settings, _DELEGATES))):
        if to in delegating and to != key:
            why = tr("{to} delegates its own calls, so it can't take others'.", to=to)
            yield _wrong(change, "setting.delegates", _DELEGATES, why, tr("Choose another delegate."), to)
    if changed_settings(one.before, one.after).get(_DELEGATING) is True and key in bosses:
        why = tr("{key} takes calls for {bosses}, so it can't delegate its own.", key=key, bosses=bosses[key])
        yield _wrong(
            change, "setting.is_delegate", _DELEGATING, why, tr("Take it off that line's delegates first."), tr("On")
        )


def _listed(value: JsonValue) -> list[JsonValue]:
    return value if isinstance(value, list) else []


def _makes_the_line(change: Change) -> bool:
    return bool(change.number or change.addons or change.label)


def _check(one: Comparison, path: str, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    change, field = one.change, FIELDS.get(path)
    if field is None:
        yield _wrong(
            change,
            "setting.unknown",
            path,
            tr("There is no setting “{path}”.", path=path),
            tr("Say *settings* to see all."),
        )
        return
    yield from _in_limits(change, field, value, live)
    yield from _licensed(one, field, value)
    yield from _lines_there(change, field, value, live)
    if field.final:
        yield from _reset(one, field, value)


def _in_limits(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    if field.kind in (FieldKind.RECORDS, FieldKind.RESET):
        return  # records are checked part by part where they are typed
    found = read(field, typed(field, value), rules_of(live.system), live.country)
    if isinstance(found, Wrong):
        words = typed(field, value)
        yield _wrong(change, "setting.out_of_limits", field.path, found.why, tr("Change it and ask again."), words)


def _licensed(one: Comparison, field: Field, value: JsonValue) -> Iterator[Finding]:
    needed = field.addon or SECTION_OF[field.path].addon
    if needed and value not in (False, None, "off") and needed not in one.after.addons:
        why = tr(
            "{label_of} takes the add-on {name_of}, which {key} doesn't have.",
            label_of=label_of(field.path),
            name_of=addons.name_of(needed),
            key=one.change.key,
        )
        words = value_words(field.path, value)
        yield _wrong(one.change, "setting.no_licence", field.path, why, tr("Give the line that add-on first."), words)


def _lines_there(change: Change, field: Field, value: JsonValue, live: Snapshot) -> Iterator[Finding]:
    """Findings on extensions that a setting names: they must exist and not be the line itself."""
    if field.entry is not Entry.LINE:
        return
    for key in map(str, _listed(value)):
        if key == change.key or key not in live.lines:
            why = (
                tr("{key} is the line itself.", key=key)
                if key == change.key
                else tr("There is no extension {key}.", key=key)
            )
            yield _wrong(change, "setting.no_line", field.path, why, tr("Choose another extension."), key)


def _reset(one: Comparison, field: Field, value: JsonValue) -> Iterator[Finding]:
    now = effective(one.before.settings, field.path)
    if not isinstance(value, int) or (isinstance(now, int) and value <= now):
        why = tr("{label_of} can only be reset.", label_of=label_of(field.path))
        yield _wrong(one.change, "setting.only_reset", field.path, why, tr("Ask for a reset."))
        return
    why = tr("{label_of}: this can't be undone.", label_of=label_of(field.path))
    fix = tr("Whatever is signed in with the old ones has to be set up again.")
    yield replace(_wrong(one.change, "setting.final", field.path, why, fix), severity=Severity.WARNING)


def _needs(one: Comparison, changed: Mapping[str, JsonValue]) -> Iterator[Finding]:
    """Findings on a choice that needs another field: an error in its own section, elsewhere a warning."""
    settings = one.after.settings
    for field in _NEEDY:
        if field.path not in changed and not any(path in changed for _, path in field.needs):
            continue
        value = effective(settings, field.path)
        for with_value, path in field.needs:
            if value == with_value and not effective(settings, path):
                yield from _missing(one.change, field, path, field.path in changed)


def _missing(change: Change, field: Field, path: str, chosen: bool) -> Iterator[Finding]:
    other = FIELDS[path]
    value = value_words(field.path, change.settings.get(field.path))
    if SECTION_OF[path] is SECTION_OF[field.path]:
        why = tr("{label_of} needs “{label}”, which is empty.", label_of=label_of(field.path), label=other.label)
        yield _wrong(
            change,
            "setting.needs",
            field.path,
            why,
            tr("Fill in “{label}” too.", label=other.label),
            value if chosen else "",
        )
    elif chosen:
        why = tr(
            "{label_of}: “{label_of_2}” is empty, so there is nobody to take these calls.",
            label_of=label_of(field.path),
            label_of_2=label_of(path),
        )
        found = _wrong(change, "setting.needs", field.path, why, tr("Fill it in, or choose something else."), value)
        yield replace(found, severity=Severity.WARNING)


def _wrong(change: Change, code: str, path: str, why: str, fix: str, value: str = "") -> Finding:
    return error(change, code, why, fix, label_of(path), value[:200])
