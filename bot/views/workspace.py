"""The workspace as a card: linked, being linked, or unlinked."""

from __future__ import annotations

from bot.turn import Card
from bot.views.viewer import Viewer
from cards import connect
from cards.connect import Check, Connection
from cards.elements import Click
from services.changes.services import Services
from services.store.workspaces import Workspace


async def workspace_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """What is linked to what."""
    workspace = await services.store.workspaces.find(tenant_id)
    if workspace is None:
        return connect.disconnected("your tenant")
    link = connection(workspace, viewer, services.clock.now())
    if workspace.state == "linking":
        return connect.connected(link, [Check("Linking", "now", "I'm telling the CPaaS about your tenant")])
    following = None if viewer.reads_only else Click("Send a file", "say", {"text": "bulk"})
    return connect.connected(link, next=following, may_change=not viewer.reads_only)


def connection(workspace: Workspace, viewer: Viewer, now: float) -> Connection:
    """The link in words."""
    return Connection(
        workspace=workspace.name,
        tenant_id=workspace.tenant_id,
        organisation=workspace.org_name,
        operator=f"{workspace.account} ({', '.join(workspace.countries)})",
        by=workspace.connected_by,
        when=viewer.when(workspace.connected_at, now),
    )
