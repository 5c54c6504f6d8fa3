"""What the buttons of licences carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cards.actions import ActionData, ActionInputs, PagedData


@dataclass(frozen=True, slots=True)
class ListLicences(PagedData):
    """Shows a page of licences."""

    verb: ClassVar[str] = "licences.show"


@dataclass(frozen=True, slots=True)
class ListHolders(PagedData):
    """Shows the lines that hold one licence."""

    verb: ClassVar[str] = "licences.who"
    code: str = ""


@dataclass(frozen=True, slots=True)
class ListHoldersInputs(ActionInputs):
    """The licence that was chosen."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class FileLicences(ActionData):
    """Gives all licences as a file, or the lines that hold one."""

    verb: ClassVar[str] = "licences.file"
    code: str = ""
