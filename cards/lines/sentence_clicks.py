"""What sentences about lines and people ask for, and what the buttons of their cards carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from cards.actions import ActionData, ActionInputs, NoData, Text


class TargetKind(StrEnum):
    """What a sentence's change is about."""

    PERSON = "person"  # somebody, by name or address
    LINE = "line"  # an extension
    NUMBER = "number"  # a phone number
    GROUP = "group"  # several people or lines, by what they have in common


class TargetRole(StrEnum):
    """The role of a thing in a change, by the preposition before it."""

    NONE = ""  # no preposition
    TO = "to"  # who or what gets it
    FROM = "from"  # who or what loses it
    LIKE = "like"  # who or what it is copied from
    OF = "of"  # whose it is
    FOR = "for"  # for whom it is meant
    EXCEPT = "except"  # who or what is excluded


@dataclass(frozen=True, slots=True)
class Target:
    """A person, line or number that a sentence names, in unambiguous words."""

    text: str
    kind: TargetKind
    role: TargetRole = TargetRole.NONE


@dataclass(frozen=True, slots=True)
class SentenceAction(ActionData):
    """A change asked for in a sentence, with what it names: numbers in E.164, add-ons by code."""

    targets: tuple[Target, ...] = ()
    codes: tuple[str, ...] = ()
    country: str = ""
    next_number: bool = False
    numbers_only: bool = False
    day: date | None = None
    template: str = ""

    @property
    def holders(self) -> tuple[Target, ...]:
        """The people and lines, without those left out."""
        return tuple(
            one for one in self.targets if one.kind is not TargetKind.NUMBER and one.role is not TargetRole.EXCEPT
        )

    @property
    def groups(self) -> tuple[Target, ...]:
        """The groups among them."""
        return tuple(one for one in self.holders if one.kind is TargetKind.GROUP)

    @property
    def left_out(self) -> tuple[Target, ...]:
        """Those who are left out."""
        return tuple(one for one in self.targets if one.role is TargetRole.EXCEPT)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers in E.164."""
        return tuple(one.text for one in self.targets if one.kind is TargetKind.NUMBER)


@dataclass(frozen=True, slots=True)
class GiveThings(SentenceAction):
    """Plans to give add-ons and a number."""

    verb: ClassVar[str] = "changes.give"


@dataclass(frozen=True, slots=True)
class TakeAddons(SentenceAction):
    """Plans to take add-ons away."""

    verb: ClassVar[str] = "changes.take"


@dataclass(frozen=True, slots=True)
class TakeNumber(SentenceAction):
    """Plans to take a number from a line."""

    verb: ClassVar[str] = "changes.take_number"


@dataclass(frozen=True, slots=True)
class MoveNumber(SentenceAction):
    """Plans to move a number from one line to another."""

    verb: ClassVar[str] = "changes.move"


@dataclass(frozen=True, slots=True)
class MakePrivate(SentenceAction):
    """Plans to make a number somebody's private one in Teams."""

    verb: ClassVar[str] = "changes.make_private"


@dataclass(frozen=True, slots=True)
class SwapLines(SentenceAction):
    """Plans to swap the people, or the numbers, of two lines."""

    verb: ClassVar[str] = "changes.swap"


@dataclass(frozen=True, slots=True)
class PersonJoins(SentenceAction):
    """Opens the form for a line, filled in for somebody who joins."""

    verb: ClassVar[str] = "people.join"


@dataclass(frozen=True, slots=True)
class PersonLeaves(SentenceAction):
    """Plans to take the line from somebody who leaves."""

    verb: ClassVar[str] = "people.leave"


@dataclass(frozen=True, slots=True)
class PlanLeaving(NoData):
    """Plans what the form for a leaver says."""

    verb: ClassVar[str] = "people.leave.plan"


@dataclass(frozen=True, slots=True)
class LeavingInputs(ActionInputs):
    """Whose line, whose line takes the calls, and the last day."""

    person: Text = ""
    cover: Text = ""
    day: Text = ""


@dataclass(frozen=True, slots=True)
class PlanJoining(NoData):
    """Plans what the form for a joiner says."""

    verb: ClassVar[str] = "people.join.plan"


@dataclass(frozen=True, slots=True)
class JoiningInputs(ActionInputs):
    """Who joins, whose line is the model, and which template."""

    person: Text = ""
    like: Text = ""
    template: Text = ""
