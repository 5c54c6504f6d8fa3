"""What administrators hear about keys that were entered: wrong ones, and their own in somebody else's hands."""

from __future__ import annotations

from collections import Counter

from bot.turn import Card
from bot.views.viewer import Viewer
from cards.words import things
from cards.workspace import link_offer
from services.changes.link_check import REFUSED_KEY
from services.context import Services
from services.timing.tries import WINDOW_SECONDS


async def wrong_keys_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """Who entered wrong keys in the last quarter of an hour."""
    now = services.clock.now()
    entries = await services.store.audit.since(tenant_id, REFUSED_KEY, now - WINDOW_SECONDS)
    counted = Counter(entry.actor for entry in entries)
    newest = {entry.actor: entry for entry in reversed(entries)}
    rows = [
        (entry.actor_name, f"{things(counted[who], 'wrong key')}, the last one {viewer.when(entry.at, now)}")
        for who, entry in newest.items()
    ]
    return link_offer.wrong_keys(rows)


async def leaked_card(_services: Services, _tenant_id: str, _viewer: Viewer) -> Card:
    """That the organisation's key was entered in another tenant."""
    return link_offer.key_seen_elsewhere()
