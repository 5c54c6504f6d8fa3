"""A plan in a shared conversation: counts only, without names or numbers, to be decided there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card
from cards.changes.clicks import ApproveHere, NextHere, RejectHere
from cards.changes.plan_parts import changing
from cards.changes.plan_view import PlanCardState
from cards.elements import button, execute, facts, group, muted, say, strong, text, wrong
from cards.inputs import text_input
from cards.words import count, things
from services.domain.phrases import tr

_DETAILS = tr("Names and numbers are told in your own chat with me: say “approvals” there.")
_APPROVED = frozenset({PlanCardState.APPROVED, PlanCardState.SCHEDULED})
_OUTCOMES = {**dict.fromkeys(_APPROVED, tr("Approved")), PlanCardState.REJECTED: tr("Rejected")}


@dataclass(frozen=True, slots=True)
class CountedPlan:
    """A plan in counts: `lines` of `of` would change, `loses` of them lose service.

    `counts` are (step in words, how many), `drastic` is the number to be typed before a yes, 0 for none. `asked` is
    when it was asked for, in words.
    """

    id: str
    hash: str
    lines: int
    of: int
    loses: int = 0
    counts: Sequence[tuple[str, int]] = ()
    drastic: int = 0
    asked: str = ""
    yeses: str = ""
    state: PlanCardState = PlanCardState.WAITING


def counted(plan: CountedPlan, *, place: int = 0, waiting: int = 1, error: str = "") -> Card:
    """A plan in counts, to be decided or already decided; `place` is its position among those `waiting`, from 0.

    Parts: how many wait, what is taken away, how many lines change, the kinds of step, where names are, the number to
    type (input `typed`), comment (input `comment`). Buttons: Approve (approval.approve_here), Reject
    (approval.reject_here), Next plan (approvals.next_here); of one that is over: Approvals. Data: `plan`, `hash`.
    """
    if plan.state is not PlanCardState.WAITING:
        over = button(say(tr("Approvals"), "approvals"))
        return card(
            _OUTCOMES.get(plan.state, tr("No longer open")),
            _lines(plan),
            muted(_DETAILS, spacing="Default"),
            actions=[over],
        )
    return card(
        tr("A plan waits for a decision")
        if waiting < 2
        else tr("{waiting} plans wait for a decision", waiting=count(waiting)),
        text(tr("The one asked for {asked}", asked=plan.asked))
        if waiting > 1
        else muted(tr("Asked for {asked}", asked=plan.asked)),
        _losses(plan) if plan.loses else None,
        strong(_lines(plan)),
        facts(*((words, count(n)) for words, n in plan.counts[:12])) if plan.counts else None,
        text(plan.yeses) if plan.yeses else None,
        muted(_DETAILS, spacing="Default"),
        wrong(error),
        text_input("typed", tr("Type {drastic} to approve: so many lines change", drastic=plan.drastic))
        if plan.drastic
        else None,
        text_input("comment", tr("Comment (needed to reject)"), multiline=True, most=500),
        actions=[
            execute(tr("Approve"), ApproveHere(plan.id, plan.hash), "positive"),
            execute(tr("Reject"), RejectHere(plan.id, plan.hash), "destructive"),
            execute(tr("Next plan"), NextHere(place + 1), inputs=False) if waiting > 1 else None,
        ],
    )


def nothing_waits() -> Card:
    """The card that no plan waits. Buttons: Home."""
    return card(tr("Approvals"), tr("Nothing waits for a decision."), actions=[button(say(tr("Home"), "home"))])


def _losses(plan: CountedPlan) -> CardElement:
    lines = things(plan.loses, "line")
    lose = tr("{lines} loses service", lines=lines) if plan.loses == 1 else tr("{lines} lose service", lines=lines)
    return group(strong(lose), style="attention")


def _lines(plan: CountedPlan) -> str:
    return changing(plan.lines, plan.of, approved=plan.state in _APPROVED)
