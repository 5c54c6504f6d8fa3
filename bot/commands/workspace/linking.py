"""From a key to a link: the organisation is shown first, and linked once the person confirms."""

from __future__ import annotations

import asyncio

from bot.commands.changes.approvals import other_admins
from bot.commands.workspace.connect import checklist
from bot.context import Context
from bot.registry import Said, action
from bot.turn import Answer, Card
from bot.views.workspace.workspace import workspace_card
from cards.workspace import link_offer as cards
from cards.workspace.clicks import ConfirmLink, ConnectInputs, ConnectWithKey, LinkInputs, TypeKey
from services.changes.link_check import look_at, prove
from services.changes.tenant_link import link, read_again
from services.domain.access import ADMIN_ROLES, Right, Role
from services.domain.errors import BadInput, Stale
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import join_text, tr
from services.domain.subject import Subject, SubjectKind
from services.inventory.link_offers import LinkOffer

_MAX_AT_ONCE = 20  # principals that hold a role, looked up together
_MAX_NAMED = 3
_PORTAL = tr("Revoke it in the CPaaS portal and make another one: whoever read it there can use it.")


@action(ConnectWithKey, ConnectInputs, right=Right.CONNECT, fresh="connect")
async def connect_with_key(context: Context, inputs: ConnectInputs) -> Said:
    """Show which organisation the key opens; nothing is stored yet."""
    if not inputs.key:
        return await checklist(context, error=tr("The key is missing. Paste the organisation's API key."))
    return await _offer(context, inputs.key)


@action(TypeKey, right=Right.NONE, fresh="connect", private=False)
async def type_key(context: Context, click: TypeKey) -> Said:
    """Accept a key that was typed into the chat as if into the field; where others read along it isn't used."""
    if not context.alone:
        return cards.key_not_taken(tr("Everybody here can read it."), _PORTAL)
    if not context.may(Right.CONNECT):
        return cards.key_not_taken(tr("Connecting takes a Teams administrator role."), cards.DELETE_MESSAGE)
    return await _offer(context, click.key, typed=True)


@action(ConfirmLink, LinkInputs, right=Right.CONNECT, fresh="connect")
async def confirm_link(context: Context, click: ConfirmLink, inputs: LinkInputs) -> Said:
    """Prove the link to the CPaaS, have another administrator asked, and link."""
    services, author = context.services, context.author
    offer = services.offers.find(click.offer, context.tenant_id, author.object_id)
    if offer is None:
        raise Stale(
            tr("I don't have this key any more."),
            tr("I keep one for a quarter of an hour only."),
            tr("Enter it again."),
        )
    try:
        confirmed = await read_again(services, author, offer)
    except BadInput as fault:
        return await checklist(context, error=str(fault))
    asked: list[str] = []
    if not confirmed.linked:
        try:
            asked = await _approvers(context)
            await prove(services, author, offer, inputs.code)
        except BadInput as fault:
            await _alarm(context)
            return Answer(
                card=offered_card(offer, error=str(fault)), subject=Subject(SubjectKind.CHECKLIST, context.tenant_id)
            )
    await link(services, author, confirmed, asked)
    card = await workspace_card(services, context.tenant_id, context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.WORKSPACE, context.tenant_id))


async def _approvers(context: Context) -> list[str]:
    """The other administrators who are asked to approve; none if the tenant has no other."""
    try:
        return await other_admins(context)
    except BadInput as nobody:
        names = await _administrators(context)
        if not names:
            return []
        why = tr(
            "Linking takes a second administrator, and {names} hasn't opened Switchboard.",
            names=join_text(" or ", names),
        )
        raise BadInput(
            tr("There is nobody to ask yet."), why, tr("Ask one to install it and say hi; then link.")
        ) from nobody


async def _administrators(context: Context) -> list[str]:
    """The names of other people with an administrator's role in the directory."""
    graph = context.services.clients.graph(context.tenant_id)
    held = await asyncio.gather(*(graph.holders(role) for role in sorted(ADMIN_ROLES)))
    others, names = sorted(frozenset().union(*held) - {context.author.object_id}), list[str]()
    # Programs and groups hold roles, too: people after many of them must still be found.
    for at in range(0, len(others), _MAX_AT_ONCE):
        found = await asyncio.gather(*(graph.find_user(other) for other in others[at : at + _MAX_AT_ONCE]))
        names += [one.display_name for one in found if one is not None and one.enabled]
        if len(names) >= _MAX_NAMED:
            break
    return names[:_MAX_NAMED]


async def _offer(context: Context, key: str, *, typed: bool = False) -> Said:
    try:
        offer = await look_at(context.services, context.author, key)
    except BadInput as fault:
        await _alarm(context)
        return await checklist(context, error=str(fault), typed=typed)
    # The same subject as the checklist that it replaces.
    return Answer(card=offered_card(offer, typed=typed), subject=Subject(SubjectKind.CHECKLIST, context.tenant_id))


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
    """Alert the tenant's other administrators after a few wrong keys."""
    services, tenant_id = context.services, context.tenant_id
    if not services.tries.alarms(tenant_id):
        return
    contacts = await services.store.contacts.of_tenant(tenant_id)
    others = [one.object_id for one in contacts if one.object_id != context.author.object_id]
    found = await asyncio.gather(*(services.roles.access(tenant_id, other, False) for other in others))
    for other in (other for other, one in zip(others, found, strict=True) if one.role is Role.OWNER):
        key, subject = f"keys:{services.make_id()}", Subject(SubjectKind.KEYS, tenant_id)
        await services.store.outbox.add(
            key=key, tenant_id=tenant_id, kind=NoticeKind.KEYS, subject=subject, object_id=other
        )
