"""What the buttons of the record carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cards.actions import PagedData


@dataclass(frozen=True, slots=True)
class RecordAction(PagedData):
    """Which entries: about a line, number, person, job or plan, by whom, approved by whom, of which days; empty: all.

    `until` is the last of several days that begin with `day`, `what` how the names of the wanted actions begin.
    """

    line: str = ""
    number: str = ""
    person: str = ""
    job: str = ""
    plan: str = ""
    actor: str = ""
    approver: str = ""
    day: str = ""
    until: str = ""
    what: str = ""
    asked: str = ""  # whom or what was asked for, in words


@dataclass(frozen=True, slots=True)
class ListRecord(RecordAction):
    """Shows a page of the record."""

    verb: ClassVar[str] = "record.show"


@dataclass(frozen=True, slots=True)
class FileRecord(RecordAction):
    """Gives the entries that fit as a file: CSV to read, or JSON lines to check."""

    verb: ClassVar[str] = "record.file"
    format: str = "csv"
