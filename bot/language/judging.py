"""Judging: compares a reading, or an utterance without one, with what similar sentences of known meaning mean.

A reading that hardly any of them means is asked about first. Without a reading, what most of them mean is offered
first, or answered at once if it only shows something. No change is ever planned by them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeGuard

from bot.language.clauses import Clause
from bot.language.intent import Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation, Understood, Unsure
from bot.language.likeness import Likeness
from bot.language.ranking import DOING, passes_over
from bot.language.settling import HINDERS, is_guessed, settled

_MAX_IMPROBABLE = 0.01  # a less probable reading that leaves words unexplained is asked about
_MIN_OUTDOING = 0.3  # an answer is asked about if another intent is at least this probable
_MIN_TIMES = 5  # and more than this many times as probable as the answer
_MIN_AGAINST_CHANGE = 0.4  # a change is asked about if another intent is at least this probable
_MIN_TIMES_CHANGE = 1.5  # and more than this many times as probable as the change
_NEARLY_CERTAIN = 0.9  # “no intent” that is this probable keeps a question from being answered at once
_MIN_CHANCE = 0.1  # the least probability of an intent whose page is offered
_MAX_NOTHING_CHANGED = 0.5  # no page of a change is offered if “no intent” is more probable
_MIN_FIRST = 0.5  # the least probability of what is offered first
_MIN_ANSWERED = 0.6  # the least probability of what is answered at once
_MAX_NOTHING = 0.3  # nothing is answered at once if “no intent” is more probable
_SMALL_TALK = frozenset({"greet", "thanks", "okay", "help", "whoami"})
_TOO_MUCH = "too_much"  # everything is to be taken away at once
_DOES_NOTHING = frozenset({"decline", _TOO_MUCH})  # their answer is that nothing is done, whatever was named
_MIN_DECLINED = 0.8  # the least probability of those
# Intents with the same result where several fit, so their probabilities are added up.
_ALIKE = (
    frozenset({"give", "record_calls", "assign_number"}),
    frozenset({"take", "stop_recording"}),
    frozenset({"give_line", "join"}),
)
_DENIALS = frozenset({"DONT", "NOT", "NO"})
_MAY_ACCOMPANY = frozenset({"decline"})  # “don't touch her recording, only remove the app”
# Questions about a change: they may name its verb without requesting it.
_OF_CHANGES = frozenset(
    {"how_to", "history", "done_by", "who_approved", "approved_by", "approvals", "policy", "access", "jobs"}
)


def is_contradicted(found: Understood, likeness: Likeness) -> TypeGuard[Interpretation]:
    """Whether hardly any similar sentence means what was found, so that the bot must ask first."""
    if not isinstance(found, Interpretation) or not likeness.intents:
        return False
    if found.intent.talk:
        return found.intent.name not in _DOES_NOTHING and likeness.of(_TOO_MUCH) >= _MIN_DECLINED
    own = next((alike for alike in _ALIKE if found.intent.name in alike), frozenset({found.intent.name}))
    chance = sum(map(likeness.of, own))
    best = max(map(likeness.of, likeness.intents.keys() - own - _MAY_ACCOMPANY), default=0.0)
    if found.intent.weight is not Weight.READ:
        return best >= _MIN_AGAINST_CHANGE and chance * _MIN_TIMES_CHANGE < best
    return (chance < _MAX_IMPROBABLE and not found.whole) or (best >= _MIN_OUTDOING and chance * _MIN_TIMES < best)


def judged(unsure: Unsure, likeness: Likeness, *, denies_all: bool) -> Interpretation | Unsure:
    """The reading to answer at once, else the question, with what most similar sentences mean offered first.

    `denies_all`: no clause requests anything beside what is denied.
    """
    found = settled(unsure)
    if found and not is_contradicted(found, likeness) and likeness.nothing < _NEARLY_CERTAIN:
        return found
    refused = next((name for name in _DOES_NOTHING if likeness.of(name) >= _MIN_DECLINED), "")
    if refused and (denies_all or refused == _TOO_MUCH):
        return Interpretation(BY_NAME[refused], (), frozenset(), whole=False)
    known = {one.intent.name: one for one in (*unsure.offers, *unsure.readings)}
    likeliest = next((one for name, one in known.items() if likeness.of(name) >= _MIN_FIRST), None)
    if likeliest and _is_answered(unsure, likeliest, likeness):
        return likeliest
    return replace(unsure, likeliest=likeliest, chances=dict(_chances(likeness)))


def denies_all(clauses: Sequence[Clause]) -> bool:
    """Whether no clause requests anything but not to do something."""
    said = [{concept for item in one.items if not item.means for concept in item.concepts} for one in clauses]
    return all(concepts & _DENIALS or not concepts & DOING for concepts in said)


def _chances(likeness: Likeness) -> Iterator[tuple[str, float]]:
    """The intents whose pages are offered; of those that change something none, if nothing may follow."""
    for name in likeness.above(_MIN_CHANCE):
        changes = name in BY_NAME and BY_NAME[name].weight is not Weight.READ
        if not changes or likeness.nothing <= _MAX_NOTHING_CHANGED:
            yield name, likeness.of(name)


def _is_answered(unsure: Unsure, first: Interpretation, likeness: Likeness) -> bool:
    """Whether it only shows something, is what most similar sentences mean, and nothing speaks against it."""
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
