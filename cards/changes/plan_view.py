"""A plan in words, from which its cards are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cards.elements import Click
from services.domain.plan import Finding, SeatUse, Severity


class PlanWork(StrEnum):
    """The progress of an approved plan."""

    NONE = "none"  # the plan wasn't approved
    LATER = "later"  # it couldn't begin at once, and begins by itself
    NOW = "now"  # the plan is being applied
    ENDED = "ended"  # its job has ended


class PlanCardState(StrEnum):
    """The state that a card shows of a plan: its own, except for `draft` and `expired`."""

    DRAFT = "draft"  # its author may send, apply or discard it
    WAITING = "waiting"  # waits for a second person
    APPROVED = "approved"  # approved by those it needed
    REJECTED = "rejected"  # somebody rejected it
    WITHDRAWN = "withdrawn"  # its author withdrew it
    DISCARDED = "discarded"  # its author discarded it
    EXPIRED = "expired"  # nobody decided in time
    SCHEDULED = "scheduled"  # approved; begins at its time
    OVERTAKEN = "overtaken"  # approved, but its lines changed before its time


@dataclass(frozen=True, slots=True)
class Gain:
    """What lines get, where several get the same: in words, how many lines, and the first names."""

    words: str
    lines: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Loss:
    """What somebody loses: `who` has it now; `what` are the things with what becomes of each."""

    who: str
    what: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan in words.

    `counts` are (step in words, how many), `first_lines` (line, its steps in words), `seats` and `findings` the plan's,
    `found` the number of findings of each kind. `expires` and `decided_at` are times in words (`ends_soon`: it expires
    soon), `hash` is the plan's short fingerprint. `asked` are the names of those who were asked to approve, `unreached`
    of those who couldn't be; `decided_by` and `reason` are the decision's, `work` is the progress since, and `next` the
    click to offer. `changed` are (what, before, after) of settings that are too many for a line's row. `why` is the
    author's reason. `loses` lines lose service, `losses` say what the first of them lose, `gains` what the others get.
    `drastic` is the number to type before approving, 0 for none. `alone`: its author applied it without approval.
    `starts` is when it begins by itself, in words; `stops`: the viewer may withdraw it until then. `approvals` is the
    number of approvals needed and `needs_why` the reason; `said_yes` are those who approved, the reader among them if
    `has_said_yes`. `may_be_the_author`: the reader may be the author with another account. `about_rules`: it changes
    who has access, or the policy. `left` are the approvers who handed it on (who, to whom), `left_to_reader` those who
    handed it to the reader; `reminded` is when the approvers were last reminded.
    """

    id: str
    title: str
    author: str
    state: PlanCardState = PlanCardState.DRAFT
    counts: Sequence[tuple[str, int]] = ()
    lines_total: int = 0
    lines_busy: int = 0
    unchanged: int = 0
    seats: Sequence[SeatUse] = ()
    findings: Sequence[Finding] = ()
    found: Mapping[Severity, int] = field(default_factory=dict)
    first_lines: Sequence[tuple[str, Sequence[str]]] = ()
    needs_approval: bool = True
    expires: str = ""
    ends_soon: bool = False
    hash: str = ""
    notes: Sequence[str] = ()
    asked: Sequence[str] = ()
    unreached: Sequence[str] = ()
    work: PlanWork = PlanWork.NOW
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""
    next: Click | None = None
    changed: Sequence[tuple[str, str, str]] = ()
    why: str = ""
    loses: int = 0
    losses: Sequence[Loss] = ()
    gains: Sequence[Gain] = ()
    drastic: int = 0
    alone: bool = False
    starts: str = ""
    stops: bool = False
    approvals: int = 1
    needs_why: str = ""
    said_yes: Sequence[str] = ()
    has_said_yes: bool = False
    may_be_the_author: bool = False
    about_rules: bool = False
    left: Sequence[tuple[str, str]] = ()
    left_to_reader: Sequence[str] = ()
    reminded: str = ""

    @property
    def blocked(self) -> bool:
        """Whether an error blocks the plan."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
