"""A plan as its author sees it: what it would do, whether there are seats, and the next click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from microsoft_teams.cards import CardElement

from cards.assembler import Card, Part, card, listing
from cards.changes.asking_clicks import AskApproversAgain, RemindApprovers
from cards.changes.clicks import ApplyPlan, DiscardPlan, FilePlan, PagePlan, PlanAction, SubmitPlan, WithdrawPlan
from cards.changes.findings import finding_list, tally
from cards.changes.plan_parts import (
    changed_part,
    first_part,
    gain_part,
    how_many,
    losses,
    names,
    seats,
    seats_part,
    way,
)
from cards.changes.plan_view import PlanCardState, PlanView
from cards.elements import Button, button, execute, facts, group, muted, say, strong, text
from cards.inputs import text_input
from cards.paging import turns, where
from cards.words import count, quoted, things
from services.domain.findings import LICENCE_COMES_ALONG
from services.domain.phrases import join_text, tr
from services.domain.plan import Severity

_ASK_OTHERS = tr("Let them add Switchboard in Teams and say “approvals”. Any other admin can do that, too, and decide.")
_MAX_SERIOUS = 3  # findings on an approver's card
# Remarks on what a file asks for that an approver can't see from the work itself.
_WORTH_WEIGHING = frozenset({"row.number_without_teams", "row.no_person"})
_GIVE_LICENCE_TITLE = tr("Give licence, then plan")
LINES_A_PAGE = 8
_MAX_GAINS = 5  # kinds of change
_MAX_LEFT = 4  # approvers who handed it on
PlanActionT = TypeVar("PlanActionT", bound=PlanAction)


_TITLES: dict[PlanCardState, str] = {
    PlanCardState.DRAFT: tr("Your plan"),
    PlanCardState.WAITING: tr("Waiting for approval"),
    PlanCardState.APPROVED: tr("Approved"),
    PlanCardState.REJECTED: tr("Not approved"),
    PlanCardState.WITHDRAWN: tr("Plan withdrawn"),
    PlanCardState.DISCARDED: tr("Plan discarded"),
    PlanCardState.EXPIRED: tr("Nobody decided in time"),
    PlanCardState.SCHEDULED: tr("Approved for later"),
    PlanCardState.OVERTAKEN: tr("Not begun: things have changed"),
}
_CLOSED_WORDS: dict[PlanCardState, str] = {
    PlanCardState.REJECTED: tr("Nothing was written. Change what is asked for and make a new plan."),
    PlanCardState.WITHDRAWN: tr("Nothing was written."),
    PlanCardState.DISCARDED: tr("Nothing was written."),
    PlanCardState.EXPIRED: tr("Nothing was written. Plan it again, so that it fits what is there now."),
    PlanCardState.OVERTAKEN: tr("Plan it again, so that it fits what is there now."),
}


def preparing(title: str) -> Card:
    """A request on its way to a plan.

    Parts: what was asked, that nothing is written.
    """
    return card(
        tr("Making the plan"),
        text(title, most=160),
        muted(tr("I compare it with what is there now. Nothing is written."), spacing="Small"),
    )


def plan_card(view: PlanView, *, own: bool = True) -> Card:
    """A plan in its state, for its author (`own`) or somebody else.

    Parts while open (draft, waiting): title, that nothing is written, who was asked, first lines, findings, seats
    before and after, counts, notes, validity. Parts when it is over: title, who decided, why, what that means.
    Buttons: draft: Send for approval (plan.submit) or Apply now (plan.apply), Whole plan as a file (plan.file), Discard
    (plan.discard); waiting: Remind (plan.remind), Ask again (plan.ask_again), file, Withdraw (plan.withdraw); for
    later: file, Withdraw; over: the next click, Home.
    Data: `plan`, `hash`.
    """
    if view.state in (PlanCardState.DRAFT, PlanCardState.WAITING):
        return card(_TITLES[view.state], *_open(view), actions=_actions(view))
    if view.state == PlanCardState.SCHEDULED:
        return _for_later(view)
    return card(
        _TITLES[view.state],
        text(view.title if own else asked_for(view), most=260),
        decision(view),
        _CLOSED_WORDS.get(view.state),
        actions=[button(view.next), button(say(tr("Home"), "home"))],
    )


def _for_later(view: PlanView) -> Card:
    return card(
        _TITLES[view.state],
        text(view.title, most=160),
        strong(tr("Begins by itself on {starts}.", starts=view.starts)),
        tr("Nothing is written before. I compare it with what is there then, and begin only if it still fits."),
        decision(view),
        actions=[whole_plan(view), execute(tr("Withdraw"), on(view, WithdrawPlan)) if view.stops else None],
    )


def what_if(view: PlanView) -> Card:
    """The answer to "what if": a plan that is only shown.

    Parts: title, that it is only shown, the plan's content, what it would take; buttons: Home.
    """
    approval = (
        tr("A second admin would have to approve it.") if view.needs_approval else tr("You could apply it yourself.")
    )
    return card(
        tr("What would happen"),
        text(view.title, most=160),
        strong(tr("This is only shown. Nothing is planned or written.")),
        *(content(view) if view.lines_busy or view.findings else [tr("Nothing would change: it is so already.")]),
        text(
            tr("It couldn't be done as it is.") if view.blocked else approval if view.lines_busy else "",
            weight="Bolder",
        )
        if view.blocked or view.lines_busy
        else None,
        actions=[button(say(tr("Home"), "home"))],
    )


def content(view: PlanView, findings: int = 5) -> list[Part]:
    """What the plan would do: losses, whose lines, what stands in the way, seats, and the work in counts at the end."""
    found: list[Part] = [
        strong(tr("Found: {tally}", tally=tally(view.findings, view.found))) if view.findings else None,
        finding_list(view.findings, findings, sum(view.found.values())) if view.findings else None,
    ]
    counted = view.counts if view.lines_total > 1 else ()
    return [
        losses(view),
        how_many(view) or None,
        *(found if view.blocked else ()),
        strong(tr("First lines")) if view.lines_busy > len(view.first_lines) > 0 else None,
        listing(first_part(view), view.lines_busy) if view.first_lines else None,
        strong(tr("Settings, before and after")) if view.changed else None,
        listing(changed_part(view), len(view.changed)) if view.changed else None,
        *(() if view.blocked else found),
        *seats(view),
        facts(*((words, count(n)) for words, n in counted)) if counted else None,
    ]


def weighed(view: PlanView) -> list[Part]:
    """What a decision depends on, within a phone's height: losses by name first, gains grouped, missing seats."""
    short = [use for use in view.seats if use.free_after <= 0]
    # Of a single change every note matters, such as who takes the calls of somebody who leaves.
    notes = view.lines_total < 2
    serious = [finding for finding in view.findings if notes or finding.severity is not Severity.INFO]
    # Whoever decides changes no file, so that neither the rows nor what would mend them matter.
    remarks = dict.fromkeys(finding.message for finding in view.findings if finding.code in _WORTH_WEIGHING)
    return [
        losses(view),
        *(gain_part(gain) for gain in view.gains[:_MAX_GAINS]),
        muted(tr("…and {how_many} of change", how_many=things(len(view.gains) - _MAX_GAINS, "other kind")))
        if len(view.gains) > _MAX_GAINS
        else None,
        muted(how_many(view), spacing="Small") if how_many(view) else None,
        listing(changed_part(view), len(view.changed)) if view.changed else None,
        listing([seats_part(use) for use in short[:3]], len(short)) if short else None,
        # Each has a badge of its kind, so that only those not shown need counting.
        strong(tr("Found: {tally}", tally=tally(serious))) if len(serious) > _MAX_SERIOUS else None,
        finding_list(serious, _MAX_SERIOUS) if serious else None,
        *([] if notes else [muted(remark, spacing="Small") for remark in remarks]),
    ]


def asked_for(view: PlanView) -> str:
    """The plan and who asked for it."""
    return tr("{title}, asked for by {author}", title=view.title, author=view.author)


def decision(view: PlanView) -> CardElement | None:
    """Who decided, when and why; None before that."""
    known = ((tr("By"), view.decided_by), (tr("When"), view.decided_at), (tr("Comment"), view.reason))
    return facts(*known) if any(value for _, value in known) else None


def whole_plan(view: PlanView) -> Button:
    """The button that gives the plan as a file."""
    return execute(tr("Whole plan as a file"), on(view, FilePlan), inputs=False)


def on(view: PlanView, kind: type[PlanActionT]) -> PlanActionT:
    """The fields that every click on this plan carries: the plan, and the content that was seen."""
    return kind(view.id, view.hash)


def _open(view: PlanView) -> list[Part]:
    return [
        text(view.title, most=160),
        strong(tr("Nothing is written yet.")),
        *(asking(view) if view.state == PlanCardState.WAITING else ()),
        *content(view),
        *(muted(quoted(note), spacing="Small") for note in view.notes[:5]),
        muted(_valid(view), spacing="Default") if view.expires or view.hash else None,
        text_input("reason", tr("Reason or ticket, for whoever approves"), most=300) if _sends(view) else None,
        text(tr("Why: {why}", why=view.why)) if view.why else None,
        text(_outlook(view), weight="Bolder"),
    ]


def is_small(view: PlanView) -> bool:
    """Whether it is a single change that takes nothing from anybody, as no policy is needed to let one through."""
    return view.lines_busy < 2 and not view.loses


def _outlook(view: PlanView) -> str:
    if view.state == PlanCardState.WAITING:
        return yeses(view) or tr("I'll tell you as soon as somebody has decided.")
    if view.blocked:
        return tr("The errors stop this plan. Mend them and ask again.")
    if not view.lines_busy:
        return tr("There is nothing to do.")
    if view.starts:
        who = (
            tr("A second admin has to approve this before.")
            if view.needs_approval
            else tr("You can approve this yourself.")
        )
        return tr("It begins by itself on {starts}. {who}", starts=view.starts, who=who)
    if not view.needs_approval:
        if view.about_rules:
            return tr("Nobody else could decide this, so you can apply it alone. The record says that you did.")
        if is_small(view):
            return tr("You can apply this yourself. It is a single change, and nobody loses service by it.")
        return tr("You can apply this yourself: your policy asks for no approval of it.")
    if view.approvals > 1:
        return tr(
            "{approvals} others have to approve this. {needs_why}", approvals=view.approvals, needs_why=view.needs_why
        ).strip()
    why = (
        tr("Somebody loses service by it.")
        if view.loses
        else tr("It changes several lines.")
        if view.lines_busy > 1
        else ""
    )
    return tr("A second admin has to approve this. {why}", why=why or view.needs_why).strip()


def yeses(view: PlanView) -> str:
    """Who has approved, and how many more approvals it takes; empty where one is enough."""
    if view.approvals < 2 and not view.said_yes:
        return ""
    left = max(view.approvals - len(view.said_yes), 1)
    more = tr("{left} more {word} to approve it.", left=left, word=tr("has") if left == 1 else tr("have"))
    return tr("{names} said yes. {more}", names=names(view.said_yes), more=more) if view.said_yes else more


def _actions(view: PlanView) -> list[Button | None]:
    if view.state == PlanCardState.WAITING:
        return [*asks(view), whole_plan(view), execute(tr("Withdraw"), on(view, WithdrawPlan))]
    return [_go(view), whole_plan(view), execute(tr("Discard"), on(view, DiscardPlan))]


def asks(view: PlanView) -> list[Button | None]:
    """The author's buttons to remind approvers and to ask again."""
    return [
        execute(tr("Remind"), on(view, RemindApprovers), inputs=False) if view.asked else None,
        execute(tr("Ask again"), on(view, AskApproversAgain), inputs=False),
    ]


def _sends(view: PlanView) -> bool:
    return view.state == "draft" and view.needs_approval and not view.blocked and view.lines_busy > 0


def _go(view: PlanView) -> Button | None:
    if view.blocked or not view.lines_busy:
        return None
    licences = any(finding.code == LICENCE_COMES_ALONG for finding in view.findings)
    if view.needs_approval:
        return execute(_GIVE_LICENCE_TITLE if licences else tr("Send for approval"), on(view, SubmitPlan), "positive")
    alone = tr("Begin on {starts}", starts=view.starts) if view.starts else tr("Apply now")
    return execute(_GIVE_LICENCE_TITLE if licences else alone, on(view, ApplyPlan), "positive")


def _valid(view: PlanView) -> str:
    return join_text(
        " · ",
        (
            part
            for part in (
                tr("Good until {expires}", expires=view.expires) if view.expires else "",
                tr("Plan {hash}", hash=view.hash) if view.hash else "",
            )
            if part
        ),
    )


def asking(view: PlanView) -> list[Part]:
    """Who was asked, who couldn't be reached, and what to do about it."""
    asked = tr("Asked: {names}.", names=names(view.asked)) if view.asked else None
    left = [
        muted(tr("{who} left it to {heir}.", who=who, heir=heir), spacing="Small")
        for who, heir in view.left[:_MAX_LEFT]
    ]
    reminded = muted(tr("Reminded {reminded}.", reminded=view.reminded), spacing="Small") if view.reminded else None
    if not view.unreached:
        return [asked, *left, reminded]
    nobody = "" if view.asked else tr("Nobody could be asked. ")
    lost = text(tr("{nobody}I couldn't reach {names}.", nobody=nobody, names=names(view.unreached)), color="Attention")
    return [asked, *left, reminded, lost, muted(_ASK_OTHERS)]


def lines_page(plan_id: str, title: str, rows: Sequence[tuple[str, Sequence[str]]], page: int, total: int) -> Card:
    """A page of a plan's lines, each with its steps.

    Buttons: Previous and Next (plan.page).
    """
    pages = max(1, -(-total // LINES_A_PAGE))
    return card(
        tr("Lines of the plan"),
        text(title, most=160),
        where(len(rows), page, pages, total, "line"),
        listing([group(strong(who, most=100), muted(way(steps), most=600), separator=True) for who, steps in rows]),
        actions=[*turns(PagePlan(plan=plan_id), page, pages)],
    )
