"""Joins: which Microsoft account each CPaaS member was when a line was given, so that a new name doesn't lose it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from services.domain.joins import Joined
from services.store.database import Database
from services.store.tables import JoinRow

_CHUNK = 250
_MAX_ID_CHARACTERS = 200  # characters of an id; longer ones aren't kept


class Joins:
    """Reads and writes joins of members and their accounts."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of(self, tenant_id: str) -> Mapping[str, Joined]:
        """All joins of this tenant, by the member's identity."""
        columns = (JoinRow.identity_uuid, JoinRow.object_id, JoinRow.user_name, JoinRow.email)
        async with self._db.read() as session:
            rows = await session.execute(select(*columns).where(JoinRow.tenant_id == tenant_id))
            return {row.identity_uuid: Joined(*row) for row in rows}

    async def keep(self, tenant_id: str, seen: Sequence[Joined]) -> None:
        """Store these; the newest join of a member counts."""
        fits = [one for one in seen if max(len(one.identity_uuid), len(one.object_id)) <= _MAX_ID_CHARACTERS]
        insert = self._db.insert(JoinRow)
        newest = {name: insert.excluded[name] for name in ("object_id", "user_name", "email")}
        upsert = insert.on_conflict_do_update(index_elements=["tenant_id", "identity_uuid"], set_=newest)
        for start in range(0, len(fits), _CHUNK):
            rows = [_row(tenant_id, one) for one in fits[start : start + _CHUNK]]
            async with self._db.begin(patient=True) as session:
                await session.execute(upsert, rows)  # one statement, compiled once, for each row


def _row(tenant_id: str, one: Joined) -> dict[str, str]:
    return {
        "tenant_id": tenant_id,
        "identity_uuid": one.identity_uuid,
        "object_id": one.object_id,
        "user_name": one.user_name,
        "email": one.email,
    }
