"""A second reading, by frames: a request that names the state to reach, as in “the app must be away from Ben”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.clauses import clauses_of
from bot.language.courtesy import Unwrapped
from bot.language.find import find_items
from bot.language.forms import asks, is_quoted, is_what_if, looks
from bot.language.frames import asked_of, framed, wish_for
from bot.language.intent import Weight
from bot.language.interpretation import Hindrance, Interpretation, Several, Understood, Unsure, checked
from bot.language.memory import Topic
from bot.language.names import Names
from bot.language.pronouns import with_pronouns
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole

_SWITCHES = frozenset({"SET", "MAKE"})
_HINDERED = frozenset({Hindrance.CONDITION, Hindrance.TOLD, Hindrance.LATER})
_OVERLOOKS = frozenset(
    {
        "show",
        "licences",
        "lines",
        "calls",
        "change_setting",
        "settings",
        "numbers",
        "free_numbers",
        "why",
        "status",
        "rule",
    }
)


def reframed(found: Understood, heard: Unwrapped, names: Names, topic: Topic | None) -> Understood:
    """The reading by frames that replaces what was found; None if that stands: no request, or something hinders it."""
    if isinstance(found, Several) or (isinstance(found, Unsure) and found.quoted):
        return None
    if isinstance(found, Interpretation) and not _may_be_wished(found):
        return None
    written = find_items(heard.text, names)
    items = with_pronouns(written, topic)
    if items and isinstance(found, Unsure) and asks(items) and (state := asked_of(items)):
        return checked(state)
    if isinstance(found, Unsure) and found.hindrance in _HINDERED:
        return None
    if not items or is_what_if(items) or asks(items) or looks(items) or len(clauses_of(heard.text, written, names)) > 1:
        return None
    frame = framed(items, wished=heard.wished or (heard.pleased and _is_for(items)))
    if frame is None or is_quoted(heard.text, items):
        return _open_verb(found, items)
    reading = checked(frame.reading)
    looks_only = reading.intent.weight is Weight.READ
    if isinstance(found, Interpretation) and found.stranger:
        return reading if looks_only and targets_in(reading.items) else None
    if isinstance(found, Interpretation) and (looks_only or reading.intent.form):
        return _open_verb(found, items)
    if frame.whole and not heard.text.rstrip().endswith("?") and "ABOUT" not in items[0].concepts:
        return reading
    if not (isinstance(found, Unsure) or heard.wished):
        return _open_verb(found, items)
    return Unsure(items, (replace(reading, whole=frame.whole),))


def _open_verb(found: Understood, items: Sequence[Span]) -> Unsure | None:
    """The changes to ask about where an add-on's verb is unknown, or lacks its *on* or *off*; None otherwise."""
    lead = next((item for item in items if not item.noise), None)
    if not isinstance(found, Interpretation) or found.intent.name != "show" or lead is None or lead.means:
        return None
    switches = bool(lead.concepts & _SWITCHES)
    if not (lead.unknown or switches) or not any(item.is_a(ThingKind.CODE) for item in items):
        return None
    away = any(item.role is TargetRole.FROM for item in targets_in(items))
    either = (True, False) if switches else (not away,)
    wishes = [wish for gives in either if (wish := wish_for(items, gives=gives))]
    return Unsure(tuple(items), tuple(map(checked, wishes))) if wishes else None


def _may_be_wished(found: Interpretation) -> bool:
    """Whether a reading may have missed a request: it only shows something, or a name in it is unknown."""
    looks = found.intent.weight is Weight.READ and found.intent.name in _OVERLOOKS and not found.what_if
    section = any(item.is_a(ThingKind.SECTION) for item in found.items)  # then its form is what is wanted
    return not found.intent.talk and ((looks and not section) or bool(found.stranger))


def _is_for(items: Sequence[Span]) -> bool:
    """Whether somebody is named with *for* or *to*: “recording for Priya”, which with a *please* is a request."""
    return any(item.role in (TargetRole.FOR, TargetRole.TO) for item in targets_in(items))
