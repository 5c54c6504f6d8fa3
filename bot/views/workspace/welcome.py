"""The welcome: how to connect while nothing is linked, and what somebody may begin with."""

from __future__ import annotations

from collections.abc import Sequence

from bot.turn import Card
from bot.views.viewer import Viewer
from cards.elements import Click
from cards.lines import mine
from cards.workspace import help as cards
from cards.workspace.home import TILES
from services.context import Services
from services.domain.access import Access, Right, Role, may
from services.domain.states import WorkspaceState


async def welcome_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """The current welcome, without the way to connect once the tenant is linked."""
    contact = await services.store.contacts.get(tenant_id, viewer.object_id)
    access = await services.roles.lately(tenant_id, viewer.object_id)
    return await welcome_for(services, tenant_id, contact.name if contact else "", access)


async def welcome_for(services: Services, tenant_id: str, name: str, access: Access) -> Card:
    """The welcome for somebody with this name and access."""
    found = await services.store.workspaces.find(tenant_id)
    may_begin = found is None and may_connect(access)
    if not (may_begin or may(access, Right.READ).allowed):
        return mine.welcome(name)
    linking = found is not None and found.state == WorkspaceState.LINKING
    return cards.welcome(name, may_begin, (cards.CONNECT,) if linking else tiles_for(access), linking=linking)


def may_connect(access: Access) -> bool:
    """Whether they may link the tenant; before access is granted, no roles are known, so everybody may begin."""
    return may(access, Right.CONNECT).allowed or access.role is Role.UNKNOWN


def tiles_for(access: Access) -> Sequence[Click]:
    """What somebody may begin with, by what they may do."""
    return TILES if may(access, Right.CHANGE).allowed else cards.STARTERS
