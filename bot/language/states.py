"""States: clauses that only describe the person of a request: “Alice is on leave”, “she has no number”."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.language import lexicon
from bot.language.things import Span, ThingKind

_AWAY = frozenset({"AWAY", "HOLIDAY", "VALUE"})
_LACKS = frozenset({"NOT", "MISSING"})
_LACKED = frozenset({"NUMBER", "LINE", "LICENCE", "PHONE_LICENCE"})
_TURNS = frozenset({"DONT", "IF", "SAID", "MAYBE", "OR", "EXCEPT", "WHAT_IF", "UNDO", "CANCEL", "STOP", "I_MEANT"})
_BESIDE = frozenset({ThingKind.PERSON, ThingKind.DATE, ThingKind.TIME, ThingKind.LENGTH, ThingKind.COUNT})
_SMALL_VERBS = frozenset({"JOIN", "LEAVE"})  # “goes on leave”, “starts her leave”


def is_state(items: Sequence[Span], wished: Collection[str]) -> bool:
    """Whether this only says that somebody is away or lacks a thing; `wished` are the keys of a request's people."""
    said = frozenset(concept for item in items if not (item.means or item.noise) for concept in item.concepts)
    if said & _TURNS or (said & lexicon.VERBS) - _SMALL_VERBS or any(item.means.keys() - _BESIDE for item in items):
        return False
    people = [person.key for item in items for person in item.people]
    about = bool(people and set(people) <= set(wished)) or (not people and "SHE" in said and bool(wished))
    return about and bool(said & _AWAY or (said & _LACKS and said & _LACKED))
