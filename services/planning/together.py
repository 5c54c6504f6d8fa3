"""The changes of one plan seen together: what one of them releases is free for another. Pure."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar, cast

from services.domain.change import Change
from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.steps import Step
from services.inventory.line_states import number_of
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison, compare
from services.planning.desired_numbers import gains
from services.planning.diff import diff

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A change with the snapshot it is checked against: as it is, without what other changes of the plan release.

    `comes` are the numbers that it gets from other lines, `goes` those that others get from it.
    """

    one: Comparison
    live: Snapshot
    comes: frozenset[str] = frozenset()
    goes: frozenset[str] = frozenset()

    def steps(self) -> tuple[Step, ...]:
        """The line's steps. Two lines that swap numbers each release theirs first: otherwise neither could get one."""
        before, after = self.one.before, self.one.after
        if not (self.comes and self.goes and before.exists and after.exists):
            return diff(before, after)
        between = _off(before, self.goes)
        return diff(before, after, between)


def see_together(changes: Sequence[Change], people: Mapping[int, Person], live: Snapshot) -> list[Adjusted]:
    """Each change compared with the snapshot, and again if another change frees what it needs."""
    changes = _moved_by_rows(changes, live)
    alone = [compare(change, people.get(at), live) for at, change in enumerate(changes)]
    off = {e164: at for at, one in enumerate(alone) for e164 in one.before.own if e164 not in one.after.own}
    left = {n.e164: at for at, one in enumerate(alone) for n in one.before.numbers if n.target and _leaves(one, n.e164)}
    if not (off or left):
        return [Adjusted(one, live) for one in alone]
    comes = [{e164 for e164 in gains(one.change) if off.get(e164, at) != at} for at, one in enumerate(alone)]
    wanted = {e164 for numbers in comes for e164 in numbers}
    seen = []
    for at, one in enumerate(alone):
        teams = {e164 for e164 in (*gains(one.change), _held(one, live)) if left.get(e164, at) != at}
        there = _freed(live, comes[at], teams) if comes[at] or teams else live
        again = compare(one.change, people.get(at), there) if there is not live else one
        goes = frozenset(e164 for e164 in one.before.own if e164 in wanted and off.get(e164) == at)
        seen.append(Adjusted(again, there, frozenset(comes[at]), goes))
    return seen


def _held(one: Comparison, live: Snapshot) -> str:
    """The number with which the line's future holder calls now."""
    holder = one.after.holder
    return live.held.get(holder.object_id, "") if holder and holder.object_id else ""


def _freed(live: Snapshot, off: set[str], left: set[str]) -> Snapshot:
    """The snapshot in which the numbers `off` are on no line, and those `left` are unassigned in Teams."""
    numbers = {e164: number_of(e164, live) for e164 in off | left}
    holders = dict.fromkeys((numbers[e164].target for e164 in left), "")
    for e164 in off:
        numbers[e164] = replace(numbers[e164], ext_key="")
    for e164 in left:
        numbers[e164] = replace(numbers[e164], target="", category=None)
    return replace(live, numbers=_over(live.numbers, numbers), held=_over(live.held, holders))


def _over(there: Mapping[str, Value], instead: Mapping[str, Value]) -> Mapping[str, Value]:
    """One mapping laid over the other, not copied: a file may move thousands of numbers, each with its own snapshot."""
    return ChainMap(cast(MutableMapping[str, Value], instead), cast(MutableMapping[str, Value], there))


def _leaves(one: Comparison, e164: str) -> bool:
    was, now = one.before.number(e164), one.after.number(e164)
    return was is not None and now is not None and was.target != now.target


def _off(before: LineState, goes: frozenset[str]) -> LineState:
    """The line once these numbers are off it."""
    numbers = [replace(n, ext_key="") if n.e164 in goes and before.has(n) else n for n in before.numbers]
    own = [n for n in numbers if before.has(n)]
    return replace(before, numbers=(*own, *(n for n in numbers if not before.has(n))))


def _moved_by_rows(changes: Sequence[Change], live: Snapshot) -> list[Change]:
    """The changes; if a row gives away a line's number, the row that gives the line another one releases it."""
    rows = {change.key: change for change in changes if change.row and change.number}
    taken: dict[str, list[str]] = {}
    for change in rows.values():
        there = live.numbers.get(change.number or "")
        theirs = rows.get(there.ext_key) if there and there.ext_key != change.key else None
        if theirs is not None and theirs.number != change.number:
            taken.setdefault(theirs.key, []).append(change.number or "")
    return [
        replace(change, drop_numbers=(*change.drop_numbers, *taken[change.key]))
        if rows.get(change.key) is change and change.key in taken
        else change
        for change in changes
    ]
