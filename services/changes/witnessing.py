"""Sending checkpoints to the witness; nothing else waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import RemoteError, RemoteUnknown, StoredWrong
from services.domain.phrases import tr
from services.domain.record.merkle import MerkleTree
from services.remote.witness import Cosigned, Witness
from services.store.store import Store

log = structlog.get_logger()
_LATE_SECONDS = 7_200.0  # two rounds


async def witness_all(services: Services) -> None:
    """Have the witness sign each record's newest checkpoint; failures are tried again in the next round."""
    if services.witness is None:
        return
    for tenant_id in await services.store.record_search.tenants():
        try:
            await have_witnessed(services.store, services.witness, tenant_id)
        except RemoteUnknown as silent:  # the other records would fail the same way
            log.warning("the witness doesn't answer", **for_log(silent))
            return
        except (RemoteError, StoredWrong) as wrong:
            log.error("the witness doesn't sign", tenant=tenant_id, **for_log(wrong))


async def have_witnessed(store: Store, witness: Witness, tenant_id: str) -> None:
    """Have the newest checkpoint signed unless it already is; StoredWrong when the witness knows a longer record."""
    size, _ = await store.checkpoints.newest(tenant_id)
    old = await store.checkpoints.witnessed_size(tenant_id)
    if size == old:
        return
    note, hashes = await store.checkpoints.find(tenant_id, size), await store.record_search.hashes(tenant_id)
    found = await _added(witness, note, old, size, hashes)
    if found.holds is not None and found.holds <= size:  # it has entries that we don't, or lost what it had
        found = await _added(witness, note, found.holds, size, hashes)
    if found.holds is not None and found.holds > size:
        raise StoredWrong(
            tr("The record isn't what the witness signed."), tr("That had {holds} entries.", holds=found.holds)
        )
    if found.lines:
        await store.checkpoints.witnessed(tenant_id, size, found.lines)


async def _added(witness: Witness, note: str, old: int, size: int, hashes: Sequence[bytes]) -> Cosigned:
    tree = await asyncio.to_thread(MerkleTree, hashes)
    return await witness.add(note, old, tree.consistency(old, size))


async def unwitnessed_since(services: Services, tenant_id: str, now: float) -> float:
    """Since when checkpoints of this record wait for the witness; 0 while that isn't long, or there is no witness."""
    since = await services.store.checkpoints.unwitnessed_since(tenant_id) if services.witness else 0.0
    return since if since and now - since > _LATE_SECONDS else 0.0
