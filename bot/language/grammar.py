"""The grammar: from the things and words of an utterance to the one intent that explains them best.

A wish that changes something counts only when every word of it is explained, it doesn't ask, and nothing is denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from bot.language import everyday, lexicon
from bot.language.find import find_items
from bot.language.intent import Intent, Weight
from bot.language.intents import BY_NAME, INTENTS
from bot.language.interpretation import Interpretation, Several, Understood
from bot.language.memory import Topic
from bot.language.names import Names
from bot.language.things import Span, ThingKind

_ANY_TARGET = frozenset({ThingKind.PERSON.value, ThingKind.LINE.value, ThingKind.NUMBER.value})
_KINDS = {kind.value: frozenset({kind.value}) for kind in ThingKind} | {"T": _ANY_TARGET}
_MIN_EXPLAINED_SHARE = 0.62  # how much of a question must be explained
_PRONOUNS = frozenset({"IT", "SHE"})
# A wish must explain these, too: “all” and “not” change what it is about.
_HARD = frozenset({"LIST", "EXCEPT", "NOT", "DONT", "IT"})
# A question that doesn't speak of what somebody does, or asks something else, isn't that question.
_MEANT = frozenset({"WHO", "WHEN", "WHY", "HOW_TO", "EXCEPT", "RELEASED", "NOT", "DONT", "CANCEL", "STOP", "UNDO"})
_PAST = re.compile(rf"\b(?:{'|'.join(everyday.PAST)})\b", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:,|;|\band then\b|\band\b|\bthen\b|\bplus\b|&)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of a way of saying something: the concepts it takes, and the kinds of things by letter."""

    tags: frozenset[str]
    least: int
    most: int


def understand(text: str, names: Names, topic: Topic | None = None) -> Understood:
    """What these words mean; None when that isn't clear enough. `topic` is what was talked about just now."""
    items = _with_pronouns(find_items(text, names), topic)
    what_if = _is_what_if(items)
    items = tuple(item for item in items if not (what_if and item.concepts & {"WHAT_IF", "IF"} and not item.means))
    if not items:
        return None
    if what_if and (present := _in_the_present(text)) != text:
        return understand(present, names, topic)
    if not what_if and (declined := _declined(items)):
        return declined
    if not what_if and (several := _several(text, items, names, topic)):
        return several
    follow = _follow_up(items, topic)
    if follow:
        return follow
    readings = sorted(_readings(items, asks=not what_if and _asks(items)), key=lambda one: -one.score)
    if what_if:
        readings = [one for one in readings if one.intent.weight is not Weight.READ]
    best = next(iter(readings), None)
    return _checked(replace(best, what_if=what_if)) if best else _stranger(items, what_if=what_if)


def _in_the_present(text: str) -> str:
    """The same without the past that an *if* takes."""
    return _PAST.sub(lambda found: everyday.PAST[found[0].casefold()], text)


def _is_what_if(items: Sequence[Span]) -> bool:
    """Whether it asks what would happen: before the wish or after it, or by an *if* that comes first."""
    lead = next((item for item in items if not item.noise), None)
    return any("WHAT_IF" in item.concepts for item in (*items[:2], *items[-1:])) or bool(lead and "IF" in lead.concepts)


def _asks(items: Sequence[Span]) -> bool:
    """Whether it is a question: it begins with a word that asks, politeness aside."""
    for item in items:
        if item.concepts & lexicon.ASKING:
            return True
        if not item.noise:
            return False
    return False


def _declined(items: Sequence[Span]) -> Interpretation | None:
    lead = next((item for item in items if not item.noise or "DONT" in item.concepts), None)
    if lead is None or "DONT" not in lead.concepts:
        return None
    return Interpretation(BY_NAME["decline"], (), frozenset({"DONT"}), 1.0)


_HANDED_OVER = {"LEAVE", "FORWARD"}  # whose calls are forwarded as they leave: one wish


def _several(text: str, items: Sequence[Span], names: Names, topic: Topic | None) -> Several | None:
    """The parts of a message that holds more than one wish; each of them must be one by itself."""
    verbs = [item for item in items if item.concepts & lexicon.VERBS and not item.means]
    if len(verbs) < 2 or _asks(items) or {concept for verb in verbs for concept in verb.concepts} >= _HANDED_OVER:
        return None
    cuts = [
        found for verb in verbs[1:] for found in _SPLIT.finditer(text[: verb.start]) if _close(text, found.end(), verb)
    ]
    if not cuts:
        return None
    at, clauses = 0, []
    for cut in dict.fromkeys(cuts):
        clauses.append(text[at : cut.start()])
        at = cut.end()
    clauses.append(text[at:])
    here = Topic(tuple(item for item in items if item.means), None)
    read = [understand(clause, names, here if no else topic) for no, clause in enumerate(clauses)]
    wishes = [one for one in read if isinstance(one, Interpretation) and one.intent.weight is not Weight.READ]
    same = len({(one.intent.name, *map(_of_whom, _targets(one.items))) for one in wishes}) == 1
    return Several(tuple(clauses)) if len(wishes) == len(clauses) > 1 and not same else None


def _of_whom(item: Span) -> str:
    return item.people[0].key if item.people else "".join(item.means.values())


def _close(text: str, end: int, verb: Span) -> bool:
    """Whether nothing but a word or two stands between a break and the verb."""
    return len(text[end : verb.start].split()) <= 1


def _follow_up(items: Sequence[Span], topic: Topic | None) -> Interpretation | None:
    """“And ben?” after something was asked or wished of somebody: the same of Ben."""
    before = topic.reading if topic else None
    lead, rest = items[0], [item for item in items[1:] if not item.noise and "AND" not in item.concepts]
    if not (lead.concepts & {"AND", "ABOUT"}) or len(rest) != 1 or not _targets(rest):
        return None
    if before is None or not before.intent.follows:
        return _checked(Interpretation(BY_NAME["show"], tuple(rest), frozenset(), 1.0))
    old = _targets(before.items)
    if len(old) != 1:
        return None
    new = tuple(replace(rest[0], role=item.role) if item is old[0] else item for item in before.items)
    return _checked(replace(before, items=new, tie=None, slips=()))


def _targets(items: Sequence[Span]) -> list[Span]:
    return [item for item in items if item.means.keys() & {ThingKind.PERSON, ThingKind.LINE, ThingKind.NUMBER}]


def _with_pronouns(items: Sequence[Span], topic: Topic | None) -> tuple[Span, ...]:
    """The items, with what a pronoun stands for: somebody named before it in the same words, or just now."""
    found: list[Span] = []
    for item in items:
        if not item.concepts & _PRONOUNS or item.means:
            found.append(item)
            continue
        here = next((one for one in reversed(found) if _stands_for(item, one)), None)
        if here is not None:
            # Said of somebody who is named already: it adds nothing.
            found.append(replace(item, noise=True, concepts=item.concepts - {"IT"} | {"SHE"}))
            continue
        before = next((one for one in (topic.items if topic else ()) if _stands_for(item, one)), None)
        found.append(replace(item, means=before.means, people=before.people) if before else item)
    return tuple(found)


def _stands_for(pronoun: Span, thing: Span) -> bool:
    kinds = (
        {ThingKind.PERSON, ThingKind.LINE}
        if "SHE" in pronoun.concepts
        else {ThingKind.PERSON, ThingKind.LINE, ThingKind.NUMBER}
    )
    return bool(thing.means.keys() & kinds)


def _readings(items: Sequence[Span], *, asks: bool) -> Iterator[Interpretation]:
    said = tuple((item, _tags(item)) for item in items)
    present = frozenset().union(*(tags for _, tags in said))
    for order, intent in enumerate(INTENTS):
        if asks and intent.weight is not Weight.READ:
            continue
        fits = [found for way in intent.ways if _may_fit(way, present) and (found := _fit(way, said, intent))]
        if fits:
            best = max(fits, key=lambda one: one.score)
            yield replace(best, score=best.score - order * 0.0001)


def _tags(item: Span) -> frozenset[str]:
    """What a term can take it for: its concepts, and the kinds of things by letter."""
    return item.concepts | {kind.value for kind in item.means}


def _may_fit(way: str, present: frozenset[str]) -> bool:
    """Whether nothing that a way needs is missing altogether; this spares most ways a closer look."""
    return not any(present.isdisjoint(tags) for tags in _needs(way))


def _fit(way: str, said: Sequence[tuple[Span, frozenset[str]]], intent: Intent) -> Interpretation | None:
    """How far a way of saying something explains these items; None where a part of it is missing."""
    terms = _terms(way)
    taken: list[list[Span]] = [[] for _ in terms]
    for item, tags in said:
        at = _place(item, tags, terms, taken)
        if at is not None:
            taken[at].append(item)
    items = [item for item, _ in said]
    if any(len(held) < term.least for term, held in zip(terms, taken, strict=True)):
        return None
    used = [item for held in taken for item in held]
    left = [item for item in items if not any(item is one for one in used) and _counts(item, intent)]
    if intent.weight is Weight.READ and _asks_more(items, used):
        return None
    weight = sum(map(_weigh, used))
    # A short word may be said to somebody or of something that nobody knows here: thanks, Alex.
    whole = weight + sum(_weigh(item) / (2 if intent.talk and item.unknown else 1) for item in left)
    coverage = weight / whole if whole else 1.0
    if coverage < (_MIN_EXPLAINED_SHARE if intent.weight is Weight.READ and intent.name != "too_much" else 1.0):
        return None
    if intent.weight is not Weight.READ and _shared_out(used):
        return None
    strict = sum(bool(held) for term, held in zip(terms, taken, strict=True) if term.least)
    score = coverage + 0.03 * strict + 0.01 * len(used)
    ordered = () if intent.talk else tuple(item for item in items if item.means and any(item is one for one in used))
    return Interpretation(intent, ordered, _words(used), score, slips=_slipped(terms, taken, intent), whole=not left)


def _shared_out(used: Sequence[Span]) -> bool:
    """Whether several things go to several people in turns: this to her and that to him are two wishes."""
    ordered = sorted((item for item in used if item.means), key=lambda item: item.start)
    codes = [item for item in ordered if item.is_a(ThingKind.CODE)]
    holders = _targets(ordered)
    turns = sum(first.is_a(ThingKind.CODE) != second.is_a(ThingKind.CODE) for first, second in pairwise(ordered))
    return len(codes) > 1 and len(holders) > 1 and turns > 1


def _asks_more(items: Sequence[Span], used: Sequence[Span]) -> bool:
    """Whether something is left that makes it another question, or none."""
    left = [item for item in items if not any(item is one for one in used)]
    if _targets(left):
        return True
    return any(item.concepts & _MEANT or (item.concepts & lexicon.VERBS and not item.noise) for item in left)


def _slipped(terms: Sequence[_Term], taken: Sequence[list[Span]], intent: Intent) -> tuple[Span, ...]:
    """The misspelt words that decide that something changes; a verb that takes something away must be exact."""
    if intent.weight is Weight.READ:
        return ()
    deciding = [item for term, held in zip(terms, taken, strict=True) if term.least for item in held if not item.means]
    hard = intent.weight is Weight.DESTRUCTIVE
    return tuple(item for item in deciding if item.slip and (hard or not _alike(item)))


def _alike(item: Span) -> bool:
    """Whether a slip begins as the word does that it was taken for."""
    return item.text[:1].casefold() == item.meant[:1]


def _place(item: Span, tags: frozenset[str], terms: Sequence[_Term], taken: Sequence[list[Span]]) -> int | None:
    """The term that takes the item: one that lacks something first. A concept may be said twice."""
    fits = [at for at, term in enumerate(terms) if not term.tags.isdisjoint(tags)]
    if not fits:
        return None
    lacking = [at for at in fits if len(taken[at]) < terms[at].least]
    room = lacking or [at for at in fits if len(taken[at]) < terms[at].most]
    again = room or [at for at in fits if not any(kind.value in terms[at].tags for kind in item.means)]
    return next(iter(again), None)


def _counts(item: Span, intent: Intent) -> bool:
    """Whether it matters that this item is left unexplained."""
    if intent.weight is not Weight.READ and item.concepts & _HARD and not (item.noise and "IT" not in item.concepts):
        return True
    return not (item.noise or item.concepts & lexicon.SOFT)


def _weigh(item: Span) -> float:
    if item.means:
        return 1.5
    return 0.5 if item.noise or item.concepts & lexicon.SOFT else 1.0


def _words(used: Sequence[Span]) -> frozenset[str]:
    concepts = {concept for item in used if not item.means for concept in item.concepts}
    values = {item.text.casefold() for item in used if "VALUE" in item.concepts}
    return frozenset(concepts | values | ({"next"} if "NEXT" in concepts else set()))


@cache
def _terms(way: str) -> tuple[_Term, ...]:
    return tuple(_term(word) for word in way.split())


@cache
def _needs(way: str) -> tuple[frozenset[str], ...]:
    """The tags of each part that a way can't do without."""
    return tuple(term.tags for term in _terms(way) if term.least)


def _term(word: str) -> _Term:
    name = word.rstrip("?+*")
    mark = word[len(name) :]
    tags = frozenset(tag for part in name.split("/") for tag in _KINDS.get(part, (part,)))
    return _Term(tags, 0 if mark in ("?", "*") else 1, 99 if mark in ("+", "*") else 1)


def _checked(reading: Interpretation) -> Interpretation:
    """The reading with what has to be asked: a tie, or a slip where a slip could do harm."""
    tie = next((item for item in reading.items if len(item.people) > 1), None)
    weight = reading.intent.weight
    hard = weight is Weight.DESTRUCTIVE
    slips = [item for item in reading.items if item.slip and (item.people or hard) and weight is not Weight.READ]
    return replace(reading, tie=tie, slips=(*reading.slips, *slips))


def _stranger(items: Sequence[Span], *, what_if: bool) -> Interpretation | None:
    """The wish that it would be if the unknown words in it were somebody's name."""
    unknown = [
        item for item in items if item.unknown or (item.concepts & _PRONOUNS and not item.means and not item.noise)
    ]
    if not 1 <= len(unknown) <= 3 or _asks(items):
        return None
    name = " ".join(item.text for item in unknown)
    filled = [
        replace(item, means=_anybody(item, name)) if item is unknown[0] else item
        for item in items
        if item is unknown[0] or not any(item is one for one in unknown)
    ]
    found = [one for one in _readings(filled, asks=False) if one.intent.weight is not Weight.READ]
    best = max(found, key=lambda one: one.score, default=None)
    return replace(best, stranger=name, what_if=what_if) if best else None


def _anybody(item: Span, name: str) -> dict[ThingKind, str]:
    """What an unknown word may stand for: a person, and a pronoun for anything."""
    kinds = (ThingKind.PERSON, ThingKind.LINE, ThingKind.NUMBER) if item.concepts else (ThingKind.PERSON,)
    return dict.fromkeys(kinds, name)


__all__ = ["Interpretation", "Several", "Understood", "understand"]
