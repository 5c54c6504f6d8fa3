"""Gifts: requests without a verb that give somebody something: “next free number to Ben”, “102 recording on”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language import lexicon
from bot.language.fitting import readings
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold

_GIVEN = frozenset({ThingKind.CODE, ThingKind.LINE, ThingKind.NUMBER, ThingKind.TEMPLATE})
_WHERE = frozenset({TargetRole.TO, TargetRole.FOR})
_ON = "on"


def gift(items: Sequence[Span]) -> Interpretation | None:
    """The request to give something, if no verb says so; `whole` is off if the bot must ask whether it is one.

    Any free number for somebody, or an add-on with *on*, must be a request: there is nothing yet to ask about.
    """
    if any(item.concepts & lexicon.VERBS and not item.noise for item in items if not item.means):
        return None
    switched = _switched_on(items)
    if not (switched or _is_handed(items)):
        return None
    verb = Span("", items[-1].end, items[-1].end, concepts=frozenset({"GIVE"}))
    said = [item for item in items if item is not switched]
    found = (one for one in readings((verb, *said), asks=False) if one.intent.weight is Weight.WRITE)
    best = max(found, key=lambda one: one.score, default=None)
    if best is None:
        return None
    return replace(best, whole=bool(switched) or (_is_any(said) and not _named(best)))


def given(items: Sequence[Span]) -> list[Interpretation]:
    """The possible requests to give one of two things to the other, named without a verb: “6567891238 -> Nadia”."""
    if len(targets_in(items)) != 2 or any(item.concepts & lexicon.VERBS and not item.noise for item in items):
        return []
    verb = Span("", items[-1].end, items[-1].end, concepts=frozenset({"GIVE"}))
    return [one for one in readings((verb, *items), asks=False) if one.intent.weight is Weight.WRITE]


def _is_any(items: Sequence[Span]) -> bool:
    """Whether any number will do (the next one, a free one); “number for Alice” may mean the one she has."""
    return any(item.concepts & {"NEXT", "FREE"} for item in items if not item.means)


def _named(reading: Interpretation) -> bool:
    """Whether it names what is given: an add-on, an extension, a number, a template."""
    return any(item.means.keys() & _GIVEN and not item.people and item.role not in _WHERE for item in reading.items)


def _switched_on(items: Sequence[Span]) -> Span | None:
    """The *on* that ends a sentence about an add-on (“102 recording on”); None if there is none."""
    said = [item for item in items if not item.noise or fold(item.text) == _ON]
    held = any(item.is_a(ThingKind.CODE) for item in said[:-1]) and targets_in(said)
    return said[-1] if held and fold(said[-1].text) == _ON else None


def _is_handed(items: Sequence[Span]) -> bool:
    """Whether a *to* or *for* precedes whoever gets it, and what is given comes before that."""
    holders = [at for at, item in enumerate(items) if item.role in _WHERE and targets_in([item])]
    if not holders or not any(fold(item.text) in ("to", "for") for item in items[: holders[0]]):
        return False
    before = items[: holders[0]]
    number = _is_any(before) and any("NUMBER" in item.concepts and not item.noise for item in before)
    return number or any(item.means.keys() & _GIVEN and not item.people for item in before)
