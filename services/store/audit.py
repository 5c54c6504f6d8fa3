"""The record: a chain of hashes, so that a changed, missing or moved row shows.

Whoever holds the last hash can prove all the rest.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.database import Database
from services.store.tables import AuditRow

GENESIS = "0" * 64
_LOCK = 7203416  # any fixed number: one append at a time on a shared PostgreSQL; a row lock wouldn't see a new last row


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody did, and when."""

    at: float
    actor: str
    actor_name: str
    detail: Mapping[str, Any]


class Audit:
    """Appends to the record and walks it."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def append(
        self,
        *,
        tenant_id: str,
        at: float,
        actor: str,
        actor_name: str,
        action: str,
        subject: str,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """Add an entry at the end of the chain, in the database's own order."""
        async with self._db.begin() as session:
            await self.append_in(
                session,
                tenant_id=tenant_id,
                at=at,
                actor=actor,
                actor_name=actor_name,
                action=action,
                subject=subject,
                detail=detail,
            )

    async def append_in(
        self,
        session: AsyncSession,
        *,
        tenant_id: str,
        at: float,
        actor: str,
        actor_name: str,
        action: str,
        subject: str,
        detail: dict[str, Any] | None = None,
    ) -> None:
        """The same, within somebody else's transaction; on PostgreSQL other appends wait for its end."""
        if not self._db.is_sqlite:
            await session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        last = await session.scalar(select(AuditRow).order_by(AuditRow.seq.desc()).limit(1))
        row = AuditRow(
            seq=(last.seq if last else 0) + 1,
            tenant_id=tenant_id,
            at=at,
            actor=actor,
            actor_name=actor_name,
            action=action,
            subject=subject,
            detail=detail or {},
            prev=last.hash if last else GENESIS,
            hash="",
        )
        row.hash = digest(row)
        session.add(row)
        await session.flush()

    async def since(self, tenant_id: str, action: str, at: float, most: int = 50) -> tuple[AuditEntry, ...]:
        """The tenant's newest entries of this kind that were made since then, the newest first."""
        query = select(AuditRow).where(AuditRow.tenant_id == tenant_id, AuditRow.action == action, AuditRow.at >= at)
        async with self._db.read() as session:
            rows = await session.scalars(query.order_by(AuditRow.seq.desc()).limit(most))
            return tuple(AuditEntry(row.at, row.actor, row.actor_name, row.detail) for row in rows)

    async def first_broken(self) -> int | None:
        """The number of the first entry that doesn't fit the chain, or None when all of it holds."""
        prev, expected = GENESIS, 1
        async with self._db.read() as session:
            async for row in await session.stream_scalars(select(AuditRow).order_by(AuditRow.seq)):
                if row.seq != expected or row.prev != prev or row.hash != digest(row):
                    return expected
                prev, expected = row.hash, expected + 1
        return None


def digest(row: AuditRow) -> str:
    """The hash of an entry: everything in it, and the hash before it."""
    fields = (row.seq, row.tenant_id, row.at, row.actor, row.actor_name, row.action, row.subject, row.detail, row.prev)
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
