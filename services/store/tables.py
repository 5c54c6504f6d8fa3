"""The tables. Times are seconds since the epoch (UTC); ids are short random strings unless a column says otherwise.

Longer than other files because the schema is one thing to read beside its migrations.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import JSON, Boolean, Float, Index, Integer, LargeBinary, String, Text, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.domain.states import LinePhase, NoticeState
from services.store.sealed_text import SealedText
from services.store.shown_text import ShownText


def said() -> Any:
    """The column `X_said` beside a sentence `X`: what the sentence was made of, empty where it is only English."""
    return mapped_column(Text, default="", server_default=text("''"))


class Base(DeclarativeBase):
    """Parent of every table."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {dict[str, Any]: JSON, list[Any]: JSON}


class WorkspaceRow(Base):
    """A Microsoft tenant linked to a CPaaS organisation and an operator account."""

    __tablename__ = "workspaces"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(ShownText(200))
    country: Mapped[str] = mapped_column(String(2), default="SG")
    org_uuid: Mapped[str] = mapped_column(String(64), default="")
    org_name: Mapped[str] = mapped_column(ShownText(200), default="")
    key_sealed: Mapped[str] = mapped_column(SealedText, default="")
    account: Mapped[str] = mapped_column(String(100), default="")
    countries: Mapped[list[Any]] = mapped_column(default=list)
    state: Mapped[str] = mapped_column(String(20))
    connected_by: Mapped[str] = mapped_column(ShownText(200), default="")
    connected_at: Mapped[float] = mapped_column(Float, default=0.0)
    channel: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # the conversation that notices go to when a person can't be reached
    business_phones: Mapped[bool] = mapped_column(default=False)


class PreferenceRow(Base):
    """A workspace's choice, preselected the next time, such as how numbers are uploaded."""

    __tablename__ = "preferences"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RulesRow(Base):
    """A workspace's own rules, changed only by plans: who has access, and its policy."""

    __tablename__ = "rules"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)


class JoinRow(Base):
    """Which Microsoft account a CPaaS member was when a line was given to them.

    `user_name` is the principal name at that time, `email` the member's address.
    """

    __tablename__ = "joins"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    identity_uuid: Mapped[str] = mapped_column(String(200), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(200))
    user_name: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")


class TemplateRow(Base):
    """Settings kept under a name, to be given to others; `folded` is the name as names are compared."""

    __tablename__ = "templates"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    folded: Mapped[str] = mapped_column(String(80), primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    settings: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_by: Mapped[str] = mapped_column(ShownText(200), default="")
    made_at: Mapped[float] = mapped_column(Float, default=0.0)


class ContactRow(Base):
    """Somebody the bot can write to: their personal conversation."""

    __tablename__ = "contacts"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(ShownText(200))
    user_id: Mapped[str] = mapped_column(String(200))
    conversation_id: Mapped[str] = mapped_column(String(300), index=True)
    conversation: Mapped[dict[str, Any]] = mapped_column(default=dict)
    locale: Mapped[str] = mapped_column(String(20), default="en")
    language: Mapped[str] = mapped_column(String(8), default="", server_default=text("''"))  # chosen by themselves
    time_zone: Mapped[str] = mapped_column(String(64), default="UTC")
    installed: Mapped[bool] = mapped_column(Boolean, default=True)
    welcomed: Mapped[bool] = mapped_column(Boolean, default=False)
    seen_at: Mapped[float] = mapped_column(Float, default=0.0)


class DraftRow(Base):
    """A request on its way to a plan: a file sent, or changes asked for in the chat."""

    __tablename__ = "drafts"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(64), index=True)
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(ShownText(200))
    name: Mapped[str] = mapped_column(ShownText(300))
    name_said: Mapped[str] = said()
    kind: Mapped[str] = mapped_column(String(10), default="file")  # file | changes: what `content` is
    content: Mapped[bytes] = mapped_column(LargeBinary)
    notes: Mapped[list[Any]] = mapped_column(default=list)  # findings that the request brought along
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)  # a question's id: the key of whoever was chosen
    skip_faulty: Mapped[bool] = mapped_column(Boolean, default=False)  # the author wants the good lines planned alone
    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)  # findings, questions or the error, for the card
    plan_id: Mapped[str] = mapped_column(String(32), default="")
    created_at: Mapped[float] = mapped_column(Float)
    rounds: Mapped[int] = mapped_column(Integer, default=0)
    ref: Mapped[str] = mapped_column(
        String(32), default="", server_default=text("''")
    )  # what it belongs to, as in the log


class PlanRow(Base):
    """A plan and the decision on it."""

    __tablename__ = "plans"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(64), index=True)
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(ShownText(200))
    title: Mapped[str] = mapped_column(ShownText(300))
    title_said: Mapped[str] = said()
    draft_id: Mapped[str] = mapped_column(String(32), default="")
    undo_of: Mapped[str] = mapped_column(String(32), default="")
    state: Mapped[str] = mapped_column(String(20), index=True)
    hash: Mapped[str] = mapped_column(String(64))
    summary: Mapped[dict[str, Any]] = mapped_column(default=dict)
    lines: Mapped[int] = mapped_column(Integer)
    busy: Mapped[int] = mapped_column(Integer)
    needs_approval: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[float] = mapped_column(Float)
    expires_at: Mapped[float] = mapped_column(Float)
    decided_by: Mapped[str] = mapped_column(String(64), default="")
    decided_name: Mapped[str] = mapped_column(ShownText(200), default="")
    decided_at: Mapped[float] = mapped_column(Float, default=0.0)
    comment: Mapped[str] = mapped_column(Text, default="")
    job_id: Mapped[str] = mapped_column(String(32), default="")
    org_uuid: Mapped[str | None] = mapped_column(String(64))  # the CPaaS organisation it was made for
    starts_at: Mapped[float] = mapped_column(Float, default=0.0)  # when it is to begin; 0 for as soon as it is approved
    ref: Mapped[str] = mapped_column(String(32), default="", server_default=text("''"))


class DecisionRow(Base):
    """One person's approval of a plan; each counts once."""

    __tablename__ = "decisions"
    plan_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    object_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    at: Mapped[float] = mapped_column(Float)
    comment: Mapped[str] = mapped_column(Text, default="")


class PlanLineRow(Base):
    """One line of a plan, as it was approved: the very text that the plan's hash is taken of."""

    __tablename__ = "plan_lines"
    plan_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    shape: Mapped[str] = mapped_column(String(400))  # the kinds of the line's steps, space between
    data: Mapped[str] = mapped_column(Text)


class JobRow(Base):
    """A plan being applied. `owner` is the fence: only the run that holds it may write to the ledger."""

    __tablename__ = "jobs"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(64), index=True)
    plan_id: Mapped[str] = mapped_column(String(32))
    author: Mapped[str] = mapped_column(String(64))
    author_name: Mapped[str] = mapped_column(ShownText(200))
    title: Mapped[str] = mapped_column(ShownText(300))
    title_said: Mapped[str] = said()
    state: Mapped[str] = mapped_column(String(20), index=True)
    wanted: Mapped[str] = mapped_column(String(10), default="")  # pause | cancel: what the running slice should do
    run: Mapped[int] = mapped_column(Integer, default=0)  # counts up at each resume; names the workflow
    owner: Mapped[str] = mapped_column(String(64), default="")
    total: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[float] = mapped_column(Float)
    started_at: Mapped[float] = mapped_column(Float, default=0.0)
    ended_at: Mapped[float] = mapped_column(Float, default=0.0)
    waiting_for: Mapped[str] = mapped_column(Text, default="")
    waiting_for_said: Mapped[str] = said()
    short: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))  # our code for why it stopped
    moves: Mapped[int] = mapped_column(Integer, default=0, server_default="0")  # signs of life, counted
    stuck_at: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")  # when those were missed
    vouched_by: Mapped[str] = mapped_column(String(64), default="")  # who goes on with it
    ref: Mapped[str] = mapped_column(String(32), default="", server_default=text("''"))  # the plan's


class LedgerRow(Base):
    """The state of one line of a job: its step, the phase of that step, and the outcome when it has ended."""

    __tablename__ = "ledger"
    job_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True)
    shape: Mapped[str] = mapped_column(String(400), default="")  # the plan line's
    step: Mapped[int] = mapped_column(Integer, default=0)
    phase: Mapped[str] = mapped_column(String(10), default=LinePhase.TODO)
    since: Mapped[float] = mapped_column(Float, default=0.0)
    began: Mapped[float] = mapped_column(Float, default=0.0)  # when the step was first tried; 0 when it wasn't yet
    attempts: Mapped[int] = mapped_column(Integer, default=0)  # writes whose outcome nobody knows
    outcome: Mapped[str] = mapped_column(String(10), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reason_said: Mapped[str] = said()
    fix: Mapped[str] = mapped_column(Text, default="")
    fix_said: Mapped[str] = said()
    short: Mapped[str] = mapped_column(String(10), default="", server_default=text("''"))  # our code for the reason
    note: Mapped[str] = mapped_column(
        Text, default=""
    )  # what is needed to find a running step again, such as an operation id
    trace: Mapped[list[Any]] = mapped_column(default=list)  # finished steps: kind, outcome, time, request id


class MessageRow(Base):
    """A message the bot sent that may have to be edited later."""

    __tablename__ = "messages"
    subject: Mapped[str] = mapped_column(String(80), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(300), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(200))
    tenant_id: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[str] = mapped_column(String(64), default="")
    conversation: Mapped[dict[str, Any]] = mapped_column(default=dict)
    shown: Mapped[str] = mapped_column(String(64), default="")  # fingerprint of the card last shown


class NoticeRow(Base):
    """Something people must be told. `key` says it once: the same key is never told twice."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    tenant_id: Mapped[str] = mapped_column(String(64))
    object_id: Mapped[str] = mapped_column(String(64), default="")  # to whom; empty for an edit of everybody's card
    kind: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(10), default=NoticeState.NEW)
    owner: Mapped[str] = mapped_column(String(200), default="")  # the process that took it for sending
    claimed_at: Mapped[float] = mapped_column(Float, default=0.0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    due_at: Mapped[float] = mapped_column(Float, default=0.0)
    error: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[float] = mapped_column(Float, default=0.0)  # when a message was posted that nobody confirmed yet
    message_id: Mapped[str] = mapped_column(String(200), default="")  # the one message that tells it, once known
    conversation: Mapped[dict[str, Any]] = mapped_column(default=dict)  # where that message is
    reader: Mapped[str] = mapped_column(String(200), default="")  # the channel's id of whoever sees it, for an answer
    answer: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what is to be shown, until it is: of an answer only
    ref: Mapped[str] = mapped_column(String(32), default="", server_default=text("''"))  # what it belongs to

    __table_args__ = (Index("outbox_due", "state", "due_at"), Index("outbox_subject", "subject"))


class SeenRow(Base):
    """An activity that was received; Teams delivers some twice."""

    __tablename__ = "seen"
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    at: Mapped[float] = mapped_column(Float, index=True)


class AuditRow(Base):
    """An entry of the hash chain from before the record; each is moved into its workspace's record."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    tenant_id: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[float] = mapped_column(Float)
    actor: Mapped[str] = mapped_column(String(64))
    actor_name: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(120))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class RecordEntryRow(Base):
    """One entry of a workspace's record: `leaf` is its text, `hash` its leaf hash; other columns are for search.

    A trigger refuses updates and deletions.
    """

    __tablename__ = "record"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    leaf: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[float] = mapped_column(Float)
    actor: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(60))
    line: Mapped[str] = mapped_column(String(200))
    numbers: Mapped[str] = mapped_column(Text)  # with a blank before, between and after
    person: Mapped[str] = mapped_column(String(200))
    job: Mapped[str] = mapped_column(String(32))
    plan: Mapped[str] = mapped_column(String(32))
    approver: Mapped[str] = mapped_column(String(64))

    __table_args__ = (
        Index("record_line", "tenant_id", "line"),
        Index("record_person", "tenant_id", "person"),
        Index("record_job", "tenant_id", "job"),
        Index("record_plan", "tenant_id", "plan"),
    )


class RecordHeadRow(Base):
    """The end of a workspace's record, which is locked to append; and the key that signs its checkpoints, sealed."""

    __tablename__ = "record_heads"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer, default=0)
    last: Mapped[str] = mapped_column(String(64), default="")
    key_sealed: Mapped[str] = mapped_column(SealedText, default="")
    key_public: Mapped[str] = mapped_column(Text, default="")


class RecordKeyRow(Base):
    """The key that seals what the record says about one person in one month; without it, that is forgotten.

    A damaged one stays and is followed by another, with the next `no`.
    """

    __tablename__ = "record_keys"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    person: Mapped[str] = mapped_column(String(200), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    no: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False, default=1, server_default="1")
    key_sealed: Mapped[str] = mapped_column(SealedText)


class CheckpointRow(Base):
    """A signed checkpoint of a workspace's record."""

    __tablename__ = "record_checkpoints"
    tenant_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[float] = mapped_column(Float)
    note: Mapped[str] = mapped_column(Text)
    witnessed: Mapped[str] = mapped_column(Text, default="")  # the witness's own signature lines
