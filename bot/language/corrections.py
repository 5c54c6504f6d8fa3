"""Corrections: “no, 102”, “not 101 but 102”, “I meant Ben” replace a thing in what was said just before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.interpretation import Interpretation
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind

_HOLDERS = {ThingKind.PERSON, ThingKind.LINE}
_CORRECTS = frozenset({"NO", "NOT", "EXCEPT", "I_MEANT"})


def corrected(items: Sequence[Span], before: Interpretation) -> Interpretation | None:
    """The previous reading with one thing replaced by the corrected one; None if these words correct nothing."""
    marks = [item for item in items if not item.means and item.concepts & _CORRECTS]
    rest = [item for item in items if not item.means and not item.noise and not item.concepts & _CORRECTS]
    if not marks or rest:
        return None
    wrong, right = _parted(items)
    old = _replaced(wrong, right, before)
    if old is None or len(right) != 1:
        return None
    new = tuple(replace(right[0], role=item.role) if item is old else item for item in before.items)
    return replace(before, items=new, tie=None, slips=())


def _parted(items: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """The things denied, each right after a *not*, and the things meant instead."""
    wrong: list[Span] = []
    right: list[Span] = []
    denied = False
    for item in items:
        if targets_in([item]):
            (wrong if denied else right).append(item)
            denied = False
        elif item.concepts & _CORRECTS:
            denied = "NOT" in item.concepts and "NO" not in item.concepts
    return wrong, right


def _replaced(wrong: Sequence[Span], right: Sequence[Span], before: Interpretation) -> Span | None:
    """The thing in the previous reading to replace: the one denied, else the only one of the new one's kind."""
    targets = targets_in(before.items)
    if wrong:
        fits = [item for item in targets if _same(item, wrong[0])]
    else:
        fits = [item for item in targets if right and _alike(item, right[0])]
        if len(fits) > 1:  # of several, the one after the same preposition: “no, to 105”
            fits = [item for item in fits if right[0].role and item.role is right[0].role]
    return fits[0] if len(fits) == 1 else None


def _alike(one: Span, other: Span) -> bool:
    """Whether one can replace the other: two things of one kind, or a person and a line."""
    both = one.means.keys() | other.means.keys()
    return both <= _HOLDERS or bool(one.means.keys() & other.means.keys())


def _same(one: Span, other: Span) -> bool:
    return one.people == other.people if one.people or other.people else one.means == other.means
