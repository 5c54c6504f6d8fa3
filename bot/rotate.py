"""`switchboard rotate`: what is stored sealed is sealed anew with the newest secret key, so that the old one can go."""

from __future__ import annotations

from bot.config import Settings
from services.store.migrate import migrate
from services.store.store import open_store


async def rotate(settings: Settings) -> int:
    """How many keys and drafts are sealed with the newest secret key now; SettingWrong when one can't be opened."""
    store = open_store(settings.database_url, settings.secret_keys)
    try:
        await migrate(store.db)
        return await store.workspaces.reseal() + await store.record_keys.reseal() + await store.drafts.reseal()
    finally:
        await store.db.close()
