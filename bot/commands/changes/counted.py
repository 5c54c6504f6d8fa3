"""Approvals in shared conversations: one plan at a time, in counts, decided there."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, action
from bot.turn import Answer
from bot.views.changes.counted import counted
from cards.changes import counted as cards
from cards.changes.clicks import ApproveHere, DecisionInputs, NextHere, PlanAction, RejectHere
from services.changes import approvals
from services.domain.access import Right
from services.domain.phrases import tr
from services.domain.states import PlanState
from services.domain.subject import Subject, SubjectKind
from services.store.records import StoredPlan


async def in_counts(context: Context, place: int = 0) -> Said:
    """The plan at this position among the waiting ones, oldest first, starting over after the last."""
    now = context.services.clock.now()
    waiting = [one for one in await context.services.store.plans.waiting(context.tenant_id) if one.expires_at >= now]
    if not waiting:
        return cards.nothing_waits()
    place %= len(waiting)
    view = await counted(context.services, waiting[place], context.viewer)
    card = cards.counted(view, place=place, waiting=len(waiting))
    return Answer(card=card, subject=Subject(SubjectKind.COUNTED, view.id), new_message=place > 0)


@action(NextHere, right=Right.READ, fresh="approvals", private=False)
async def next_here(context: Context, click: NextHere) -> Said:
    """Show another waiting plan."""
    return await in_counts(context, click.place)


@action(ApproveHere, DecisionInputs, right=Right.APPROVE, fresh="approvals", private=False)
async def approve_here(context: Context, click: ApproveHere, inputs: DecisionInputs) -> Said:
    """Yes; where a plan changes very much, only with its number typed."""
    plan = await context.services.store.plans.get(click.plan, context.tenant_id)
    drastic = must_type(plan, context.author.object_id, inputs.typed)
    if drastic:
        return await _again(
            context, plan, tr("Please type {drastic}, the number of lines, to approve this.", drastic=drastic)
        )
    return await _decide(context, plan, click, inputs.comment, approved=True)


@action(RejectHere, DecisionInputs, right=Right.APPROVE, fresh="approvals", private=False)
async def reject_here(context: Context, click: RejectHere, inputs: DecisionInputs) -> Said:
    """No, with a reason."""
    plan = await context.services.store.plans.get(click.plan, context.tenant_id)
    approvals.need_other(plan, context.author.object_id, approve=False)
    if not inputs.comment:
        return await _again(context, plan, tr("Please say why in the comment, so that it can be mended."))
    return await _decide(context, plan, click, inputs.comment, approved=False)


def must_type(plan: StoredPlan, object_id: str, typed: str) -> int:
    """The number that this person has to type before approving; 0 for none."""
    drastic = approvals.weight_of(plan).drastic if plan.state == PlanState.WAITING else 0
    return drastic if drastic and plan.author != object_id and typed != str(drastic) else 0


async def _again(context: Context, plan: StoredPlan, error: str) -> Answer:
    view = await counted(context.services, plan, context.viewer)
    return Answer(card=cards.counted(view, error=error), subject=Subject(SubjectKind.COUNTED, plan.id))


async def _decide(context: Context, plan: StoredPlan, click: PlanAction, comment: str, *, approved: bool) -> Answer:
    who = context.author
    await approvals.decide(context.services, plan, who.object_id, who.name, approved, comment, click.hash)
    decided = await context.services.store.plans.get(plan.id, context.tenant_id)
    view = await counted(context.services, decided, context.viewer)
    return Answer(card=cards.counted(view), subject=Subject(SubjectKind.COUNTED, plan.id))
