"""Plans and decisions: send, apply, withdraw, approve, reject, and what waits."""

from __future__ import annotations

import asyncio

from bot.commands.changes.counted import in_counts, must_type
from bot.commands.files import Given, list_maker
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views import render
from bot.views.changes.plans import lines_card, plan_for, plan_view
from bot.views.pages import page_of
from cards.changes import approvals as cards
from cards.changes.clicks import (
    ApplyPlan,
    ApprovePlan,
    DecisionInputs,
    DiscardPlan,
    FileApprovals,
    OpenApproval,
    OpenApprovalInputs,
    PageApprovals,
    PagePlan,
    PlanAction,
    PlanAgain,
    RejectPlan,
    ShowPlan,
    SubmitInputs,
    SubmitPlan,
    WithdrawPlan,
)
from cards.words import things
from services.changes import approvals
from services.changes.contact_names import acquaint
from services.changes.renewal import renew
from services.changes.rights import may_do
from services.domain.access import Access, Right, may
from services.domain.errors import BadInput, RoleUnknown
from services.domain.phrases import tr
from services.domain.reach import SHARED
from services.domain.states import PlanState
from services.domain.subject import Subject, SubjectKind
from services.intake.results import table_file
from services.store.records import StoredPlan


@command(
    "approvals",
    "approve",
    "pending",
    "waiting",
    help="Plans that wait for a decision",
    group="Changes",
    right=Right.READ,
    private=False,
)
async def waiting(context: Context, _rest: str) -> Said:
    """The plans that wait for a decision, oldest first; in shared conversations as counts."""
    return await _list(context, 1) if context.alone else await in_counts(context)


@action(PageApprovals, right=Right.READ, fresh="approvals")
async def page_approvals(context: Context, listed: PageApprovals) -> Said:
    """Another page of the waiting plans."""
    return await _list(context, listed.page)


@action(OpenApproval, OpenApprovalInputs, right=Right.READ, fresh="approvals")
async def open_approval(context: Context, inputs: OpenApprovalInputs) -> Said:
    """The plan that was chosen from the list."""
    return await _plan_apart(context, inputs.plan)


@list_maker("approvals", FileApprovals, fresh="approvals")
async def make_approvals_file(context: Context) -> Given:
    """Every plan that waits, a row each."""
    rows = [(row.title, row.author, row.asked, row.what) for row in await _rows(context)]
    heads = (tr("Plan"), tr("Asked for by"), tr("When"), tr("Lines"))
    return Given(
        "approvals.xlsx",
        table_file(tr("Approvals"), heads, rows),
        tr("{how_many} waiting.", how_many=things(len(rows), "plan")),
    )


@action(ShowPlan, right=Right.READ, fresh="approvals")
async def show_plan(context: Context, click: ShowPlan) -> Said:
    """One plan, as a message of its own."""
    return await _plan_apart(context, click.plan)


async def _plan_apart(context: Context, plan_id: str) -> Answer:
    plan = await _plan(context, plan_id)
    subject = Subject(SubjectKind.PLAN, plan.id)
    if plan.state == PlanState.WAITING and plan.author == context.author.object_id:
        card = cards.own(await plan_view(context.services, plan, context.viewer))
        return Answer(card=card, new_message=True, subject=subject)
    return Answer(card=await plan_for(context.services, plan.id, context.viewer), new_message=True, subject=subject)


@action(PagePlan, right=Right.READ, fresh="approvals")
async def page_plan(context: Context, listed: PagePlan) -> Said:
    """A page of the plan's lines."""
    return await lines_card(context.services, await _plan(context, listed.plan), listed.page)


@action(SubmitPlan, SubmitInputs, right=Right.CHANGE, fresh="approvals")
async def submit_plan(context: Context, click: SubmitPlan, inputs: SubmitInputs) -> Said:
    """Ask the other admins."""
    plan = await _plan(context, click.plan)
    asked = await other_admins(context, plan)
    await approvals.submit(context.services, plan, context.author.object_id, asked, inputs.reason)
    return await _shown(context, plan)


@action(ApplyPlan, right=Right.CHANGE, fresh="approvals")
async def apply_plan(context: Context, click: ApplyPlan) -> Said:
    """Apply a single reversible change at once."""
    plan = await _plan(context, click.plan)
    await approvals.apply_now(context.services, plan, context.author.object_id, click.hash)
    return await _shown(context, plan)


@action(DiscardPlan, right=Right.CHANGE, fresh="approvals")
async def discard_plan(context: Context, click: DiscardPlan) -> Said:
    """Discard the plan before anybody was asked."""
    return await _take_back(context, click)


@action(WithdrawPlan, right=Right.CHANGE, fresh="approvals")
async def withdraw_plan(context: Context, click: WithdrawPlan) -> Said:
    """Take the plan back."""
    return await _take_back(context, click)


@action(PlanAgain, right=Right.CHANGE, fresh="approvals")
async def plan_again(context: Context, click: PlanAgain) -> Said:
    """Plan the same request against the present state, as a request of whoever clicked."""
    plan = await _plan(context, click.plan)
    subject = await renew(context.services, plan, context.author)
    card = await render(context.services, subject, context.viewer)
    return Answer(card=card, new_message=True, subject=subject)


async def _take_back(context: Context, click: PlanAction) -> Answer:
    plan = await _plan(context, click.plan)
    await approvals.withdraw(context.services, plan, context.author.object_id)
    return await _shown(context, plan)


@action(ApprovePlan, DecisionInputs, right=Right.APPROVE, fresh="approvals")
async def approve_plan(context: Context, click: ApprovePlan, inputs: DecisionInputs) -> Said:
    """Approve the plan; one that changes very much only with its number of lines typed."""
    plan = await _plan(context, click.plan)
    drastic = must_type(plan, context.author.object_id, inputs.typed)
    if drastic:
        approvals.need_waiting(context.services, plan)
        view = await plan_view(context.services, plan, context.viewer)
        asked_again = cards.request(
            view, error=tr("Please type {drastic}, the number of lines, to approve this.", drastic=drastic)
        )
        return Answer(card=asked_again, subject=Subject(SubjectKind.PLAN, plan.id))
    return await _decide(context, click, inputs.comment, approved=True)


@action(RejectPlan, DecisionInputs, right=Right.APPROVE, fresh="approvals")
async def reject_plan(context: Context, click: RejectPlan, inputs: DecisionInputs) -> Said:
    """Reject the plan, with a reason."""
    if not inputs.comment:
        plan = await _plan(context, click.plan)
        approvals.need_other(plan, context.author.object_id, approve=False)
        approvals.need_waiting(context.services, plan)
        view = await plan_view(context.services, plan, context.viewer)
        asked_again = cards.request(view, error=tr("Please say why in the comment, so that it can be mended."))
        return Answer(card=asked_again, subject=Subject(SubjectKind.PLAN, plan.id))
    return await _decide(context, click, inputs.comment, approved=False)


async def _decide(context: Context, click: PlanAction, comment: str, *, approved: bool) -> Said:
    plan, author = await _plan(context, click.plan), context.author
    await approvals.decide(context.services, plan, author.object_id, author.name, approved, comment, click.hash)
    return await _shown(context, plan)


async def other_admins(context: Context, plan: StoredPlan | None = None) -> list[str]:
    """The object ids of all others who may approve this plan, or without a plan anything, and can be written to."""
    asked = await approvers(context, plan)
    if not asked:
        raise BadInput(
            tr("There is nobody to ask yet."),
            tr("No other admin has opened Switchboard."),
            tr("Ask one to install it and say hi; then send the plan again."),
        )
    return asked


async def approvers(context: Context, plan: StoredPlan | None = None) -> list[str]:
    """The object ids of all others who may approve it; RoleUnknown if there is none and a role couldn't be asked."""
    contacts = await context.services.store.contacts.of_tenant(context.tenant_id)
    others = [c.object_id for c in contacts if c.object_id != context.author.object_id]
    roles = context.house.services.roles
    found = await asyncio.gather(*(roles.access(context.tenant_id, other, True) for other in others))
    asked = [other for other, one in zip(others, found, strict=True) if _approves(one, plan)]
    unknown = next((other for other, one in zip(others, found, strict=True) if not one.known), "")
    if not asked and unknown:
        why = roles.unknown(context.tenant_id, unknown).why
        raise RoleUnknown(tr("I couldn't ask Microsoft who may approve."), why, tr("Send the plan again in a minute."))
    await acquaint(context.services, context.tenant_id, asked)
    return asked


def _approves(access: Access, plan: StoredPlan | None) -> bool:
    return may_do(access, Right.APPROVE, plan) if plan else may(access, Right.APPROVE, SHARED).allowed


async def _list(context: Context, number: int) -> Said:
    rows = await _rows(context)
    shown = page_of(rows, number, cards.MAX_ROWS)
    return cards.approvals(shown.rows, shown.number, shown.pages, len(rows))


async def _rows(context: Context) -> list[cards.ApprovalRow]:
    viewer, now = context.viewer, context.services.clock.now()
    plans = context.services.store.plans
    waiting, dated = await plans.waiting(context.tenant_id), await plans.scheduled(context.tenant_id)
    return [
        cards.ApprovalRow(
            id=plan.id,
            title=plan.title,
            author=plan.author_name,
            asked=viewer.when(plan.created_at, now),
            what=things(plan.busy, "line"),
            own=plan.author == context.author.object_id,
            decides=viewer.decides(plan),
        )
        for plan in waiting
        if plan.expires_at >= now
    ] + [_dated_row(context, plan) for plan in dated]


def _dated_row(context: Context, plan: StoredPlan) -> cards.ApprovalRow:
    """The row of an approved plan that begins by itself later."""
    begins = tr("begins {begins}", begins=context.viewer.begins(plan.starts_at))
    return cards.ApprovalRow(plan.id, plan.title, plan.author_name, begins, things(plan.busy, "line"), approved=True)


async def _plan(context: Context, plan_id: str) -> StoredPlan:
    return await context.services.store.plans.get(plan_id, context.tenant_id)


async def _shown(context: Context, plan: StoredPlan) -> Answer:
    return Answer(
        card=await plan_for(context.services, plan.id, context.viewer), subject=Subject(SubjectKind.PLAN, plan.id)
    )
