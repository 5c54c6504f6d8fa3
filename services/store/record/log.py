"""Appends to the record, in the transaction of what it records: neither exists without the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.errors import NotRecorded
from services.domain.record.entries import FIRST, ToRecord, leaf_of, month
from services.domain.record.merkle import leaf_hash
from services.store.database import Database, is_away
from services.store.in_parts import RECORDED_PART, in_parts
from services.store.record.keys import RecordKeys, sealed_box
from services.store.tables import RecordEntryRow, RecordHeadRow

_INSERT = insert(RecordEntryRow.__table__)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A stored entry: its place (from 1), text, leaf hash, and the columns by which it is found."""

    seq: int
    leaf: str
    hash: str
    at: float
    actor: str
    action: str
    line: str
    numbers: str
    person: str
    job: str
    plan: str
    approver: str


class RecordLog:
    """Appends entries; NotRecorded when that fails for any reason but a database that is away."""

    def __init__(self, db: Database, keys: RecordKeys) -> None:
        self._db = db
        self._keys = keys

    async def append(self, *new: ToRecord) -> None:
        """Record these, in a transaction of their own."""
        async with self._db.begin() as session:
            await self.append_in(session, new)

    async def append_in(self, session: AsyncSession, new: Sequence[ToRecord]) -> None:
        """The same, within somebody else's transaction; other appends to the same record wait for its end."""
        by_tenant: dict[str, list[ToRecord]] = {}  # each workspace has its own
        for one in new:
            by_tenant.setdefault(one.tenant_id, []).append(one)
        try:
            for tenant_id in sorted(by_tenant):
                await self._append(session, tenant_id, by_tenant[tenant_id])
        except DBAPIError as error:
            if is_away(error):
                raise
            raise NotRecorded from error

    async def _append(self, session: AsyncSession, tenant_id: str, new: Sequence[ToRecord]) -> None:
        head = await self.head_in(session, tenant_id)
        boxes = await self._sealed(session, tenant_id, new)
        size, last, rows = head.size, head.last or FIRST, []
        async for one, sealed in in_parts(zip(new, boxes, strict=True), RECORDED_PART):
            size += 1
            leaf = leaf_of(one, size, last, sealed)
            last = leaf_hash(leaf.encode()).hex()
            rows.append(_row(one, size, leaf, last))
        await session.execute(_INSERT, rows)
        query = update(RecordHeadRow).where(RecordHeadRow.tenant_id == tenant_id)
        await session.execute(query.values(size=size, last=last))

    async def head_in(self, session: AsyncSession, tenant_id: str) -> RecordHeadRow:
        """The end of the record, locked until the transaction ends."""
        empty = {"tenant_id": tenant_id, "size": 0, "last": "", "key_sealed": "", "key_public": ""}
        await session.execute(self._db.insert(RecordHeadRow).values(empty).on_conflict_do_nothing())
        query = select(RecordHeadRow).where(RecordHeadRow.tenant_id == tenant_id).with_for_update()
        return (await session.execute(query.execution_options(populate_existing=True))).scalar_one()

    async def _sealed(self, session: AsyncSession, tenant_id: str, new: Sequence[ToRecord]) -> list[dict[str, str]]:
        people: dict[str, set[str]] = {}
        for one in new:
            people.setdefault(month(one.at), set()).update(one.sealed, one.follows)
        keys = {at: await self._keys.for_sealing(session, tenant_id, at, who) for at, who in people.items() if who}
        return [
            {of: sealed_box(keys[month(one.at)][of], values) for of, values in sorted(one.sealed.items())}
            async for one in in_parts(new, RECORDED_PART)
        ]


def _row(one: ToRecord, seq: int, leaf: str, digest: str) -> dict[str, Any]:
    by = one.by
    return {
        "tenant_id": one.tenant_id,
        "seq": seq,
        "leaf": leaf,
        "hash": digest,
        "at": one.at,
        "actor": one.actor[:64],
        "action": str(one.action)[:60],
        "line": by.line[:200],
        "numbers": f" {' '.join(by.numbers)} " if by.numbers else "",
        "person": by.person[:200],
        "job": by.job,
        "plan": by.plan,
        "approver": by.approver[:64],
    }
