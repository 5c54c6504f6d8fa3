"""What a wish needs of the person's directory entry: a usage location, a Microsoft licence."""

from __future__ import annotations

from services.changes.plan_teams import holder_after
from services.changes.snapshot import Snapshot
from services.domain.change import Change
from services.domain.line import Line
from services.domain.people import Person
from services.domain.steps import State, Step, StepKind


def directory_steps(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> list[Step]:
    """The usage location first: Microsoft gives no licence without one."""
    holder = holder_after(change, person, line, live)
    if holder is None or not holder.object_id:
        return []
    steps, who = [], holder.object_id
    if change.country and change.country != holder.usage_location:
        states = State(country=holder.usage_location), State(country=change.country)
        steps.append(Step(StepKind.LOCATION_SET, who, *states))
    if change.licence and change.licence not in holder.licences:
        steps.append(Step(StepKind.LICENCE_GIVE, who, State(), State(licence=change.licence)))
    return steps
