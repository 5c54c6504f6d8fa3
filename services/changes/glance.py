"""Looks that may be some seconds old: a snapshot for type-ahead, where every keystroke asks, and the way to connect."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from services.changes.pace import Clock
from services.changes.snapshot import Snapshot, read_snapshot
from services.domain.errors import RemoteError
from services.remote.clients import Clients
from services.store.workspaces import Workspace

if TYPE_CHECKING:
    from services.changes.linking import Found

T = TypeVar("T")
FRESH = 20.0
_AROUND = 5.0
_AWAY = 3.0  # that long a look that failed is told to whoever asks next, so that keystrokes don't queue up behind it
_MOST = 16  # tenants whose look is kept


class Kept(Generic[T]):
    """Recent looks by what they are at; whoever asks meanwhile waits for the same one, others don't."""

    def __init__(self, fresh: float, most: int = _MOST) -> None:
        self._fresh = fresh
        self._most = most
        self._kept: dict[str, tuple[float, T | RemoteError]] = {}
        self._under_way: dict[str, asyncio.Lock] = {}

    async def get(self, key: str, clock: Clock, look: Callable[[], Awaitable[T]]) -> T:
        """What `look` found some seconds ago at most; its RemoteError, for a shorter while."""
        async with self._under_way.setdefault(key, asyncio.Lock()):
            kept = self._kept.pop(key, None)
            if kept is None or not 0 <= clock.now() - kept[0] < (
                _AWAY if isinstance(kept[1], RemoteError) else self._fresh
            ):
                kept = (clock.now(), await _found(look))
            self._keep(key, kept)
        if isinstance(kept[1], RemoteError):
            raise kept[1].with_traceback(None)
        return kept[1]

    def forget(self, key: str) -> None:
        """The next look is a new one."""
        self._kept.pop(key, None)

    def _keep(self, key: str, kept: tuple[float, T | RemoteError]) -> None:
        self._kept[key] = kept
        for oldest in list(self._kept)[: -self._most]:
            del self._kept[oldest]
        for idle in [name for name, lock in self._under_way.items() if not lock.locked()]:
            del self._under_way[idle]


async def _found(look: Callable[[], Awaitable[T]]) -> T | RemoteError:
    try:
        return await look()
    except RemoteError as error:
        return error


class Glances:
    """Recent snapshots by workspace. Nothing is planned from them."""

    def __init__(self) -> None:
        self._snapshots: Kept[Snapshot] = Kept(FRESH)
        self.around: Kept[Found] = Kept(_AROUND, 500)  # by tenant: what is in place for connecting it

    async def get(self, clients: Clients, clock: Clock, workspace: Workspace) -> Snapshot:
        """The workspace's snapshot, read anew when it is older than some seconds.

        It is the organisation's that the tenant is linked to now, never of one before.
        """
        key = f"{workspace.tenant_id}:{workspace.org_uuid}"
        return await self._snapshots.get(key, clock, lambda: read_snapshot(clients, workspace))
