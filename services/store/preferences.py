"""A workspace's choices, which are preselected the next time."""

from __future__ import annotations

from typing import Any

from services.store.database import Database
from services.store.tables import PreferenceRow


class Preferences:
    """Reads and writes preferences by name."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, tenant_id: str, name: str) -> dict[str, Any]:
        """What was chosen, or an empty value."""
        async with self._db.read() as session:
            row = await session.get(PreferenceRow, (tenant_id, name))
        return dict(row.value) if row is not None else {}

    async def save(self, tenant_id: str, name: str, value: dict[str, Any]) -> None:
        """Keep a choice; the newest counts."""
        upsert = self._db.insert(PreferenceRow).values(tenant_id=tenant_id, name=name, value=value)
        async with self._db.begin() as session:
            await session.execute(
                upsert.on_conflict_do_update(index_elements=["tenant_id", "name"], set_={"value": value})
            )
