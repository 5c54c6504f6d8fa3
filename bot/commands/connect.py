"""Connect and disconnect: the tenant of the signed activity, the organisation's key, the operator's consent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Scope
from bot.views.plans import plan_for
from bot.views.workspace import connection, workspace_card
from cards import connect as cards
from cards.connect import Check
from services.changes.linking import Found, link, look_around, plan_unlink
from services.domain.access import Right
from services.domain.errors import BadInput


@command(
    "connect",
    "link",
    "link tenant",
    "set up",
    "setup",
    help="Link this tenant to your CPaaS",
    group="Start",
    right=Right.NONE,
)
async def connect(context: Context, _rest: str) -> Said:
    """The checklist, or what is linked already."""
    found = await context.services.store.workspaces.find(context.tenant_id)
    if found is not None and found.state == "connected":
        return Answer(card=await workspace_card(context.services, context.tenant_id, context.viewer))
    return await _checklist(context)


@command(
    "new key",
    "change key",
    "replace key",
    help="Give me another key of the same organisation",
    group="Start",
    right=Right.CONNECT,
)
async def new_key(context: Context, _rest: str) -> Said:
    """The form for the key, also when the tenant is linked already."""
    await context.workspace()
    return await _checklist(context)


@action("connect.save", right=Right.CONNECT, fresh="connect")
async def save(context: Context, _data: Mapping[str, Any], inputs: Mapping[str, str]) -> Said:
    """Check the key, store it sealed, and link."""
    if context.turn.place.scope is not Scope.PERSONAL:
        raise BadInput(
            "Not here, please.", "Others would see that a key was entered.", "Say *connect* in our own chat."
        )
    key = inputs.get("key", "").strip()
    try:
        if not key:
            raise BadInput("The key is missing.", fix="Paste the organisation's API key.")
        await link(context.services, context.author, key)
    except BadInput as fault:
        return await _checklist(context, error=str(fault))
    card = await workspace_card(context.services, context.tenant_id, context.viewer)
    return Answer(card=card, subject=f"workspace:{context.tenant_id}")


@command("disconnect", "unlink", help="Take the link away", group="Start", right=Right.CONNECT)
async def disconnect(context: Context, _rest: str) -> Said:
    """Ask before anything happens."""
    workspace = await context.workspace()
    return cards.disconnect_confirm(
        connection(workspace, context.viewer, context.services.clock.now()),
        goes=("The link between the two systems", "The stored key of the organisation"),
        stays=("Extensions, numbers and assignments", "The record of what was done"),
    )


@action("disconnect.confirm", right=Right.CONNECT, fresh="disconnect")
async def confirm(context: Context, _data: Mapping[str, Any], _inputs: Mapping[str, str]) -> Said:
    """A plan to unlink; a second person has to agree."""
    plan = await plan_unlink(context.services, context.author)
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, subject=f"plan:{plan.id}")


async def _checklist(context: Context, error: str = "") -> Answer:
    found = await look_around(context.services, context.tenant_id)
    ready = bool(found.tenant_name and found.account and context.may(Right.CONNECT))
    return Answer(card=cards.checklist(_checks(context, found), form=ready, error=error))


def _checks(context: Context, found: Found) -> list[Check]:
    admin = context.may(Right.CONNECT)
    consent_url = f"{context.house.login_url}/{context.tenant_id}/adminconsent?client_id={context.house.graph_app_id}"
    return [
        Check(
            "Microsoft tenant",
            "done" if found.tenant_name else "attention",
            found.tenant_name or f"A Global Administrator has to grant access first: {consent_url}",
        ),
        Check(
            "Your role",
            "done" if admin else "attention",
            "Teams administrator" if admin else "Connecting takes a Teams administrator role",
        ),
        Check(
            "Operator",
            "done" if found.account and found.consent == "active" else "attention",
            f"Consent for {', '.join(found.countries)}, account {found.account}"
            if found.account and found.consent == "active"
            else "Add the operator in the Teams admin centre under Voice > Operators",
        ),
        Check("CPaaS organisation", "now", "Paste the organisation's API key below"),
    ]
