"""A workspace's own rules: who has access, and its policy. Changed only by plans."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.database import Database
from services.store.tables import RulesRow


class Rules:
    """Reads rules by name, and replaces them if they are as expected."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def get(self, tenant_id: str, name: str) -> dict[str, Any]:
        """The present rules of this name; empty if there are none."""
        async with self._db.read() as session:
            return await self.get_in(session, tenant_id, name)

    async def get_in(self, session: AsyncSession, tenant_id: str, name: str) -> dict[str, Any]:
        """The same, within somebody else's transaction."""
        query = select(RulesRow.value).where(RulesRow.tenant_id == tenant_id, RulesRow.name == name)
        return dict(await session.scalar(query) or {})

    async def replace(self, tenant_id: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
        """Replace `before` with `after`; False when the rules have changed since."""
        async with self._db.begin() as session:
            return await self.replace_in(session, tenant_id, name, before, after)

    async def replace_in(
        self, session: AsyncSession, tenant_id: str, name: str, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> bool:
        """The same, within somebody else's transaction."""
        if not self._db.is_sqlite:
            # Rules that nobody has changed yet have no row to lock, and two could change them at once.
            empty = self._db.insert(RulesRow).values(tenant_id=tenant_id, name=name, value={})
            await session.execute(empty.on_conflict_do_nothing(index_elements=["tenant_id", "name"]))
            await session.execute(
                select(RulesRow).where(RulesRow.tenant_id == tenant_id, RulesRow.name == name).with_for_update()
            )
        if await self.get_in(session, tenant_id, name) != dict(before):
            return False
        value = dict(after)
        upsert = self._db.insert(RulesRow).values(tenant_id=tenant_id, name=name, value=value)
        await session.execute(upsert.on_conflict_do_update(index_elements=["tenant_id", "name"], set_={"value": value}))
        return True
