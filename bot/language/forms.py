"""The form of a sentence: a question, a *what if*, a quotation, or a request to be shown something."""

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
    """Whether it asks what would happen: by *what if* before or after the request, or by an *if* that comes first."""
    lead = next((item for item in items if not item.noise), None)
    return any("WHAT_IF" in item.concepts for item in (*items[:2], *items[-1:])) or bool(lead and "IF" in lead.concepts)


def asks(items: Sequence[Span]) -> bool:
    """Whether it is a question: it begins with a question word, ignoring words that carry no meaning."""
    for item in items:
        if item.concepts & lexicon.ASKING:
            return True
        if item.is_a(ThingKind.DATE) and item is items[0]:
            return any(one.concepts & _WHICH and not one.means for one in items[1:2])  # “yesterday who gave …”
        if not item.noise:
            return False
    return False


def is_quoted(text: str, items: Sequence[Span]) -> bool:
    """Whether a verb that requests something stands in quotes."""
    quotes = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
    return any(start < item.start < end for start, end in quotes for item in items if item.concepts & lexicon.VERBS)


def in_the_present(text: str) -> str:
    """The text with its past-tense verbs in the present, for a *what if*: “if I took …” as “if I take …”."""
    return _PAST.sub(lambda found: lexicon.PAST[found[0].casefold()], text)


def looks(items: Sequence[Span]) -> bool:
    """Whether it begins by asking to see something (*show*, *check*), other than a free number for somebody."""
    lead = next((item for item in items if not item.noise or item.concepts & lexicon.ASKING), None)
    return lead is not None and bool(lead.concepts & {"SHOW", "CHECK"}) and not is_sought(items)
