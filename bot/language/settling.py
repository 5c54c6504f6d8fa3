"""Settling: which questions and forms are answered at once, although not each of their words was understood.

After a wrong answer one can ask again, and nothing has changed. A change is never settled.
"""

from __future__ import annotations

from bot.language import lexicon
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Unsure
from bot.language.things import Span
from services.domain.people import fold

_MIN_READ_SCORE = 1.0  # of a question that explains most of the words
_MIN_FORM_SCORE = 2.0  # of a form, or of somebody's settings
_MAX_SHORT = 4  # words of an utterance with one reading and nothing else near it: “licence usage”
_MIN_NEAR_SCORE = 2.8  # of an intent that lacks a word that it needs
_MIN_AHEAD = 0.5  # of the next best intent
_TURNS = frozenset({"SAID", "MAYBE", "OR", "I_MEANT", "EXCEPT"})  # may make it something else altogether
_HINDERS_READ = frozenset({"IF"})
_OPEN_FORMS = frozenset({"settings", "settings_many", "forward", "rule"})  # of a person, whom a *not* may mean
_HINDERS_NEAR = frozenset({"DONT"})
HINDERS = _TURNS | _HINDERS_READ | _HINDERS_NEAR  # what keeps anything from being answered at once


def settled(unsure: Unsure) -> Interpretation | None:
    """The question or form that is far nearer to these words than anything else; None where none is."""
    first = next(iter((*unsure.readings, *unsure.offers)), None)
    if first is None or unsure.quoted or not first.sure or not _is_harmless(first):
        return None
    if any(is_guessed(item) and item.concepts & first.words for item in unsure.items):
        return None  # a guessed word decides the intent
    said = {concept for item in unsure.items if not item.means for concept in item.concepts}
    hinders = _TURNS | (frozenset() if first.intent.form else _HINDERS_READ)
    if said & (hinders if unsure.readings else hinders | _HINDERS_NEAR):
        return None
    if first.intent.name in _OPEN_FORMS and "NOT" in said and "NOT" not in first.words:
        return None
    scores = {one.intent.name: one.score for one in unsure.offers}
    own = scores.pop(first.intent.name, 0.0)
    if _is_short(unsure, first) and not scores:
        return first
    return first if own >= _enough(unsure, first) and own - max(scores.values(), default=0.0) >= _MIN_AHEAD else None


def is_guessed(item: Span) -> bool:
    """Whether it is spelt differently from the word that it is taken for, even if only in the last letter."""
    return not item.means and (item.slip or item.meant not in ("", fold(item.text)))


def _enough(unsure: Unsure, first: Interpretation) -> float:
    if not unsure.readings:
        return _MIN_NEAR_SCORE
    return _MIN_FORM_SCORE if first.intent.form or first.intent.name in _OPEN_FORMS else _MIN_READ_SCORE


def _is_short(unsure: Unsure, first: Interpretation) -> bool:
    """Whether these are a few words that ask to see this, with no verb and no denial among them."""
    said = [item for item in unsure.items if not item.noise]
    does = any(item.concepts & lexicon.VERBS and not item.means for item in said)
    denied = any(item.concepts & {"NOT", "DONT", "IF", "BLOCK"} for item in said if not item.means)
    plain = first.intent.weight is Weight.READ and not (
        first.intent.form or first.intent.name in ("show", *_OPEN_FORMS)
    )
    unknown = any(item.unknown for item in said) and not first.words  # “the weather in Singapore” names a place only
    return plain and not unknown and bool(unsure.readings) and len(said) <= _MAX_SHORT and not (does or denied)


def _is_harmless(reading: Interpretation) -> bool:
    """Whether it only shows something, or opens a form in which everything can still be changed."""
    return not reading.intent.talk and (reading.intent.weight is Weight.READ or reading.intent.form)
