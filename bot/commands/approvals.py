"""Plans and decisions: send, apply, withdraw, approve, reject, and what waits."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from bot.commands.files import Given, maker, offer
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views.pages import page_of
from bot.views.plans import plan_for, plan_view
from cards import approvals as cards
from cards.words import things
from services.changes import approvals
from services.changes.acquaint import acquaint
from services.domain.access import Right, Role
from services.domain.errors import BadInput, RoleUnknown
from services.intake.results import table_file
from services.store.tables import Plan


@command(
    "approvals",
    "approve",
    "pending",
    "waiting",
    help="Plans that wait for a decision",
    group="Changes",
    right=Right.READ,
    private=True,
)
async def waiting(context: Context, _rest: str) -> Said:
    """What waits for a decision, oldest first."""
    return await _list(context, 1)


@action("approvals.page", right=Right.READ, fresh="approvals")
async def page(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Another page of what waits."""
    return await _list(context, int(data.get("page", 1)))


@action("approvals.open", right=Right.READ, fresh="approvals")
async def open_one(context: Context, _data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """The plan that was chosen from the list."""
    return await show(context, inputs, inputs)


@action("approvals.file", right=Right.READ, fresh="approvals")
async def file(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """All that waits as a file."""
    return await offer(context, "approvals", "")


@maker("approvals")
async def make(context: Context, _ident: str) -> Given:
    """Every plan that waits, a row each."""
    rows = [(row.title, row.author, row.asked, row.what) for row in await _rows(context)]
    heads = ("Plan", "Asked for by", "When", "Lines")
    return Given("approvals.xlsx", table_file("Approvals", heads, rows), f"{things(len(rows), 'plan')} waiting.")


@action("approvals.show", right=Right.READ, fresh="approvals")
async def show(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """One plan, as a message of its own."""
    plan = await _plan(context, data)
    subject = f"plan:{plan.id}"
    if plan.state == "waiting" and plan.author == context.author.object_id:
        card = cards.own(await plan_view(context.services, plan, context.viewer))
        return Answer(card=card, new_message=True, subject=subject)
    return Answer(card=await plan_for(context.services, plan.id, context.viewer), new_message=True, subject=subject)


@action("plan.submit", right=Right.CHANGE, fresh="approvals")
async def submit(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Ask the other admins."""
    plan = await _plan(context, data)
    await approvals.submit(context.services, plan, context.author.object_id, await other_admins(context))
    return await _shown(context, plan)


@action("plan.apply", right=Right.CHANGE, fresh="approvals")
async def apply(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Apply a single reversible change at once."""
    plan = await _plan(context, data)
    await approvals.apply_now(context.services, plan, context.author.object_id, str(data.get("hash", "")))
    return await _shown(context, plan)


@action("plan.discard", right=Right.CHANGE, fresh="approvals")
@action("plan.withdraw", right=Right.CHANGE, fresh="approvals")
async def withdraw(context: Context, data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """Take the plan back."""
    plan = await _plan(context, data)
    await approvals.withdraw(context.services, plan, context.author.object_id)
    return await _shown(context, plan)


@action("approval.approve", right=Right.APPROVE, fresh="approvals")
async def approve(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """Yes."""
    return await _decide(context, data, inputs, approved=True)


@action("approval.reject", right=Right.APPROVE, fresh="approvals")
async def reject(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """No, with a reason."""
    if not inputs.get("comment", "").strip():
        plan = await _plan(context, data)
        view = await plan_view(context.services, plan, context.viewer)
        return cards.request(view, error="Please say why in the comment, so that it can be mended.")
    return await _decide(context, data, inputs, approved=False)


async def _decide(context: Context, data: Mapping[str, Any], inputs: Mapping[str, str], *, approved: bool) -> Said:
    plan, author = await _plan(context, data), context.author
    comment, seen = inputs.get("comment", "").strip(), str(data.get("hash", ""))
    await approvals.decide(context.services, plan, author.object_id, author.name, approved, comment, seen)
    return await _shown(context, plan)


async def other_admins(context: Context) -> list[str]:
    """The object ids of everybody else who may approve and can be written to."""
    contacts = await context.services.store.contacts.of_tenant(context.tenant_id)
    others = [c.object_id for c in contacts if c.object_id != context.author.object_id]
    roles = await asyncio.gather(*(context.house.role_of(context.tenant_id, other, True) for other in others))
    asked = [other for other, role in zip(others, roles, strict=True) if role is Role.ADMIN]
    unknown = next((other for other, role in zip(others, roles, strict=True) if role is Role.UNKNOWN), "")
    if not asked and unknown:
        why = context.house.role_unknown(context.tenant_id, unknown).why
        raise RoleUnknown("I couldn't ask Microsoft who may approve.", why, "Send the plan again in a minute.")
    if not asked:
        raise BadInput(
            "There is nobody to ask yet.",
            "No other admin has opened Switchboard.",
            "Ask one to install it and say hi; then send the plan again.",
        )
    await acquaint(context.services, context.tenant_id, asked)
    return asked


async def _list(context: Context, number: int) -> Said:
    rows = await _rows(context)
    shown = page_of(rows, number, cards.MOST_ROWS)
    return cards.approvals(shown.rows, shown.number, shown.pages, len(rows))


async def _rows(context: Context) -> list[cards.ApprovalRow]:
    viewer, now = context.viewer, context.services.clock.now()
    waiting = await context.services.store.plans.waiting(context.tenant_id)
    return [
        cards.ApprovalRow(
            id=plan.id,
            title=plan.title,
            author=plan.author_name,
            asked=viewer.when(plan.created_at, now),
            what=things(plan.busy, "line"),
            own=plan.author == context.author.object_id,
            decides=not viewer.reads_only,
        )
        for plan in waiting
        if plan.expires_at >= now
    ]


async def _plan(context: Context, data: Mapping[str, Any]) -> Plan:
    return await context.services.store.plans.get(str(data.get("plan", "")), context.tenant_id)


async def _shown(context: Context, plan: Plan) -> Answer:
    return Answer(card=await plan_for(context.services, plan.id, context.viewer))
