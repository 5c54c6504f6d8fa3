"""Handing plans on, substitutes for approvers, and authors' reminders to approvers."""

from __future__ import annotations

from bot.commands.changes.approvals import approvers, other_admins
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from bot.views.changes.plans import plan_for
from cards.changes import handing_on as cards
from cards.changes.asking_clicks import (
    AskApproversAgain,
    ChooseHeir,
    EndSubstitute,
    HandOn,
    HeirInputs,
    NameSubstitute,
    RemindApprovers,
    SubstituteInputs,
)
from cards.changes.clicks import PlanAction
from services.changes import approvals, asking_again, substitutes
from services.changes.away import substitutes as away_now
from services.domain.access import Right
from services.domain.calls import read_day
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.subject import Subject, SubjectKind
from services.store.records import StoredPlan


@action(ChooseHeir, right=Right.APPROVE, fresh="approvals")
async def choose_heir(context: Context, click: ChooseHeir) -> Said:
    """Show who else may approve the plan."""
    plan = await _plan(context, click)
    approvals.need_waiting(context.services, plan)
    return Answer(card=await _heirs(context, plan, click), new_message=True)


@action(HandOn, HeirInputs, right=Right.APPROVE, fresh="approvals")
async def hand_on(context: Context, click: HandOn, inputs: HeirInputs) -> Said:
    """Hand the plan on to somebody else."""
    plan, who = await _plan(context, click), context.author
    try:
        await asking_again.hand_on(context.services, plan, who.object_id, who.name, inputs.to)
    except BadInput as fault:
        return await _heirs(context, plan, click, str(fault))
    return await _shown(context, plan)


@action(RemindApprovers, right=Right.CHANGE, fresh="approvals")
async def remind_approvers(context: Context, click: RemindApprovers) -> Said:
    """Remind who was asked and hasn't decided."""
    plan = await _plan(context, click)
    await asking_again.remind_of(context.services, plan, context.author.object_id)
    return await _shown(context, plan)


@action(AskApproversAgain, right=Right.CHANGE, fresh="approvals")
async def ask_approvers_again(context: Context, click: AskApproversAgain) -> Said:
    """Ask everybody who may approve the plan at present."""
    plan = await _plan(context, click)
    able = await other_admins(context, plan)
    await asking_again.ask_again(context.services, plan, context.author.object_id, able)
    return await _shown(context, plan)


@command(
    "substitute",
    "stand in",
    "stand in for me",
    "i am away",
    "i'm away",
    "out of office",
    help="Who decides for you while you are away",
    group="Changes",
    right=Right.APPROVE,
    private=True,
)
async def substitute(context: Context, _rest: str) -> Said:
    """Show the current substitute, with the form."""
    return await _substitute(context)


@action(NameSubstitute, SubstituteInputs, right=Right.APPROVE, fresh="substitute")
async def name_substitute(context: Context, inputs: SubstituteInputs) -> Said:
    """Name a substitute, and hand on to them what waits."""
    day = read_day(inputs.until, context.viewer.day(context.services.clock.now()))
    until = context.viewer.hours_of(day)[1] if day else 0.0
    try:
        await substitutes.name_substitute(context.services, context.author, inputs.to, until)
    except BadInput as fault:
        return await _substitute(context, str(fault))
    return await _substitute(context)


@action(EndSubstitute, right=Right.APPROVE, fresh="substitute")
async def end_substitute(context: Context) -> Said:
    """End the substitution."""
    await substitutes.end_substitute(context.services, context.author)
    return await _substitute(context)


async def _substitute(context: Context, error: str = "") -> Said:
    me, now = context.author.object_id, context.services.clock.now()
    away = (await away_now(context.services, context.tenant_id)).get(me)
    people = list((await _named(context, await approvers(context))).items())
    if away is None:
        return cards.substitute(people, error=error)
    names = await context.services.store.contacts.names(context.tenant_id, [away.to])
    until = context.viewer.when(away.until - 1.0, now)
    return cards.substitute(people, names.get(away.to, tr("Somebody")), until, error)


async def _heirs(context: Context, plan: StoredPlan, click: PlanAction, error: str = "") -> Card:
    able = [one for one in await approvers(context, plan) if one != plan.author]
    people = await _named(context, able)
    return cards.hand_on(HandOn(click.plan, click.hash), plan.title, list(people.items()), error)


async def _named(context: Context, people: list[str]) -> dict[str, str]:
    names = await context.services.store.contacts.names(context.tenant_id, people)
    return {one: names.get(one, tr("somebody ({one})", one=one[:8])) for one in people}


async def _shown(context: Context, plan: StoredPlan) -> Answer:
    return Answer(
        card=await plan_for(context.services, plan.id, context.viewer), subject=Subject(SubjectKind.PLAN, plan.id)
    )


async def _plan(context: Context, click: PlanAction) -> StoredPlan:
    return await context.services.store.plans.get(click.plan, context.tenant_id)
