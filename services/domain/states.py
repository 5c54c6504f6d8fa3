"""The states that plans, jobs, drafts, lines, notices and workspaces go through, as they are stored."""

from __future__ import annotations

from enum import StrEnum


class PlanState(StrEnum):
    """The state of the decision on a plan. An expired one is closed by the next look (`expiry.py`)."""

    STORING = "storing"  # its lines are being written; it isn't shown yet
    READY = "ready"  # its author sees it and hasn't done anything with it
    WAITING = "waiting"  # sent to the other admins for a decision
    APPROVED = "approved"  # it was approved; it has a job, or gets one in a moment
    REJECTED = "rejected"  # it was rejected
    WITHDRAWN = "withdrawn"  # its author took it back after it was sent
    DISCARDED = "discarded"  # its author threw it away before it was sent
    EXPIRED = "expired"  # nobody decided in time
    SCHEDULED = "scheduled"  # it was approved and begins by itself later (`dated.py`)
    OVERTAKEN = "overtaken"  # its time came, and the live state had changed since it was approved


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"  # waits for its first slice, or for the first one after it was resumed
    RUNNING = "running"  # a slice has taken it
    PAUSED = "paused"  # somebody paused it; it can be resumed
    STOPPED = "stopped"  # it was stopped by something that a person must fix; it can be resumed
    DONE = "done"  # every line ended, none of them because the job was cancelled
    CANCELLED = "cancelled"  # somebody cancelled it before every line was done


AT_WORK = (JobState.QUEUED, JobState.RUNNING)  # a job that hasn't ended and isn't paused or stopped


class DraftState(StrEnum):
    """How far a draft is on its way to a plan."""

    READING = "reading"  # being read, matched and planned
    ASKING = "asking"  # waits for its author's answers
    FAULTY = "faulty"  # read, and something in it is wrong; its author may plan the good lines alone
    REFUSED = "refused"  # can't be read at all
    UNCHANGED = "unchanged"  # everything is as requested already: there is nothing to plan
    PLANNED = "planned"  # became a plan
    FAILED = "failed"  # an error of ours; the log says why


class JobRequest(StrEnum):
    """What somebody asked of a running job, kept until its slice obeys."""

    NONE = ""  # nothing: it goes on
    PAUSE = "pause"  # finish what was sent, then pause
    CANCEL = "cancel"  # finish what was sent, and leave out the rest


class LinePhase(StrEnum):
    """The state of a line's present step."""

    TODO = "todo"  # nothing was sent, or what was sent had no effect
    INTENT = "intent"  # the write is about to be sent or was sent; whether it took effect isn't known
    POLLING = "polling"  # the remote system accepted the write and works on it
    ENDED = "ended"  # the line has its outcome


class LineOutcome(StrEnum):
    """How a line of a job ended."""

    OPEN = ""  # it hasn't ended
    DONE = "done"  # all its steps are done
    FAILED = "failed"  # a remote system refused a step, or what was written doesn't show
    SKIPPED = "skipped"  # somebody else changed the object meanwhile
    CANCELLED = "cancelled"  # the job was cancelled before the line was done


class NoticeState(StrEnum):
    """The state of a notice on its way to people."""

    NEW = "new"  # waits to be sent, for the first time or again
    SENDING = "sending"  # a process has taken it for sending
    SENT = "sent"  # it was sent, or needn't be sent any more
    FAILED = "failed"  # it reached nobody


class WorkspaceState(StrEnum):
    """Whether a tenant is linked to a CPaaS organisation."""

    LINKING = "linking"  # asked for; the CPaaS hasn't confirmed it yet
    CONNECTED = "connected"  # linked
    DISCONNECTED = "disconnected"  # it was linked or nearly was; the key is gone
