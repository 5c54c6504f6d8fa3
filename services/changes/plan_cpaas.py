"""What a wish needs of the CPaaS: the extension with its person, add-ons and numbers, and settings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pydantic import JsonValue

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Line
from services.domain.people import Person
from services.domain.settings.catalogue import effective
from services.domain.settings.paths import rules_of
from services.domain.settings.wishes import differing
from services.domain.steps import State, Step, StepKind

_AS_IT_IS = State()
_MISSING = State(exists=False)


def cpaas_steps(change: Change, person: Person | None, line: Line | None) -> list[Step]:
    """Create, update and rename, as far as the extension isn't so already."""
    if change.key in ("", SYSTEM):
        return []
    steps = []
    if line is None:
        label = change.label or (person.name if person else f"Line {change.key}")
        made = State(exists=True, label=label, base=change.base or None)
        steps.append(Step(StepKind.EXTENSION_CREATE, change.key, _MISSING, made))
    before, after = _update(change, person, line)
    if (before, after) != (_AS_IT_IS, _AS_IT_IS):
        steps.append(Step(StepKind.EXTENSION_UPDATE, change.key, before, after))
    if change.new_key and change.new_key != change.key:
        renamed = (State(key=change.key), State(key=change.new_key))
        steps.append(Step(StepKind.EXTENSION_REKEY, change.key, *renamed))
    return steps


def _update(change: Change, person: Person | None, line: Line | None) -> tuple[State, State]:
    here = line or Line(change.key)
    identity = _identity(change, person, here)
    label = change.label if line and change.label and change.label != line.label else None
    gone, come = _addons(change, here)
    primary = _primary(change, here)
    after = State(
        label=label,
        identity_uuid=identity,
        addons=come,
        numbers=tuple(number for number in gains(change) if number not in here.numbers),
        primary=primary,
    )
    before = State(
        label=None if label is None else here.label,
        identity_uuid=None if identity is None else here.identity_uuid,
        addons=gone,
        numbers=tuple(number for number in here.numbers if number in change.drop_numbers),
        primary=(here.numbers[0] if here.numbers else None) if primary else None,
    )
    return before, after


def _addons(change: Change, here: Line) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The add-ons that go and that come; one that is there several times goes whole and comes as often as wished."""
    if not here.addons:
        return (), wanted_addons(change)
    held, wanted = Counter(here.addons), Counter(wanted_addons(change))
    gone: list[str] = []
    come: list[str] = []
    for code in dict.fromkeys((*here.addons, *wanted_addons(change))):
        count = max(wanted[code], 0 if code in change.drop_addons else held[code])
        if count != held[code]:
            gone += [code] * held[code]
            come += [code] * count
    return tuple(gone), tuple(come)


def addons_after(change: Change, line: Line | None) -> tuple[str, ...]:
    """The add-ons that the line has once the wish is fulfilled."""
    here = line or Line(change.key)
    gone, come = _addons(change, here)
    return (*(code for code in here.addons if code not in gone), *come)


def _primary(change: Change, here: Line) -> str | None:
    """The number that comes to stand first, where another one stood there or would stand there by itself."""
    if not change.primary and not here.numbers:
        return None
    kept = [number for number in here.numbers if number not in change.drop_numbers]
    after = [*kept, *(number for number in gains(change) if number not in kept)]
    wanted = change.primary or next(iter(after), "")
    return wanted if wanted and wanted != (*here.numbers, *after)[0] else None


def _identity(change: Change, person: Person | None, here: Line) -> str | None:
    wanted = "" if change.person == "" else person.identity_uuid if person else None
    return None if wanted == here.identity_uuid else wanted


def gains(change: Change) -> tuple[str, ...]:
    """The numbers the line is to have besides its own."""
    first = (change.number,) if change.number and not (change.unassign or change.release) else ()
    return tuple(dict.fromkeys((*first, *change.more_numbers))) if change.more_numbers else first


def wanted_addons(change: Change) -> tuple[str, ...]:
    """The add-ons to have; a number brings its own Number licence, so that one isn't counted twice."""
    return tuple(code for code in change.addons if not (code == addons.NUMBER and gains(change)))


def settings_steps(change: Change, live: Snapshot) -> list[Step]:
    """The settings that differ, each with what it was."""
    if not change.settings:
        return []
    system = change.key == SYSTEM
    there = live.system if system else live.settings.get(change.key, {})
    changed = differing(change.settings, there)
    if not changed:
        return []
    kind = StepKind.SYSTEM_UPDATE if system else StepKind.SETTINGS_UPDATE
    before = {path: effective(there, path) for path in changed}
    names = _names(live, [*before.values(), *changed.values()])
    states = State(settings=before, names=names), State(settings=changed, names=names)
    return [Step(kind, change.new_key or change.key, *states)]


def _names(live: Snapshot, values: Sequence[JsonValue]) -> dict[str, str]:
    """What people call the outbound rules among these values."""
    rules = rules_of(live.system)
    return {value: rules[value] for value in values if isinstance(value, str) and value in rules}
