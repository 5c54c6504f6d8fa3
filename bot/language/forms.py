"""How a sentence is meant: asked, shown only, quoted, or looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import lexicon
from bot.language.frames import is_sought
from bot.language.things import Span, ThingKind

_WHICH = frozenset({"WHO", "WHAT", "WHY", "WHEN", "WHERE", "HOW_MANY"})
_PAST = re.compile(rf"\b(?:{'|'.join(lexicon.PAST)})\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„«‘][^\"“”„«»‘]+[\"”“»’]")


def is_what_if(items: Sequence[Span]) -> bool:
    """Whether it asks what would happen: before the wish or after it, or by an *if* that comes first."""
    lead = next((item for item in items if not item.noise), None)
    return any("WHAT_IF" in item.concepts for item in (*items[:2], *items[-1:])) or bool(lead and "IF" in lead.concepts)


def asks(items: Sequence[Span]) -> bool:
    """Whether it is a question: it begins with a word that asks, politeness aside."""
    for item in items:
        if item.concepts & lexicon.ASKING:
            return True
        if item.is_a(ThingKind.DATE) and item is items[0]:
            return any(one.concepts & _WHICH and not one.means for one in items[1:2])  # “yesterday who gave …”
        if not item.noise:
            return False
    return False


def is_quoted(text: str, items: Sequence[Span]) -> bool:
    """Whether what is wished stands in quotes."""
    quotes = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
    return any(start < item.start < end for start, end in quotes for item in items if item.concepts & lexicon.VERBS)


def in_the_present(text: str) -> str:
    """The same without the past that an *if* takes."""
    return _PAST.sub(lambda found: lexicon.PAST[found[0].casefold()], text)


def looks(items: Sequence[Span]) -> bool:
    """Whether it begins with a word that wants something shown, and not found for somebody."""
    lead = next((item for item in items if not item.noise or item.concepts & lexicon.ASKING), None)
    return lead is not None and bool(lead.concepts & {"SHOW", "CHECK"}) and not is_sought(items)
