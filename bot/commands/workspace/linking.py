"""From a key to a link: what it opens is shown first, and linked once the person says so."""

from __future__ import annotations

import asyncio

from bot.commands.workspace.connect import checklist
from bot.context import Context
from bot.registry import Said, action
from bot.turn import Answer, Card
from bot.views.workspace import workspace_card
from cards.workspace import link_offer as cards
from cards.workspace.clicks import ConfirmLink, ConnectInputs, ConnectWithKey, TypeKey
from services.changes.link_check import look_at
from services.changes.tenant_link import link
from services.domain.access import Right, Role
from services.domain.errors import BadInput, Stale
from services.inventory.link_offers import LinkOffer

_PORTAL = "Revoke it in the CPaaS portal and make another one: whoever read it there can use it."


@action(ConnectWithKey, ConnectInputs, right=Right.CONNECT, fresh="connect")
async def connect_with_key(context: Context, inputs: ConnectInputs) -> Said:
    """Show what the key opens; nothing is kept yet."""
    if not inputs.key:
        return await checklist(context, error="The key is missing. Paste the organisation's API key.")
    return await _offer(context, inputs.key)


@action(TypeKey, right=Right.NONE, fresh="connect", private=False)
async def type_key(context: Context, click: TypeKey) -> Said:
    """Take a key that was typed into the chat as if it came by the field; where others read along it isn't used."""
    if not context.alone:
        return cards.key_not_taken("Everybody here can read it.", _PORTAL)
    if not context.may(Right.CONNECT):
        return cards.key_not_taken("Connecting takes a Teams administrator role.", cards.DELETE_MESSAGE)
    return await _offer(context, click.key, typed=True)


@action(ConfirmLink, right=Right.CONNECT, fresh="connect")
async def confirm_link(context: Context, click: ConfirmLink) -> Said:
    """Store the key sealed, and link."""
    offer = context.services.offers.find(click.offer, context.tenant_id, context.author.object_id)
    if offer is None:
        raise Stale("I don't have this key any more.", "I keep one for a quarter of an hour only.", "Enter it again.")
    try:
        await link(context.services, context.author, offer)
    except BadInput as fault:
        return await checklist(context, error=str(fault))
    card = await workspace_card(context.services, context.tenant_id, context.viewer)
    return Answer(card=card, subject=f"workspace:{context.tenant_id}")


async def _offer(context: Context, key: str, *, typed: bool = False) -> Said:
    try:
        offer = await look_at(context.services, context.author, key)
    except BadInput as fault:
        await _alarm(context)
        return await checklist(context, error=str(fault), typed=typed)
    return offered_card(offer, typed=typed)


def offered_card(offer: LinkOffer, *, typed: bool = False, error: str = "") -> Card:
    """The question whether to link it."""
    owner = offer.owner
    shown = cards.Offered(
        offer=offer.id,
        organisation=owner.organisation.name,
        numbers=owner.numbers,
        members=owner.members,
        matched=owner.matched,
        foreign=owner.foreign,
        doubtful=owner.doubtful,
        linked=bool(owner.organisation.tenant_id),
    )
    return cards.confirm_link(shown, typed=typed, error=error)


async def _alarm(context: Context) -> None:
    """Tell the tenant's other administrators after a few wrong keys."""
    services, tenant_id = context.services, context.tenant_id
    if not services.tries.alarms(tenant_id):
        return
    contacts = await services.store.contacts.of_tenant(tenant_id)
    others = [one.object_id for one in contacts if one.object_id != context.author.object_id]
    roles = await asyncio.gather(*(context.house.role_of(tenant_id, other, False) for other in others))
    for other in (other for other, role in zip(others, roles, strict=True) if role is Role.ADMIN):
        key, subject = f"keys:{services.make_id()}", f"keys:{tenant_id}"
        await services.store.outbox.add(key=key, tenant_id=tenant_id, kind="keys", subject=subject, object_id=other)
