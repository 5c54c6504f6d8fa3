"""Past calls: reading what somebody asks for, and masking numbers for those who may not see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from services.domain.number import display, from_bare
from services.domain.people import fold
from services.domain.phrases import join_text, tr

DIRECTIONS = {"inbound": "inbound", "incoming": "inbound", "in": "inbound"} | {
    "outbound": "outbound",
    "outgoing": "outbound",
    "out": "outbound",
}
_HIDDEN_DIGITS = 4
_MIN_DIGITS = 7  # shorter ones are extensions, which aren't secret
_FILLERS = frozenset({"of", "from", "for", "on"})


@dataclass(frozen=True, slots=True)
class CallQuery:
    """Which calls: whose (words that mean a line), which direction, which day; empty for all."""

    whose: str = ""
    direction: str = ""
    day: date | None = None


def read_words(words: str, today: date) -> CallQuery:
    """The calls that words such as `alice today` or `inbound 2026-11-24` ask for; other words name whose calls."""
    whose: list[str] = []
    direction, day = "", None
    for word in words.split():
        folded = fold(word)
        if folded in DIRECTIONS and not direction:
            direction = DIRECTIONS[folded]
        elif day is None and (found := read_day(folded, today)) is not None:
            day = found
        elif whose or folded not in _FILLERS:
            whose.append(word)
    while whose and fold(whose[-1]) in _FILLERS:
        whose.pop()
    return CallQuery(join_text(" ", whose), direction, day)


def read_day(text: str, today: date) -> date | None:
    """The day that is meant: `today`, `yesterday` or `2026-11-24`; None for anything else."""
    match text:
        case "today":
            return today
        case "yesterday":
            return today - timedelta(days=1)
    try:
        return date.fromisoformat(text) if len(text) == len("2026-11-24") else None
    except ValueError:
        return None


def shown_number(number: str, *, masked: bool) -> str:
    """A caller's number for people: `+65 6789 1230`, or `+65 6789 ••••`; a hidden one says so."""
    if not number:
        return tr("hidden number")
    if len(number) < _MIN_DIGITS:
        return tr("ext {number}", number=number)
    return mask(display(from_bare(number))) if masked else display(from_bare(number))


def mask(number: str) -> str:
    """The number with its last four digits covered."""
    covered, left = [], _HIDDEN_DIGITS
    for sign in reversed(number):
        hide = sign.isdigit() and left > 0
        covered.append("•" if hide else sign)
        left -= hide
    return join_text("", reversed(covered))
