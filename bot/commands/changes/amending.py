"""A rejected plan, changed on a card and asked for again."""

from __future__ import annotations

from collections.abc import Sequence

from bot.context import Context
from bot.registry import Said, action
from bot.turn import Answer
from bot.views import render
from bot.views.changes.plans import brief_words
from cards.changes import amending as cards
from cards.changes.clicks import AmendInputs, AmendPlan, ChangePlan
from cards.words import first_upper
from services.changes.amending import Amendment, amend
from services.domain.access import Right
from services.domain.number import bare
from services.domain.phrases import join_text
from services.domain.plan import PlanLine
from services.domain.subject import Subject, SubjectKind


@action(ChangePlan, right=Right.CHANGE, fresh="approvals")
async def change_plan(context: Context, click: ChangePlan) -> Said:
    """Show a page of the plan's lines, each with what can be changed."""
    plan = await context.services.store.plans.get(click.plan, context.tenant_id)
    pages = max(1, -(-plan.lines // cards.LINES_A_PAGE))
    page = min(max(1, click.page), pages)
    lines = await _lines(context, plan.id, page)
    card = cards.amending(plan.id, plan.title, plan.comment, [_shown(line) for line in lines], page, plan.lines)
    return Answer(card=card, new_message=True)


@action(AmendPlan, AmendInputs, right=Right.CHANGE, fresh="approvals")
async def amend_plan(context: Context, click: AmendPlan, inputs: AmendInputs) -> Said:
    """The new plan, in place of the card where it was changed."""
    plan = await context.services.store.plans.get(click.plan, context.tenant_id)
    lines = await _lines(context, plan.id, click.page)
    draft = await amend(context.services, plan, context.author, {line.no: _said(line, inputs) for line in lines})
    card = await render(context.services, Subject(SubjectKind.DRAFT, draft), context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.DRAFT, draft))


async def _lines(context: Context, plan_id: str, page: int) -> Sequence[PlanLine]:
    return await context.services.store.plans.page(plan_id, (page - 1) * cards.LINES_A_PAGE, cards.LINES_A_PAGE)


def _shown(line: PlanLine) -> cards.LineToAmend:
    what = first_upper(join_text(", ", brief_words(line)))
    return cards.LineToAmend(line.no, line.title, what, bare(line.number), line.person_name, cells=bool(line.row))


def _said(line: PlanLine, inputs: AmendInputs) -> Amendment:
    """What differs from what the card showed; a cleared field leaves its cell as it was."""
    number, person = inputs.numbers.get(str(line.no), ""), inputs.people.get(str(line.no), "")
    return Amendment(
        inputs.out.get(str(line.no)) == "true",
        number if number != bare(line.number) else "",
        person if person != line.person_name else "",
    )
