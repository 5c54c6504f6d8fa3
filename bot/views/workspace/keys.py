"""Alerts to administrators about keys that were entered: wrong ones, and their own in another tenant."""

from __future__ import annotations

from collections import Counter

from bot.turn import Card
from bot.views.viewer import Viewer
from cards.words import things
from cards.workspace import link_offer
from services.context import Services
from services.domain.phrases import tr
from services.domain.record.entries import Recorded
from services.store.record.search import RecordQuery, RecordScope
from services.timing.tries import WINDOW_SECONDS

_MAX_ENTRIES = 50


async def wrong_keys_card(services: Services, tenant_id: str, viewer: Viewer) -> Card:
    """The alert with those who entered wrong keys in the last quarter of an hour."""
    now = services.clock.now()
    refused = RecordQuery(actions=(Recorded.KEY_REFUSED,), since=now - WINDOW_SECONDS, until=now + 1.0)
    entries = await services.store.record_search.find(RecordScope(tenant_id), refused, 0, _MAX_ENTRIES)
    opened = await services.store.opened_parts(tenant_id, entries)
    names = {
        e.actor: str(parts.by_person.get(e.actor, {}).get("name", "")) for e, parts in zip(entries, opened, strict=True)
    }
    counted = Counter(entry.actor for entry in entries)
    newest = {entry.actor: entry for entry in reversed(entries)}
    rows = [
        (
            names[who] or tr("Somebody"),
            tr(
                "{how_many}, the last one {when}",
                how_many=things(counted[who], "wrong key"),
                when=viewer.when(entry.at, now),
            ),
        )
        for who, entry in newest.items()
    ]
    return link_offer.wrong_keys(rows)


async def leaked_card(_services: Services, _tenant_id: str, _viewer: Viewer) -> Card:
    """The alert that the organisation's key was entered in another tenant."""
    return link_offer.key_seen_elsewhere()
