"""Subjects: what a message shows, a notice is about, or an entry of the record names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SubjectKind(StrEnum):
    """The kinds of subject. Each is drawn by its entry of `RENDERERS` in `bot/views`, but for the record's own."""

    DRAFT = "draft"  # a request on its way to a plan
    PLAN = "plan"  # a plan, with the decision on it
    UNREACHED = "unreached"  # a plan of which an approver couldn't be told
    COUNTED = "counted"  # a plan in counts, for places with many readers
    JOB = "job"  # a job, with its progress
    CLOSING = "closing"  # a job that has ended, for its author
    ENDED = "ended"  # a job that has ended, in counts, for the workspace's channel
    UPLOADED = "uploaded"  # a job's uploads that have ended, in counts, for the workspace's channel
    WORKSPACE = "workspace"  # a tenant's link; the id is the tenant's, as for the next four
    CHECKLIST = "checklist"  # what is there and what is missing before a tenant can be linked
    WELCOME = "welcome"  # the first words to somebody who may link the tenant
    KEYS = "keys"  # that wrong keys were entered
    LEAKED = "leaked"  # that somebody else entered the tenant's key
    CHECKPOINT = "checkpoint"  # a checkpoint of the record; the id is how many entries it covers
    PERSON = "person"  # somebody; only the record names it, like the next two
    LINE = "line"  # a line, by its key
    FILE = "file"  # a kind of file that was given out
    NONE = ""  # nothing: an answer that is never redrawn


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing by its kind and id, stored as `kind:id`. False when it is no subject at all."""

    kind: SubjectKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self else ""

    def __bool__(self) -> bool:
        return self.kind is not SubjectKind.NONE


_KINDS = frozenset(kind.value for kind in SubjectKind if kind)
NO_SUBJECT = Subject(SubjectKind.NONE, "")


def read_subject(text: str) -> Subject | None:
    """The subject that a stored text names; None when this version knows no such kind."""
    if not text:
        return NO_SUBJECT
    kind, _, ident = text.partition(":")
    return Subject(SubjectKind(kind), ident) if kind in _KINDS else None
