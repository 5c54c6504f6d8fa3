"""What the buttons of the record carry."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cards.actions import PagedData


@dataclass(frozen=True, slots=True)
class RecordAction(PagedData):
    """Which entries: about a line, number, person, job or plan, by whom, approved by whom, on which days; empty: all.

    `day` is the first day and `until` the last, `what` a prefix of the actions' names.
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
    asked: str = ""  # who or what was asked for, in words


@dataclass(frozen=True, slots=True)
class ListRecord(RecordAction):
    """Shows a page of the record."""

    verb: ClassVar[str] = "record.show"


@dataclass(frozen=True, slots=True)
class FileRecord(RecordAction):
    """Gives the matching entries as a file: CSV to read, or JSON lines to check."""

    verb: ClassVar[str] = "record.file"
    format: str = "csv"
