"""Pronouns: each stands for a thing named before it in the same sentence, or for one of the recent topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.language.memory import Topic
from bot.language.rows import targets_in
from bot.language.things import Span, ThingKind
from cards.lines.sentence_clicks import TargetRole

_PRONOUNS = frozenset({"IT", "SHE"})


def with_pronouns(items: Sequence[Span], topic: Topic | None) -> tuple[Span, ...]:
    """The items, each pronoun with what it stands for: a thing named earlier in the sentence, or in the topic.

    A bare *why* asks about the topic, too.
    """
    found: list[Span] = []
    if topic and items and all("WHY" in item.concepts for item in items):
        return (*items, *targets_in(topic.items)[:1])
    for item in items:
        if not item.concepts & _PRONOUNS or item.means:
            found.append(item)
            continue
        here = next((one for one in reversed(found) if _stands_for(item, one)), None)
        if here is not None:
            # The sentence names that thing already: as a second one it would change the reading.
            found.append(replace(item, noise=True, concepts=item.concepts - {"IT"} | {"SHE"}))
            continue
        before = _meant(item, topic)
        added = _added(item, items, topic)
        if added is not None:
            before = added
        found.append(replace(item, means=before.means, people=before.people) if before else item)
    return tuple(found)


def _meant(pronoun: Span, topic: Topic | None) -> Span | None:
    """The one thing of the topic that the pronoun fits; *it* rather a thing than a person. None for several."""
    fits = [one for one in (topic.items if topic else ()) if _stands_for(pronoun, one)]
    if "IT" in pronoun.concepts:
        fits = [one for one in fits if not one.people] or fits
    # Rather what the change was made to than where it went or came from.
    fits = [one for one in fits if one.role in (TargetRole.NONE, TargetRole.OF)] or fits
    return fits[0] if len({(one.people, *one.means.items()) for one in fits}) == 1 else None


def _added(pronoun: Span, items: Sequence[Span], topic: Topic | None) -> Span | None:
    """The add-on of the last sentence, where *it* is to be given to or taken from somebody named: “give it to Ben”."""
    given = [one for one in (topic.items if topic and topic.reading else ()) if one.is_a(ThingKind.CODE)]
    if "IT" not in pronoun.concepts or len(given) != 1 or not targets_in(items):
        return None
    return given[0]


def _stands_for(pronoun: Span, thing: Span) -> bool:
    kinds = (
        {ThingKind.PERSON, ThingKind.LINE}
        if "SHE" in pronoun.concepts
        else {ThingKind.PERSON, ThingKind.LINE, ThingKind.NUMBER}
    )
    return bool(thing.means.keys() & kinds)
