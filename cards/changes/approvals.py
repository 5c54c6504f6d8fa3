"""Approvals: what the second admin is asked, and what everybody sees afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from microsoft_teams.cards import Badge, CardElement, ExecuteAction

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
from cards.changes.plan_parts import how_many, names
from cards.changes.plan_view import PlanView, PlanWork
from cards.changes.plans import asked_for, asking, asks, decision, is_small, on, weighed, whole_plan, yeses
from cards.elements import Click, button, buttons, columns, execute, group, mark, muted, say, strong, text
from cards.grid import Grid
from cards.inputs import choice_input, text_input
from cards.paging import turns, where
from cards.words import clean
from services.domain.phrases import join_text, tr

MAX_ROWS = 5
_GRID = Grid(((tr("Plan"), 46), (tr("Asked by"), 32), (tr("What"), 22)))
_OTHER_SELF = tr("Your account looks like another one of the asker's. If you are one person, let somebody else decide.")
_WORK: dict[PlanWork, str] = {
    PlanWork.NONE: "",
    PlanWork.LATER: tr("The work couldn't be begun at once; it begins by itself as soon as it can."),
    PlanWork.NOW: tr("Switchboard applies it now."),
    PlanWork.ENDED: tr("The job has ended."),
}


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """A plan that waits for a decision: what, by whom, since when (in words); `decides`: the reader may decide.

    `approved`: it only waits for its time, and `asked` says when it begins.
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
        tr("Please check this plan: it ends {expires}", expires=view.expires)
        if view.ends_soon
        else tr("Please check this plan"),
        text(tr("{author} asks for your approval: {title}", author=view.author, title=view.title), most=260),
        text(tr("Why: {why}", why=view.why), most=400) if view.why else None,
        strong(tr("Nothing is written yet.")),
        strong(tr("Begins by itself on {starts}.", starts=view.starts)) if view.starts else None,
        strong(tr("{names} left this to you.", names=names(view.left_to_reader))) if view.left_to_reader else None,
        text(_OTHER_SELF, color="Attention", weight="Bolder") if view.may_be_the_author else None,
        strong(yeses(view)) if yeses(view) else None,
        *weighed(view),
        text(error, color="Attention", weight="Bolder") if error else None,
        *(_inputs(view) if decides else ()),
        None if decides else muted(tr("You said yes.") if view.has_said_yes else tr("An admin decides this.")),
        muted(tr("Good until {expires}", expires=view.expires), spacing="Small") if view.expires else None,
        actions=[
            *(_decisions(view) if decides else ()),
            execute(tr("Lines"), PagePlan(view.id), inputs=False),
            whole_plan(view),
        ],
    )


def _inputs(view: PlanView) -> Sequence[CardElement | None]:
    typed = tr("Type {drastic} to approve: so many lines change", drastic=view.drastic)
    return (
        text_input("typed", typed) if view.drastic else None,
        text_input("comment", tr("Comment (needed to reject)"), multiline=True, most=500),
    )


def _decisions(view: PlanView) -> Sequence[ExecuteAction]:
    return (
        execute(tr("Approve"), on(view, ApprovePlan), "positive"),
        execute(tr("Reject"), on(view, RejectPlan), "destructive"),
        execute(tr("Hand on"), on(view, ChooseHeir), inputs=False),
    )


def decided(view: PlanView) -> Card:
    """What everybody sees once the plan is decided.

    Parts: the plan, its author, what it changes, who decided, when, the comment; buttons: the next click, file.
    """
    titles = {"approved": tr("Approved"), "rejected": tr("Rejected"), "withdrawn": tr("Withdrawn by the asker")}
    if view.alone:
        titles["approved"] = tr("Applied by {decided_by}", decided_by=view.decided_by)
    outcome = _WORK[view.work] if view.state == "approved" else tr("Nothing was written.")
    return card(
        titles.get(view.state, tr("No longer open")),
        text(
            view.title if view.alone else asked_for(view),
            most=260,
        ),
        how_many(view) or None,
        decision(replace(view, decided_by="") if view.alone else view),
        outcome,
        muted(_why_alone(view)) if view.alone else None,
        actions=[button(view.next), whole_plan(view)],
    )


def _why_alone(view: PlanView) -> str:
    if is_small(view):
        return tr("No approval was needed: it is a single change, and nobody loses service by it.")
    return tr("No approval was needed: your policy asks for none.")


def own(view: PlanView) -> Card:
    """What authors see of their own request.

    Parts: the plan, why they can't approve it, who can; buttons: Remind (plan.remind), Ask again (plan.ask_again),
    Whole plan as a file, Withdraw (plan.withdraw).
    """
    return card(
        tr("Somebody else decides this"),
        text(view.title, most=160),
        tr("You asked for this, so you can't approve it yourself."),
        *asking(view),
        how_many(view) or None,
        actions=[*asks(view), whole_plan(view), execute(tr("Withdraw"), on(view, WithdrawPlan))],
    )


def unreached(view: PlanView) -> Card:
    """The message to the author that not everybody could be asked.

    Parts: the plan, who was asked, who couldn't be reached, what to do; buttons: Ask again (plan.ask_again), See the
    plan (approvals.show), Withdraw (plan.withdraw). Data: `plan`, `hash`.
    """
    return card(
        tr("I couldn't ask everybody") if view.asked else tr("Nobody could be asked"),
        text(view.title, most=160),
        *asking(view),
        actions=[
            execute(tr("Ask again"), on(view, AskApproversAgain)),
            execute(tr("See the plan"), on(view, ShowPlan)),
            execute(tr("Withdraw"), on(view, WithdrawPlan)),
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
        tr("Approvals"),
        _heading(shown, many),
        _GRID.head() if shown else None,
        listing([_row(r) for r in shown]) if shown else None,
        _which(shown) if shown else None,
        actions=[
            *turns(PageApprovals(), page, pages),
            execute(tr("As a file"), FileApprovals(), inputs=False) if shown else None,
            button(say(tr("Home"), "home")),
        ],
        full_width=True,
    )


def _heading(shown: Sequence[ApprovalRow], many: str) -> str:
    if not shown:
        return tr("Nothing waits for a decision.")
    return (
        tr("Waiting for a decision or for its time: {many}", many=many)
        if shown[-1].approved
        else tr("Waiting for a decision: {many}", many=many)
    )


def _row(r: ApprovalRow) -> CardElement:
    by = tr("{author} · {asked}", author=r.author, asked=r.asked) if r.asked else r.author
    head = columns(("stretch", [strong(r.title, most=100)]), ("auto", [_mark(r)]))
    cells = [muted(by, most=160), muted(r.what, most=160) if r.what else None]
    return _GRID.row(head, *cells, opens=Click(tr("See {title}", title=clean(r.title, 50)), ShowPlan(r.id)))


def _mark(r: ApprovalRow) -> Badge:
    if r.approved:
        return mark("todo", tr("Approved"))
    if r.own:
        return mark("todo", tr("Yours"))
    return mark("now", tr("Decide")) if r.decides else mark("todo", tr("Waiting"))


def _which(rows: Sequence[ApprovalRow]) -> CardElement:
    choices = [(r.id, join_text(" · ", filter(None, (clean(r.title, 60), r.author, r.asked)))) for r in rows]
    return group(
        choice_input("plan", tr("Open a plan"), choices, choices[0][0]), buttons(execute(tr("Open"), OpenApproval()))
    )
