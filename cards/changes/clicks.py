"""What the buttons of plans, approvals, drafts and jobs carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from cards.actions import ActionData, ActionInputs, Everything, NoData, PagedData, Prefixed, Text


@dataclass(frozen=True, slots=True)
class PlanAction(ActionData):
    """About one plan; `hash` is the fingerprint of the content that was seen."""

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
    """Drops a plan that nobody was asked about yet."""

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
    """Plans the same wish anew."""

    verb: ClassVar[str] = "plan.again"


@dataclass(frozen=True, slots=True)
class ChangePlan(PagedData):
    """Shows a page of a rejected plan's lines, to be changed."""

    verb: ClassVar[str] = "plan.change"
    plan: str


@dataclass(frozen=True, slots=True)
class AmendPlan(PagedData):
    """Plans the rejected wish anew, as it was changed on that page."""

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
    """The comment on a decision, and the number of lines where that is to be typed."""

    comment: Text = ""
    typed: Text = ""


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
class ForgetKnownHeadings(NoData):
    """Forgets what the workspace's column headings mean."""

    verb: ClassVar[str] = "headings.forget"


@dataclass(frozen=True, slots=True)
class FileSample(NoData):
    """Gives the sample file."""

    verb: ClassVar[str] = "bulk.sample"


@dataclass(frozen=True, slots=True)
class FileSent(NoData):
    """A file was sent to the bot."""

    verb: ClassVar[str] = "file.sent"


@dataclass(frozen=True, slots=True)
class PasteTable(ActionData):
    """Rows were typed or pasted into the chat."""

    verb: ClassVar[str] = "table.pasted"
    text: str


@dataclass(frozen=True, slots=True)
class DraftAction(ActionData):
    """About one draft."""

    draft: str


@dataclass(frozen=True, slots=True)
class AnswerDraft(DraftAction):
    """Answers what was asked about a draft; a button of its own says `choice` to `question`."""

    verb: ClassVar[str] = "draft.answer"
    question: str = ""
    choice: str = ""


@dataclass(frozen=True, slots=True)
class AnswerInputs(ActionInputs):
    """The answers: those about the file by question, and the person meant by the question's id."""

    answers: Everything = field(default_factory=dict)
    people: Annotated[Mapping[str, str], Prefixed("who_")] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GiveLicences(ActionData):
    """Plans a draft with the phone licences that its lines lack."""

    verb: ClassVar[str] = "draft.licences"
    draft: str


@dataclass(frozen=True, slots=True)
class AcceptSuggestions(ActionData):
    """Mends every cell of a draft as was suggested."""

    verb: ClassVar[str] = "draft.accept"
    draft: str


@dataclass(frozen=True, slots=True)
class OpenMending(PagedData):
    """Shows a page of a draft's faults, each with a field."""

    verb: ClassVar[str] = "draft.mending"
    draft: str


@dataclass(frozen=True, slots=True)
class MendDraft(PagedData):
    """Takes what was typed into the fields of a page of a draft's faults."""

    verb: ClassVar[str] = "draft.mend"
    draft: str


@dataclass(frozen=True, slots=True)
class MendInputs(ActionInputs):
    """What each cell should hold, by the number of its fault."""

    cells: Annotated[Mapping[str, str], Prefixed("cell_")] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkipFaulty(DraftAction):
    """Plans the lines of a draft that have no faults."""

    verb: ClassVar[str] = "draft.skip"


@dataclass(frozen=True, slots=True)
class FileFindings(DraftAction):
    """Gives all findings of a draft as a file."""

    verb: ClassVar[str] = "draft.findings_file"


@dataclass(frozen=True, slots=True)
class JobAction(ActionData):
    """About one job."""

    job: str


@dataclass(frozen=True, slots=True)
class ShowJob(JobAction):
    """Shows the job in a message of its own."""

    verb: ClassVar[str] = "jobs.show"


@dataclass(frozen=True, slots=True)
class UndoJob(JobAction):
    """Plans to take back what the job did."""

    verb: ClassVar[str] = "job.undo"


@dataclass(frozen=True, slots=True)
class RetryJob(JobAction):
    """Plans what failed or wasn't done."""

    verb: ClassVar[str] = "job.retry"


@dataclass(frozen=True, slots=True)
class PauseJob(JobAction):
    """Pauses the job after what is under way."""

    verb: ClassVar[str] = "job.pause"


@dataclass(frozen=True, slots=True)
class ResumeJob(JobAction):
    """Goes on with a paused or stopped job."""

    verb: ClassVar[str] = "job.resume"


@dataclass(frozen=True, slots=True)
class CancelJob(JobAction):
    """Ends the job after what is under way."""

    verb: ClassVar[str] = "job.cancel"


@dataclass(frozen=True, slots=True)
class FileJob(JobAction):
    """Gives the job's result as a file, an Excel one unless CSV is asked for."""

    verb: ClassVar[str] = "job.file"
    format: Annotated[str, Field(alias="as")] = ""


@dataclass(frozen=True, slots=True)
class PageJobs(PagedData):
    """Shows another page of jobs."""

    verb: ClassVar[str] = "jobs.page"


@dataclass(frozen=True, slots=True)
class OpenJob(NoData):
    """Shows the job that was chosen from the list."""

    verb: ClassVar[str] = "jobs.open"


@dataclass(frozen=True, slots=True)
class OpenJobInputs(ActionInputs):
    """The job that was chosen from the list."""

    job: str = ""


@dataclass(frozen=True, slots=True)
class FileJobs(NoData):
    """Gives the list of jobs as a file."""

    verb: ClassVar[str] = "jobs.file"


@dataclass(frozen=True, slots=True)
class UndoLastJob(NoData):
    """Plans to take back what this person's last job did."""

    verb: ClassVar[str] = "jobs.undo_last"


@dataclass(frozen=True, slots=True)
class ChooseWhatToCancel(NoData):
    """Asks which open plan or job is to be taken back."""

    verb: ClassVar[str] = "work.cancel"


@dataclass(frozen=True, slots=True)
class ChooseWhatToStop(NoData):
    """Asks which job is to be paused, or which open plan taken back."""

    verb: ClassVar[str] = "work.stop"


@dataclass(frozen=True, slots=True)
class AnswerFileOffer(ActionData):
    """Answers the offer of a file: which file, and to whom it was offered."""

    verb: ClassVar[str] = "file.answered"
    kind: str
    id: str = ""
    who: str = ""
