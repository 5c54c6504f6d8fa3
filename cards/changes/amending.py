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
from services.domain.phrases import tr

LINES_A_PAGE = 5


@dataclass(frozen=True, slots=True)
class LineToAmend:
    """A line of the plan: its position, what it is, its steps; `number` and `person` are its values.

    `cells`: the line came from a file, whose cells can be mended.
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
        tr("Change and resend"),
        text(title, most=160),
        group(strong(tr("Why it was rejected")), text(comment, most=500), style="emphasis") if comment else None,
        where(len(lines), page, pages, total, "line"),
        listing([_line(one) for one in lines]),
        actions=[
            execute(tr("See the plan"), AmendPlan(plan=plan, page=page), "positive"),
            *turns(ChangePlan(plan=plan), page, pages),
        ],
    )


def _line(one: LineToAmend) -> CardElement:
    return group(
        strong(one.title, most=100),
        muted(one.what, most=300) if one.what else None,
        text_input(f"number_{one.no}", tr("Number"), one.number) if one.cells else None,
        text_input(f"person_{one.no}", tr("User"), one.person) if one.cells else None,
        toggle_input(f"out_{one.no}", tr("Leave this line out")),
        separator=True,
    )
