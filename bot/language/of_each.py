"""A number for everybody in a department or office: one request each, as numbers are given one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.language.intents import BY_NAME
from bot.language.interpretation import Interpretation, Several, Unsure
from bot.language.names import Names
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole
from services.domain.people import Person, fold
from services.inventory.groups import is_of_group

_MAX_SEVERAL = 6  # people that a card has buttons for
_MORE = frozenset({"second", "2nd", "another", "additional", "further", "extra", "more", "one more"})  # than they have
Reader = Callable[[Sequence[Span]], Interpretation | None]  # reads items as a request; None if they are none


def number_for_each(items: Sequence[Span], names: Names, read: Reader) -> Several | Unsure | None:
    """A request for each member of a group who has no number, to choose from: “give everyone in Sales a number”.

    If nobody lacks one, or too many do for one card, the group's lines are offered. None if no group is to get numbers.
    """
    groups = [item for item in items if item.is_a(ThingKind.GROUP) and item.role is not TargetRole.EXCEPT]
    out = [item for item in items if item.means and item.role is TargetRole.EXCEPT]
    if len(groups) != 1 or len(targets_in(items)) != len(out) + 1:
        return None
    members = [one for one in names.directory.people if is_of_group(one, groups[0].means[ThingKind.GROUP])]
    kept = [item for item in items if "EXCEPT" not in item.concepts and not any(item is one for one in out)]
    if not members or not _gives_number(kept, groups[0], members[0], read):
        return None
    left_out = {person.key for item in out for person in item.people}
    more = any(fold(item.text) in _MORE for item in items)
    lacking = [one for one in members if (more or not _has_number(one, names)) and one.key not in left_out]
    if 1 < len(lacking) <= _MAX_SEVERAL:
        return Several(tuple(f"give {names.directory.handle(one)} the next free number" for one in lacking))
    if len(lacking) == 1:
        wish = read(_filled(kept, groups[0], lacking[0]))
        return Unsure(tuple(items), (wish,) if wish else ())
    return Unsure(tuple(items), (Interpretation(BY_NAME["lines"], (groups[0],), frozenset(), whole=False),))


def _gives_number(items: Sequence[Span], group: Span, member: Person, read: Reader) -> bool:
    """Whether these items would ask for a number if they named this member instead of the group."""
    wish = read(_filled(items, group, member))
    return wish is not None and wish.intent.name == "give" and "NUMBER" in wish.words


def _filled(items: Sequence[Span], group: Span, person: Person) -> list[Span]:
    """The items with this person in place of the group, and *number* read as any number."""
    one = replace(group, text=person.name, means={ThingKind.PERSON: person.name}, people=(person,))
    filled = [one if item is group else item for item in items]
    return [
        replace(item, concepts=item.concepts | {"A_NUMBER"}) if "NUMBER" in item.concepts and not item.noise else item
        for item in filled
    ]


def _has_number(person: Person, names: Names) -> bool:
    keys = names.keys_of(person.identity_uuid)
    return any(on in keys for on in names.ours.values() if on)
