"""Exports of the record, with proofs against a new checkpoint."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from services.domain.record.checkpoints import read_checkpoint
from services.domain.record.entries import moment
from services.domain.record.export import export
from services.domain.record.merkle import MerkleTree
from services.store.record.search import RecordQuery, RecordScope

if TYPE_CHECKING:
    from services.store.store import Store

_MAX_ENTRIES = 1_000_000


async def exported(
    store: Store, tenant_id: str, now: float, scope: RecordScope | None = None, query: RecordQuery | None = None
) -> str:
    """The workspace's record as text: all of it, or what the scope shows and the query finds."""
    await store.checkpoints.sign_newest(tenant_id, now)
    key, notes = await store.checkpoints.key(tenant_id), await store.checkpoints.all(tenant_id)
    hashes = await store.record_search.hashes(tenant_id)
    size = max(known.size for note in notes if (known := read_checkpoint(note, key)))
    found = await store.record_search.find(scope or RecordScope(tenant_id), query or RecordQuery(), 0, _MAX_ENTRIES)
    chosen = [(entry.seq, entry.leaf) for entry in reversed(found) if entry.seq <= size]

    def made() -> str:
        return "".join(export(tenant_id, key, notes, MerkleTree(hashes[:size]), chosen, moment(now)))

    return await asyncio.to_thread(made)
