"""`switchboard rotate`: seals stored secrets again with the newest secret key, so that the old one can be removed."""

from __future__ import annotations

from bot.config import Settings
from services.store.migrate import migrate
from services.store.sealed import Resealed
from services.store.store import open_store


async def rotate(settings: Settings) -> Resealed:
    """Seal all keys and drafts with the newest secret key; those that none of the keys opens are left as they are."""
    store = open_store(settings.database_url, settings.secret_keys)
    try:
        await migrate(store.db)
        return await store.workspaces.reseal() + await store.record_keys.reseal() + await store.drafts.reseal()
    finally:
        await store.db.close()
