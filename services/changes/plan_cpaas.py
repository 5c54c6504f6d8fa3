"""What a wish needs of the CPaaS: the extension with its person, add-ons and numbers, and settings."""

from __future__ import annotations

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Line
from services.domain.people import Person
from services.domain.settings.catalogue import effective
from services.domain.steps import State, Step, StepKind


def cpaas_steps(change: Change, person: Person | None, line: Line | None) -> list[Step]:
    """Create, update and rename, as far as the extension isn't so already."""
    if change.key in ("", SYSTEM):
        return []
    steps = []
    if line is None:
        label = change.label or (person.name if person else f"Line {change.key}")
        steps.append(Step(StepKind.EXTENSION_CREATE, change.key, State(exists=False), State(exists=True, label=label)))
    before, after = _update(change, person, line)
    if (before, after) != (State(), State()):
        steps.append(Step(StepKind.EXTENSION_UPDATE, change.key, before, after))
    if change.new_key and change.new_key != change.key:
        renamed = (State(key=change.key), State(key=change.new_key))
        steps.append(Step(StepKind.EXTENSION_REKEY, change.key, *renamed))
    return steps


def _update(change: Change, person: Person | None, line: Line | None) -> tuple[State, State]:
    here = line or Line(change.key)
    identity = _identity(change, person, here)
    label = change.label if line and change.label and change.label != line.label else None
    primary = change.primary if change.primary and [change.primary] != list(here.numbers[:1]) else None
    after = State(
        label=label,
        identity_uuid=identity,
        addons=tuple(code for code in wanted_addons(change) if code not in here.addons),
        numbers=tuple(number for number in gains(change) if number not in here.numbers),
        primary=primary,
    )
    before = State(
        label=None if label is None else here.label,
        identity_uuid=None if identity is None else here.identity_uuid,
        addons=tuple(code for code in change.drop_addons if code in here.addons),
        numbers=tuple(number for number in change.drop_numbers if number in here.numbers),
        primary=(here.numbers[0] if here.numbers else None) if primary else None,
    )
    return before, after


def _identity(change: Change, person: Person | None, here: Line) -> str | None:
    wanted = "" if change.person == "" else person.identity_uuid if person else None
    return None if wanted == here.identity_uuid else wanted


def gains(change: Change) -> tuple[str, ...]:
    """The numbers the line is to have besides its own."""
    first = (change.number,) if change.number and not (change.unassign or change.release) else ()
    return tuple(dict.fromkeys((*first, *change.more_numbers)))


def wanted_addons(change: Change) -> tuple[str, ...]:
    """The add-ons to have; a number brings its own Number licence, so that one isn't counted twice."""
    return tuple(code for code in change.addons if not (code == addons.NUMBER and gains(change)))


def settings_steps(change: Change, live: Snapshot) -> list[Step]:
    """The settings that differ, each with what it was."""
    if not change.settings:
        return []
    system = change.key == SYSTEM
    there = live.system if system else live.settings.get(change.key, {})
    before = {path: effective(there, path) for path in change.settings}
    changed = {path: value for path, value in change.settings.items() if value != before[path]}
    if not changed:
        return []
    kind = StepKind.SYSTEM_UPDATE if system else StepKind.SETTINGS_UPDATE
    was = State(settings={path: before[path] for path in changed})
    return [Step(kind, change.new_key or change.key, was, State(settings=changed))]
