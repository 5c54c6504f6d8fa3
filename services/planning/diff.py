"""The steps from one state of a line to another, in their order. Pure.

First the person's directory entry, then what is unassigned in Teams, the settings of a holder who leaves, the
extension, its other settings, and the number's way into Teams. So a number that moves from one person to another is
free when it arrives.
"""

from __future__ import annotations

from collections.abc import Iterator

from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.steps import ObjectState, Step, StepKind
from services.planning.diff_cpaas import extension_steps, personal_steps, settings_steps
from services.planning.diff_teams import arriving, leaving


def diff(before: LineState, after: LineState, between: LineState | None = None) -> tuple[Step, ...]:
    """The steps from `before` to `after`; none if they are the same.

    With `between` the extension is first brought to that state: it differs from `before` by numbers only.

    Three differences have no step, as no remote system offers one: another base licence, no usage location where there
    was one, and another use or emergency address of a number that is in the tenant already.
    """
    return (
        *directory_steps(before, after),
        *leaving(before, after),
        *licences_back(before, after),
        *personal_steps(before, after),
        *(extension_steps(before, between) if between else ()),
        *extension_steps(between or before, after),
        *settings_steps(before, after),
        *arriving(before, after),
    )


def directory_steps(before: LineState, after: LineState) -> list[Step]:
    """The steps on the directory entries of the people concerned."""
    return [step for was, now in _people(before, after) for step in _entry_steps(was, now)]


def licences_back(before: LineState, after: LineState) -> list[Step]:
    """The steps that take licences back, after the numbers are unassigned: otherwise Teams takes those by itself."""
    return [
        Step(StepKind.LICENCE_TAKE, now.object_id, ObjectState(licence=licence), ObjectState())
        for was, now in _people(before, after)
        for licence in was.licences
        if licence not in now.licences
    ]


def _people(before: LineState, after: LineState) -> Iterator[tuple[Person, Person]]:
    for now in (*((after.holder,) if after.holder else ()), *after.others):
        was = before.person(now.object_id)
        if was is not None:
            yield was, now


def _entry_steps(was: Person, now: Person) -> list[Step]:
    """The steps on one entry, the usage location first: Microsoft assigns no licence without one."""
    steps = []
    if now.usage_location and now.usage_location != was.usage_location:
        states = ObjectState(country=was.usage_location), ObjectState(country=now.usage_location)
        steps.append(Step(StepKind.LOCATION_SET, now.object_id, *states))
    for licence in now.licences:
        if licence not in was.licences:
            steps.append(Step(StepKind.LICENCE_GIVE, now.object_id, ObjectState(), ObjectState(licence=licence)))
    return steps
