"""Ranking: which intents come nearest to an utterance that the grammar doesn't read, with the things it names.

They are only offered, never carried out. An intent may lack one of the words that it needs, but no thing, and it must
use every thing that was named, days, times and counts aside. The fewer intents need a word, the more it counts. An
intent that most sentences like this one mean (`likeness.py`) may lack any number of words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from math import log

from bot.language import lexicon
from bot.language.fitting import Term, is_one_wish, placed, tags_of, terms_of, words_of
from bot.language.intent import Intent, Weight
from bot.language.intents import INTENTS
from bot.language.interpretation import Interpretation
from bot.language.likeness import Likeness
from bot.language.removals import loses_unknown
from bot.language.things import Span, ThingKind

_THINGS = frozenset(kind.value for kind in ThingKind) | {"X"}
_PASSED_OVER = frozenset({ThingKind.DATE, ThingKind.COUNT, ThingKind.TIME, ThingKind.LENGTH})
_DETAILS = frozenset({ThingKind.SECTION, ThingKind.COUNTRY, ThingKind.GROUP})  # may be unused if the intent is likely
# Verbs. One left unexplained costs its full worth, and for a destructive intent a missing one is never supplied.
DOING = lexicon.VERBS | frozenset(
    {"TAKE_OVER", "COVER", "SET", "CHANGE", "RECORD", "UNDO", "RENAME", "COPY", "APPLY", "STOP", "SEND", "CREATE",
     "BLOCK", "MAKE", "DISCONNECT", "CANCEL", "REJECT"}
)  # fmt: skip
_POLARITY = frozenset({"NOT", "DONT", "EXCEPT", "IF", "ANY_MORE", "STOP"})  # never supplied: each reverses the meaning
# Offered by likeness only: their words are too common, or they are too seldom asked for.
_ONLY_LIKELY = frozenset({"show", "too_much", "disconnect", "connect", "new_key"})
# The probability that a change needs beside a denial, which may be the reason for it: “she never uses it”.
_REASONS = {"NOT": 0.5, "DONT": 0.9}
_MIN_PASSING = 0.5  # the probability from which an intent that only shows something may leave things unused
_LIKELY = 6.0  # times the intent's probability, added to its score for the order
_MIN_SCORE = 1.0  # about the worth of one word that few intents need
_OPTIONAL = 0.4  # factor for a word that an intent can do without
_THING = 0.6  # what a thing that an intent takes is worth
_UNEXPLAINED = 0.5  # the share of its worth that an unexplained word costs


_DENIES = frozenset({"DONT", "NOT", "OR"})


def offered(items: Sequence[Span], likeness: Likeness) -> tuple[Interpretation, ...]:
    """The readings to offer where the grammar found none that is sure, the nearest first.

    With an *or*, or a *no* at the start, none of them is a change. Beside another denial, a change must be probable
    enough for the denial to be its reason, or to ask for it (“doesn't need it any more”). With an *if*, forms are
    offered but no other change, as a form plans nothing by itself.
    """
    said = frozenset(concept for item in items if not item.means for concept in item.concepts)
    denied = said & _DENIES | (items[0].concepts & {"NO"} if items else frozenset())
    found = [one for one in ranked(items, likeness) if _may_offer(one.intent, likeness, denied)]
    return tuple(one for one in found if one.intent.weight is Weight.READ or one.intent.form or "IF" not in said)


def _may_offer(intent: Intent, likeness: Likeness, denied: AbstractSet[str]) -> bool:
    if intent.weight is Weight.READ or not denied:
        return True
    return denied <= _REASONS.keys() and likeness.of(intent.name) >= max(_REASONS[one] for one in denied)


def ranked(items: Sequence[Span], likeness: Likeness) -> tuple[Interpretation, ...]:
    """The intents that come near these items, the nearest first."""
    said = tuple((item, tags_of(item)) for item in items)
    found = [near for intent in INTENTS if (near := _nearest(intent, said, likeness))]
    return tuple(sorted(found, key=lambda one: -one.score - _LIKELY * likeness.of(one.intent.name)))


def _nearest(intent: Intent, said: Sequence[tuple[Span, frozenset[str]]], likeness: Likeness) -> Interpretation | None:
    """The intent by its nearest way of saying it; None if no way comes near and likeness doesn't speak for it.

    A reading that only likeness speaks for has the score 0.
    """
    by_words = not intent.talk and intent.name not in _ONLY_LIKELY
    near = max(_near(intent, said), key=lambda one: one.score, default=None) if by_words else None
    if near is not None and near.score >= _MIN_SCORE:
        return near
    if not likeness.speaks_for(intent.name, changes=intent.weight is not Weight.READ):
        return None
    passing = intent.weight is Weight.READ and likeness.of(intent.name) >= _MIN_PASSING
    best = max(_near(intent, said, is_likely=True, passing=passing), key=lambda one: one.score, default=None)
    return replace(best, score=0.0) if best else None


def _near(
    intent: Intent, said: Sequence[tuple[Span, frozenset[str]]], *, is_likely: bool = False, passing: bool = False
) -> Iterator[Interpretation]:
    """A reading for each way of saying the intent that lacks one word at most.

    `is_likely`: it may lack any number of words; `passing`: it may leave things unused, too.
    """
    items = [item for item, _ in said]
    for way in intent.ways:
        terms = terms_of(way)
        taken = placed(said, terms)
        used = [item for held in taken for item in held]
        lacking = [term for term, held in zip(terms, taken, strict=True) if len(held) < term.least]
        if any(term.tags & _THINGS for term in lacking) or not (passing or not passes_over(items, used, is_likely)):
            continue
        if not is_likely and (not used or all(item.means for item in used) or not _may_lack(lacking, intent, items)):
            continue
        things = tuple(item for item in items if item.means and any(item is one for one in used))
        if intent.weight is Weight.DESTRUCTIVE and loses_unknown(items, things):
            continue
        if intent.weight is not Weight.READ and not is_one_wish(taken, used, items):
            continue
        words = words_of(used) | _supplied(lacking)
        score = _score(terms, taken, items, lean=intent.weight is Weight.WRITE)
        yield Interpretation(intent, things, words, score, whole=False)


def _may_lack(lacking: Sequence[Term], intent: Intent, items: Sequence[Span]) -> bool:
    """Whether at most one word is missing, and it may be supplied: no negation, nor a destructive intent's verb."""
    if len(lacking) > 1 or any(term.tags & _POLARITY for term in lacking):
        return False
    if not lacking or intent.weight is Weight.READ:
        return True
    acts = any(item.concepts & DOING and not item.means for item in items)
    verb = any(term.tags & DOING for term in lacking)
    return not verb or (intent.weight is Weight.WRITE and not acts)


def passes_over(items: Sequence[Span], used: Sequence[Span], is_likely: bool) -> bool:
    """Whether a thing is left unused that mustn't be; if the intent is likely, details and the speaker may be."""
    passed = _PASSED_OVER | _DETAILS if is_likely else _PASSED_OVER
    left = [item for item in items if item.means and not any(item is one for one in used)]
    return any(not item.means.keys() <= passed and not (is_likely and _is_speaker(item)) for item in left)


def _is_speaker(item: Span) -> bool:
    """Whether it is the speaker: “give me a list”."""
    return item.text.casefold() in ("me", "i", "my")


def _supplied(lacking: Iterable[Term]) -> frozenset[str]:
    """The concepts of the missing words, each where only one concept fits."""
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
    if item.concepts & DOING:
        return max(map(_rarity, item.concepts & DOING))
    return _UNEXPLAINED * max(map(_rarity, item.concepts)) * (0.3 if item.concepts & lexicon.SOFT else 1.0)


@cache
def _rarity(concept: str) -> float:
    """The worth of a concept's words: the fewer intents need the concept, the higher."""
    return log(len(INTENTS) / _needed()[concept]) / 2 if _needed()[concept] else 0.5


@cache
def _needed() -> Counter[str]:
    """By concept, how many intents have a way that needs it."""
    return Counter(
        tag
        for intent in INTENTS
        for tag in {tag for way in intent.ways for term in terms_of(way) if term.least for tag in term.tags}
    )
