"""Ordinals: which of the answers to a question is meant by “the second one”, “2nd”, “the last” or “neither”."""

from __future__ import annotations

import re
from enum import Enum

from services.domain.people import fold

_PLACES = ("first", "second", "third", "fourth", "fifth")
_DECORATION = re.compile(
    r"^(?:(?:not (?:that|this)(?: one)?|no|ok|okay|yes|please|pls|i mean|i meant|take|choose|pick|use|go with)\b"
    r"[,\s]*)?"
    r"(?:the\s+)?(?P<core>.+?)(?:\s+(?:one|option|answer|choice|please|pls|thanks|of (?:them|these|those)))*$"
)
_NUMBERED = re.compile(r"(?:(?:option|answer|choice|no\.?|number|nr\.?|#)\s*)?([1-5])(?:st|nd|rd|th|\.|\))?")
_NEITHER = frozenset({"neither", "none", "not any"})


class Remainder(Enum):
    """A choice that isn't an answer's position: none of them, or the other of two."""

    NEITHER = "neither"  # none of the answers
    OTHER = "other"  # of two, the one that wasn't chosen


def choice_in(text: str, titles: int, called: str = "") -> int | Remainder | None:
    """The position, from 0, of the answer that these words choose, or a `Remainder`; None if they choose nothing.

    `titles` is the number of answers; `called` is the name that they share, as in “the second John”.
    """
    said = " ".join(fold(text).strip(" .!?").split())
    core = _core(said, called)
    if core in _NEITHER:
        return Remainder.NEITHER
    if core in ("other", "other one"):
        return Remainder.OTHER
    if core == "last":
        return titles - 1
    if core in _PLACES:
        return _in_reach(_PLACES.index(core), titles)
    found = _NUMBERED.fullmatch(core)
    return _in_reach(int(found[1]) - 1, titles) if found else None


def _core(said: str, called: str) -> str:
    found = _DECORATION.fullmatch(said)
    core = found["core"] if found else said
    return core.removesuffix(fold(called)).strip() if called and core != fold(called) else core


def _in_reach(place: int, count: int) -> int | None:
    return place if 0 <= place < count else None
