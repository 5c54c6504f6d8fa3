"""A plan in words, as its cards are drawn from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from cards.elements import Click
from services.domain.plan import Finding, SeatUse, Severity


class PlanWork(StrEnum):
    """How far the work on an approved plan is."""

    NONE = "none"  # there is none: the plan wasn't approved
    LATER = "later"  # it couldn't be begun at once, and begins by itself
    NOW = "now"  # the plan is being applied
    ENDED = "ended"  # its job has ended


class PlanCardState(StrEnum):
    """What a card says of a plan: its own state, but for `draft` and `expired`."""

    DRAFT = "draft"  # its author may send, apply or discard it
    WAITING = "waiting"  # waits for a second person
    APPROVED = "approved"  # somebody said yes
    REJECTED = "rejected"  # somebody said no
    WITHDRAWN = "withdrawn"  # its author took it back
    DISCARDED = "discarded"  # its author threw it away
    EXPIRED = "expired"  # nobody decided in time
    SCHEDULED = "scheduled"  # approved; begins by itself at its time
    OVERTAKEN = "overtaken"  # approved, and what it is about changed before its time


@dataclass(frozen=True, slots=True)
class Gain:
    """What equal lines get: in words, how many lines, and the first of them by name."""

    words: str
    lines: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Loss:
    """What somebody loses: `who` has it now, each of `what` says a thing and what becomes of it."""

    who: str
    what: Sequence[str]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan in words.

    `counts` are (step in words, how many), `first_lines` (line, its steps in words), `seats` and `findings` the plan's
    own, `found` how many findings of each kind there are in all. `expires` and `decided_at` are times in words
    (`ends_soon`: little of it is left), `hash`
    the plan's short fingerprint. `asked` are the names of those who were asked to approve, `unreached` of those who
    couldn't be; `decided_by`, `reason` tell of a decision, `work` how far what was approved is; `next` is the click
    after it. `changed` are (what, before, after) of settings that are too many for a line's row.
    `why` is the author's reason. `loses` lines lose service, `losses` tell who loses by the first of them; `gains`
    is what the others get. `drastic` is the number to be typed before a yes, 0 for none.
    `alone`: its author applied it, nobody else was needed. `starts` is when it begins by itself, in words; `stops`:
    the viewer may take it back until then.
    `approvals` is how many yeses it takes and `needs_why` for what; `said_yes` are those who gave one, the reader among
    them if `has_said_yes`. `may_be_the_author`: the reader's account may be another one of the author's.
    `about_rules`: it changes who has access, or the policy. `left` are the approvers who left it to another one (who,
    to whom), `left_to_reader` those who left it to the reader; `reminded` is when the approvers were reminded last.
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
        """Whether an error stops it."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)
