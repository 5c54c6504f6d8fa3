"""Licence seats: what the plan takes from each pool, and which pools can't give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.line import Line, Seats
from services.domain.plan import Finding, PlanLine, SeatUse, Severity
from services.domain.steps import State, Step, StepKind


def count_seats(lines: Sequence[PlanLine], live: Snapshot) -> tuple[tuple[SeatUse, ...], list[Finding]]:
    """Free seats before and after for each code the plan touches, and an error for each pool that is too small."""
    taken: Counter[str] = Counter()
    for line in lines:
        before = live.lines.get(line.key)
        taken.update(seats_of(_after(line, before)))
        taken.subtract(seats_of(before))
    uses, missing = [], []
    for code, count in sorted(taken.items()):
        if not count:
            continue
        pool = live.seats.get(code, Seats(code, 0, 0))
        uses.append(SeatUse(code, pool.total, pool.free, pool.free - count))
        if count > pool.free:
            missing.append(_short(code, pool, count))
    return tuple(uses), missing


def seats_of(line: Line | None) -> Counter[str]:
    """The seats a line takes, by code: its base licence, its add-ons, and a Number seat for each number.

    Number licences that the line carries as add-ons are used by its numbers first.
    """
    if line is None:
        return Counter()
    seats = Counter([line.base or addons.BASE, *line.addons])
    if line.numbers:
        seats[addons.NUMBER] = max(seats[addons.NUMBER], len(line.numbers))
    return seats


def _after(plan_line: PlanLine, line: Line | None) -> Line | None:
    """The line once all its steps have had their effect."""
    for step in plan_line.steps:
        line = _with(step, line)
    return line


def _with(step: Step, line: Line | None) -> Line | None:
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return Line(step.object, base=step.after.base or addons.BASE)
        case StepKind.EXTENSION_DELETE:
            return None
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE if line:
            return _updated(line, step.before, step.after)
        case _:
            return line


def _updated(line: Line, before: State, after: State) -> Line:
    kept = [code for code in line.addons if code not in before.addons]
    numbers = [number for number in line.numbers if number not in before.numbers]
    return replace(line, addons=(*kept, *after.addons), numbers=(*numbers, *after.numbers))


def _short(code: str, pool: Seats, count: int) -> Finding:
    return Finding(
        Severity.ERROR,
        "seats.short",
        f"{addons.name_of(code)}: the plan needs {count:,} and {pool.free:,} of {pool.total:,} are free.",
        f"Buy {count - pool.free:,} more from your provider, or take the add-on out of some lines.",
        column="Addon license",
        value=code,
    )
