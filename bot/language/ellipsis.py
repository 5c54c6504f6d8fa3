"""Ellipses: “and Ben?”, “same for 105”, “and the mobile app too” repeat the last request for something else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation
from bot.language.memory import Topic
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from services.domain.people import fold

_SMALL = frozenset({"AND", "ABOUT", "LIKE", "NEXT"})
_AGAIN = frozenset(
    {"and", "what about", "how about", "and what about", "and how about", "same", "same for", "the same", "too", "also",
     "as well", "likewise", "ditto", "the same as", "same as", "same thing", "and also", "plus", "now"}
)  # fmt: skip
_OF_GROUPS = frozenset({"who_cannot_call", "who_can_call"})  # may be asked again of another group
_REPLACED = (ThingKind.CODE, ThingKind.COUNTRY, ThingKind.SECTION)


def followed(items: Sequence[Span], topic: Topic | None) -> Interpretation | None:
    """The previous reading with the things named now; None if these words are no ellipsis."""
    things = [item for item in items if item.means]
    small = [item for item in items if not item.means]
    again = any(fold(item.text) in _AGAIN for item in small)
    if not (things and again and all(map(_adds_nothing, small))):
        return None
    before = topic.reading if topic else None
    if before is not None and before.intent.name in _OF_GROUPS and all(item.is_a(ThingKind.GROUP) for item in things):
        return replace(before, items=tuple(things), tie=None, slips=())
    if before is None or not before.intent.follows:
        only = targets_in(things)
        return Interpretation(BY_NAME["show"], tuple(only), frozenset(), 1.0) if len(things) == len(only) == 1 else None
    said = _with_targets(before, things) if targets_in(things) == things else _with_value(before, things)
    return replace(before, items=said, tie=None, slips=()) if said else None


def _adds_nothing(item: Span) -> bool:
    return bool(item.noise or item.concepts & _SMALL or fold(item.text) in _AGAIN)


def _with_targets(before: Interpretation, new: Sequence[Span]) -> tuple[Span, ...]:
    """The previous items with new ones for the only person, line or number in them; empty if there wasn't just one."""
    old = targets_in(before.items)
    if len(old) != 1 or (len(new) > 1 and before.intent.name not in ("give", "take")):
        return ()
    return tuple(
        replace(one, role=item.role) if item is old[0] else one
        for item in before.items
        for one in (new if item is old[0] else [item])
    )


def _with_value(before: Interpretation, new: Sequence[Span]) -> tuple[Span, ...]:
    """The previous items with another add-on, country or section; empty if they didn't have exactly one."""
    kind = next((kind for kind in _REPLACED if len(new) == 1 and new[0].is_a(kind)), None)
    old = [item for item in before.items if kind is not None and item.is_a(kind)]
    return tuple(new[0] if item is old[0] else item for item in before.items) if len(old) == 1 else ()
