"""Removals: what “remove John” or “delete 103” may ask for, as neither says what is to be taken away."""

from __future__ import annotations

from collections.abc import Sequence

from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation
from bot.language.names import Names
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind

_REMOVES = frozenset({"TAKE", "DELETE"})
_BESIDE = frozenset(
    {"NUMBER", "LINE", "ANY_MORE", "SHE", "AS", "SYSTEM", "COMPANY", "TEAMS"}
)  # what may be said with it
_LOSSES = {
    ThingKind.PERSON: ("leave", "take_number", "take_line"),
    ThingKind.LINE: ("take_line", "take_number"),
    ThingKind.NUMBER: ("unassign_number", "release"),
}


def removals(items: Sequence[Span], names: Names) -> tuple[Interpretation, ...]:
    """The removals that may be meant for the one person, line or number named; none if anything else is said."""
    said = [item for item in items if not item.means and not item.noise]
    targets = targets_in(items)
    if len(targets) != 1 or any(item.means for item in items if item is not targets[0]):
        return ()
    if not any(item.concepts & _REMOVES for item in said) or not all(
        item.concepts & (_REMOVES | _BESIDE) for item in said
    ):
        return ()
    kind = next((kind for kind in _LOSSES if targets[0].is_a(kind)), None)
    losses = _LOSSES[kind] if kind else ()
    about = frozenset(concept for item in said for concept in item.concepts)
    if kind is not ThingKind.NUMBER and "NUMBER" in about:
        losses = ("take_number", "release")
    elif kind is ThingKind.PERSON and "LINE" in about:
        losses = ("take_line", "leave")
    elif kind is ThingKind.PERSON and (len(targets[0].people) == 1 and not _has_line(targets[0], names)):
        losses = ("leave",)
    if kind is ThingKind.NUMBER:
        about |= {"NUMBER"}  # as if *number* had been said: no second question whether its line is meant
    return tuple(Interpretation(BY_NAME[one], (targets[0],), about, whole=False) for one in losses)


def _has_line(person: Span, names: Names) -> bool:
    return bool(names.keys_of(person.people[0].identity_uuid))


def loses_unknown(items: Sequence[Span], used: Sequence[Span]) -> bool:
    """Whether an unknown word is what is to be removed: “remove qzx from maria” means neither Maria nor her line."""
    if any(item.is_a(ThingKind.CODE) for item in used):
        return False
    verb = next((at for at, item in enumerate(items) if item.concepts & _REMOVES and not item.means), None)
    return verb is not None and verb + 1 < len(items) and items[verb + 1].unknown
