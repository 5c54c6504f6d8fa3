"""What the buttons of plans and approvals carry, and the answer to the offer of a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from cards.actions import ActionData, ActionInputs, NoData, PagedData, Prefixed, Text


@dataclass(frozen=True, slots=True)
class PlanAction(ActionData):
    """An action on one plan; `hash` is the fingerprint of the content that was seen."""

    plan: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class SubmitPlan(PlanAction):
    """Asks the other admins to approve the plan."""

    verb: ClassVar[str] = "plan.submit"


@dataclass(frozen=True, slots=True)
class SubmitInputs(ActionInputs):
    """Why the plan is wanted, or its ticket."""

    reason: Text = ""


@dataclass(frozen=True, slots=True)
class PagePlan(PagedData):
    """Shows a page of the plan's lines."""

    verb: ClassVar[str] = "plan.page"
    plan: str


@dataclass(frozen=True, slots=True)
class ApplyPlan(PlanAction):
    """Applies a plan that its author may apply alone."""

    verb: ClassVar[str] = "plan.apply"


@dataclass(frozen=True, slots=True)
class DiscardPlan(PlanAction):
    """Discards a plan before anybody was asked."""

    verb: ClassVar[str] = "plan.discard"


@dataclass(frozen=True, slots=True)
class WithdrawPlan(PlanAction):
    """Takes back a plan that waits for approval."""

    verb: ClassVar[str] = "plan.withdraw"


@dataclass(frozen=True, slots=True)
class FilePlan(PlanAction):
    """Gives the whole plan as a file."""

    verb: ClassVar[str] = "plan.file"


@dataclass(frozen=True, slots=True)
class ShowPlan(PlanAction):
    """Shows the plan in a message of its own."""

    verb: ClassVar[str] = "approvals.show"


@dataclass(frozen=True, slots=True)
class PlanAgain(PlanAction):
    """Plans the same request again."""

    verb: ClassVar[str] = "plan.again"


@dataclass(frozen=True, slots=True)
class ChangePlan(PagedData):
    """Shows a page of a rejected plan's lines, to be changed."""

    verb: ClassVar[str] = "plan.change"
    plan: str


@dataclass(frozen=True, slots=True)
class AmendPlan(PagedData):
    """Plans the rejected request again, with the changes made on that page."""

    verb: ClassVar[str] = "plan.amend"
    plan: str


@dataclass(frozen=True, slots=True)
class AmendInputs(ActionInputs):
    """What was changed, by the line's number: left out, another number, another person."""

    out: Annotated[Mapping[str, str], Prefixed("out_")] = field(default_factory=dict)
    numbers: Annotated[Mapping[str, str], Prefixed("number_")] = field(default_factory=dict)
    people: Annotated[Mapping[str, str], Prefixed("person_")] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApprovePlan(PlanAction):
    """Approves the plan."""

    verb: ClassVar[str] = "approval.approve"


@dataclass(frozen=True, slots=True)
class RejectPlan(PlanAction):
    """Rejects the plan."""

    verb: ClassVar[str] = "approval.reject"


@dataclass(frozen=True, slots=True)
class DecisionInputs(ActionInputs):
    """The comment on a decision, and the number of lines where it has to be typed."""

    comment: Text = ""
    typed: Text = ""


@dataclass(frozen=True, slots=True)
class ApproveHere(PlanAction):
    """Approves the plan in a shared conversation."""

    verb: ClassVar[str] = "approval.approve_here"


@dataclass(frozen=True, slots=True)
class RejectHere(PlanAction):
    """Rejects the plan in a shared conversation."""

    verb: ClassVar[str] = "approval.reject_here"


@dataclass(frozen=True, slots=True)
class NextHere(ActionData):
    """Shows another waiting plan, in counts; `place` is its position among them, counted from 0."""

    verb: ClassVar[str] = "approvals.next_here"
    place: int = 0


@dataclass(frozen=True, slots=True)
class PageApprovals(PagedData):
    """Shows another page of the plans that wait."""

    verb: ClassVar[str] = "approvals.page"


@dataclass(frozen=True, slots=True)
class OpenApproval(NoData):
    """Shows the plan that was chosen from the list."""

    verb: ClassVar[str] = "approvals.open"


@dataclass(frozen=True, slots=True)
class OpenApprovalInputs(ActionInputs):
    """The plan that was chosen from the list."""

    plan: str = ""


@dataclass(frozen=True, slots=True)
class FileApprovals(NoData):
    """Gives the list of plans that wait as a file."""

    verb: ClassVar[str] = "approvals.file"


@dataclass(frozen=True, slots=True)
class AnswerFileOffer(ActionData):
    """Answers the offer of a file: which file, and to whom it was offered."""

    verb: ClassVar[str] = "file.answered"
    kind: str
    id: str = ""
    who: str = ""
