"""A signed checkpoint of the record, as it is posted to the workspace's channel."""

from __future__ import annotations

from bot.turn import Card
from bot.views.viewer import Viewer
from cards.workspace import checkpoint as cards
from services.context import Services


async def checkpoint_card(services: Services, ident: str, viewer: Viewer) -> Card:
    """The card with the note, so that anybody who keeps the channel's messages can check the record against it."""
    note = await services.store.checkpoints.find(viewer.tenant_id, int(ident))
    return cards.checkpoint(int(ident), [line for line in note.splitlines() if line])
