"""A number or extension in place of another, as in “a UK number instead of the SG one”: always asked about first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.fitting import readings
from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation
from bot.language.names import Names
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import fold

_CHANGES = frozenset({"CHANGE", "REPLACE", "SWAP"})
_TURNS = frozenset({"DONT", "IF", "SAID", "MAYBE", "OR"})


def other_number(items: Sequence[Span]) -> Interpretation | None:
    """The reading that gives a number of the new country, to be asked about; None if no number is to be replaced."""
    places = [item for item in items if _is_place(item)]
    if not places or any(item.concepts & _TURNS for item in items if not item.means):
        return None
    old = _old(items, places)
    changes = any(item.concepts & _CHANGES for item in items if not item.means)
    if not (old or changes):
        return None
    kept = [_as_gift(item) for item in items if not any(item is one for one in old)]
    found = [one for one in readings(kept, asks=False) if one.intent.name == "give"]
    best = max(found, key=lambda one: one.score, default=None)
    return replace(best, whole=False) if best and len(targets_in(best.items)) == 1 else None


def other_extension(items: Sequence[Span], names: Names) -> Interpretation | None:
    """The reading that renumbers somebody's line, to be asked about; None if no extension is to be replaced."""
    lines = [item for item in items if item.is_a(ThingKind.LINE) and not item.people]
    people = [item for item in items if len(item.people) == 1]
    said = {concept for item in items if not item.means for concept in item.concepts}
    instead = said & {"EXCEPT", "INSTEAD", "BROKEN", "REPLACE"} or any("instead" in fold(item.text) for item in items)
    instead = instead or ("CHANGE" in said and len(lines) > 1)  # from this to that
    if len(people) != 1 or not instead or said & _TURNS or not 1 <= len(lines) <= 2:
        return None
    held = names.keys_of(people[0].people[0].identity_uuid)
    new = [item for item in lines if item.means[ThingKind.LINE] not in held]
    if (
        len(new) != 1
        or len(held) != 1
        or (len(lines) == 2 and not any(item.means[ThingKind.LINE] in held for item in lines))
    ):
        return None
    old = Span(held[0], people[0].start, people[0].end, means={ThingKind.LINE: held[0]})
    return Interpretation(
        BY_NAME["renumber"], (old, replace(new[0], role=TargetRole.NONE)), frozenset({"CHANGE"}), whole=False
    )


def _is_place(item: Span) -> bool:
    return item.is_a(ThingKind.COUNTRY)


def _old(items: Sequence[Span], places: Sequence[Span]) -> list[Span]:
    """The country of the old number: the one denied, with the words that deny it, or else the first of two."""
    gone = [item for item in places if item.role is TargetRole.EXCEPT or _is_denied(items, item)]
    if gone:
        denials = [item for item in items if not item.means and item.concepts & {"EXCEPT", "NOT", "AND"}]
        return [*gone, *denials]
    return [places[0]] if len(places) > 1 else []


def _is_denied(items: Sequence[Span], place: Span) -> bool:
    """Whether *not* stands before the country, with only small words between."""
    before = [item for item in items if item.end <= place.start]
    while before and before[-1].noise and not before[-1].concepts & {"NOT"}:
        before.pop()
    return bool(before) and "NOT" in before[-1].concepts


def _as_gift(item: Span) -> Span:
    """The item as in “give a number”: a verb of change becomes *give*, and *number* any number."""
    if item.means:
        return replace(item, means={ThingKind.COUNTRY: item.means[ThingKind.COUNTRY]}) if _is_place(item) else item
    if item.concepts & _CHANGES:
        return replace(item, concepts=frozenset({"GIVE"}), noise=False)
    if "NUMBER" in item.concepts and not item.noise:
        return replace(item, concepts=item.concepts | {"A_NUMBER"})
    return item
