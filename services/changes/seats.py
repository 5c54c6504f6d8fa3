"""Licence seats: what the plan takes from each pool, and which pools can't give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from services.changes.snapshot import Snapshot
from services.domain import addons
from services.domain.line import Seats
from services.domain.plan import Finding, PlanLine, SeatUse, Severity
from services.domain.steps import State, Step, StepKind


def count_seats(lines: Sequence[PlanLine], live: Snapshot) -> tuple[tuple[SeatUse, ...], list[Finding]]:
    """Free seats before and after for each code the plan touches, and an error for each pool that is too small."""
    taken: Counter[str] = Counter()
    for line in lines:
        for step in line.steps:
            taken.update(_takes(step))
            taken.subtract(_gives(step))
    uses, missing = [], []
    for code, count in sorted(taken.items()):
        if not count:
            continue
        pool = live.seats.get(code, Seats(code, 0, 0))
        uses.append(SeatUse(code, pool.total, pool.free, pool.free - count))
        if count > pool.free:
            missing.append(_short(code, pool, count))
    return tuple(uses), missing


_UPDATES = frozenset({StepKind.EXTENSION_UPDATE, StepKind.EXTENSION_RESTORE})


def _takes(step: Step) -> Counter[str]:
    if step.kind is StepKind.EXTENSION_CREATE:
        return Counter([addons.BASE])
    return _of(step.after) if step.kind in _UPDATES else Counter()


def _gives(step: Step) -> Counter[str]:
    if step.kind is StepKind.EXTENSION_DELETE:
        return Counter([addons.BASE])
    return _of(step.before) if step.kind in _UPDATES else Counter()


def _of(state: State) -> Counter[str]:
    return Counter([*state.addons, *[addons.NUMBER] * len(state.numbers)])


def _short(code: str, pool: Seats, count: int) -> Finding:
    return Finding(
        Severity.ERROR,
        "seats.short",
        f"{addons.name_of(code)}: the plan needs {count:,} and {pool.free:,} of {pool.total:,} are free.",
        f"Buy {count - pool.free:,} more from your provider, or take the add-on out of some lines.",
        column="Addon license",
        value=code,
    )
