"""The steps in the CPaaS: the extension with its person, add-ons and numbers, and settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from pydantic import JsonValue

from services.domain.change import SYSTEM
from services.domain.line_state import LineState
from services.domain.settings.catalogue import FIELDS, effective
from services.domain.settings.paths import value_at
from services.domain.settings.personal import PERSONAL
from services.domain.settings.requested import same
from services.domain.steps import ObjectState, Step, StepKind

_AS_IT_IS = ObjectState()
_MISSING = ObjectState(exists=False)
_ORDER = {path: at for at, path in enumerate(FIELDS)}


def extension_steps(before: LineState, after: LineState) -> list[Step]:
    """The steps that create, update, rename or delete the extension, as far as needed."""
    steps = []
    if after.exists and not before.exists:
        made = ObjectState(exists=True, label=after.label, base=after.base or None)
        steps.append(Step(StepKind.EXTENSION_CREATE, before.key, _MISSING, made))
        before = replace(before, exists=True, label=after.label, base=after.base)
    if not before.exists:
        return steps
    was, now = _update(before, after)
    if (was, now) != (_AS_IT_IS, _AS_IT_IS):
        steps.append(Step(StepKind.EXTENSION_UPDATE, before.key, was, now))
    if not after.exists:
        there = ObjectState(exists=True, label=before.label, base=before.base or None)
        steps.append(Step(StepKind.EXTENSION_DELETE, before.key, there, _MISSING))
    elif after.key != before.key:
        steps.append(
            Step(StepKind.EXTENSION_REKEY, before.key, ObjectState(key=before.key), ObjectState(key=after.key))
        )
    return steps


def _update(before: LineState, after: LineState) -> tuple[ObjectState, ObjectState]:
    """The update step, None if nothing differs. An extension is emptied before it is deleted: undo knows it then."""
    named = after.exists and after.label != before.label
    identity = after.identity_uuid if after.exists else ""
    moved = identity != before.identity_uuid
    gone, come = _addons(before.addons, after.addons if after.exists else ())
    primary = _primary(before.own, after.own)
    was = ObjectState(
        label=before.label if named else None,
        identity_uuid=before.identity_uuid if moved else None,
        addons=gone,
        numbers=tuple(e164 for e164 in before.own if e164 not in after.own),
        primary=next(iter(before.own), None) if primary else None,
    )
    now = ObjectState(
        label=after.label if named else None,
        identity_uuid=identity if moved else None,
        addons=come,
        numbers=tuple(e164 for e164 in after.own if e164 not in before.own),
        primary=primary,
    )
    return was, now


def _addons(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The add-ons to remove and to add; if a count changes, all of that code are removed and the new count added."""
    had, has = Counter(before), Counter(after)
    changed = [code for code in dict.fromkeys((*before, *after)) if had[code] != has[code]]
    gone = (code for code in changed for _ in range(had[code]))
    come = (code for code in changed for _ in range(has[code]))
    return tuple(gone), tuple(come)


def _primary(before: tuple[str, ...], after: tuple[str, ...]) -> str | None:
    """The number to put first, if another one stood there or would end up there by itself."""
    added = (e164 for e164 in after if e164 not in before)
    by_itself = next(iter(before), None) or next(added, None)
    return after[0] if after and after[0] != by_itself else None


def personal_steps(before: LineState, after: LineState) -> list[Step]:
    """The step that resets personal settings before the line goes to somebody else, whose calls would go astray."""
    if not (after.exists and _changes_hands(before, after)):
        return []
    now = {path: value for path, value in changed_settings(before, after).items() if path in PERSONAL}
    return _step(StepKind.SETTINGS_UPDATE, before.key, before, now)


def settings_steps(before: LineState, after: LineState) -> list[Step]:
    """The step for all other settings that differ, with the value before."""
    now = changed_settings(before, after) if after.exists or after.key == SYSTEM else {}
    if _changes_hands(before, after):
        now = {path: value for path, value in now.items() if path not in PERSONAL}
    kind = StepKind.SYSTEM_UPDATE if after.key == SYSTEM else StepKind.SETTINGS_UPDATE
    return _step(kind, after.key, before, now)


def _changes_hands(before: LineState, after: LineState) -> bool:
    """Whether an existing line changes its holder."""
    return before.exists and before.identity_uuid != after.identity_uuid


def _step(kind: StepKind, key: str, before: LineState, now: Mapping[str, JsonValue]) -> list[Step]:
    was = {path: effective(before.settings, path) for path in now}
    return [Step(kind, key, ObjectState(settings=was), ObjectState(settings=now))] if now else []


def changed_settings(before: LineState, after: LineState) -> dict[str, JsonValue]:
    """The settings that differ, with their new value, by path, in the catalogue's order."""
    if after.settings is before.settings:
        return {}
    was, now = before.settings, after.settings
    changed = (path for path in _paths(was, now) if not same(path, effective(now, path), effective(was, path)))
    ordered = sorted(changed, key=lambda path: (_ORDER.get(path, len(_ORDER)), path))
    return {path: value_at(now, path) for path in ordered}


def _paths(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue], within: str = "") -> Iterator[str]:
    """The paths of the values in the two documents, without sections that are identical."""
    for name in {**before, **after}:
        path, was, now = f"{within}{name}", before.get(name), after.get(name)
        if was is now:
            continue
        if path not in FIELDS and (isinstance(was, dict) or isinstance(now, dict)):
            yield from _paths(_section(was), _section(now), f"{path}.")
        else:
            yield path


def _section(value: JsonValue) -> Mapping[str, JsonValue]:
    return value if isinstance(value, dict) else {}
