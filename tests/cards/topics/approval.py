"""What an approver sees of a large plan: 40 lines, of which 12 lose service."""

from __future__ import annotations

from dataclasses import replace

from cards.changes import approvals
from cards.changes.plan_view import Gain, PlanCardState
from tests.cards.samples import PLAN, Cards

_NAMES = ("John", "Alice", "Nadia", "Wei Ling", "Priya", "Ben", "Omar", "Hallie", "Chris Lee", "Zoë", "Maria", "Kim")


def usual() -> Cards:
    """As people meet it."""
    who = [f"{200 + no} {name}" for no, name in enumerate(_NAMES)]
    gains = (
        Gain("Teams Operator Connect + Call Recording, rule Singapore default", 24, who),
        Gain("Mobile app", 4, who[:4]),
    )
    view = replace(
        PLAN,
        state=PlanCardState.WAITING,
        lines_total=40,
        lines_busy=40,
        unchanged=0,
        why="CHG-1042: the Jurong office moves to the new numbers on Monday.",
        loses=12,
        losses=[(one, "is unassigned in Teams") for one in who],
        gains=gains,
        drastic=40,
    )
    return {"approval_of_40": approvals.request(view)}
