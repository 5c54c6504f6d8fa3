"""Rows: which of the things that a sentence names stand side by side, and so play the same part in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.language.things import PREPOSITIONS, Span, ThingKind
from services.domain.people import fold

_HOLDERS = frozenset({ThingKind.PERSON, ThingKind.LINE})
_TARGETS = _HOLDERS | {ThingKind.NUMBER, ThingKind.GROUP}


def targets_in(items: Iterable[Span]) -> list[Span]:
    """The people, lines, numbers and groups among these."""
    return [item for item in items if item.means.keys() & _TARGETS]


def rows_in(items: Sequence[Span]) -> list[list[Span]]:
    """The lists of targets: two or more of the same kind, joined by *and* or commas."""
    found: list[list[Span]] = []
    between: list[Span] = []
    for item in items:
        if not targets_in([item]):
            between.append(item)
            continue
        if found and found[-1][-1].means.keys() == item.means.keys() and _side_by_side(between, item):
            found[-1].append(item)
        else:
            found.append([item])
        between = []
    return [run for run in found if len(run) > 1]


def _side_by_side(between: Sequence[Span], item: Span) -> bool:
    """Whether *and* or a comma joins this to the target before it, with one preposition at most: not “and on for”."""
    joined = item.after_break or any("AND" in one.concepts for one in between)
    small = all(one.noise or "AND" in one.concepts for one in between)
    return joined and small and sum(fold(one.text) in PREPOSITIONS for one in between) <= 1


def is_of_holders(row: Iterable[Span]) -> bool:
    """Whether all of these are people or lines."""
    return all(item.means.keys() & _HOLDERS for item in row)


def shared_out(used: Iterable[Span]) -> bool:
    """Whether things and people alternate: “this to her and that to him” is two requests."""
    ordered = sorted((item for item in used if item.means), key=lambda item: item.start)
    given = [
        item.is_a(ThingKind.CODE) or _is_held(before, item)
        for before, item in zip((None, *ordered), ordered, strict=False)
    ]
    holders = [item for item, is_given in zip(ordered, given, strict=True) if targets_in([item]) and not is_given]
    turns = sum(first != second for first, second in pairwise(given))
    return sum(given) > 1 and len(holders) > 1 and turns > 1


def _is_held(before: Span | None, item: Span) -> bool:
    """Whether an extension or number stands right after the person who gets it: “give Nadia 104”."""
    thing = bool(item.means.keys() & {ThingKind.LINE, ThingKind.NUMBER}) and not item.people
    return (
        thing and before is not None and bool(before.people) and not item.after_break and item.start == before.end + 1
    )


def hang_together(part: Iterable[Span], items: Sequence[Span]) -> bool:
    """Whether the targets that share a role in a request form one list: nothing but *and* or small words between them.

    In “Alice told me to take Ben's recording”, Alice and Ben don't.
    """
    ordered = sorted(targets_in(part), key=lambda item: item.start)
    return all(_joined(first, second, items) for first, second in pairwise(ordered))


def _joined(first: Span, second: Span, items: Sequence[Span]) -> bool:
    between = [item for item in items if first.end <= item.start < second.start]
    groups = first.is_a(ThingKind.GROUP) and second.is_a(ThingKind.GROUP)
    if groups and not (second.after_break or any("AND" in item.concepts for item in between)):
        return False  # “everyone in Sales in London” is neither all of Sales nor all of London
    prepositions = 0
    for item in reversed(between):
        if "AND" in item.concepts:
            return prepositions <= 1  # “off for Ben and on for Alice” does two things
        if not item.noise:
            return False
        prepositions += fold(item.text) in PREPOSITIONS
    return not any(item.concepts & _TURNS for item in between)


_TURNS = frozenset({"NO", "I_MEANT", "NOT", "EXCEPT"})  # what follows one of these is set against what came before
