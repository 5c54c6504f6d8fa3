"""Approvals: what the second admin is asked, and what everybody sees afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import Badge, CardElement

from cards.assembler import Card, card, listing
from cards.changes.asking_clicks import AskApproversAgain, ChooseHeir
from cards.changes.clicks import (
    ApprovePlan,
    FileApprovals,
    OpenApproval,
    PageApprovals,
    PagePlan,
    RejectPlan,
    ShowPlan,
    WithdrawPlan,
)
from cards.changes.plan_view import PlanView, PlanWork
from cards.changes.plans import asking, asks, decision, how_many, names, on, weighed, whole_plan, yeses
from cards.elements import Click, button, buttons, execute, group, mark, muted, row, say, strong, text
from cards.inputs import choice_input, text_input
from cards.paging import turns, where
from cards.words import clean

MAX_ROWS = 5
_OTHER_SELF = "Your account looks like another one of the asker's. If you are one person, let somebody else decide."
_WORK: dict[PlanWork, str] = {
    PlanWork.NONE: "",
    PlanWork.LATER: "The work couldn't be begun at once; it begins by itself as soon as it can.",
    PlanWork.NOW: "Switchboard applies it now.",
    PlanWork.ENDED: "The job has ended.",
}


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A plan that waits for a decision: what, by whom, since when (in words); `decides` is whether its reader may.

    `approved`: it waits for its time alone, and `asked` says when it begins.
    """

    id: str
    title: str
    author: str
    asked: str = ""
    what: str = ""
    own: bool = False
    decides: bool = True
    approved: bool = False


def request(view: PlanView, error: str = "", *, decides: bool = True) -> Card:
    """The question to the second admin, or to a reader who doesn't decide; `error` says what the last answer lacked.

    Parts: who asks for what and why, that nothing is written, what is taken away, what is given, warnings, seats that
    get short, the number to type (input `typed`), comment (input `comment`).
    Buttons: Approve (approval.approve), Reject (approval.reject), Hand on (approval.choose), Lines (plan.page), Whole
    plan as a file (plan.file).
    Data: `plan`, `hash`.
    """
    return card(
        f"Please check this plan: it ends {view.expires}" if view.ends_soon else "Please check this plan",
        text(f"{view.author} asks for your approval: {view.title}", most=260),
        text(f"Why: {view.why}", most=400) if view.why else None,
        strong("Nothing is written yet."),
        strong(f"Begins by itself on {view.starts}.") if view.starts else None,
        strong(f"{names(view.left_to_reader)} left this to you.") if view.left_to_reader else None,
        text(_OTHER_SELF, color="Attention", weight="Bolder") if view.may_be_the_author else None,
        strong(yeses(view)) if yeses(view) else None,
        *weighed(view),
        text(error, color="Attention", weight="Bolder") if error else None,
        text_input("typed", f"Type {view.drastic} to approve: so many lines change")
        if decides and view.drastic
        else None,
        text_input("comment", "Comment (needed to reject)", multiline=True, most=500) if decides else None,
        None if decides else muted("You said yes." if view.has_said_yes else "An admin decides this."),
        muted(f"Good until {view.expires}", spacing="Small") if view.expires else None,
        actions=[
            execute("Approve", on(view, ApprovePlan), "positive") if decides else None,
            execute("Reject", on(view, RejectPlan), "destructive") if decides else None,
            execute("Hand on", on(view, ChooseHeir), inputs=False) if decides else None,
            execute("Lines", PagePlan(view.id), inputs=False),
            whole_plan(view),
        ],
    )


def decided(view: PlanView) -> Card:
    """What everybody sees once it is decided.

    Parts: the plan, its author, what it changes, who decided, when, the comment; buttons: the next click, file.
    """
    titles = {"approved": "Approved", "rejected": "Rejected", "withdrawn": "Withdrawn by the asker"}
    if view.alone:
        titles["approved"] = f"Applied by {view.decided_by}"
    outcome = _WORK[view.work] if view.state == "approved" else "Nothing was written."
    return card(
        titles.get(view.state, "No longer open"),
        text(f"{view.title}, asked for by {view.author}", most=260),
        how_many(view),
        decision(view),
        outcome,
        muted("No approval was needed: it is one line, and nobody loses service by it.") if view.alone else None,
        actions=[button(view.next), whole_plan(view)],
    )


def own(view: PlanView) -> Card:
    """What the asker sees of their own question.

    Parts: the plan, why they can't approve it, who can; buttons: Remind (plan.remind), Ask again (plan.ask_again),
    Whole plan as a file, Withdraw (plan.withdraw).
    """
    return card(
        "Somebody else decides this",
        text(view.title, most=160),
        "You asked for this, so you can't approve it yourself.",
        *asking(view),
        how_many(view),
        actions=[*asks(view), whole_plan(view), execute("Withdraw", on(view, WithdrawPlan))],
    )


def unreached(view: PlanView) -> Card:
    """That not everybody could be asked, for whoever sent the plan.

    Parts: the plan, who was asked, who couldn't be reached, what to do; buttons: Ask again (plan.ask_again), See the
    plan (approvals.show), Withdraw (plan.withdraw). Data: `plan`, `hash`.
    """
    return card(
        "I couldn't ask everybody" if view.asked else "Nobody could be asked",
        text(view.title, most=160),
        *asking(view),
        actions=[
            execute("Ask again", on(view, AskApproversAgain)),
            execute("See the plan", on(view, ShowPlan)),
            execute("Withdraw", on(view, WithdrawPlan)),
        ],
    )


def approvals(rows: Sequence[ApprovalRow], page: int = 1, pages: int = 1, total: int = 0) -> Card:
    """A page of what waits for a decision, or was approved and waits for its time.

    Parts: how many, one row a plan, which one to open (input `plan`, verb approvals.open); buttons: Previous and Next
    (approvals.page), As a file (approvals.file), Home.
    """
    shown = rows[:MAX_ROWS]
    many = where(len(shown), page, pages, max(total, len(rows)), "plan")
    return card(
        "Approvals",
        _heading(shown, many),
        listing([_row(r) for r in shown]) if shown else None,
        _which(shown) if shown else None,
        actions=[
            *turns(PageApprovals(), page, pages),
            execute("As a file", FileApprovals(), inputs=False) if shown else None,
            button(say("Home", "home")),
        ],
    )


def _heading(shown: Sequence[ApprovalRow], many: str) -> str:
    if not shown:
        return "Nothing waits for a decision."
    return (
        f"Waiting for a decision or for its time: {many}" if shown[-1].approved else f"Waiting for a decision: {many}"
    )


def _row(r: ApprovalRow) -> CardElement:
    by = f"{r.author} · {r.asked}" if r.asked else r.author
    return row(r.title, by, r.what, tag=_mark(r), opens=Click(f"See {clean(r.title, 50)}", ShowPlan(r.id)))


def _mark(r: ApprovalRow) -> Badge:
    if r.approved:
        return mark("todo", "Approved")
    if r.own:
        return mark("todo", "Yours")
    return mark("now", "Decide") if r.decides else mark("todo", "Waiting")


def _which(rows: Sequence[ApprovalRow]) -> CardElement:
    choices = [(r.id, " · ".join(filter(None, (clean(r.title, 60), r.author, r.asked)))) for r in rows]
    return group(choice_input("plan", "Open a plan", choices, choices[0][0]), buttons(execute("Open", OpenApproval())))
