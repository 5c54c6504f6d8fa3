"""Checkpoints of the record: signed, stored, and used to check the whole record."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, update

from services.domain.errors import BadInput, StoredWrong
from services.domain.phrases import tr
from services.domain.record.check import GOOD, Judgement, against, check, fields_of
from services.domain.record.checkpoints import Checkpoint, origin_of, read_checkpoint, sign
from services.domain.record.entries import FoundBy, moment
from services.domain.record.merkle import MerkleTree, leaf_hash
from services.domain.record.notes import NoteKey, read_key
from services.store.database import Database
from services.store.record.keys import signing_context
from services.store.record.log import RecordEntry, RecordLog
from services.store.record.search import RecordSearch
from services.store.sealed import Seal
from services.store.tables import CheckpointRow, RecordHeadRow


class NotAsSigned(StoredWrong):
    """The record doesn't continue what was signed before."""


class Checkpoints:
    """Makes and keeps checkpoints, and checks the record."""

    def __init__(self, db: Database, seal: Seal, log: RecordLog, search: RecordSearch) -> None:
        self._db = db
        self._seal = seal
        self._log = log
        self._search = search

    async def key(self, tenant_id: str) -> NoteKey:
        """The public key of the workspace's record; created on first use."""
        async with self._db.begin() as session:
            head = await self._log.head_in(session, tenant_id)
            if not head.key_public:
                private = Ed25519PrivateKey.generate()
                head.key_sealed = self._seal.seal(private.private_bytes_raw().hex(), signing_context(tenant_id))
                head.key_public = str(NoteKey(origin_of(tenant_id), private.public_key().public_bytes_raw()))
            try:
                return read_key(head.key_public)
            except BadInput:
                raise StoredWrong(tr("The stored key of the record can't be read.")) from None

    async def sign_newest(self, tenant_id: str, now: float) -> str:
        """A signed checkpoint of the record as it is; the newest one if nothing was added since.

        NotAsSigned when the record doesn't continue what was signed before: that is never signed. StoredWrong or
        SettingWrong when its key can't be read.
        """
        key, notes = await self.key(tenant_id), await self.all(tenant_id)  # before the entries, which may become more
        hashes = await self._search.hashes(tenant_id)
        tree = await asyncio.to_thread(MerkleTree, hashes)
        if not (found := against(tree, notes, key)).good:
            raise NotAsSigned(
                tr("The record isn't what was signed before."), str(found), tr("Run switchboard record verify.")
            )
        note = sign(Checkpoint(origin_of(tenant_id), tree.size, tree.root()), await self._private(tenant_id))
        if notes and read_checkpoint(notes[-1], key) == read_checkpoint(note, key):
            return notes[-1]
        await self._keep(tenant_id, tree.size, now, note)
        return note

    async def all(self, tenant_id: str) -> tuple[str, ...]:
        """Every stored checkpoint, the smallest first."""
        query = select(CheckpointRow.note).where(CheckpointRow.tenant_id == tenant_id).order_by(CheckpointRow.size)
        async with self._db.read() as session:
            return tuple(await session.scalars(query))

    async def newest(self, tenant_id: str) -> tuple[int, float]:
        """Size and time of the newest checkpoint; zeros where there is none."""
        query = select(CheckpointRow.size, CheckpointRow.at).where(CheckpointRow.tenant_id == tenant_id)
        async with self._db.read() as session:
            row = (await session.execute(query.order_by(CheckpointRow.size.desc()).limit(1))).first()
        return (row.size, row.at) if row else (0, 0.0)

    async def find(self, tenant_id: str, size: int) -> str:
        """The checkpoint of this size, with what the witness signed; empty when there is none."""
        async with self._db.read() as session:
            row = await session.get(CheckpointRow, (tenant_id, size))
        return row.note + row.witnessed if row else ""

    async def witnessed(self, tenant_id: str, size: int, lines: str) -> None:
        """Keep the witness's signature lines."""
        query = update(CheckpointRow).where(CheckpointRow.tenant_id == tenant_id, CheckpointRow.size == size)
        async with self._db.begin() as session:
            await session.execute(query.values(witnessed=lines))

    async def witnessed_size(self, tenant_id: str) -> int:
        """The size of the newest checkpoint that the witness signed."""
        query = select(CheckpointRow.size).where(CheckpointRow.tenant_id == tenant_id, CheckpointRow.witnessed != "")
        async with self._db.read() as session:
            return int(await session.scalar(query.order_by(CheckpointRow.size.desc()).limit(1)) or 0)

    async def unwitnessed_since(self, tenant_id: str) -> float:
        """The time of the first checkpoint after the last one that the witness signed; 0 if there is none."""
        known = await self.witnessed_size(tenant_id)
        query = select(func.min(CheckpointRow.at)).where(CheckpointRow.tenant_id == tenant_id)
        async with self._db.read() as session:
            return float(await session.scalar(query.where(CheckpointRow.size > known)) or 0.0)

    async def verify(self, tenant_id: str, given: Iterable[str] = (), key: NoteKey | None = None) -> Judgement:
        """Check the record against itself, its stored checkpoints and the `given` ones; the first bad entry."""
        notes, used = await self.all(tenant_id), key or await self.key(tenant_id)
        # The record may grow meanwhile: what was there before is in it, and no more than what is there afterwards.
        least = await self._head(tenant_id)
        entries = await self._search.every(tenant_id)
        ends = (least, await self._head(tenant_id))
        return await asyncio.to_thread(_judged, tenant_id, entries, ends, notes, tuple(given), used)

    async def _head(self, tenant_id: str) -> int:
        async with self._db.read() as session:
            return int(await session.scalar(select(RecordHeadRow.size).filter_by(tenant_id=tenant_id)) or 0)

    async def _private(self, tenant_id: str) -> bytes:
        async with self._db.read() as session:
            row = await session.get_one(RecordHeadRow, tenant_id)
        return bytes.fromhex(self._seal.open(row.key_sealed, signing_context(tenant_id)))

    async def _keep(self, tenant_id: str, size: int, now: float, note: str) -> None:
        values = {"tenant_id": tenant_id, "size": size, "at": now, "note": note, "witnessed": ""}
        async with self._db.begin() as session:
            await session.execute(self._db.insert(CheckpointRow).values(values).on_conflict_do_nothing())


def _judged(
    tenant_id: str,
    entries: Sequence[RecordEntry],
    ends: tuple[int, int],
    notes: Sequence[str],
    given: Sequence[str],
    key: NoteKey,
) -> Judgement:
    for place, entry in enumerate(entries, 1):
        if entry.seq != place:
            return Judgement(place, "it is gone.")
        if not (found := _own(entry)).good:
            return found
    if not (found := check([entry.leaf for entry in entries], tenant_id, notes, key, given)).good:
        return found
    least, most = ends
    if len(entries) > most:
        return Judgement(most + 1, "the record ended before it.")
    return Judgement(len(entries) + 1, "it is gone.", least) if least > len(entries) else GOOD


def _own(entry: RecordEntry) -> Judgement:
    """Whether a row's hash and search columns match its text."""
    if entry.hash != leaf_hash(entry.leaf.encode()).hex():
        return Judgement(entry.seq, "its text isn't what its hash was taken of.")
    found = fields_of(entry.leaf)
    if found is None:
        return Judgement(entry.seq, "it isn't written as entries are.")
    try:
        same = _told(found) == _found_by(entry)
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError):  # no fields of an entry, or no time
        same = False
    return GOOD if same else Judgement(entry.seq, "it would be found by other words than it says.")


def _told(found: Mapping[str, Any]) -> tuple[str, ...]:
    """What an entry's text says it is found by."""
    about = found.get("about", {})
    by = FoundBy(**{**about, "numbers": tuple(about.get("numbers", ()))})
    numbers = f" {' '.join(by.numbers)} " if by.numbers else ""
    named = (by.line[:200], numbers, by.person[:200], by.job, by.plan, by.approver[:64])
    return found["at"], found["actor"][:64], found["action"][:60], *named


def _found_by(entry: RecordEntry) -> tuple[str, ...]:
    """What a row is found by."""
    named = (entry.line, entry.numbers, entry.person, entry.job, entry.plan, entry.approver)
    return moment(entry.at), entry.actor, entry.action, *named
