"""The planner: wished lines minus live lines make the steps. Pure: it reads a snapshot and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.changes.rules import check_line, check_plan
from services.changes.seats import count_seats
from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, Number, Upload
from services.domain.people import Person
from services.domain.plan import Finding, Plan, PlanLine, Severity, count_steps
from services.domain.steps import ORDER, State, Step, StepKind

USAGE = {addons.TEAMS_USER: "CallingUserAssignment", addons.TEAMS_RESOURCE: "FirstPartyAppAssignment"}


def make_plan(
    title: str,
    changes: Sequence[Change],
    people: Mapping[int, Person],
    live: Snapshot,
    findings: Sequence[Finding] = (),
) -> Plan:
    """The plan for these changes: steps a line, findings of all lines at once, seats before and after."""
    found = list(findings) + check_plan(changes, people, live)
    lines = []
    for position, change in enumerate(changes):
        person = people.get(position)
        found += check_line(change, person, live)
        lines.append(_line(position + 1, change, person, live))
    seats, missing = count_seats(lines, live)
    ordered = sorted([*found, *missing], key=lambda f: (f.severity is not Severity.ERROR, f.row))
    return Plan(title, tuple(lines), tuple(ordered), seats, counts=count_steps(tuple(lines)))


def _line(no: int, change: Change, person: Person | None, live: Snapshot) -> PlanLine:
    line = live.lines.get(change.key)
    number = change.number or (line.numbers[0] if line and line.numbers else "")
    steps = [*_cpaas_steps(change, person, line), *_teams_steps(change, person, line, number, live)]
    name = _name(person, live) if person else (line.label if line else change.label or "")
    return PlanLine(
        no=no,
        key=change.key,
        title=f"{change.key} {name}".strip(),
        steps=tuple(sorted(steps, key=lambda step: ORDER[step.kind])),
        row=change.row,
        person=person.label if person else "",
        number=number,
    )


def _name(person: Person, live: Snapshot) -> str:
    """The person's name, with the user name where others are called the same."""
    return person.label if len(live.directory.find(person.name)) > 1 else person.name


def _cpaas_steps(change: Change, person: Person | None, line: Line | None) -> list[Step]:
    steps = []
    if line is None:
        label = change.label or (person.name if person else f"Line {change.key}")
        steps.append(Step(StepKind.EXTENSION_CREATE, change.key, State(exists=False), State(exists=True, label=label)))
    here = line or Line(change.key)
    after = State(
        label=change.label if line and change.label and change.label != line.label else None,
        identity_uuid=person.identity_uuid if person and person.identity_uuid != here.identity_uuid else None,
        addons=tuple(code for code in wanted_addons(change) if code not in here.addons),
        numbers=(change.number,) if change.number and change.number not in here.numbers else (),
    )
    if after != State():
        before = State(
            label=here.label if after.label is not None else None,
            identity_uuid=here.identity_uuid if after.identity_uuid is not None else None,
        )
        steps.append(Step(StepKind.EXTENSION_UPDATE, change.key, before, after))
    return steps


def wanted_addons(change: Change) -> tuple[str, ...]:
    """The add-ons to have; a number brings its own Number licence, so that one isn't counted twice."""
    return tuple(code for code in change.addons if not (code == addons.NUMBER and change.number))


def teams_code(change: Change, line: Line | None) -> str | None:
    """The Teams add-on the line will have, or None: then its number stays in the CPaaS."""
    return addons.teams_code({*change.addons, *(line.addons if line else ())})


def _teams_steps(change: Change, person: Person | None, line: Line | None, e164: str, live: Snapshot) -> list[Step]:
    code = teams_code(change, line)
    if code is None or not e164 or change.upload is False:
        return []
    number = live.numbers.get(e164, Number(e164))
    usage = USAGE[code]
    steps = []
    if number.upload in (Upload.NOT_UPLOADED, Upload.FAILED):
        steps.append(Step(StepKind.NUMBER_UPLOAD, e164, State(exists=False), State(exists=True, usage=usage)))
    if number.upload is not Upload.UPLOADED:
        steps.append(Step(StepKind.NUMBER_VISIBLE, e164, State(exists=False), State(exists=True, usage=usage)))
    target = _target(person, line, live)
    if target and number.target != target and change.assign is not False:
        steps.append(Step(StepKind.NUMBER_ASSIGN, e164, State(target=""), State(target=target, usage=usage)))
    return steps


def _target(person: Person | None, line: Line | None, live: Snapshot) -> str:
    holder = person or (live.directory.get(line.identity_uuid) if line else None)
    return holder.object_id if holder else ""
