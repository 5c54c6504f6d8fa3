"""Ranking: which intents come nearest to an utterance that the grammar doesn't read, with the things it names.

What is ranked is only offered. An intent may lack one word of those that it needs, never a thing; the rarer a word is
among the intents, the more it tells. Nothing that was named is passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from math import log

from bot.language import lexicon
from bot.language.fitting import Term, is_one_wish, placed, tags_of, terms_of, words_of
from bot.language.intent import Intent, Weight
from bot.language.intents import INTENTS
from bot.language.interpretation import Interpretation
from bot.language.removals import loses_unknown
from bot.language.things import Span, ThingKind

_THINGS = frozenset(kind.value for kind in ThingKind) | {"X"}
_PASSED_OVER = frozenset({ThingKind.DATE, ThingKind.COUNT, ThingKind.TIME, ThingKind.LENGTH})
# What something is done by; none of these may be passed over, nor guessed for what takes something away.
_DOING = lexicon.VERBS | frozenset(
    {"TAKE_OVER", "COVER", "SET", "CHANGE", "RECORD", "UNDO", "RENAME", "COPY", "APPLY", "STOP", "SEND", "CREATE",
     "BLOCK", "MAKE", "DISCONNECT", "CANCEL", "REJECT"}
)  # fmt: skip
_POLARITY = frozenset({"NOT", "DONT", "EXCEPT", "IF", "ANY_MORE", "STOP"})  # never supplied: they turn the sense about
_NEVER = frozenset({"too_much", "show", "disconnect", "connect", "new_key"})
_MIN_SCORE = 1.0  # what one word that only some intents know is worth
_OPTIONAL = 0.4  # how much a word counts that an intent may do without
_THING = 0.6  # what a thing that an intent takes is worth
_UNEXPLAINED = 0.5  # how much of its worth a word that is left over takes away


_DENIES = frozenset({"DONT", "NOT", "OR"})


def offered(items: Sequence[Span]) -> tuple[Interpretation, ...]:
    """What is offered where nothing sure is read: no change where anything is denied, or one of several.

    Where it depends on something, a form may be offered, which plans nothing by itself.
    """
    said = frozenset(concept for item in items if not item.means for concept in item.concepts)
    found = ranked(items, may_change=not said & _DENIES)
    return tuple(one for one in found if one.intent.weight is Weight.READ or one.intent.form or "IF" not in said)


def ranked(items: Sequence[Span], *, may_change: bool) -> tuple[Interpretation, ...]:
    """The intents that come near these items, the nearest first; `may_change` is off where anything is denied."""
    said = tuple((item, tags_of(item)) for item in items)
    found = [
        best
        for intent in INTENTS
        if not intent.talk and intent.name not in _NEVER and (may_change or intent.weight is Weight.READ)
        if (best := max(_near(intent, said), key=lambda one: one.score, default=None)) and best.score >= _MIN_SCORE
    ]
    return tuple(sorted(found, key=lambda one: -one.score))


def _near(intent: Intent, said: Sequence[tuple[Span, frozenset[str]]]) -> Iterator[Interpretation]:
    """The intent by each of its ways that lacks one word at most."""
    items = [item for item, _ in said]
    for way in intent.ways:
        terms = terms_of(way)
        taken = placed(said, terms)
        used = [item for held in taken for item in held]
        lacking = [term for term, held in zip(terms, taken, strict=True) if len(held) < term.least]
        things = tuple(item for item in items if item.means and any(item is one for one in used))
        if not used or not _may_lack(lacking, intent, items) or _passes_over(items, used):
            continue
        if intent.weight is Weight.DESTRUCTIVE and loses_unknown(items, things):
            continue
        if intent.weight is not Weight.READ and not is_one_wish(taken, used, items):
            continue
        words = words_of(used) | _supplied(lacking)
        score = _score(terms, taken, items, lean=intent.weight is Weight.WRITE)
        yield Interpretation(intent, things, words, score, whole=False)


def _may_lack(lacking: Sequence[Term], intent: Intent, items: Sequence[Span]) -> bool:
    """Whether what is missing is one word at most, and for what takes something away not the word that does so."""
    if len(lacking) > 1 or any(term.tags & (_THINGS | _POLARITY) for term in lacking):
        return False
    if not lacking or intent.weight is Weight.READ:
        return True
    acts = any(item.concepts & _DOING and not item.means for item in items)
    verb = any(term.tags & _DOING for term in lacking)
    return not verb or (intent.weight is Weight.WRITE and not acts)


def _passes_over(items: Sequence[Span], used: Sequence[Span]) -> bool:
    """Whether a thing that was named is left, or all that is taken is a thing."""
    left = [item for item in items if item.means and not any(item is one for one in used)]
    return any(not item.means.keys() <= _PASSED_OVER for item in left) or all(item.means for item in used)


def _supplied(lacking: Iterable[Term]) -> frozenset[str]:
    """The word that is missing, where it can be only one."""
    found = {tag for term in lacking if len(term.tags) == 1 for tag in term.tags}
    return frozenset(found | ({"next"} if "NEXT" in found else set()))


def _score(terms: Sequence[Term], taken: Sequence[list[Span]], items: Sequence[Span], *, lean: bool) -> float:
    used = [item for held in taken for item in held]
    gained = sum(
        (1.0 if term.least else _OPTIONAL) * _worth(item, term.tags)
        for term, held in zip(terms, taken, strict=True)
        for item in held
    )
    missing = sum(
        max(map(_rarity, term.tags)) for term, held in zip(terms, taken, strict=True) if len(held) < term.least
    )
    left = sum(_loss(item) for item in items if not any(item is one for one in used))
    return gained - missing * (_UNEXPLAINED if lean else 1.0) - left


def _worth(item: Span, tags: frozenset[str]) -> float:
    if item.means:
        return _THING
    rare = max(map(_rarity, item.concepts & tags), default=0.0)
    return rare * (0.5 if item.noise else 1.0)


def _loss(item: Span) -> float:
    if item.means or item.noise or item.unknown:
        return 0.0
    if item.concepts & _DOING:
        return max(map(_rarity, item.concepts & _DOING))
    return _UNEXPLAINED * max(map(_rarity, item.concepts)) * (0.3 if item.concepts & lexicon.SOFT else 1.0)


@cache
def _rarity(concept: str) -> float:
    """How much a word tells: the fewer intents need it, the more."""
    return log(len(INTENTS) / _needed()[concept]) / 2 if _needed()[concept] else 0.5


@cache
def _needed() -> Counter[str]:
    """By concept, how many intents have a way that needs it."""
    return Counter(
        tag
        for intent in INTENTS
        for tag in {tag for way in intent.ways for term in terms_of(way) if term.least for tag in term.tags}
    )
