"""The values that the store returns and takes: frozen, a field per column, so that nobody above it holds a row.

`ref` is the id of the trace that something belongs to, empty for what is older than that field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.domain.notice_kind import NoticeKind
from services.domain.states import DraftState, JobState, NoticeState, PlanState
from services.domain.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Settings kept under a name, to be given to others; `folded` is the name as names are compared."""

    folded: str
    name: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    made_by: str = ""
    made_at: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody the bot can write to, and where: `conversation` is their personal one.

    `locale` is what their client says, `language` what they chose themselves (empty: nothing).
    """

    object_id: str
    name: str
    user_id: str
    conversation_id: str
    conversation: Mapping[str, Any]
    locale: str
    time_zone: str
    installed: bool
    welcomed: bool
    seen_at: float
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request on its way to a plan: a file sent, or changes asked for in the chat; `kind` says what `content` is.

    `notes` are the findings that the request brought along, `answers` the key of whoever was chosen by a question's id,
    `skip_faulty` that the author wants the good lines planned alone, and `outcome` the findings, questions or error
    that the card shows. `rounds` counts how often it was read.
    """

    id: str
    tenant_id: str
    author: str
    author_name: str
    name: str
    kind: str
    content: bytes
    state: DraftState
    created_at: float
    notes: tuple[Any, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    skip_faulty: bool = False
    outcome: Mapping[str, Any] = field(default_factory=dict)
    plan_id: str = ""
    rounds: int = 0
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPlan:
    """A plan as it is stored, without its lines, and the decision on it.

    `hash` is what an approval is bound to; `lines` and `busy` count all lines and those with something to do;
    `org_uuid` is the CPaaS organisation it was made for, None for plans older than this field; `starts_at` is when it
    begins by itself, 0 for as soon as it is approved.
    """

    id: str
    tenant_id: str
    author: str
    author_name: str
    title: str
    state: PlanState
    hash: str
    lines: int
    busy: int
    needs_approval: bool
    created_at: float
    expires_at: float
    draft_id: str = ""
    undo_of: str = ""
    summary: Mapping[str, Any] = field(default_factory=dict)
    decided_by: str = ""
    decided_name: str = ""
    decided_at: float = 0.0
    comment: str = ""
    job_id: str = ""
    org_uuid: str | None = None
    starts_at: float = 0.0
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDecision:
    """One person's approval of a plan."""

    plan_id: str
    object_id: str
    name: str
    at: float
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A plan being applied.

    `owner` is the fence: only the run that holds it may write to the ledger. `wanted` is what the running slice should
    do (`pause`, `cancel`), `run` counts up at each resume and names the workflow, `moves` counts signs of life, and
    `stuck_at` is when those were missed. `vouched_by` is who had it go on after its author's rights had gone. `short`
    is our code for why it stopped last.
    """

    id: str
    tenant_id: str
    plan_id: str
    author: str
    author_name: str
    title: str
    state: JobState
    total: int
    created_at: float
    wanted: str = ""
    run: int = 0
    owner: str = ""
    started_at: float = 0.0
    ended_at: float = 0.0
    waiting_for: str = ""
    short: str = ""
    moves: int = 0
    stuck_at: float = 0.0
    vouched_by: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfinishedJob:
    """A job that hasn't ended, without its texts."""

    id: str
    tenant_id: str
    run: int
    owner: str
    moves: int
    stuck_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedJob:
    """The readable part of a job that was ended although its rows can't be read."""

    id: str
    tenant_id: str
    plan_id: str
    author: str
    run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message the bot sent that may have to be edited later; `shown` is the fingerprint of the card last shown.

    `earlier`: a newer message in its conversation shows the same subject, so this one is redrawn only at the end.
    """

    subject: Subject
    conversation_id: str
    message_id: str
    tenant_id: str
    object_id: str = ""
    conversation: Mapping[str, Any] = field(default_factory=dict)
    shown: str = ""
    earlier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something people must be told; `key` says it once.

    `object_id` is to whom, empty for an edit of everybody's card. `owner` is the process that took it for sending,
    `asked_at` when a message was posted that nobody confirmed yet, `message_id` the one message that tells it and
    `conversation` where that is. `reader` and `answer` are of an answer only: who sees it, and what is to be shown.
    """

    id: int
    key: str
    tenant_id: str
    object_id: str
    kind: NoticeKind
    subject: Subject
    state: NoticeState
    owner: str
    claimed_at: float
    attempts: int
    due_at: float
    error: str
    asked_at: float
    message_id: str
    conversation: Mapping[str, Any]
    reader: str
    answer: Mapping[str, Any]
    ref: str = ""
