"""Licence pools: what was bought of each code, what is used and free, and which lines hold it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from services.domain import addons
from services.domain.addons import AddonKind
from services.domain.line import Line, Seats, is_key
from services.inventory.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Holder:
    """A line that holds a licence, and how many seats of it."""

    line: Line
    seats: int


def pools(live: Snapshot) -> tuple[Seats, ...]:
    """Every pool: base licences first, then known add-ons, then unknown codes.

    A known code that wasn't bought, and a code that lines hold without a pool, have no seats.
    """
    held = {code for line in live.lines.values() for code in seats_of(line)}
    bases = [*addons.BASES, *sorted(code for code, pool in live.seats.items() if pool.base)]
    order = dict.fromkeys([*bases, *addons.ADDONS, *sorted({*live.seats, *held})])
    return tuple(pool_of(live, code) for code in order)


def pool_of(live: Snapshot, code: str) -> Seats:
    """The pool of this code; an empty one when there is none."""
    return live.seats.get(code, Seats(code, 0, 0, code in addons.BASES))


def holders(live: Snapshot, code: str) -> list[Holder]:
    """The lines that hold this licence, by extension."""
    ordered = sorted(live.lines.values(), key=lambda line: (len(line.key), line.key))
    counted = (Holder(line, seats_of(line)[code]) for line in ordered)
    return [holder for holder in counted if holder.seats]


def base_codes(live: Snapshot) -> list[str]:
    """The licences that an extension can be made with."""
    more = sorted(code for code, pool in live.seats.items() if pool.base and code not in addons.BASES)
    return [*addons.BASES, *more]


def codes_to_give(live: Snapshot, line: Line | None = None) -> dict[AddonKind | None, list[str]]:
    """The add-ons a line can be given, by kind: what the pools sell, and what the line has.

    Number licences aren't among them: each number brings its own.
    """
    own = line.addons if line else ()
    codes = [pool.code for pool in pools(live) if not pool.base and (pool.total or pool.code in own)]
    found: dict[AddonKind | None, list[str]] = {AddonKind.DEVICE: [], AddonKind.FEATURE: [], None: []}
    for code in codes:
        if code != addons.NUMBER or code in own:
            found[addons.kind_of(code)].append(code)
    return found


def next_free(live: Snapshot, start: str = "101", count: int = 1) -> str:
    """The first extension from `start` on that begins a run of `count` free ones; empty when there is no such run."""
    first = int(start)
    while len(run := keys_from(f"{first:0{len(start)}d}", count)) == count:
        taken = [at for at, key in enumerate(run) if key in live.lines]
        if not taken:
            return run[0]
        first += taken[-1] + 1
    return ""


def keys_from(start: str, count: int) -> list[str]:
    """`count` extensions from `start` on, fewer if there aren't as many; leading zeros stay."""
    keys = (f"{int(start) + no:0{len(start)}d}" for no in range(min(count, 100_000)))
    return [key for key in keys if is_key(key)]


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
