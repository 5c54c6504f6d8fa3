"""Fitting: which patterns of the intents match an utterance, and how much of its things and words each explains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from bot.language import lexicon
from bot.language.both_ways import is_both_ways
from bot.language.intent import Intent, Weight
from bot.language.intents import INTENTS
from bot.language.interpretation import Interpretation
from bot.language.rows import hang_together, is_of_holders, rows_in, shared_out, targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole

_ANY_TARGET = frozenset({ThingKind.PERSON.value, ThingKind.LINE.value, ThingKind.NUMBER.value})
_KINDS = {kind.value: frozenset({kind.value}) for kind in ThingKind} | {"T": _ANY_TARGET}
_WHEN = frozenset({ThingKind.DATE, ThingKind.TIME, ThingKind.LENGTH, ThingKind.COUNT})
_MIN_EXPLAINED_SHARE = 0.62  # the share of a question that must be explained
_MIN_FORM_SHARE = 0.85  # the same for a question about a change
# A request must explain these even where they are soft words: “all” and “not” change what it is about.
_HARD = frozenset({"LIST", "EXCEPT", "NOT", "DONT", "IT", "IF", "SAID", "MAYBE", "OR"})
_ALWAYS = frozenset({"IT", "IF", "SAID", "MAYBE"})  # of these, even the words that are noise
# A request to change something can't leave these unexplained: “show Alice leaving”, “a new job in the list”.
_LOOKS = frozenset({"SHOW", "WHERE", "WHAT", "HOW", "HOW_MANY"})
_LISTS = frozenset({"free_numbers", "lines", "licences"})  # intents that a place, a group or an add-on alone can mean
# If a reading leaves one of these unexplained, the utterance asks something else.
_MEANT = frozenset(
    {"WHO", "WHEN", "WHY", "HOW_TO", "EXCEPT", "RELEASED", "NOT", "DONT", "CANCEL", "STOP", "UNDO", "BUY"}
)


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a pattern: it takes `least` to `most` items that have one of its tags (see `tags_of`)."""

    tags: frozenset[str]
    least: int
    most: int


def readings(items: Sequence[Span], *, asks: bool, share: float = 1.0) -> Iterator[Interpretation]:
    """The best reading for each intent that explains these items; a `share` below 1 accepts those that explain less."""
    said = tuple((item, tags_of(item)) for item in items)
    present = frozenset().union(*(tags for _, tags in said))
    for order, intent in enumerate(INTENTS):
        if asks and intent.weight is not Weight.READ:
            continue
        fits = [found for way in intent.ways if _may_fit(way, present) and (found := _fit(way, said, intent, share))]
        if fits:
            best = max(fits, key=lambda one: one.score)
            yield replace(best, score=best.score - order * 0.0001)


def _least_share(intent: Intent, used: Sequence[Span], left: Sequence[Span]) -> float:
    """The share that must be explained: all of a request, most of a question about a change, less of any other."""
    if intent.weight is not Weight.READ or intent.name == "too_much":
        return 1.0
    if intent.name in _LISTS and all(item.means for item in used):
        return _MIN_FORM_SHARE  # “the weather in Singapore” is no list of its numbers
    changes = any(item.concepts & lexicon.VERBS and not (item.noise or "VALUE" in item.concepts) for item in used)
    gives = any("GIVE" in item.concepts and not item.noise for item in used)
    stranger = gives and any(item.unknown for item in left)  # an unknown word may be the name of whoever gets it
    return _MIN_FORM_SHARE if changes and (targets_in(used) or stranger) else _MIN_EXPLAINED_SHARE


def tags_of(item: Span) -> frozenset[str]:
    """The tags by which a term can take the item: its concepts, its kinds by letter, or X if it is excepted."""
    if item.means and item.role is TargetRole.EXCEPT:
        return frozenset({"X"}) if item.means.keys() - _WHEN else frozenset()  # “except on Sundays” is a condition
    return item.concepts | {kind.value for kind in item.means}


def _may_fit(way: str, present: frozenset[str]) -> bool:
    """Whether each required part of a pattern occurs somewhere: a cheap test that rules out most patterns."""
    return not any(present.isdisjoint(tags) for tags in _needs(way))


def _fit(way: str, said: Sequence[tuple[Span, frozenset[str]]], intent: Intent, share: float) -> Interpretation | None:
    """The reading of these items by one pattern; None if a part is missing or too much is left unexplained."""
    terms = terms_of(way)
    taken = placed(said, terms)
    items = [item for item, _ in said]
    if any(len(held) < term.least for term, held in zip(terms, taken, strict=True)):
        return None
    used = [item for held in taken for item in held]
    left = [item for item in items if not any(item is one for one in used) and _counts(item, intent)]
    if intent.weight is Weight.READ and _asks_more(items, used):
        return None
    weight = sum(1.0 if intent.talk and not item.means else _weigh(item) for item in used)
    # Small talk may address somebody unknown: “thanks, Alex”.
    whole = weight + sum(_weigh(item) / (2 if intent.talk and item.unknown else 1) for item in left)
    coverage = weight / whole if whole else 1.0
    if coverage < min(share, _least_share(intent, used, left)):
        return None
    if intent.weight is not Weight.READ and not is_one_wish(taken, used, items):
        return None
    if intent.apart and any(is_of_holders(row) for row in rows_in(items)):
        return None
    strict = sum(bool(held) for term, held in zip(terms, taken, strict=True) if term.least)
    score = coverage + 0.03 * strict + 0.01 * len(used)
    ordered = () if intent.talk else tuple(item for item in items if item.means and any(item is one for one in used))
    return Interpretation(intent, ordered, words_of(used), score, slips=_slipped(terms, taken, intent), whole=not left)


def is_one_wish(taken: Sequence[list[Span]], used: Sequence[Span], items: Sequence[Span]) -> bool:
    """Whether it is a single request: the things in each part of the pattern belong together."""
    return not (shared_out(used) or is_both_ways(items)) and all(
        hang_together(part, items) for part in taken if len(part) > 1
    )


def _asks_more(items: Sequence[Span], used: Sequence[Span]) -> bool:
    """Whether an unexplained thing or word makes it a different question, or not a question at all."""
    left = [item for item in items if not any(item is one for one in used)]
    if targets_in(left):
        return True
    return any(item.concepts & _MEANT or (item.concepts & lexicon.VERBS and not item.noise) for item in left)


def _slipped(terms: Sequence[Term], taken: Sequence[list[Span]], intent: Intent) -> tuple[Span, ...]:
    """The misspelt words that decide a change; if the first letter is right, only those that take something away."""
    if intent.weight is Weight.READ:
        return ()
    deciding = [item for term, held in zip(terms, taken, strict=True) if term.least for item in held if not item.means]
    hard = intent.weight is Weight.DESTRUCTIVE
    return tuple(item for item in deciding if item.slip and (hard or not _alike(item)))


def _alike(item: Span) -> bool:
    """Whether a misspelling begins with the same letter as the word it was taken for."""
    return item.text[:1].casefold() == item.meant[:1]


def placed(said: Sequence[tuple[Span, frozenset[str]]], terms: Sequence[Term]) -> list[list[Span]]:
    """The items that each term takes, in the order of the terms; an item that fits none is in no list."""
    taken: list[list[Span]] = [[] for _ in terms]
    for item, tags in said:
        at = _place(item, tags, terms, taken)
        if at is not None:
            taken[at].append(item)
    return taken


def _place(item: Span, tags: frozenset[str], terms: Sequence[Term], taken: Sequence[list[Span]]) -> int | None:
    """The index of the term that takes the item, one still short of items first. A concept may be said twice."""
    fits = [at for at, term in enumerate(terms) if not term.tags.isdisjoint(tags)]
    if not fits:
        return None
    lacking = [at for at in fits if len(taken[at]) < terms[at].least]
    room = lacking or [at for at in fits if len(taken[at]) < terms[at].most]
    again = room or [at for at in fits if not any(kind.value in terms[at].tags for kind in item.means)]
    return next(iter(again), None)


def _counts(item: Span, intent: Intent) -> bool:
    """Whether it matters that this item is left unexplained."""
    if intent.weight is not Weight.READ and item.concepts & _HARD and not (item.noise and not item.concepts & _ALWAYS):
        return True
    looks = intent.weight is not Weight.READ and bool(item.concepts & _LOOKS)
    return not item.noise and (looks or not item.concepts & lexicon.SOFT)


def _weigh(item: Span) -> float:
    if item.means:
        return 1.5
    return 0.5 if item.noise or item.concepts & lexicon.SOFT else 1.0


def words_of(used: Sequence[Span]) -> frozenset[str]:
    concepts = {concept for item in used if not item.means for concept in item.concepts}
    values = {item.text.casefold() for item in used if "VALUE" in item.concepts}
    return frozenset(concepts | values | ({"next"} if concepts & {"NEXT", "A_NUMBER", "NEXT_ONE"} else set()))


@cache
def terms_of(way: str) -> tuple[Term, ...]:
    return tuple(_term(word) for word in way.split())


@cache
def _needs(way: str) -> tuple[frozenset[str], ...]:
    """The tags of each required part of a pattern."""
    return tuple(term.tags for term in terms_of(way) if term.least)


def _term(word: str) -> Term:
    name = word.rstrip("?+*")
    mark = word[len(name) :]
    tags = frozenset(tag for part in name.split("/") for tag in _KINDS.get(part, (part,)))
    return Term(tags, 0 if mark in ("?", "*") else 1, 99 if mark in ("+", "*") else 1)
