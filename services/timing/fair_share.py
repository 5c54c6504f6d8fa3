"""Room: how many tenants' jobs this process works on, and whether another process has room for one of them.

The first process to look would take the whole queue, so each process may have only its share of the tenants. When
another one starts, a slice of a process with more than its share ends early, and a process with room continues it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from services.store.ledger import Ledger
from services.store.presence import Presence


class Room:
    """The slices of one process. `enter` counts one in for as long as it works."""

    def __init__(self, presence: Presence, ledger: Ledger) -> None:
        self._presence = presence
        self._ledger = ledger
        self._running = 0
        self._leaving = 0

    @contextmanager
    def enter(self) -> Iterator[FairShare]:
        """The place of a new slice among the others."""
        place = FairShare(self)
        self._running += 1
        try:
            yield place
        finally:
            self._running -= 1
            self._leaving -= place.left

    async def share(self) -> int:
        """How many tenants' slices each process is to have at most; 0 where no other process can be."""
        if self._presence.alone:
            return 0
        workers, tenants = await self._presence.workers(), await self._ledger.tenants_at_work()
        return max(1, -(-tenants // max(1, workers)))

    async def crowded(self) -> bool:
        """Whether more slices run here than this process's share of all tenants at work."""
        if self._running - self._leaving < 2:
            return False
        share = await self.share()
        return bool(share) and self._running - self._leaving > share

    def leave(self) -> None:
        """Note that one of the slices is about to end, so that the next one that asks stays."""
        self._leaving += 1


class FairShare:
    """One slice's place; `left` is set once it was asked to give it up."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self.left = False

    async def wanted(self) -> bool:
        """Whether another process should continue this slice's job."""
        if not self.left and await self._room.crowded():
            self.left = True
            self._room.leave()
        return self.left
