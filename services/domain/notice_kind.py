"""The kinds of notices."""

from __future__ import annotations

from enum import StrEnum


class NoticeKind(StrEnum):
    """Each kind of notice: what is told to whom. `bot/telling.py` says how."""

    ANSWER = "answer"  # an answer that Teams didn't accept at once, to the person who asked
    REDRAW = "redraw"  # every message that shows the subject is edited; nobody gets a new one
    APPROVAL = "approval"  # a plan waits for a decision, to each person who may decide
    REMINDER = "reminder"  # a plan's time is nearly over, to everybody who was asked
    NUDGE = "nudge"  # its author reminds those who were asked and haven't decided
    UNREACHED = "unreached"  # an approver couldn't be told of a plan, to its author
    DECIDED = "decided"  # a plan was approved, rejected or taken back, to its author or approvers
    EXPIRED = "expired"  # nobody decided on a plan in time, to its author and everybody who was asked
    SOON = "soon"  # a dated plan begins soon, to its author and approvers
    OVERTAKEN = "overtaken"  # a dated plan no longer fitted at its time, to its author and approvers
    PROGRESS = "progress"  # a job begins, to its author
    CLOSING = "closing"  # a job has ended, to its author; to the workspace's channel if they can't be reached
    STOPPED = "stopped"  # a job was stopped because its author lost their rights, to its approvers
    TOLD = "told"  # uploads have ended, to the workspace's channel
    KEYS = "keys"  # wrong CPaaS keys were entered, to the tenant's other owners
    LEAKED = "leaked"  # another tenant entered this tenant's key, to the person who linked it
    CHECKPOINT = "checkpoint"  # a checkpoint of the record was made, to the workspace's channel
