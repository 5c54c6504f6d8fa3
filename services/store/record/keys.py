"""The keys that seal what the record says about people: one per person and month. A lost key is never recreated."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cachetools import LRUCache
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.errors import SettingWrong
from services.domain.record.check import SealedPart
from services.store.database import Database
from services.store.in_parts import RECORDED_PART, in_parts
from services.store.sealed import Resealed, Seal
from services.store.tables import RecordHeadRow, RecordKeyRow

_KEPT = 5_000  # opened keys in the cache; each is still looked up in the table before it is used
_PART = 500  # people per statement


@dataclass(frozen=True, slots=True)
class OpenedParts:
    """The content of an entry's sealed parts, by person; forgotten ones are missing.

    `unreadable`: something of the entry is there and can't be read, since it or a key is damaged.
    """

    by_person: Mapping[str, Mapping[str, Any]]
    unreadable: bool = False


class RecordKeys:
    """Seals and opens what entries say about people."""

    def __init__(self, db: Database, seal: Seal) -> None:
        self._db = db
        self._seal = seal
        self._opened: LRUCache[str, Fernet] = LRUCache(_KEPT)

    async def for_sealing(
        self, session: AsyncSession, tenant_id: str, month: str, people: Collection[str]
    ) -> Mapping[str, Fernet]:
        """The keys of these people for this month; missing ones are created in this transaction."""
        found = await self._stored(session, tenant_id, month, people)
        if missing := [person for person in people if person not in found]:
            rows = [self._made(tenant_id, person, month) async for person in in_parts(missing, RECORDED_PART)]
            await session.execute(self._db.insert(RecordKeyRow).on_conflict_do_nothing(), rows)
            found |= await self._stored(session, tenant_id, month, missing)
        opening = in_parts(found.items(), RECORDED_PART)
        return {person: self._fernet(tenant_id, person, sealed) async for person, sealed in opening}

    async def open(self, tenant_id: str, entries: Sequence[Sequence[SealedPart] | None]) -> list[OpenedParts]:
        """The content of the sealed parts of each of these entries; None stands for one whose text can't be read."""
        by_month: dict[str, set[str]] = {}
        for part in (part for parts in entries for part in parts or ()):
            by_month.setdefault(part.month, set()).add(part.of)
        keys: dict[tuple[str, str], str] = {}
        async with self._db.read() as session:
            for month, people in by_month.items():
                stored = await self._stored(session, tenant_id, month, people)
                keys.update({(month, person): sealed for person, sealed in stored.items()})
        return [
            self._parts(tenant_id, parts, keys) if parts is not None else OpenedParts({}, True) for parts in entries
        ]

    def _parts(self, tenant_id: str, parts: Sequence[SealedPart], keys: Mapping[tuple[str, str], str]) -> OpenedParts:
        """What these keys open; a part that its key doesn't fit was sealed with one that is forgotten."""
        found: dict[str, Mapping[str, Any]] = {}
        damaged = False
        for part in parts:
            if not (sealed := keys.get((part.month, part.of))):
                continue
            try:
                values = _open(self._fernet(tenant_id, part.of, sealed), part.box)
            except SettingWrong:
                damaged = True
            else:
                found.update({part.of: values} if values is not None else {})
        return OpenedParts(found, damaged)

    async def forget_in(self, session: AsyncSession, tenant_id: str, person: str) -> int:
        """Destroy the keys of this person; how many there were."""
        query = delete(RecordKeyRow).where(RecordKeyRow.tenant_id == tenant_id, RecordKeyRow.person == person)
        return int((await session.execute(query)).rowcount)  # type: ignore[attr-defined]

    async def expire(self, before: str) -> int:
        """Destroy the keys of all months before this one, in all workspaces; how many there were."""
        async with self._db.begin() as session:
            query = delete(RecordKeyRow).where(RecordKeyRow.month < before)
            return int((await session.execute(query)).rowcount)  # type: ignore[attr-defined]

    async def reseal(self) -> Resealed:
        """Reseal every key of the records with the newest secret key."""
        found = Resealed()
        async with self._db.begin() as session:
            for row in await session.scalars(select(RecordKeyRow)):
                row.key_sealed, one = self._seal.again(row.key_sealed, _context(row.tenant_id, row.person))
                found += one
            for head in await session.scalars(select(RecordHeadRow).where(RecordHeadRow.key_sealed != "")):
                head.key_sealed, one = self._seal.again(head.key_sealed, signing_context(head.tenant_id))
                found += one
        return found

    async def _stored(
        self, session: AsyncSession, tenant_id: str, month: str, people: Collection[str]
    ) -> dict[str, str]:
        found: dict[str, str] = {}
        wanted = sorted(people)
        for start in range(0, len(wanted), _PART):
            some = RecordKeyRow.person.in_(wanted[start : start + _PART])
            which = (RecordKeyRow.tenant_id == tenant_id, RecordKeyRow.month == month, some)
            rows = await session.execute(select(RecordKeyRow.person, RecordKeyRow.key_sealed).where(*which))
            found.update({row.person: row.key_sealed for row in rows})
        return found

    def _made(self, tenant_id: str, person: str, month: str) -> dict[str, str]:
        key = self._seal.seal(Fernet.generate_key().decode(), _context(tenant_id, person))
        return {"tenant_id": tenant_id, "person": person, "month": month, "key_sealed": key}

    def _fernet(self, tenant_id: str, person: str, sealed: str) -> Fernet:
        if sealed not in self._opened:
            self._opened[sealed] = Fernet(self._seal.open(sealed, _context(tenant_id, person)))
        return self._opened[sealed]


def sealed_box(key: Fernet, values: Mapping[str, Any]) -> str:
    """These values, sealed."""
    return key.encrypt(json.dumps(values, ensure_ascii=False, default=str).encode("utf-8", "replace")).decode()


def _open(key: Fernet, box: str) -> Mapping[str, Any] | None:
    try:
        found: Mapping[str, Any] = json.loads(key.decrypt(box.encode()))
    except (InvalidToken, ValueError):
        return None
    return found


def signing_context(tenant_id: str) -> str:
    """The sealing context of the key that signs a record's checkpoints."""
    return f"record-key:{tenant_id}"


def _context(tenant_id: str, person: str) -> str:
    return f"record-person:{tenant_id}:{person}"
