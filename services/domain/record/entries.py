"""Entries of the record: what goes in, and the text that stands for it in the tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

FIRST = "0" * 64  # what the first entry names as the hash of the one before it


class Recorded(StrEnum):
    """Everything that is put on record."""

    PLAN_MADE = "plan.made"
    PLAN_SUBMITTED = "plan.submitted"
    PLAN_WITHDRAWN = "plan.withdrawn"
    PLAN_DISCARDED = "plan.discarded"
    PLAN_EXPIRED = "plan.expired"
    PLAN_APPROVED = "plan.approved"
    PLAN_REJECTED = "plan.rejected"
    PLAN_APPLIED = "plan.applied"
    PLAN_BEGUN = "plan.begun"  # by itself, as its time had come
    PLAN_OVERTAKEN = "plan.overtaken"  # its time had come, and it didn't fit any more
    JOB_PAUSE = "job.pause"
    JOB_CANCEL = "job.cancel"
    JOB_RESUME = "job.resume"
    JOB_ENDED = "job.ended"
    EFFECTS_SENT = "effects.sent"  # about to be sent: written before, so that nothing is sent that isn't on record
    EFFECT_DONE = "effect.done"
    EFFECT_ALREADY = "effect.already"  # it was as wished before anything was sent
    EFFECT_FAILED = "effect.failed"
    EFFECT_SKIPPED = "effect.skipped"
    EFFECT_MISSING = "effect.missing"  # reading back doesn't show what was done
    WORKSPACE_SAVED = "workspace.saved"
    WORKSPACE_CHANNEL = "workspace.channel"
    CONSENT_GIVEN = "workspace.consent_given"  # Microsoft sent somebody back who granted the app access
    CONSENT_REFUSED = "workspace.consent_refused"
    WORKSPACE_PHONES = "workspace.phones"  # whether numbers are written back to the directory
    KEY_REFUSED = "workspace.key_refused"  # a CPaaS key that was pasted and isn't usable
    REFUSED = "person.refused"  # asked for something that they may not do
    SEEN = "person.seen"  # wrote to the bot for the first time, or added the app
    CALLS_READ = "calls.read"
    FILE_GIVEN = "file.given"
    RECORD_READ = "record.read"
    CHECKPOINT = "record.checkpoint"
    FORGOTTEN = "record.forgotten"
    CARRIED = "record.carried"  # how many entries of the chain of before were taken in


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
    """Names, addresses and words that are sealed with the key of whom they are about."""

    of: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToRecord:
    """Something to be put on record. `actor` is an object id, or `switchboard`; `name` is theirs and gets sealed."""

    tenant_id: str
    at: float
    action: Recorded | str
    actor: str
    subject: str
    name: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    by: FoundBy = FoundBy()
    personal: Sequence[Personal] = ()

    @property
    def sealed(self) -> dict[str, dict[str, Any]]:
        """What is to be sealed, by whom it is about; an actor's own name is among it."""
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
            "subject": new.subject,
            "about": _found_by(new.by),
            "detail": new.detail,
            "sealed": [{"of": of, "month": at, "box": box} for of, box in boxes.items()],
        }
    )
