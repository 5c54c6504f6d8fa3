"""What the buttons of drafts carry, and how a draft begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from cards.actions import ActionData, ActionInputs, Everything, NoData, PagedData, Prefixed


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
    """An action on one draft."""

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
    """Mends every cell of a draft as suggested."""

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
