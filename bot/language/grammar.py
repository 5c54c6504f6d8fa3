"""The grammar: from the things and words of an utterance to the one intent that explains them best.

A request to change something is read as one only if every word is explained, it is no question and denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.language import lexicon
from bot.language.both_ways import both_ways, is_both_ways
from bot.language.clauses import clauses_of, echoes
from bot.language.combining import combined
from bot.language.corrections import corrected
from bot.language.courtesy import unwrapped
from bot.language.ellipsis import followed
from bot.language.exchanges import exchanged
from bot.language.find import find_items
from bot.language.fitting import readings
from bot.language.forms import asks, in_the_present, is_quoted, is_what_if
from bot.language.gifts import gift, given
from bot.language.idioms import in_plainer_words
from bot.language.intent import Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Hindrance, Interpretation, Several, Understood, Unsure, checked
from bot.language.judging import denies_all, is_contradicted, judged
from bot.language.likeness import likeness_of
from bot.language.memory import Topic
from bot.language.names import Names
from bot.language.of_each import number_for_each
from bot.language.pronouns import with_pronouns
from bot.language.ranking import offered
from bot.language.reframing import reframed
from bot.language.remarks import tells
from bot.language.removals import loses_unknown, removals
from bot.language.replaced import other_extension, other_number
from bot.language.reports import is_told, reported
from bot.language.rows import rows_in, targets_in
from bot.language.second_thoughts import is_asked_first
from bot.language.settings_ended import ends_something
from bot.language.sharing import for_one
from bot.language.slots import NEXT
from bot.language.strangers import is_open, newcomers, stranger
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold

_MIN_OVERRULING = 0.9  # an intent this probable is offered instead of asking what to remove
_SPLIT = re.compile(r"\s*(?:,|;|\band then\b|\band\b|\bthen\b|\bplus\b|&)\s*", re.IGNORECASE)


def understand(text: str, names: Names, topic: Topic | None = None) -> Understood:
    """What an utterance means; None if it says nothing. `topic` is what was talked about just before."""
    heard = unwrapped(in_plainer_words(text))
    found = _understood(heard.text, names, topic)
    found = reframed(found, heard, names, topic) or found
    if heard.told and isinstance(found, Interpretation) and found.intent.weight is not Weight.READ:
        found = Unsure(found.items, (found,))
    if isinstance(found, Several):
        return replace(found, clauses=tuple(" ".join(clause.split()) for clause in found.clauses))
    if isinstance(found, Interpretation) and found.sure and is_asked_first(heard.text, found, pleased=heard.pleased):
        found = Unsure(found.items, (replace(found, whole=False),))
    if isinstance(found, Unsure) and is_told(found.items) and (told := _reported(heard.text, names)):
        return told
    items = find_items(heard.text, names)
    likeness = likeness_of(items)
    if (topic is None or len(items) > _MAX_FOLLOWING) and is_contradicted(found, likeness):
        found = Unsure(items)
    if not isinstance(found, Unsure):
        return found
    if found.hindrance is Hindrance.REMOVAL and not likeness.above(_MIN_OVERRULING):
        return found
    found = replace(found, offers=tuple(map(checked, offered(found.items, likeness))))
    return judged(found, likeness, denies_all=denies_all(clauses_of(heard.text, items, names)))


def _reported(text: str, names: Names) -> Interpretation | None:
    """A reported problem, read as a question about it: “Priya says she can't hear” asks about Priya."""
    return reported(text, find_items(text, names), lambda rest, about: _understood(rest, names, about))


def _understood(text: str, names: Names, topic: Topic | None) -> Understood:
    written = find_items(text, names)
    items = with_pronouns(written, topic)
    what_if = is_what_if(items)
    items = tuple(item for item in items if not (what_if and item.concepts & {"WHAT_IF", "IF"} and not item.means))
    if not items:
        return None
    if what_if and (present := in_the_present(text)) != text:
        return _understood(present, names, topic)
    clauses = () if what_if else clauses_of(text, written, names)
    joint = combined(clauses, partial(_clause, names=names, topic=topic)) if len(clauses) > 1 else None
    if isinstance(joint, Unsure) and any(echoes(one.items) or tells(one.written, one.items) for one in clauses[1:]):
        return joint  # read as a whole, “…, Ben does” would add Ben to the request, and “… He has the app” the app
    whole = _as_a_whole(text, items, names, topic, what_if=what_if)
    if isinstance(whole, Unsure):
        whole = replace(whole, items=written)  # including the *if* left out above
    if joint is not None and isinstance(whole, Several) and whole == newcomers(items):
        return whole  # the clauses would split the newcomers' names
    if isinstance(joint, Several) and not _is_one_wish(whole):
        return joint
    return whole if joint is None or _is_settled(whole) else joint


def _clause(text: str, before: Interpretation | None, *, names: Names, topic: Topic | None) -> Understood:
    """What a clause means, given the reading of the clause before it."""
    return _understood(text, names, Topic(before.items, before) if before else topic)


def _is_one_wish(whole: Understood) -> bool:
    """Whether several verbs make one request: take from him and give to her; join; leave and be covered."""
    if not isinstance(whole, Interpretation) or not _is_settled(whole):
        return False
    return whole.intent.name in ("join", "leave") or whole.words >= {"TAKE", "GIVE"}


def _is_settled(whole: Understood) -> bool:
    """Whether a message makes sense as a whole, so that its clauses needn't be taken apart."""
    if isinstance(whole, Interpretation) and whole.words >= {"TAKE", "GIVE", NEXT}:
        return False  # “give Nadia a number and take Ben's” is two requests: she gets another one than his
    return isinstance(whole, Interpretation) and whole.whole and whole.sure and whole.intent.name != "decline"


def _as_a_whole(text: str, items: Sequence[Span], names: Names, topic: Topic | None, *, what_if: bool) -> Understood:
    if not what_if and (declined := _declined(items)):
        return declined
    if follow := followed(items, topic):
        return checked(follow)
    if topic and topic.reading and (mended := corrected(items, topic.reading)):
        return checked(mended)
    asking = not what_if and asks(items)
    if not (asking or what_if) and (both := both_ways(text, items) or exchanged(items)):
        return both
    found = sorted(readings(items, asks=asking), key=lambda one: -one.score)
    if what_if:
        found = [one for one in found if one.intent.weight is not Weight.READ]
    found = [one for one in found if one.intent.name != "new_lines" or not _names_people(one)]
    best = next(iter(found), None)
    if not asking and not what_if and (best is None or not best.whole) and (others := _of_others(items, names)):
        return others
    if best and not best.whole and any(map(is_open, items)):
        best = _stranger(items, what_if=what_if) or best
    if asking and (wished := _wished(items, best)):
        return wished
    if not asking and not what_if and (presented := _gift(text, items, best)):
        return presented
    if (
        best is None
        and not (what_if or is_both_ways(items))
        and (shared := _shared(text, items, names, topic) or _pairs(text, items, names, topic))
    ):
        return shared
    if best is None and not asking and not what_if and (losses := removals(items, names)):
        tied = checked(losses[0])
        return tied if tied.tie else Unsure(tuple(items), tuple(map(checked, losses)))
    if best and (_doubts(text, items, best) and not what_if):
        return Unsure(tuple(items), (best,), quoted=is_quoted(text, items))
    if best:
        return checked(replace(best, what_if=what_if))
    unsure = _unsure(items, asks=asking or text.rstrip().endswith("?"), depends=what_if)
    return _stranger(items, what_if=what_if) or unsure


_MAX_FOLLOWING = 4  # a message of so few items may make sense only after the one before
_MIN_NEAR_SHARE = 0.5  # the share of a request that must be explained to ask whether it was meant
_MIN_HINTED_SHARE = 0.34  # the same for a question, if nothing else comes near
_MAX_NEAR = 2  # at most this many readings are offered
_MAX_PAIRS = 6  # a card has buttons for at most this many requests
_ENDS = frozenset({"cancel", "stop", "undo"})  # the only short-word intents offered when more was said
_DENIES = frozenset({"DONT", "NOT", "EXCEPT", "IF"})
_LOOKS = frozenset({"show", "licences", "free_numbers", "numbers", "find_number"})  # what a thing alone can mean
_POLITE = frozenset({"can", "could", "may", "might", "can i", "could i", "can we", "may i"})


def _unsure(items: Sequence[Span], *, asks: bool, depends: bool = False) -> Unsure:
    """What may have been meant, for the bot to ask; no change is offered if anything is denied or conditional."""
    found = sorted(readings(items, asks=asks, share=_MIN_NEAR_SHARE), key=lambda one: -one.score)
    if len(targets_in(items)) > 1 and any("OR" in item.concepts for item in items):
        found = []  # “Alice or Ben”: nobody knows which
    elif not found:
        hinted = readings(items, asks=True, share=_MIN_HINTED_SHARE)
        found = [one for one in hinted if one.intent.name != "show"]
    if depends or any(item.concepts & _DENIES for item in items if not item.means):
        conditional = not any(item.concepts & {"DONT", "NOT"} for item in items if not item.means)
        found = [one for one in found if one.intent.weight is Weight.READ or (conditional and one.intent.form)]
    elif not found and not asks:
        found = given(items)
    near = [
        one
        for one in found
        if (not one.intent.talk or one.intent.name in _ENDS)
        and _skips_little(one, items)
        and one.intent.name != "too_much"
    ]
    return Unsure(tuple(items), tuple(map(checked, near[:_MAX_NEAR])))


def _of_others(items: Sequence[Span], names: Names) -> Several | Unsure | None:
    """What is requested for newcomers, for each member of a group, or to replace a number or extension; else None."""
    if many := newcomers(items) or number_for_each(items, names, _wish):
        return many
    other = other_number(items) or other_extension(items, names)
    return Unsure(tuple(items), (checked(other),)) if other else None


def _gift(text: str, items: Sequence[Span], best: Interpretation | None) -> Interpretation | Unsure | None:
    """A request to give without a verb; confirmed first if it may only ask to see it, is quoted or ends with *?*."""
    found = gift(items) if best is None or best.intent.name in _LOOKS else None
    if found is None:
        return None
    sure = found.whole and not text.rstrip().endswith("?") and not is_quoted(text, items)
    return checked(found) if sure else Unsure(tuple(items), (checked(found), *([best] if best else [])))


def _names_people(reading: Interpretation) -> bool:
    """Whether a group in the reading consists of people, not of a row of extensions."""
    return any(item.is_a(ThingKind.GROUP) and "-" not in item.means[ThingKind.GROUP] for item in reading.items)


def _wish(items: Sequence[Span]) -> Interpretation | None:
    """The best request that explains all of these items; None if there is none."""
    found = (one for one in readings(items, asks=False) if one.intent.weight is not Weight.READ)
    return max(found, key=lambda one: one.score, default=None)


def _stranger(items: Sequence[Span], *, what_if: bool) -> Interpretation | None:
    """The request about somebody unknown; None if it is a question or there is no such request."""
    return None if asks(items) else stranger(items, what_if=what_if)


def _skips_little(reading: Interpretation, items: Sequence[Span]) -> bool:
    """Whether a reading ignores no thing but a day or count and, if it changes something, no word that matters."""
    left = [item for item in items if not any(item is one for one in reading.items)]
    if any(item.means and not item.means.keys() <= {ThingKind.DATE, ThingKind.COUNT} for item in left):
        return False
    if reading.intent.weight is Weight.DESTRUCTIVE and loses_unknown(items, reading.items):
        return False
    said = {concept for item in left if not item.means and not item.noise for concept in item.concepts}
    return reading.intent.weight is Weight.READ or said <= reading.words | lexicon.SOFT


def _wished(items: Sequence[Span], best: Interpretation | None) -> Unsure | None:
    """A request phrased as a question (“could Ben get a number?”), to be confirmed; None if it isn't one."""
    lead = next((item for item in items if not item.noise or item.concepts & lexicon.ASKING), None)
    if lead is None or lead.text.casefold() not in _POLITE or (best and best.intent.name != "show"):
        return None
    said = [item for item in items if item is not lead]
    wishes = (one for one in readings(said, asks=False) if one.intent.weight is not Weight.READ)
    wish = max(wishes, key=lambda one: one.score, default=None)
    return Unsure(tuple(items), (checked(wish), *([best] if best else []))) if wish else None


def _doubts(text: str, items: Sequence[Span], best: Interpretation) -> bool:
    """Whether a request is quoted, only proposed (*what about*), or ends with *?* without a *please* or *could you*."""
    if best.intent.weight is Weight.READ:
        return False
    if is_quoted(text, items) or "ABOUT" in items[0].concepts:
        return True
    polite = any(
        item.noise and item.text.casefold().endswith((" you", " someone", " somebody", "please", "pls"))
        for item in items
    )
    return text.rstrip().endswith("?") and not polite


def _shared(text: str, items: Sequence[Span], names: Names, topic: Topic | None) -> Several | None:
    """A request or question for each of several things, if it can only be done for one at a time; else None."""
    for run in rows_in(items):
        before, after = text[: run[0].start], text[run[-1].end :]
        clauses = tuple(for_one(before, item.text, after, len(run)) for item in run)
        read = [_understood(clause, names, topic) for clause in clauses]
        intents = {one.intent.name for one in read if isinstance(one, Interpretation) and not one.stranger}
        if len(intents) == 1 and all(isinstance(one, Interpretation) for one in read):
            return Several(clauses)
    return None


def _pairs(text: str, items: Sequence[Span], names: Names, topic: Topic | None) -> Several | None:
    """One verb for several pairs (“give alice recording and ben the mobile app”): a request for each."""
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
    """Whether a request names a person, a line or a number."""
    return any(not item.is_a(ThingKind.GROUP) for item in targets_in(wish.items))


def _is_unwanted(items: Sequence[Span]) -> bool:
    """Whether it says what somebody mustn't do, which a form can change: “don't want Ben to call abroad”."""
    wants = any("want" in fold(item.text) for item in items if not item.means)
    section = any(item.is_a(ThingKind.SECTION) or "ABROAD" in item.concepts for item in items)
    return wants and section and bool(targets_in(items))


def _declined(items: Sequence[Span]) -> Interpretation | None:
    lead = next((item for item in items if not item.noise or "DONT" in item.concepts), None)
    if (
        lead is None
        or "DONT" not in lead.concepts
        or ends_something(items)
        or _is_unwanted(items)
        or any("APPROVE" in item.concepts for item in items[:3])
        or fold(items[max(items.index(lead) - 1, 0)].text) in ("i", "we")
    ):
        return None
    return Interpretation(BY_NAME["decline"], (), frozenset({"DONT"}), 1.0)


__all__ = ["Interpretation", "Several", "Understood", "understand"]
