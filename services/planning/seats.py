"""Licence seats: what the plan takes from each pool, and which pools have too few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from services.domain import addons
from services.domain.line import Seats
from services.domain.phrases import tr
from services.domain.plan import Finding, SeatUse, Severity
from services.inventory.licence_pools import seats_of
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison


def count_seats(compared: Iterable[Comparison], live: Snapshot) -> tuple[tuple[SeatUse, ...], list[Finding]]:
    """Free seats before and after for each code the plan touches, and an error for each pool that is too small."""
    taken: Counter[str] = Counter()
    for one in compared:
        taken.update(seats_of(one.after.line))
        taken.subtract(seats_of(one.before.line))
    uses, missing = [], []
    for code, count in sorted(taken.items()):
        if not count:
            continue
        pool = live.seats.get(code, Seats(code, 0, 0))
        uses.append(SeatUse(code, pool.total, pool.free, pool.free - count))
        if count > pool.free:
            missing.append(_short(code, pool, count))
    return tuple(uses), missing


def _short(code: str, pool: Seats, count: int) -> Finding:
    return Finding(
        Severity.ERROR,
        "seats.short",
        tr(
            "{name_of}: the plan needs {count:,} and {free:,} of {total:,} are free.",
            name_of=addons.name_of(code),
            count=count,
            free=pool.free,
            total=pool.total,
        ),
        tr("Buy {count:,} more from your provider, or take the add-on out of some lines.", count=count - pool.free),
        column=tr("Addon license"),
        value=code,
    )
