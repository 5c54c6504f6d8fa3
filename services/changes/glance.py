"""A snapshot that may be some seconds old: for type-ahead, where every keystroke asks."""

from __future__ import annotations

import asyncio
from collections import defaultdict

from services.changes.snapshot import Snapshot, read_snapshot
from services.remote.clients import Clients
from services.remote.clock import Clock
from services.store.workspaces import Workspace

_FRESH = 20.0
_MOST = 16  # tenants whose snapshot is kept


class Glances:
    """Recent snapshots by tenant. Nothing is planned from them."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Snapshot]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def get(self, clients: Clients, clock: Clock, workspace: Workspace) -> Snapshot:
        """The tenant's snapshot, read anew when it is older than some seconds."""
        tenant = workspace.tenant_id
        async with self._locks[tenant]:  # whoever types meanwhile waits for the same read; other tenants don't
            kept = self._kept.pop(tenant, None)
            if kept is None or clock.now() - kept[0] >= _FRESH:
                kept = (clock.now(), await read_snapshot(clients, workspace))
            self._kept[tenant] = kept
            for oldest in list(self._kept)[:-_MOST]:
                del self._kept[oldest]
            return kept[1]
