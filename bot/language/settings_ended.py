"""Denials that ask to end something: “don't forward her calls any more”."""

from __future__ import annotations

from collections.abc import Iterable

from bot.language.things import Span, ThingKind
from services.domain.people import fold

_LONGER = frozenset({"any more", "anymore", "any longer", "no more", "no longer", "now", "from now on"})
_GOES_ON = frozenset({"FORWARD", "SEND", "NO_RECORD"})  # what goes on until somebody ends it


def goes_on_no_longer(items: Iterable[Span]) -> bool:
    """Whether a word says that something ends or has ended: *any more*, *no longer*, *now*."""
    return any(fold(item.text) in _LONGER for item in items if not item.means)


def ends_something(items: Iterable[Span]) -> bool:
    """Whether a denial asks to end what goes on today; any other denial asks only that nothing be done."""
    said = list(items)
    return goes_on_no_longer(said) and any(
        item.is_a(ThingKind.SECTION) or (not item.means and item.concepts & _GOES_ON) for item in said
    )
