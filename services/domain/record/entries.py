"""Entries of the record: what goes in, and its text in the tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from services.domain.subject import Subject

FIRST = "0" * 64  # what the first entry names as the hash of the one before it


class Recorded(StrEnum):
    """Everything that is recorded."""

    PLAN_MADE = "plan.made"  # somebody's request became a plan
    PLAN_SUBMITTED = "plan.submitted"  # its author sent it for approval
    PLAN_HANDED_ON = "plan.handed_on"  # an approver handed it on to another one
    PLAN_REMINDED = "plan.reminded"  # its author reminded the approvers
    PLAN_ASKED_AGAIN = "plan.asked_again"  # its author asked everybody who can decide now
    PLAN_WITHDRAWN = "plan.withdrawn"  # its author took it back after that
    PLAN_DISCARDED = "plan.discarded"  # its author threw it away before that
    PLAN_EXPIRED = "plan.expired"  # nobody decided in time
    PLAN_APPROVED = "plan.approved"  # a second person approved it
    PLAN_REJECTED = "plan.rejected"  # a second person rejected it
    PLAN_APPLIED = "plan.applied"  # its author applied it alone, as the policy allows
    PLAN_BEGUN = "plan.begun"  # it began by itself at its time
    PLAN_OVERTAKEN = "plan.overtaken"  # it no longer fitted when its time came
    SUBSTITUTE_NAMED = "substitute.named"  # an approver who is away named a substitute
    SUBSTITUTE_ENDED = "substitute.ended"  # the approver is back
    JOB_PAUSE = "job.pause"  # somebody paused it
    JOB_CANCEL = "job.cancel"  # somebody cancelled it
    JOB_RESUME = "job.resume"  # somebody resumed it
    JOB_ENDED = "job.ended"  # with how many lines ended in which way
    EFFECTS_SENT = "effects.sent"  # about to be sent; written before, so that nothing is sent unrecorded
    EFFECT_DONE = "effect.done"  # the remote system did it
    EFFECT_ALREADY = "effect.already"  # it was as requested before anything was sent
    EFFECT_FAILED = "effect.failed"  # the remote system refused it, or gave up
    EFFECT_SKIPPED = "effect.skipped"  # somebody else had changed the object
    EFFECT_MISSING = "effect.missing"  # reading back doesn't show the effect
    WORKSPACE_SAVED = "workspace.saved"  # somebody entered the key that links the tenant
    WORKSPACE_CHANNEL = "workspace.channel"  # somebody chose the channel for notices
    CONSENT_GIVEN = "workspace.consent_given"  # somebody came back from Microsoft having granted access
    CONSENT_REFUSED = "workspace.consent_refused"  # somebody came back from Microsoft having declined
    WORKSPACE_PHONES = "workspace.phones"  # whether numbers are written back to the directory
    KEY_REFUSED = "workspace.key_refused"  # a CPaaS key that was pasted and isn't usable
    REFUSED = "person.refused"  # asked for something that they may not do
    SEEN = "person.seen"  # wrote to the bot for the first time, or added the app
    CALLS_READ = "calls.read"  # somebody looked at past calls
    FILE_GIVEN = "file.given"  # somebody took a file
    RECORD_READ = "record.read"  # somebody looked at the record
    CHECKPOINT = "record.checkpoint"  # a checkpoint was made and signed
    FORGOTTEN = "record.forgotten"  # the keys of what names a person were destroyed
    CARRIED = "record.carried"  # how many entries were taken over from the earlier hash chain


@dataclass(frozen=True, slots=True)
class FoundBy:
    """What an entry can be found by: a line's key, numbers, a person's object id, ids of job and plan, who approved."""

    line: str = ""
    numbers: tuple[str, ...] = ()
    person: str = ""
    job: str = ""
    plan: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class Personal:
    """Names, addresses and words that are sealed with the key of the person they are about."""

    of: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToRecord:
    """Something to record. `actor` is an object id, or `switchboard`; `name` is theirs and gets sealed.

    For entries of the earlier hash chain, `action` and `subject` are text. `follows`: whom entries that follow from
    this one will be about; where what they say couldn't be sealed, this one isn't written either.
    """

    tenant_id: str
    at: float
    action: Recorded | str
    actor: str
    subject: Subject | str
    name: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    by: FoundBy = FoundBy()
    personal: Sequence[Personal] = ()
    follows: frozenset[str] = frozenset()

    @property
    def sealed(self) -> dict[str, dict[str, Any]]:
        """What has to be sealed, by the person it is about, including the actor's own name."""
        found: dict[str, dict[str, Any]] = {}
        for part in (*((Personal(self.actor, {"name": self.name}),) if self.name else ()), *self.personal):
            if part.of and (values := {key: value for key, value in part.values.items() if value}):
                found.setdefault(part.of, {}).update(values)
        return found


def canonical(value: Any) -> str:
    """JSON with sorted keys and no blanks, as RFC 8785 writes it; there are no fractions in it, they become text."""
    text = json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode("utf-8", "replace").decode()


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int):
        return value
    return repr(value) if isinstance(value, float) else str(value)


def moment(at: float) -> str:
    """A time as entries have it, in UTC with milliseconds."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def month(at: float) -> str:
    """The month whose keys seal what happens at this time."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m}"


def _found_by(by: FoundBy) -> dict[str, Any]:
    """The same as JSON, without what is empty."""
    found = {name: getattr(by, name) for name in FoundBy.__slots__}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items() if value}


def leaf_of(new: ToRecord, seq: int, previous: str, boxes: Mapping[str, str]) -> str:
    """The text of the entry at place `seq` (from 1); `boxes` are what was sealed, by whom it is about."""
    at = month(new.at)
    return canonical(
        {
            "v": 1,
            "workspace": new.tenant_id,
            "seq": seq,
            "previous": previous,
            "at": moment(new.at),
            "actor": new.actor,
            "action": new.action,
            "subject": str(new.subject),
            "about": _found_by(new.by),
            "detail": new.detail,
            "sealed": [{"of": of, "month": at, "box": box} for of, box in boxes.items()],
        }
    )
