"""What is to end although it is said as a denial: “don't forward her calls any more”."""

from __future__ import annotations

from collections.abc import Iterable

from bot.language.things import Span, ThingKind
from services.domain.people import fold

_LONGER = frozenset({"any more", "anymore", "any longer", "no more", "no longer", "now", "from now on"})
_GOES_ON = frozenset({"FORWARD", "SEND", "NO_RECORD"})  # what goes on until somebody ends it


def goes_on_no_longer(items: Iterable[Span]) -> bool:
    """Whether it is said that something isn't so any longer."""
    return any(fold(item.text) in _LONGER for item in items if not item.means)


def ends_something(items: Iterable[Span]) -> bool:
    """Whether what is denied goes on today and shall not any longer; anything else that is denied isn't done at all."""
    said = list(items)
    return goes_on_no_longer(said) and any(
        item.is_a(ThingKind.SECTION) or (not item.means and item.concepts & _GOES_ON) for item in said
    )
