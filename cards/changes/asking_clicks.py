"""What the buttons carry that hand on a waiting plan, remind its approvers or ask them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cards.actions import ActionInputs, NoData, Text
from cards.changes.clicks import PlanAction


@dataclass(frozen=True, slots=True)
class ChooseHeir(PlanAction):
    """Shows to whom the plan can be handed on."""

    verb: ClassVar[str] = "approval.choose"


@dataclass(frozen=True, slots=True)
class HandOn(PlanAction):
    """Hands the plan on to whoever was chosen."""

    verb: ClassVar[str] = "approval.hand_on"


@dataclass(frozen=True, slots=True)
class HeirInputs(ActionInputs):
    """Who was chosen, by object id."""

    to: Text = ""


@dataclass(frozen=True, slots=True)
class RemindApprovers(PlanAction):
    """Reminds who was asked about the plan and hasn't decided."""

    verb: ClassVar[str] = "plan.remind"


@dataclass(frozen=True, slots=True)
class AskApproversAgain(PlanAction):
    """Asks everybody who may approve the plan at present."""

    verb: ClassVar[str] = "plan.ask_again"


@dataclass(frozen=True, slots=True)
class NameSubstitute(NoData):
    """Names who stands in for whoever clicks."""

    verb: ClassVar[str] = "substitute.name"


@dataclass(frozen=True, slots=True)
class SubstituteInputs(ActionInputs):
    """Who stands in, by object id, and the last day of it."""

    to: Text = ""
    until: Text = ""


@dataclass(frozen=True, slots=True)
class EndSubstitute(NoData):
    """Ends the substitution of whoever clicks."""

    verb: ClassVar[str] = "substitute.end"
