"""The planner: wished lines minus live lines make the steps. Pure: it reads a snapshot and writes nothing.

A line walks its steps in this order: the person's directory entry, what Teams has to let go of, the extension, its
settings, and the number's way into Teams. So a number that moves from one person to another is free when it arrives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from services.changes.plan_cpaas import cpaas_steps, gains, settings_steps
from services.changes.plan_directory import directory_steps
from services.changes.plan_teams import arriving, leaving, teams_code
from services.changes.rules import check_line, check_plan
from services.changes.rules_directory import count_licences
from services.changes.seats import count_seats
from services.changes.snapshot import Snapshot
from services.domain.change import SYSTEM, Change
from services.domain.line import Line
from services.domain.number import display
from services.domain.people import Person
from services.domain.plan import Finding, Plan, PlanLine, Severity, count_steps

__all__ = ["make_plan", "teams_code"]


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
    bought, short = count_licences(lines, live)
    ordered = sorted([*found, *missing, *short], key=lambda f: (f.severity is not Severity.ERROR, f.row))
    return Plan(title, tuple(lines), tuple(ordered), (*seats, *bought), counts=count_steps(tuple(lines)))


def _line(no: int, change: Change, person: Person | None, live: Snapshot) -> PlanLine:
    line = live.lines.get(change.key)
    steps = [
        *directory_steps(change, person, line, live),
        *leaving(change, person, line, live),
        *cpaas_steps(change, person, line),
        *settings_steps(change, live),
        *arriving(change, person, line, live),
    ]
    away = change.number if change.unassign or change.release else ""
    kept = line.numbers[0] if line and line.numbers else ""
    number = away or change.primary or next(iter(gains(change)), "") or kept
    about, before = person or _holder(change, live), _held_by(change, person, line, live)
    name = _name(person, live) if person else (line.label if line else change.label or "")
    return PlanLine(
        no=no,
        key=change.key,
        title=_title(change, name, number),
        steps=tuple(steps),
        row=change.row,
        person=about.label if about else "",
        number=number,
        held_by=before.label if before else "",
        person_name=about.name if about else "",
        held_by_name=before.name if before else "",
    )


def _title(change: Change, name: str, number: str) -> str:
    if change.key == SYSTEM:
        return "System settings"
    return f"{change.key} {name}".strip() or display(number)


def _name(person: Person, live: Snapshot) -> str:
    """The person's name, with the user name where others are called the same."""
    return person.label if len(live.directory.find(person.name)) > 1 else person.name


def _holder(change: Change, live: Snapshot) -> Person | None:
    """Whoever holds the line already, for a wish that says nothing of a person but acts on theirs."""
    line = live.lines.get(change.key)
    return live.directory.get(line.identity_uuid) if line and (change.assign or change.unassign) else None


def _held_by(change: Change, person: Person | None, line: Line | None, live: Snapshot) -> Person | None:
    """Who had the line that goes to somebody else, or to nobody."""
    if line is None or change.person is None or (person and person.identity_uuid == line.identity_uuid):
        return None
    return live.directory.get(line.identity_uuid)
