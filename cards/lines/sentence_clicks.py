"""What sentences about lines and people ask for, and the buttons of the cards that answer them."""

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
    """What stands before a thing in a sentence and says what it is to the change."""

    NONE = ""  # nothing stands before it
    TO = "to"  # who or what gets it
    FROM = "from"  # who or what loses it
    LIKE = "like"  # who or what it is copied from
    OF = "of"  # whose it is
    FOR = "for"  # for whom it is meant
    EXCEPT = "except"  # who or what is left out


@dataclass(frozen=True, slots=True)
class Target:
    """Somebody, a line or a number that a sentence names, in words that mean it alone."""

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
        """The people and lines, but for those who are left out."""
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
    """Plans to take a number off a line."""

    verb: ClassVar[str] = "changes.take_number"


@dataclass(frozen=True, slots=True)
class MoveNumber(SentenceAction):
    """Plans to move a number from one line to another."""

    verb: ClassVar[str] = "changes.move"


@dataclass(frozen=True, slots=True)
class MakePrivate(SentenceAction):
    """Plans that a number is somebody's private one in Teams."""

    verb: ClassVar[str] = "changes.make_private"


@dataclass(frozen=True, slots=True)
class SwapLines(SentenceAction):
    """Plans that two lines change their people, or their numbers."""

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
    """Plans what the form says of somebody who leaves."""

    verb: ClassVar[str] = "people.leave.plan"


@dataclass(frozen=True, slots=True)
class LeavingInputs(ActionInputs):
    """Whose line, whose line takes the calls, and the last day."""

    person: Text = ""
    cover: Text = ""
    day: Text = ""


@dataclass(frozen=True, slots=True)
class PlanJoining(NoData):
    """Plans what the form says of somebody who joins."""

    verb: ClassVar[str] = "people.join.plan"


@dataclass(frozen=True, slots=True)
class JoiningInputs(ActionInputs):
    """Who joins, whose line is the model, and which template."""

    person: Text = ""
    like: Text = ""
    template: Text = ""
