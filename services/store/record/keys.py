"""The keys that seal what the record says about people: one per person and month. A lost key is never recreated.

A key that no secret key opens is damaged. It is kept, since a copy may bring it back, and is followed by another one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog
from cachetools import LRUCache
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.errors import SettingWrong
from services.domain.record.check import SealedPart
from services.store.database import Database
from services.store.in_parts import RECORDED_PART, in_parts
from services.store.record.key_rows import SealedKey, every_key, keys_of, reseal_in
from services.store.sealed import Resealed, Seal
from services.store.tables import RecordHeadRow, RecordKeyRow

log = structlog.get_logger()
_KEPT = 5_000  # opened keys in the cache; each is still looked up in the table before it is used


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
        self._opened: LRUCache[tuple[str, str], Fernet] = LRUCache(_KEPT)

    async def for_sealing(
        self, session: AsyncSession, tenant_id: str, month: str, people: Collection[str]
    ) -> Mapping[str, Fernet]:
        """The keys of these people for this month; for a missing or damaged one another is made in this transaction."""
        found = await keys_of(session, tenant_id, month, people)
        keys = await self._opening(found)
        if lost := [person for person in people if person not in keys]:
            places = ((SealedKey(tenant_id, person, month), found.get(person, ())) for person in lost)
            rows = [self._made(*one).columns async for one in in_parts(places, RECORDED_PART)]
            await session.execute(self._db.insert(RecordKeyRow).on_conflict_do_nothing(), rows)
            keys |= await self._opening(await keys_of(session, tenant_id, month, lost))
        return keys

    async def open(self, tenant_id: str, entries: Sequence[Sequence[SealedPart] | None]) -> list[OpenedParts]:
        """The content of the sealed parts of each of these entries; None stands for one whose text can't be read."""
        by_month: dict[str, set[str]] = {}
        for part in (part for parts in entries for part in parts or ()):
            by_month.setdefault(part.month, set()).add(part.of)
        keys: dict[tuple[str, str], list[SealedKey]] = {}
        async with self._db.read() as session:
            for month, people in by_month.items():
                stored = await keys_of(session, tenant_id, month, people)
                keys.update({(month, person): some for person, some in stored.items()})
        return [self._parts(parts, keys) if parts is not None else OpenedParts({}, True) for parts in entries]

    def _parts(self, parts: Sequence[SealedPart], keys: Mapping[tuple[str, str], Sequence[SealedKey]]) -> OpenedParts:
        """What these keys open; a part that none of them fits was sealed with one that is damaged or forgotten."""
        found: dict[str, Mapping[str, Any]] = {}
        damaged = False
        for part in parts:
            opened = [self._fernet(key) for key in keys.get((part.month, part.of), ())]
            tried = (_open(key, part.box) for key in opened if key is not None)
            if (values := next((one for one in tried if one is not None), None)) is not None:
                found[part.of] = values
            else:
                damaged = damaged or None in opened
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
        """Reseal every key of the records with the newest secret key; those that none opens are left as they are."""
        found = Resealed()
        async with self._db.begin() as session:
            async for key in in_parts(await every_key(session), RECORDED_PART):
                found += await self._reseal(session, key)
            for head in await session.scalars(select(RecordHeadRow).where(RecordHeadRow.key_sealed != "")):
                head.key_sealed, one = self._seal.again(head.key_sealed, signing_context(head.tenant_id))
                found += one
        return found

    async def _reseal(self, session: AsyncSession, key: SealedKey) -> Resealed:
        sealed, one = self._seal.again(key.sealed, key.context)
        if not one.done or not key.findable:
            return Resealed(0, (key.label,))
        await reseal_in(session, key, sealed)
        return one

    async def closed(self) -> tuple[str, ...]:
        """The names of all keys of the records that no secret key opens, or that nothing finds by their month."""
        async with self._db.read() as session:
            keys = await every_key(session)
            heads = await session.scalars(select(RecordHeadRow).where(RecordHeadRow.key_sealed != ""))
            signing = [(signing_context(head.tenant_id), head.key_sealed) for head in heads]
        damaged = [
            key.label async for key in in_parts(keys, RECORDED_PART) if self._fernet(key) is None or not key.findable
        ]
        return (*damaged, *(context for context, sealed in signing if self._seal.again(sealed, context)[1].closed))

    async def _opening(self, stored: Mapping[str, Sequence[SealedKey]]) -> dict[str, Fernet]:
        """The newest key of each person that opens."""
        found: dict[str, Fernet] = {}
        async for person, keys in in_parts(stored.items(), RECORDED_PART):
            if (key := next((key for one in keys if (key := self._fernet(one)) is not None), None)) is not None:
                found[person] = key
        return found

    def _made(self, place: SealedKey, damaged: Sequence[SealedKey]) -> SealedKey:
        """A new key for this place; where the ones there are damaged, the next one."""
        if damaged:
            log.error("a key of the record can't be opened", key=place.label)
        sealed = self._seal.seal(Fernet.generate_key().decode(), place.context)
        return damaged[0].after(sealed) if damaged else replace(place, sealed=sealed)

    def _fernet(self, key: SealedKey) -> Fernet | None:
        """The key, opened; None when no secret key opens it."""
        known = (key.context, key.sealed)
        if known not in self._opened:
            try:
                self._opened[known] = Fernet(self._seal.open(key.sealed, key.context))
            except SettingWrong:
                return None
        return self._opened[known]


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
