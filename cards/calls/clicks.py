"""What the buttons of the call history and of readiness carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cards.actions import ActionData, ActionInputs, NoData, PagedData


@dataclass(frozen=True, slots=True)
class CallsAction(PagedData):
    """Which calls: of which line, direction and day (YYYY-MM-DD); empty for all."""

    line: str = ""
    direction: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class ListCalls(CallsAction):
    """Shows a page of calls."""

    verb: ClassVar[str] = "calls.show"


@dataclass(frozen=True, slots=True)
class FileCalls(CallsAction):
    """Gives the calls that fit as a file."""

    verb: ClassVar[str] = "calls.file"


@dataclass(frozen=True, slots=True)
class CallsInputs(ActionInputs):
    """The filter of the call history."""

    line: str | None = None
    direction: str | None = None
    day: str | None = None


@dataclass(frozen=True, slots=True)
class FileReadiness(NoData):
    """Gives every line with its chain as a file."""

    verb: ClassVar[str] = "ready.file"


@dataclass(frozen=True, slots=True)
class RepairLink(ActionData):
    """Plans what mends one link: of the line `key`, whose version `seen` was shown, or of all lines.

    `job` keeps it to the lines that this job was about.
    """

    verb: ClassVar[str] = "ready.mend"
    link: str
    key: str = ""
    seen: int = 0
    job: str = ""


@dataclass(frozen=True, slots=True)
class RepairInputs(ActionInputs):
    """The outbound call rule that was chosen."""

    rule: str = ""
