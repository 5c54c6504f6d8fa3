"""Approvals: what the second admin is asked, and what everybody sees afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import Click, button, execute, mark, muted, row, say, strong, text
from cards.inputs import text_input
from cards.plans import PlanView, content, data, decision, how_many, whole_plan
from cards.words import things

MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A plan that waits for a decision: what, by whom, since when (in words); `open` shows it."""

    title: str
    author: str
    asked: str = ""
    what: str = ""
    own: bool = False
    open: Click | None = None


def request(view: PlanView, error: str = "") -> Card:
    """The question to the second admin; `error` says what was missing in the last answer.

    Parts: who asks for what, that nothing is written, counts, seats, findings, first lines, comment (input
    `comment`); buttons: Approve (approval.approve), Reject (approval.reject), Whole plan as a file (plan.file). Data:
    `plan`, `hash`.
    """
    return card(
        "Please check this plan",
        text(f"{view.author} asks for your approval: {view.title}", most=260),
        strong("Nothing is written yet."),
        *content(view, findings=3),
        text(error, color="Attention", weight="Bolder") if error else None,
        text_input("comment", "Comment (needed to reject)", multiline=True, most=500),
        muted(f"Good until {view.expires}", spacing="Small") if view.expires else None,
        actions=[
            execute("Approve", "approval.approve", data(view), "positive"),
            execute("Reject", "approval.reject", data(view), "destructive"),
            whole_plan(view),
        ],
    )


def decided(view: PlanView) -> Card:
    """What everybody sees once it is decided.

    Parts: the plan, its author, what it changes, who decided, when, the comment; buttons: the next click, file.
    """
    titles = {"approved": "Approved", "rejected": "Rejected", "withdrawn": "Withdrawn by the asker"}
    outcome = "Switchboard applies it now." if view.state == "approved" else "Nothing was written."
    return card(
        titles.get(view.state, "No longer open"),
        text(f"{view.title}, asked for by {view.author}", most=260),
        how_many(view),
        decision(view),
        outcome,
        actions=[button(view.next), whole_plan(view)],
    )


def own(view: PlanView) -> Card:
    """What the asker sees of their own question.

    Parts: the plan, why they can't approve it, who can; buttons: Withdraw (plan.withdraw), Whole plan as a file.
    """
    return card(
        "Somebody else decides this",
        text(view.title, most=160),
        "You asked for this, so you can't approve it yourself.",
        text(f"Asked: {', '.join(view.asked[:6])}") if view.asked else None,
        how_many(view),
        actions=[whole_plan(view), execute("Withdraw", "plan.withdraw", data(view))],
    )


def approvals(rows: Sequence[ApprovalRow], total: int = 0) -> Card:
    """What waits for a decision.

    Parts: how many, one row a plan; buttons: one to open each, Home.
    """
    shown = rows[:MOST_ROWS]
    most = max(total, len(rows))
    return card(
        "Approvals",
        f"{things(most, 'plan')} waiting." if most else "Nothing waits for a decision.",
        listing([_row(r) for r in shown], most) if shown else None,
        actions=[*(button(r.open) for r in shown), button(say("Home", "home"))],
    )


def _row(r: ApprovalRow) -> CardElement:
    by = f"{r.author} · {r.asked}" if r.asked else r.author
    return row(r.title, by, r.what, tag=mark("todo", "Yours") if r.own else mark("now", "Decide"))
