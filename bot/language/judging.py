"""Judging: what sentences of known meaning say of a reading, and of an utterance that has none.

They can make a question of an answer that hardly any of them means, put what they mean first among what is offered,
and answer at once what only shows something. No change is planned by them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Understood, Unsure
from bot.language.likeness import Likeness
from bot.language.ranking import DOING, passes_over
from bot.language.settling import HINDERS, is_guessed, settled

_MAX_IMPROBABLE = 0.01  # of a reading that leaves words unexplained
_MIN_OUTDOING = 0.3  # of another intent that speaks against an answer
_MIN_TIMES = 5  # how much more probable it is then
_MIN_AGAINST_CHANGE = 0.4  # of another intent that speaks against a change
_MIN_TIMES_CHANGE = 1.5  # how much more probable it is then
_NEARLY_CERTAIN = 0.9
_MIN_ALIKE = 0.3  # of an intent whose page is offered
_MAX_NOTHING_ALIKE = 0.5  # of nothing being meant then
_MIN_FIRST = 0.5  # of what is offered first
_MIN_ANSWERED = 0.6  # of what is answered at once
_MAX_NOTHING = 0.3  # the same, of nothing being meant
_SMALL_TALK = frozenset({"greet", "thanks", "okay", "help", "whoami"})
# Changes that come to the same where both can be read.
_ALIKE = (
    frozenset({"give", "record_calls", "assign_number"}),
    frozenset({"take", "stop_recording"}),
    frozenset({"give_line", "join"}),
)
_MAY_ACCOMPANY = frozenset({"decline"})  # “don't touch her recording, only remove the app”
# What is asked about something that somebody does, which isn't wished thereby.
_OF_CHANGES = frozenset(
    {"how_to", "history", "done_by", "who_approved", "approved_by", "approvals", "policy", "access", "jobs"}
)


def is_contradicted(found: Understood, likeness: Likeness) -> TypeGuard[Interpretation]:
    """Whether hardly any sentence like it means that, so that it is asked about first."""
    if not isinstance(found, Interpretation) or found.intent.talk or not likeness.intents:
        return False
    own = next((alike for alike in _ALIKE if found.intent.name in alike), frozenset({found.intent.name}))
    chance = sum(map(likeness.of, own))
    best = max(map(likeness.of, likeness.intents.keys() - own - _MAY_ACCOMPANY), default=0.0)
    if found.intent.weight is not Weight.READ:
        return best >= _MIN_AGAINST_CHANGE and chance * _MIN_TIMES_CHANGE < best
    return (chance < _MAX_IMPROBABLE and not found.whole) or (best >= _MIN_OUTDOING and chance * _MIN_TIMES < best)


def judged(unsure: Unsure, likeness: Likeness) -> Interpretation | Unsure:
    """What is answered at once; else what is asked, with what most sentences like it mean first."""
    found = settled(unsure)
    if found and not is_contradicted(found, likeness) and likeness.nothing < _NEARLY_CERTAIN:
        return found
    known = {one.intent.name: one for one in (*unsure.offers, *unsure.readings)}
    likeliest = next((one for name, one in known.items() if likeness.of(name) >= _MIN_FIRST), None)
    if likeliest and _is_answered(unsure, likeliest, likeness):
        return likeliest
    alike = likeness.above(_MIN_ALIKE) if likeness.nothing <= _MAX_NOTHING_ALIKE else ()
    return replace(unsure, likeliest=likeliest, alike=alike)


def _is_answered(unsure: Unsure, first: Interpretation, likeness: Likeness) -> bool:
    """Whether it only shows something, is what nearly all sentences like it mean, and nothing speaks against it."""
    if likeness.of(first.intent.name) < _MIN_ANSWERED or likeness.nothing > _MAX_NOTHING:
        return False
    if first.intent.weight is not Weight.READ or (first.intent.talk and first.intent.name not in _SMALL_TALK):
        return False
    if unsure.quoted or not first.sure or passes_over(unsure.items, first.items, is_likely=True):
        return False
    words = [item for item in unsure.items if not item.means]
    if any(item.concepts & HINDERS or (is_guessed(item) and item.concepts & first.words) for item in words):
        return False
    does = {concept for item in words if not item.noise for concept in item.concepts & DOING}
    return first.intent.name in _OF_CHANGES or does <= first.words
