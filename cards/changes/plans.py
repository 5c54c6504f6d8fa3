"""A plan as its author sees it: what would be done, whether there are seats, and the next click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from microsoft_teams.cards import CardElement, ProgressBarColor

from cards.assembler import Card, Part, card, listing
from cards.changes.asking_clicks import AskApproversAgain, RemindApprovers
from cards.changes.clicks import ApplyPlan, DiscardPlan, FilePlan, PagePlan, PlanAction, SubmitPlan, WithdrawPlan
from cards.changes.findings import finding_list, tally
from cards.changes.plan_view import Gain, Loss, PlanCardState, PlanView
from cards.elements import Button, bar, button, columns, execute, facts, group, muted, row, say, strong, text
from cards.inputs import text_input
from cards.paging import turns, where
from cards.words import clean, count, quoted, things
from services.domain.addons import name_of
from services.domain.findings import LICENCE_COMES_ALONG
from services.domain.plan import SeatUse, Severity

_ASK_OTHERS = "Let them add Switchboard in Teams and say “approvals”. Any other admin can do that, too, and decide."
_MAX_SERIOUS = 3  # findings on an approver's card
_GIVES = "Give licence and continue"
_MAX_CHANGED = 40
LINES_A_PAGE = 8
_MAX_GAINS = 5  # kinds of change
_MAX_DETAILED_LOSSES = 3  # lines that are told with what goes; more are named only
_MAX_NAMED = 12
_MAX_LOSERS = 6  # a line can take from several people
_MAX_LEFT = 4  # approvers who left it to somebody
_MAX_STEPS = 8  # of a line, shown in its row
PlanActionT = TypeVar("PlanActionT", bound=PlanAction)


_TITLES: dict[PlanCardState, str] = {
    PlanCardState.DRAFT: "Your plan",
    PlanCardState.WAITING: "Waiting for approval",
    PlanCardState.APPROVED: "Approved",
    PlanCardState.REJECTED: "Not approved",
    PlanCardState.WITHDRAWN: "Plan withdrawn",
    PlanCardState.DISCARDED: "Plan discarded",
    PlanCardState.EXPIRED: "Nobody decided in time",
    PlanCardState.SCHEDULED: "Approved for later",
    PlanCardState.OVERTAKEN: "Not begun: things have changed",
}
_CLOSED_WORDS: dict[PlanCardState, str] = {
    PlanCardState.REJECTED: "Nothing was written. Change what is asked for and make a new plan.",
    PlanCardState.WITHDRAWN: "Nothing was written.",
    PlanCardState.DISCARDED: "Nothing was written.",
    PlanCardState.EXPIRED: "Nothing was written. Plan it again, so that it fits what is there now.",
    PlanCardState.OVERTAKEN: "Plan it again, so that it fits what is there now.",
}


def preparing(title: str) -> Card:
    """A request on its way to a plan.

    Parts: what was asked, that nothing is written.
    """
    return card(
        "Making the plan",
        text(title, most=160),
        muted("I compare it with what is there now. Nothing is written.", spacing="Small"),
    )


def plan_card(view: PlanView) -> Card:
    """A plan in its state.

    Parts while open (draft, waiting): title, that nothing is written, who was asked, counts, seats before and after,
    findings, first lines, notes, validity. Parts when it is over: title, who decided, why, what that means.
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
        text(view.title, most=160),
        decision(view),
        _CLOSED_WORDS.get(view.state),
        actions=[button(view.next), button(say("Home", "home"))],
    )


def _for_later(view: PlanView) -> Card:
    return card(
        _TITLES[view.state],
        text(view.title, most=160),
        strong(f"Begins by itself on {view.starts}."),
        "Nothing is written before. I compare it with what is there then, and begin only if it still fits.",
        decision(view),
        actions=[whole_plan(view), execute("Withdraw", on(view, WithdrawPlan)) if view.stops else None],
    )


def what_if(view: PlanView) -> Card:
    """What would happen: a plan that is only shown.

    Parts: title, that it is only shown, the plan's content, what it would take; buttons: Home.
    """
    approval = "A second admin would have to approve it." if view.needs_approval else "You could apply it yourself."
    return card(
        "What would happen",
        text(view.title, most=160),
        strong("This is only shown. Nothing is planned or written."),
        *(content(view) if view.lines_busy or view.findings else ["Nothing would change: it is so already."]),
        text("It couldn't be done as it is." if view.blocked else approval if view.lines_busy else "", weight="Bolder")
        if view.blocked or view.lines_busy
        else None,
        actions=[button(say("Home", "home"))],
    )


def content(view: PlanView, findings: int = 5) -> list[Part]:
    """What the plan would do: losses, counts, seats, findings, first lines; the same for author and approver."""
    return [
        losses(view),
        how_many(view),
        facts(*((words, count(n)) for words, n in view.counts)) if view.counts else None,
        strong("Free seats") if view.seats else None,
        listing([_seats(use) for use in view.seats[:12]], len(view.seats)) if view.seats else None,
        strong(f"Found: {tally(view.findings, view.found)}") if view.findings else None,
        finding_list(view.findings, findings, sum(view.found.values())) if view.findings else None,
        strong("First lines") if view.first_lines else None,
        listing(_first(view), view.lines_busy) if view.first_lines else None,
        strong("Settings, before and after") if view.changed else None,
        listing(_changed(view), len(view.changed)) if view.changed else None,
    ]


def weighed(view: PlanView) -> list[Part]:
    """What a decision hangs on, in a phone's height: losses first and by name, gains grouped, what is short."""
    short = [use for use in view.seats if use.free_after <= 0]
    serious = [finding for finding in view.findings if finding.severity is not Severity.INFO]
    return [
        losses(view),
        *(_gain(gain) for gain in view.gains[:_MAX_GAINS]),
        muted(f"…and {things(len(view.gains) - _MAX_GAINS, 'other kind')} of change")
        if len(view.gains) > _MAX_GAINS
        else None,
        muted(how_many(view), spacing="Small"),
        listing(_changed(view), len(view.changed)) if view.changed else None,
        listing([_seats(use) for use in short[:3]], len(short)) if short else None,
        # Each is badged as what it is: only those that aren't shown need counting.
        strong(f"Found: {tally(serious)}") if len(serious) > _MAX_SERIOUS else None,
        finding_list(serious, _MAX_SERIOUS) if serious else None,
    ]


def losses(view: PlanView) -> CardElement | None:
    """Who loses service, in a frame of its own, names first: of few lines with what goes, of many names alone."""
    if not view.loses:
        return None
    if view.loses <= _MAX_DETAILED_LOSSES:
        return group(*(_loss(one) for one in view.losses[:_MAX_LOSERS]), style="attention")
    losers = list(dict.fromkeys(one.who for one in view.losses))
    head = f"{things(view.loses, 'line')} {'loses' if view.loses == 1 else 'lose'} service"
    # How many people all these lines are isn't known: one may have several, and only the first lines were read.
    others = " and others" if len(losers) > _MAX_NAMED or view.loses > len(view.losses) else ""
    return group(strong(f"{', '.join(losers[:_MAX_NAMED])}{others}", most=900), text(head), style="attention")


def _loss(one: Loss) -> CardElement:
    what = one.what[:_MAX_STEPS]
    more = [things(len(one.what) - len(what), "more thing")] if len(one.what) > len(what) else []
    return group(strong(f"{clean(one.who, 90)} loses service", most=120), *(text(part) for part in (*what, *more)))


def _gain(gain: Gain) -> CardElement:
    lead = f"{count(gain.lines)} × {gain.words}" if gain.lines > 1 else gain.words
    return group(strong(lead, most=200), muted(names(gain.names, gain.lines), most=300), separator=True)


def how_many(view: PlanView) -> str:
    """How many lines the plan touches and how many stay."""
    verb = "change" if view.state == PlanCardState.APPROVED else "would change"
    changed = f"{things(view.lines_busy, 'line')} of {count(view.lines_total)} {verb}"
    return f"{changed}, {count(view.unchanged)} already as requested." if view.unchanged else f"{changed}."


def decision(view: PlanView) -> CardElement | None:
    """Who decided, when and why; none before anybody did."""
    known = (("By", view.decided_by), ("When", view.decided_at), ("Comment", view.reason))
    return facts(*known) if any(value for _, value in known) else None


def whole_plan(view: PlanView) -> Button:
    """The button for the plan as a file."""
    return execute("Whole plan as a file", on(view, FilePlan), inputs=False)


def on(view: PlanView, kind: type[PlanActionT]) -> PlanActionT:
    """What a click on this plan carries: which plan, and which content was seen."""
    return kind(view.id, view.hash)


def _open(view: PlanView) -> list[Part]:
    return [
        text(view.title, most=160),
        strong("Nothing is written yet."),
        *(asking(view) if view.state == PlanCardState.WAITING else ()),
        *content(view),
        *(muted(quoted(note), spacing="Small") for note in view.notes[:5]),
        muted(_valid(view), spacing="Default") if view.expires or view.hash else None,
        text_input("reason", "Reason or ticket, for whoever approves", most=300) if _sends(view) else None,
        text(f"Why: {view.why}") if view.why else None,
        text(_outlook(view), weight="Bolder"),
    ]


def _outlook(view: PlanView) -> str:
    if view.state == PlanCardState.WAITING:
        return yeses(view) or "I'll tell you as soon as somebody has decided."
    if view.blocked:
        return "The errors stop this plan. Mend them and ask again."
    if not view.lines_busy:
        return "There is nothing to do."
    if view.starts:
        who = "A second admin has to approve this before." if view.needs_approval else "You can approve this yourself."
        return f"It begins by itself on {view.starts}. {who}"
    if not view.needs_approval:
        if view.about_rules:
            return "Nobody else could decide this, so you can apply it alone. The record says that you did."
        return "You can apply this yourself. It is one line, and nobody loses service by it."
    if view.approvals > 1:
        return f"{view.approvals} others have to approve this. {view.needs_why}".strip()
    why = "Somebody loses service by it." if view.loses else "It changes several lines." if view.lines_busy > 1 else ""
    return f"A second admin has to approve this. {why or view.needs_why}".strip()


def yeses(view: PlanView) -> str:
    """Who said yes so far, and how many more it takes; empty where one decides."""
    if view.approvals < 2 and not view.said_yes:
        return ""
    left = max(view.approvals - len(view.said_yes), 1)
    more = f"{left} more {'has' if left == 1 else 'have'} to approve it."
    return f"{names(view.said_yes)} said yes. {more}" if view.said_yes else more


def _actions(view: PlanView) -> list[Button | None]:
    if view.state == PlanCardState.WAITING:
        return [*asks(view), whole_plan(view), execute("Withdraw", on(view, WithdrawPlan))]
    return [_go(view), whole_plan(view), execute("Discard", on(view, DiscardPlan))]


def asks(view: PlanView) -> list[Button | None]:
    """The buttons by which an author has approvers reminded and asked again."""
    return [
        execute("Remind", on(view, RemindApprovers), inputs=False) if view.asked else None,
        execute("Ask again", on(view, AskApproversAgain), inputs=False),
    ]


def _sends(view: PlanView) -> bool:
    return view.state == "draft" and view.needs_approval and not view.blocked and view.lines_busy > 0


def _go(view: PlanView) -> Button | None:
    if view.blocked or not view.lines_busy:
        return None
    licences = any(finding.code == LICENCE_COMES_ALONG for finding in view.findings)
    if view.needs_approval:
        return execute(_GIVES if licences else "Send for approval", on(view, SubmitPlan), "positive")
    alone = f"Begin on {view.starts}" if view.starts else "Apply now"
    return execute(_GIVES if licences else alone, on(view, ApplyPlan), "positive")


def _valid(view: PlanView) -> str:
    return " · ".join(
        part
        for part in (f"Good until {view.expires}" if view.expires else "", f"Plan {view.hash}" if view.hash else "")
        if part
    )


def asking(view: PlanView) -> list[Part]:
    """Who was asked, who couldn't be reached, and what to do about it."""
    asked = f"Asked: {names(view.asked)}." if view.asked else None
    left = [muted(f"{who} left it to {heir}.", spacing="Small") for who, heir in view.left[:_MAX_LEFT]]
    reminded = muted(f"Reminded {view.reminded}.", spacing="Small") if view.reminded else None
    if not view.unreached:
        return [asked, *left, reminded]
    nobody = "" if view.asked else "Nobody could be asked. "
    lost = text(f"{nobody}I couldn't reach {names(view.unreached)}.", color="Attention")
    return [asked, *left, reminded, lost, muted(_ASK_OTHERS)]


def names(people: Sequence[str], total: int = 0, most: int = 4) -> str:
    """The first names, and how many more there are in all."""
    left = max(total, len(people)) - min(len(people), most)
    more = [f"and {count(left)} more"] if left > 0 else []
    return ", ".join([*people[:most], *more])


def lines_page(plan_id: str, title: str, rows: Sequence[tuple[str, Sequence[str]]], page: int, total: int) -> Card:
    """A page of a plan's lines, each with its steps.

    Buttons: Previous and Next (plan.page).
    """
    pages = max(1, -(-total // LINES_A_PAGE))
    return card(
        "Lines of the plan",
        text(title, most=160),
        where(len(rows), page, pages, total, "line"),
        listing([group(strong(who, most=100), muted(_way(steps), most=600), separator=True) for who, steps in rows]),
        actions=[*turns(PagePlan(plan=plan_id), page, pages)],
    )


def _seats(use: SeatUse) -> CardElement:
    short = -use.free_after
    after = f"{count(short)} short" if short > 0 else f"{count(use.free_after)} of {count(use.total)}"
    words = f"{count(use.free_before)} → {after}"
    color: ProgressBarColor = "Attention" if short > 0 else "Warning" if not use.free_after else "Accent"
    taken = use.total - max(use.free_after, 0)
    return group(
        columns(("stretch", [text(name_of(use.code), most=60)]), ("auto", [text(words)])), bar(taken, use.total, color)
    )


def _changed(view: PlanView) -> list[CardElement]:
    # Sixty characters a side: both are seen whatever their length.
    return [row(what, f"{clean(was, 60)} → {clean(now, 60)}") for what, was, now in view.changed[:_MAX_CHANGED]]


def _first(view: PlanView) -> list[CardElement]:
    return [
        group(strong(title, most=100), muted(_way(steps), most=600), separator=True)
        for title, steps in view.first_lines[:5]
    ]


def _way(steps: Sequence[str]) -> str:
    left_out = len(steps) - _MAX_STEPS
    more = [things(left_out, "more step")] if left_out > 0 else []
    return " → ".join([*steps[:_MAX_STEPS], *more])
