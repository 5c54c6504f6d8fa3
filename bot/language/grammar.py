"""The grammar: from the things and words of an utterance to the one intent that explains them best.

A wish that changes something counts only when every word of it is explained, it doesn't ask, and nothing is denied.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.language import lexicon
from bot.language.clauses import clauses_of
from bot.language.combining import combined
from bot.language.corrections import corrected
from bot.language.ellipsis import followed
from bot.language.find import find_items
from bot.language.fitting import readings
from bot.language.intent import Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation, Several, Understood, Unsure
from bot.language.memory import Topic
from bot.language.names import Names
from bot.language.ranking import offered
from bot.language.removals import removals
from bot.language.rows import rows_in, targets_in
from bot.language.settings_ended import ends_something
from bot.language.sharing import for_one
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold

# What follows one of these is a thing that nobody knows, not somebody.
_ARTICLES = frozenset({"the", "a", "an", "some", "any", "all", "his", "her", "their", "my", "our", "this", "that"})
_PRONOUNS = frozenset({"IT", "SHE"})
_PAST = re.compile(rf"\b(?:{'|'.join(lexicon.PAST)})\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“”„«‘][^\"“”„«»‘]+[\"”“»’]")
_SPLIT = re.compile(r"\s*(?:,|;|\band then\b|\band\b|\bthen\b|\bplus\b|&)\s*", re.IGNORECASE)


def understand(text: str, names: Names, topic: Topic | None = None) -> Understood:
    """What these words mean; None when there is nothing in them. `topic` is what was talked about just now."""
    found = _understood(text, names, topic)
    return replace(found, offers=tuple(map(_checked, offered(found.items)))) if isinstance(found, Unsure) else found


def _understood(text: str, names: Names, topic: Topic | None) -> Understood:
    written = find_items(text, names)
    items = _with_pronouns(written, topic)
    what_if = _is_what_if(items)
    items = tuple(item for item in items if not (what_if and item.concepts & {"WHAT_IF", "IF"} and not item.means))
    if not items:
        return None
    if what_if and (present := _in_the_present(text)) != text:
        return _understood(present, names, topic)
    clauses = () if what_if else clauses_of(text, written, names)
    joint = combined(clauses, partial(_clause, names=names, topic=topic)) if len(clauses) > 1 else None
    whole = _as_a_whole(text, items, names, topic, what_if=what_if)
    if isinstance(whole, Unsure):
        whole = replace(whole, items=written)  # with the *if* that was left out
    if isinstance(joint, Several) and not _is_one_wish(whole):
        return joint
    return whole if joint is None or _is_settled(whole) else joint


def _clause(text: str, before: Interpretation | None, *, names: Names, topic: Topic | None) -> Understood:
    """What one clause means after the one before it."""
    return _understood(text, names, Topic(before.items, before) if before else topic)


def _is_one_wish(whole: Understood) -> bool:
    """Whether several verbs are one wish: taken off him and given to her; somebody who joins, or leaves with cover."""
    if not isinstance(whole, Interpretation) or not _is_settled(whole):
        return False
    return whole.intent.name in ("join", "leave") or whole.words >= {"TAKE", "GIVE"}


def _is_settled(whole: Understood) -> bool:
    """Whether a message makes sense as a whole, so that its clauses needn't be taken apart."""
    return isinstance(whole, Interpretation) and whole.whole and whole.sure and whole.intent.name != "decline"


def _as_a_whole(text: str, items: Sequence[Span], names: Names, topic: Topic | None, *, what_if: bool) -> Understood:
    if not what_if and (declined := _declined(items)):
        return declined
    if follow := followed(items, topic):
        return _checked(follow)
    if topic and topic.reading and (mended := corrected(items, topic.reading)):
        return _checked(mended)
    asks = not what_if and _asks(items)
    found = sorted(readings(items, asks=asks), key=lambda one: -one.score)
    if what_if:
        found = [one for one in found if one.intent.weight is not Weight.READ]
    best = next(iter(found), None)
    if best and not best.whole and any(_is_open(item) for item in items):
        best = _stranger(items, what_if=what_if) or best
    if asks and (wished := _wished(items, best)):
        return wished
    if (
        best is None
        and not what_if
        and (shared := _shared(text, items, names, topic) or _pairs(text, items, names, topic))
    ):
        return shared
    if best is None and not asks and not what_if and (losses := removals(items, names)):
        tied = _checked(losses[0])
        return tied if tied.tie else Unsure(tuple(items), tuple(map(_checked, losses)))
    if best and (_doubts(text, items, best) and not what_if):
        return Unsure(tuple(items), (best,), quoted=_is_quoted(text, items))
    if best:
        return _checked(replace(best, what_if=what_if))
    unsure = _unsure(items, asks=asks or text.rstrip().endswith("?"), depends=what_if)
    return _stranger(items, what_if=what_if) or unsure


_MIN_NEAR_SHARE = 0.5  # how much of a wish must be explained to ask whether it was meant
_MIN_HINTED_SHARE = 0.34  # the same of a question, where nothing else is near
_MAX_NEAR = 2  # readings that are offered
_MAX_PAIRS = 6  # wishes that a card has buttons for
_ENDS = frozenset({"cancel", "stop", "undo"})  # short words that are offered where more was said
_DENIES = frozenset({"DONT", "NOT", "EXCEPT", "IF"})
_POLITE = frozenset({"can", "could", "may", "might", "can i", "could i", "can we", "may i"})


def _unsure(items: Sequence[Span], *, asks: bool, depends: bool = False) -> Unsure:
    """What may have been meant, to be asked: nothing that changes something where anything is denied or conditional."""
    found = sorted(readings(items, asks=asks, share=_MIN_NEAR_SHARE), key=lambda one: -one.score)
    if len(targets_in(items)) > 1 and any("OR" in item.concepts for item in items):
        found = []  # one of several, and nobody knows which
    elif not found:
        hinted = readings(items, asks=True, share=_MIN_HINTED_SHARE)
        found = [one for one in hinted if one.intent.name != "show"]
    if depends or any(item.concepts & _DENIES for item in items if not item.means):
        conditional = not any(item.concepts & {"DONT", "NOT"} for item in items if not item.means)
        found = [one for one in found if one.intent.weight is Weight.READ or (conditional and one.intent.form)]
    elif not found and not asks:
        found = list(_given(items))
    near = [
        one
        for one in found
        if (not one.intent.talk or one.intent.name in _ENDS)
        and _skips_little(one, items)
        and one.intent.name != "too_much"
    ]
    return Unsure(tuple(items), tuple(map(_checked, near[:_MAX_NEAR])))


def _given(items: Sequence[Span]) -> list[Interpretation]:
    """What it would be to give the one thing to the other, where two stand side by side: “6567891238 -> Nadia”."""
    if len(targets_in(items)) != 2 or any(item.concepts & lexicon.VERBS and not item.noise for item in items):
        return []
    verb = Span("", items[-1].end, items[-1].end, concepts=frozenset({"GIVE"}))
    return [one for one in readings((verb, *items), asks=False) if one.intent.weight is Weight.WRITE]


def _skips_little(reading: Interpretation, items: Sequence[Span]) -> bool:
    """Whether a reading passes over no thing that was named but a day or a count, and a wish over no known word."""
    left = [item for item in items if not any(item is one for one in reading.items)]
    if any(item.means and not item.means.keys() <= {ThingKind.DATE, ThingKind.COUNT} for item in left):
        return False
    said = {concept for item in left if not item.means and not item.noise for concept in item.concepts}
    return reading.intent.weight is Weight.READ or said <= reading.words | lexicon.SOFT


def _wished(items: Sequence[Span], best: Interpretation | None) -> Unsure | None:
    """A wish in the clothes of a question (“could Ben get a number?”): whether it is one is asked."""
    lead = next((item for item in items if not item.noise or item.concepts & lexicon.ASKING), None)
    if lead is None or lead.text.casefold() not in _POLITE or (best and best.intent.name != "show"):
        return None
    said = [item for item in items if item is not lead]
    wishes = (one for one in readings(said, asks=False) if one.intent.weight is not Weight.READ)
    wish = max(wishes, key=lambda one: one.score, default=None)
    return Unsure(tuple(items), (_checked(wish), *([best] if best else []))) if wish else None


def _doubts(text: str, items: Sequence[Span], best: Interpretation) -> bool:
    """Whether a wish is quoted, or ends in a question mark without being asked for politely."""
    if best.intent.weight is Weight.READ:
        return False
    if _is_quoted(text, items):
        return True
    polite = any(
        item.noise and item.text.casefold().endswith((" you", " someone", " somebody", "please", "pls"))
        for item in items
    )
    return text.rstrip().endswith("?") and not polite


def _is_quoted(text: str, items: Sequence[Span]) -> bool:
    """Whether what is wished stands in quotes."""
    quotes = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
    return any(start < item.start < end for start, end in quotes for item in items if item.concepts & lexicon.VERBS)


def _shared(text: str, items: Sequence[Span], names: Names, topic: Topic | None) -> Several | None:
    """The same of several, where it is done of one at a time: a wish or question for each of them."""
    for run in rows_in(items):
        before, after = text[: run[0].start], text[run[-1].end :]
        clauses = tuple(for_one(before, item.text, after, len(run)) for item in run)
        read = [_understood(clause, names, topic) for clause in clauses]
        intents = {one.intent.name for one in read if isinstance(one, Interpretation) and not one.stranger}
        if len(intents) == 1 and all(isinstance(one, Interpretation) for one in read):
            return Several(clauses)
    return None


def _pairs(text: str, items: Sequence[Span], names: Names, topic: Topic | None) -> Several | None:
    """One verb for several pairs (“give alice recording and ben the mobile app”): a wish for each of them."""
    lead = next((item for item in items if not item.noise), None)
    likened = any(item.role is TargetRole.LIKE for item in items)
    if lead is None or likened or lead.means or not lead.concepts & lexicon.VERBS:
        return None
    parts = [part for part in _SPLIT.split(text[lead.end :]) if part.strip()]
    clauses = tuple(f"{lead.text} {part.strip()}" for part in parts)
    read = [_understood(clause, names, topic) for clause in clauses] if 1 < len(clauses) <= _MAX_PAIRS else []
    wishes = [one for one in read if isinstance(one, Interpretation) and one.intent.weight is not Weight.READ]
    apart = len(wishes) == len(clauses) > 1 and all(_names_one(one) for one in wishes)
    return Several(clauses) if apart else None


def _names_one(wish: Interpretation) -> bool:
    """Whether a wish names somebody, a line or a number."""
    return any(not item.is_a(ThingKind.GROUP) for item in targets_in(wish.items))


def _in_the_present(text: str) -> str:
    """The same without the past that an *if* takes."""
    return _PAST.sub(lambda found: lexicon.PAST[found[0].casefold()], text)


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
    if (
        lead is None
        or "DONT" not in lead.concepts
        or ends_something(items)
        or fold(items[max(items.index(lead) - 1, 0)].text) in ("i", "we")
    ):
        return None
    return Interpretation(BY_NAME["decline"], (), frozenset({"DONT"}), 1.0)


def _with_pronouns(items: Sequence[Span], topic: Topic | None) -> tuple[Span, ...]:
    """The items, with what a pronoun stands for: somebody named before it in the same words, or just now.

    A bare *why* asks about what was talked about, too.
    """
    found: list[Span] = []
    if topic and items and all("WHY" in item.concepts for item in items):
        return (*items, *targets_in(topic.items)[:1])
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
        item
        for before, item in zip((None, *items), items, strict=False)
        if (item.unknown and not (before and before.text.casefold() in _ARTICLES))
        or (item.concepts & _PRONOUNS and not item.means and not item.noise)
    ]
    if not 1 <= len(unknown) <= 3 or _asks(items):
        return None
    name = " ".join(item.text for item in unknown)
    filled = [
        replace(item, means=_anybody(item, name)) if item is unknown[0] else item
        for item in items
        if item is unknown[0] or not any(item is one for one in unknown)
    ]
    found = [one for one in readings(filled, asks=False) if one.intent.weight is not Weight.READ]
    best = max(found, key=lambda one: one.score, default=None)
    return replace(best, stranger=name, what_if=what_if) if best else None


def _is_open(item: Span) -> bool:
    """Whether it is a pronoun of which nobody knows whom it means."""
    return "SHE" in item.concepts and not item.means and not item.noise


def _anybody(item: Span, name: str) -> dict[ThingKind, str]:
    """What an unknown word may stand for: a person, and a pronoun for anything."""
    kinds = (ThingKind.PERSON, ThingKind.LINE, ThingKind.NUMBER) if item.concepts else (ThingKind.PERSON,)
    return dict.fromkeys(kinds, name)


__all__ = ["Interpretation", "Several", "Understood", "understand"]
