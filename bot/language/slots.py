"""The things of a reading by kind and role, and what a reading leads to: words of a command, or an action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.language.names import Names
from bot.language.things import Span, ThingKind
from cards.actions import Carried, NoData
from cards.lines.sentence_clicks import (
    SentenceAction,
    Target,
    TargetKind,
)

NEXT = "next"  # stands for the next free number
# What a change can be about; a word that can mean several of them is taken for the first.
_TARGETS = {
    ThingKind.PERSON: TargetKind.PERSON,
    ThingKind.LINE: TargetKind.LINE,
    ThingKind.NUMBER: TargetKind.NUMBER,
    ThingKind.GROUP: TargetKind.GROUP,
}


@dataclass(frozen=True, slots=True)
class Lead:
    """What to do: a command's words, or an action."""

    words: str = ""
    action: Carried | None = None


@dataclass(frozen=True, slots=True)
class Slots:
    """The things of a reading, by kind and by role."""

    items: tuple[Span, ...]
    names: Names
    words: frozenset[str] = frozenset()  # concepts that the reading used

    def all(self, kind: ThingKind) -> list[str]:
        """The values of this kind, in order."""
        return [self._value(item, kind) for item in self.items if kind in item.means]

    def first(self, kind: ThingKind) -> str:
        """The first value of this kind, empty for none."""
        return next(iter(self.all(kind)), "")

    def targets(self) -> list[str]:
        """The people, lines, numbers and groups, each by an unambiguous name or number."""
        return [self.target(item) for item in self.items if is_target(item)]

    def target(self, item: Span) -> str:
        """The unambiguous name or number of this one."""
        return self._value(item, _kind(item))

    def one(self) -> str:
        """The only target; empty where there is none."""
        return next(iter(self.targets()), "")

    def _value(self, item: Span, kind: ThingKind) -> str:
        return (
            self.names.directory.handle(item.people[0])
            if kind is ThingKind.PERSON and item.people
            else item.means[kind]
        )


def is_target(item: Span) -> bool:
    return bool(item.means.keys() & _TARGETS.keys())


def _kind(item: Span) -> ThingKind:
    """What a target is taken for when it can be several."""
    return next(kind for kind in _TARGETS if kind in item.means)


def say(words: str) -> Callable[[Slots], Lead | None]:
    """For an intent that leads to these words of a command."""
    return lambda _slots: Lead(words)


def do(action: type[NoData]) -> Callable[[Slots], Lead | None]:
    """For an intent that leads to an action without data."""
    return lambda _slots: Lead(action=action())


def change(action: type[SentenceAction]) -> Callable[[Slots], Lead | None]:
    """For an intent that leads to an action with all the things that were named."""
    return lambda slots: Lead(action=with_things(action, slots))


def with_things(action: type[SentenceAction], slots: Slots) -> SentenceAction:
    day, codes = slots.first(ThingKind.DATE), tuple(dict.fromkeys(slots.all(ThingKind.CODE)))
    return action(
        targets=tuple(
            Target(slots.target(item), _TARGETS[_kind(item)], item.role) for item in slots.items if is_target(item)
        ),
        codes=codes,
        country=slots.first(ThingKind.COUNTRY),
        next_number=NEXT in slots.words and ("NUMBER" in slots.words or not codes),  # “an app” is no number
        numbers_only="NUMBER" in slots.words,
        day=date.fromisoformat(day) if day else None,
        template=slots.first(ThingKind.TEMPLATE),
    )
