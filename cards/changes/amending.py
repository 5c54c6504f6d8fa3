"""A plan that was rejected, to be changed and sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.changes.clicks import AmendPlan, ChangePlan
from cards.elements import execute, group, muted, strong, text
from cards.inputs import text_input, toggle_input
from cards.paging import turns, where

LINES_A_PAGE = 5


@dataclass(frozen=True, slots=True)
class LineToAmend:
    """A line of the plan: its number there, what it is, what it would do; `number` and `person` are what can be typed.

    `cells`: it came from a file, whose cells can be mended.
    """

    no: int
    title: str
    what: str
    number: str = ""
    person: str = ""
    cells: bool = False


def amending(plan: str, title: str, comment: str, lines: Sequence[LineToAmend], page: int = 1, total: int = 0) -> Card:
    """A page of the rejected plan's lines, each with what can be changed.

    Parts: the comment, one block a line (inputs `out_`, `number_`, `person_` and its number); buttons: See the plan
    (plan.amend), Previous and Next (plan.change).
    """
    pages = max(1, -(-total // LINES_A_PAGE))
    return card(
        "Change and resend",
        text(title, most=160),
        group(strong("Why it was rejected"), text(comment, most=500), style="emphasis") if comment else None,
        where(len(lines), page, pages, total, "line"),
        listing([_line(one) for one in lines]),
        actions=[
            execute("See the plan", AmendPlan(plan=plan, page=page), "positive"),
            *turns(ChangePlan(plan=plan), page, pages),
        ],
    )


def _line(one: LineToAmend) -> CardElement:
    return group(
        strong(one.title, most=100),
        muted(one.what, most=300) if one.what else None,
        text_input(f"number_{one.no}", "Number", one.number) if one.cells and one.number else None,
        text_input(f"person_{one.no}", "User", one.person) if one.cells and one.person else None,
        toggle_input(f"out_{one.no}", "Leave this line out"),
        separator=True,
    )
