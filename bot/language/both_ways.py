"""Both ways: “recording on and the mobile app off for Ben” is read as two requests, never as one."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.interpretation import Several
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from services.domain.people import fold

_WAYS = ("on", "off")
_TURNS = frozenset({"NOT", "DONT", "IF", "SAID", "MAYBE", "OR", "EXCEPT", "WHAT_IF"})


def both_ways(text: str, items: Sequence[Span]) -> Several | None:
    """One request for each thing to switch, if one goes on and another off for the same people; else None."""
    switched = switches_in(items)
    who = targets_in(items)
    asked = any(item.concepts & _TURNS for item in items if not item.means)
    if {way for _, way in switched} != set(_WAYS) or not who or asked:
        return None
    if any(who[0].start <= thing.start < who[-1].end for thing, _ in switched):
        return None  # each thing has its own people
    whom = text[who[0].start : who[-1].end]
    return Several(tuple(f"turn {thing.text} {way} for {whom}" for thing, way in switched))


def is_both_ways(items: Sequence[Span]) -> bool:
    """Whether one thing is to be on and another off."""
    return {way for _, way in switches_in(items)} == set(_WAYS)


def switches_in(items: Sequence[Span]) -> list[tuple[Span, str]]:
    """The add-ons and settings named, each with “on” or “off”."""
    return [
        (first, fold(second.text))
        for first, second, third in zip(items, items[1:], (*items[2:], None), strict=False)
        if (first.is_a(ThingKind.CODE) or first.is_a(ThingKind.SECTION) or targets_in([first]))
        and fold(second.text) in _WAYS
        and not (third and not third.after_break and targets_in([third]))  # in “recording on 101”, *on* says where
    ]
