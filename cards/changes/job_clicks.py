"""What the buttons of jobs carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from cards.actions import ActionData, ActionInputs, NoData, PagedData


@dataclass(frozen=True, slots=True)
class JobAction(ActionData):
    """An action on one job."""

    job: str


@dataclass(frozen=True, slots=True)
class ShowJob(JobAction):
    """Shows the job in a message of its own."""

    verb: ClassVar[str] = "jobs.show"


@dataclass(frozen=True, slots=True)
class UndoJob(JobAction):
    """Plans to undo the job."""

    verb: ClassVar[str] = "job.undo"


@dataclass(frozen=True, slots=True)
class RetryJob(JobAction):
    """Plans what failed or wasn't done once more."""

    verb: ClassVar[str] = "job.retry"


@dataclass(frozen=True, slots=True)
class PauseJob(JobAction):
    """Pauses the job once the steps under way are done."""

    verb: ClassVar[str] = "job.pause"


@dataclass(frozen=True, slots=True)
class ResumeJob(JobAction):
    """Resumes a paused or stopped job."""

    verb: ClassVar[str] = "job.resume"


@dataclass(frozen=True, slots=True)
class CancelJob(JobAction):
    """Cancels the job once the steps under way are done."""

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
    """Plans to undo this person's last job."""

    verb: ClassVar[str] = "jobs.undo_last"


@dataclass(frozen=True, slots=True)
class ChooseWhatToCancel(NoData):
    """Asks which open plan to withdraw or which job to cancel."""

    verb: ClassVar[str] = "work.cancel"


@dataclass(frozen=True, slots=True)
class ChooseWhatToStop(NoData):
    """Asks which job to pause or which open plan to withdraw."""

    verb: ClassVar[str] = "work.stop"
