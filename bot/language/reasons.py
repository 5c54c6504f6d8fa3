"""Reasons: clauses that explain a request and change nothing about it, with a word such as *because* or without."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.language.remarks import reverses
from bot.language.settings_ended import goes_on_no_longer
from bot.language.things import Span
from services.domain.people import fold

_WORDS = frozenset(
    {"because", "cos", "cause", "so that", "in order to", "due to", "owing to", "given that", "seeing that"}
)
_PRONOUN = r"(?:she|he|they|we|it|i|nobody|no one)"
_BEGIN = re.compile(rf"since\s+(?:{_PRONOUN}|the)\b|as\s+{_PRONOUN}\b|so\s+{_PRONOUN}\s+(?:can|could)\b", re.IGNORECASE)
# A reason before the request, up to its comma: “since Nadia is back, give her 107”.
_OPENING = re.compile(
    r"(?:since|as|now that|seeing that|given that|because|cos)\s+(?P<why>[^,;.!?]{3,80}),\s*(?=\w)", re.IGNORECASE
)
_TELLS = re.compile(r"\b(?:is|are|was|has|have|moved|works?|came|got|changed|passed|needs?)\b", re.IGNORECASE)
_MAY_DEPEND = re.compile(
    r"\b(?:leav|left|quit|resign|gone|retir|fired|no\b|not\b|never|nobody|none|if\b|until|till|unless|once|only|may\b"
    r"|might|could|would|should|will\b|agree|approv|soon|long|per\b|request|ask|told|said|says|want|supposed|possib|probab|likely|maybe|perhaps|seem|assum|think)|n['’]t\b",
    re.IGNORECASE,
)
_NOT_MEANT = re.compile(r"\b(?:tests?|joke|kidding|forbid|prohibit|banned|illegal)", re.IGNORECASE)
_SUBJECTS = frozenset({"we", "she", "he", "they", "it", "nobody", "no one", "client", "customer", "the client"})
_ARTICLES = frozenset({"the", "our", "her", "his", "their"})
_TURNS = frozenset({"IF", "SAID", "MAYBE", "STOP", "CANCEL", "UNDO", "NO", "EXCEPT", "WHY", "I_MEANT", "OR"})
_DENIES = frozenset({"NOT", "DONT", "TAKE"})
_MIN_WORDS = 3  # of a clause with a subject and a predicate


def begins_reason(text: str, item: Span) -> bool:
    """Whether a reason begins with this word: because, since she …, as nobody …, so that."""
    return fold(item.text) in _WORDS or bool(_BEGIN.match(text, item.start)) or opening_ends(text, item) > 0


def opening_ends(text: str, item: Span) -> int:
    """Where the reason ends that begins the sentence with this word; 0 if none does, or a request may depend on it."""
    found = _OPENING.match(text, item.start)
    if found is None or text[: item.start].rstrip()[-1:] not in ("", ".", ";", "!", "?"):
        return 0
    why = found["why"]
    turns = _MAY_DEPEND.search(why) or _NOT_MEANT.search(why) or reverses(why)
    return found.end() if _TELLS.search(why) and not turns else 0


def explains(items: Sequence[Span], wish: Interpretation) -> bool:
    """Whether a clause only gives the reason for the request before it: it names no thing and reverses nothing.

    For a removal, the reason must be that something has ended or that somebody leaves; any other denial, such as “we
    don't want that”, may be meant for the removal itself.
    """
    said = {concept for item in items for concept in item.concepts}
    if len(items) < _MIN_WORDS or any(item.means for item in items) or said & _TURNS or not _has_subject(items):
        return False
    if wish.intent.weight is Weight.DESTRUCTIVE:
        return goes_on_no_longer(items) or "LEAVE" in said
    return wish.intent.weight is Weight.WRITE and not said & _DENIES


def _has_subject(items: Sequence[Span]) -> bool:
    first, second = (fold(item.text) for item in items[:2])
    return first in _SUBJECTS or (first in _ARTICLES and second in _SUBJECTS)
