"""A snapshot that may be some seconds old: for type-ahead, where every keystroke asks."""

from __future__ import annotations

import asyncio

from services.changes.pace import Clock
from services.changes.snapshot import Snapshot, read_snapshot
from services.remote.clients import Clients
from services.store.workspaces import Workspace

_FRESH = 20.0
_MOST = 16  # tenants whose snapshot is kept


class Glances:
    """Recent snapshots by tenant. Nothing is planned from them."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[float, Snapshot]] = {}
        self._lock = asyncio.Lock()

    async def get(self, clients: Clients, clock: Clock, workspace: Workspace) -> Snapshot:
        """The tenant's snapshot, read anew when it is older than some seconds."""
        async with self._lock:
            kept = self._kept.get(workspace.tenant_id)
            if kept is not None and clock.now() - kept[0] < _FRESH:
                return kept[1]
            live = await read_snapshot(clients, workspace)
            self._kept = dict(list(self._kept.items())[-_MOST + 1 :]) | {workspace.tenant_id: (clock.now(), live)}
            return live
