"""Reports: “Priya says she can't hear anybody” asks about Priya as much as “Priya can't hear anybody”."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.language.intent import Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation, Understood
from bot.language.memory import Topic
from bot.language.rows import targets_in
from bot.language.things import Span

_OF_ALL = frozenset({"who_cannot_call", "why"})  # asked about people in general; a report asks about its own person
_KEPT = frozenset({"why", "status", "settings", "calls", "jobs"})
Reader = Callable[[str, Topic], Understood]


def is_told(items: Sequence[Span]) -> bool:
    """Whether the sentence has a word for reporting, such as *says*."""
    return any("SAID" in item.concepts and not item.means for item in items)


def reported(text: str, items: Sequence[Span], read: Reader) -> Interpretation | None:
    """The question that a reported fault asks; None if somebody reports a request instead, or nothing is reported."""
    at = next((no for no, item in enumerate(items) if "SAID" in item.concepts and not item.means), None)
    who = targets_in(items[:at]) if at else []
    if at is None or len(who) != 1 or any(not (item.noise or item is who[0]) for item in items[:at]):
        return None
    rest = text[items[at].end :].lstrip(" ,:")
    found = read(rest.removeprefix("that ").removeprefix("me ").removeprefix("us "), Topic((who[0],)))
    if not isinstance(found, Interpretation) or not found.sure or found.intent.weight is not Weight.READ:
        return None
    others = [one for one in targets_in(found.items) if one.people != who[0].people or one.means != who[0].means]
    if found.intent.name in _OF_ALL and not others:
        return Interpretation(BY_NAME["why"], (who[0],), frozenset({"WHY"}), found.score)
    return found if found.intent.name in _KEPT else None
