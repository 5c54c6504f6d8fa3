"""People named with their place: “John from Finance” is the one John in Finance, “Nadia in Hanoi” is Nadia."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.things import Span, ThingKind
from services.domain.people import Person, fold
from services.inventory.groups import is_of_group

_WHERE = frozenset({"in", "at", "from", "of", "over"})
_GETS = frozenset({"GIVE", "JOIN", "CREATE", "ASSIGN"})
_BRACKET = 2  # characters between a name and what stands in brackets after it


def with_places(items: Sequence[Span]) -> Iterator[Span]:
    """The items, without a place that only tells who is meant; it stays as the country of a number that is wanted."""
    groups = [item for item in items if item.is_a(ThingKind.GROUP)]
    told = [
        _told(before, item) if groups == [item] else () for before, item in zip((None, *items), items, strict=False)
    ]
    for item, after, here, then in zip(items, (*items[1:], None), told, (*told[1:], ()), strict=False):
        if after is not None and then:
            number = _wants_number(items, after)
            yield replace(item, people=then, end=item.end if number else after.end)
        elif not here:
            yield item
        elif _wants_number(items, item):
            yield replace(item, means={ThingKind.COUNTRY: item.means[ThingKind.COUNTRY]})


def _told(who: Span | None, place: Span) -> tuple[Person, ...]:
    """The people of this name who are in this department or office; none unless it stands right after the name."""
    if who is None or place.after_break:
        return ()
    if fold(place.text).split()[0] not in _WHERE and place.start - who.end != _BRACKET:
        return ()
    return tuple(one for one in who.people if is_of_group(one, place.means[ThingKind.GROUP]))


def _wants_number(items: Sequence[Span], place: Span) -> bool:
    """Whether somebody is to get a number, so that the place says of which country."""
    said = {concept for item in items if not item.means for concept in item.concepts}
    return ThingKind.COUNTRY in place.means and bool(said & _GETS) and "NUMBER" in said
