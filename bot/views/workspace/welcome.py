"""The first words to somebody: with the way to connect while nothing is linked, and with what they may begin with."""

from __future__ import annotations

from collections.abc import Sequence

from bot.turn import Card
from bot.views.viewer import Viewer
from cards.elements import Click, say
from cards.workspace import help as cards
from cards.workspace.home import TILES
from services.context import Services
from services.domain.access import Access, Right, Role, may


async def welcome_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """The welcome as it stands now: once the tenant is linked, nobody is told to link it."""
    contact = await services.store.contacts.get(tenant_id, viewer.object_id)
    access = await services.roles.lately(tenant_id, viewer.object_id)
    return await welcome_for(services, tenant_id, contact.name if contact else "", access)


async def welcome_for(services: Services, tenant_id: str, name: str, access: Access) -> Card:
    """The welcome to somebody of this name who holds this."""
    found = await services.store.workspaces.find(tenant_id)
    return cards.welcome(name, found is None and may_connect(access), tiles_for(access))


def may_connect(access: Access) -> bool:
    """Whether they may link the tenant: before it has let us in nobody's role is known, and it begins with that."""
    return may(access, Right.CONNECT).allowed or access.role is Role.UNKNOWN


def tiles_for(access: Access) -> Sequence[Click]:
    """What somebody may begin with, by what they may do; whoever has no role sees their own line."""
    if may(access, Right.CHANGE).allowed:
        return TILES
    return cards.STARTERS if may(access, Right.READ).allowed else (say("My number", "my number"),)
