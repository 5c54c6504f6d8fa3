"""What an approver sees of a large plan: 40 lines, of which 12 lose service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cards.changes import approvals, counted, handing_on
from cards.changes.asking_clicks import HandOn
from cards.changes.plan_view import Gain, Loss, PlanCardState
from services.domain.phrases import join_text, tr
from tests.cards.said import said, today
from tests.cards.samples import LONG, PLAN, Cards

PEOPLE = [("a1", "Kim"), ("b2", "Omar")]
EACH = join_text(
    ", ",
    [*map(said, ("Teams Operator Connect", "Call Recording", "Outbound call rule")), "Singapore default"],
)
_NAMES = ("John", "Alice", "Nadia", "Wei Ling", "Priya", "Ben", "Omar", "Hallie", "Chris Lee", "Zoë", "Maria", "Kim")


def usual() -> Cards:
    """As people meet it."""
    who = [f"{200 + no} {name}" for no, name in enumerate(_NAMES)]
    gains = (
        Gain(EACH, 24, who),
        Gain(said("Mobile app"), 4, who[:4]),
    )
    view = replace(
        PLAN,
        state=PlanCardState.WAITING,
        lines_total=40,
        lines_busy=40,
        unchanged=0,
        why="CHG-1042: the Jurong office moves to the new numbers on Monday.",
        loses=12,
        losses=[
            Loss(name, (tr("{number} {goes}", number="+65 6789 1230", goes=said("is unassigned in Teams")),))
            for name in _NAMES
        ],
        gains=gains,
        drastic=40,
    )
    left = replace(view, left=[("Sam", "Kim")], left_to_reader=["Sam"], reminded=today("14:05"), asked=["Sam", "Kim"])
    plain = counted.CountedPlan("p-1", "3fa9c1", 40, 41, asked=today("09:14"), counts=PLAN.counts)
    return {
        "approval_of_40": approvals.request(view),
        "approval_of_1": approvals.request(
            replace(
                view,
                title=said("Give 100 to Nadia"),
                lines_total=1,
                lines_busy=1,
                why="",
                loses=1,
                losses=[
                    Loss(
                        "Wei Ling",
                        (
                            said("Line 100 goes to Nadia"),
                            tr("{number} {goes}", number="+65 6789 1230", goes=said("goes to Nadia")),
                        ),
                    )
                ],
                gains=[Gain(said("Another person"), 1, ["100 Nadia"])],
                drastic=0,
            )
        ),
        "counted": counted.counted(plain),
        "counted_losses": counted.counted(
            replace(plain, loses=12, drastic=40),
            waiting=3,
            error=said("Please say why in the comment, so that it can be mended."),
        ),
        "counted_over": counted.counted(replace(plain, state=PlanCardState.APPROVED)),
        "counted_none": counted.nothing_waits(),
        "approval_left": approvals.request(left),
        "approval_own": approvals.own(left),
        "hand_on": handing_on.hand_on(HandOn("p-1", "3fa9c1"), PLAN.title, PEOPLE),
        "substitute": handing_on.substitute(PEOPLE),
        "substitute_named": handing_on.substitute(
            PEOPLE,
            "Kim",
            tr("{day} {there:%b %Y %H:%M}", day=30, there=datetime(2026, 11, 30, 23, 59)),
            said("Please choose who stands in."),
        ),
    }


def empty() -> Cards:
    """With nothing in them."""
    return {
        "hand_on": handing_on.hand_on(HandOn("p-1"), "", []),
        "substitute": handing_on.substitute([]),
    }


def huge() -> Cards:
    """With far too much."""
    many = [(f"{no}", LONG) for no in range(500)]
    left = replace(PLAN, state=PlanCardState.WAITING, left=[(LONG, LONG)] * 50, left_to_reader=[LONG] * 50)
    losing = replace(left, loses=3, losses=[Loss(LONG, [LONG] * 50)] * 50)
    return {
        "approval_losses": approvals.request(losing),
        "approval_many": approvals.request(replace(losing, loses=500)),
        "approval_left": approvals.request(left),
        "approval_own": approvals.own(left),
        "hand_on": handing_on.hand_on(HandOn(LONG, LONG), LONG, many, LONG),
        "substitute": handing_on.substitute(many, LONG, LONG, LONG),
    }
