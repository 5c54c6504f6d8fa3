"""What the buttons of numbers carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from cards.actions import ActionData, ActionInputs, NoData, PagedData, Text, Ticks


@dataclass(frozen=True, slots=True)
class NumbersAction(PagedData):
    """Which numbers: those of a filter that match a query; `ticked` are those ticked on other pages."""

    filter: str = "all"
    query: str = ""
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListNumbers(NumbersAction):
    """Shows a page of numbers."""

    verb: ClassVar[str] = "numbers.show"


@dataclass(frozen=True, slots=True)
class ListNumbersInputs(ActionInputs):
    """The filter, what to look for, and what is ticked on this page."""

    filter: str = ""
    query: str | None = None
    ticked: Ticks = ()


@dataclass(frozen=True, slots=True)
class FileNumbers(ActionData):
    """Gives the numbers that fit as a file."""

    verb: ClassVar[str] = "numbers.file"
    filter: str = "all"
    query: str = ""


@dataclass(frozen=True, slots=True)
class TickedInputs(ActionInputs):
    """What is ticked on this page."""

    ticked: Ticks = ()


@dataclass(frozen=True, slots=True)
class UploadNumbers(NumbersAction):
    """Uploads the ticked numbers, or all that match."""

    verb: ClassVar[str] = "numbers.upload"
    every: Annotated[bool, Field(alias="all")] = False


@dataclass(frozen=True, slots=True)
class AssignNumbers(NumbersAction):
    """Assigns the ticked numbers in Teams."""

    verb: ClassVar[str] = "numbers.assign"


@dataclass(frozen=True, slots=True)
class UnassignNumbers(NumbersAction):
    """Unassigns the ticked numbers in Teams."""

    verb: ClassVar[str] = "numbers.unassign"


@dataclass(frozen=True, slots=True)
class ReleaseNumbers(NumbersAction):
    """Releases the ticked numbers from the tenant."""

    verb: ClassVar[str] = "numbers.release"


@dataclass(frozen=True, slots=True)
class PlanUpload(ActionData):
    """Plans an upload of a list of numbers, or of all of a filter that match a query."""

    verb: ClassVar[str] = "upload.plan"
    numbers: str = ""
    every: Annotated[bool, Field(alias="all")] = False
    filter: str = "all"
    query: str = ""


@dataclass(frozen=True, slots=True)
class SaveUploadOptions(NoData):
    """Saves the workspace's upload options."""

    verb: ClassVar[str] = "upload.save"


@dataclass(frozen=True, slots=True)
class UploadInputs(ActionInputs):
    """What the numbers are for, their emergency address, and whether the tenant may change it."""

    usage: str = ""
    place: str = "default"
    open_address: Annotated[bool, Field(alias="open")] = False


@dataclass(frozen=True, slots=True)
class GiveNumber(ActionData):
    """Plans a number for somebody; `locate` also sets their country to the number's."""

    verb: ClassVar[str] = "assign_number.plan"
    locate: bool = False


@dataclass(frozen=True, slots=True)
class AssignNumberInputs(ActionInputs):
    """Which number, and who is to have it."""

    number: Text = ""
    person: Text = ""


@dataclass(frozen=True, slots=True)
class ListFreeNumbers(ActionData):
    """Lists numbers that are on no line, of one country where one is named."""

    verb: ClassVar[str] = "numbers.free"
    country: str = ""
