"""Caches of a few seconds: for type-ahead, where every keystroke asks, and for connecting."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from services.domain.voice_policies import VoicePolicy
from services.inventory.link_prerequisites import LinkPrerequisites
from services.inventory.snapshot import Snapshot, Sources, read_snapshot
from services.remote.clock import SteadyClock
from services.store.workspaces import Workspace

T = TypeVar("T")
FRESH_SECONDS = 20.0
_AROUND_SECONDS = 5.0
_POLICIES_SECONDS = 600.0
_MAX_TENANTS = 16  # tenants whose result is kept


class Kept(Generic[T]):
    """Recent results by key; callers with the same key wait for one read."""

    def __init__(self, fresh: float, most: int = _MAX_TENANTS) -> None:
        self._fresh = fresh
        self._most = most
        self._kept: dict[str, tuple[float, T]] = {}
        self._under_way: dict[str, asyncio.Task[T]] = {}

    async def get(self, key: str, clock: SteadyClock, look: Callable[[], Awaitable[T]]) -> T:
        """The result of `look`, a few seconds old at most. If it fails, it fails for everybody who waits for it."""
        kept = self._kept.get(key)
        if kept is not None and 0 <= clock.now() - kept[0] < self._fresh:
            return kept[1]
        if key not in self._under_way:
            self._under_way[key] = asyncio.create_task(self._look(key, clock, look))
        return await asyncio.shield(self._under_way[key])

    def forget(self, key: str) -> None:
        """Forget a result, because something is known to have changed."""
        self._kept.pop(key, None)

    async def _look(self, key: str, clock: SteadyClock, look: Callable[[], Awaitable[T]]) -> T:
        begun = clock.now()
        try:
            found = await look()
        finally:
            del self._under_way[key]
        self._kept.pop(key, None)
        self._kept[key] = (begun, found)
        for oldest in list(self._kept)[: -self._most]:
            del self._kept[oldest]
        return found


class _All:
    """The same sources with nothing hidden: one cached snapshot serves everybody, each seeing their part."""

    def __init__(self, sources: Sources) -> None:
        self.clients, self.store = sources.clients, sources.store

    def see(self, live: Snapshot) -> Snapshot:
        """The whole snapshot."""
        return live


class Glances:
    """Recent snapshots by workspace. They are never used for planning."""

    def __init__(self) -> None:
        self._snapshots: Kept[Snapshot] = Kept(FRESH_SECONDS)
        self.around: Kept[LinkPrerequisites] = Kept(
            _AROUND_SECONDS, 500
        )  # by tenant: what is in place for connecting it
        self.policies: Kept[frozenset[VoicePolicy]] = Kept(
            _POLICIES_SECONDS
        )  # by tenant: the voice policies that people have

    async def get(self, sources: Sources, clock: SteadyClock, workspace: Workspace) -> Snapshot:
        """The workspace's snapshot, a few seconds old at most.

        It is always of the organisation that the tenant is linked to now.
        """
        key = f"{workspace.tenant_id}:{workspace.org_uuid}"
        return sources.see(await self._snapshots.get(key, clock, lambda: read_snapshot(_All(sources), workspace)))
