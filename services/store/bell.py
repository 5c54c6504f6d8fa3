"""A bell that rings when something was committed, so that whoever waits for it needn't look again and again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession


class Bell:
    """Wakes one waiting task, and calls whoever listens. A ring that nobody waits for is kept."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._listeners: list[Callable[[], None]] = []

    def listen(self, heard: Callable[[], None]) -> None:
        """Call this at each ring."""
        self._listeners.append(heard)

    def ring(self) -> None:
        """Ring now."""
        self._rung.set()
        for heard in self._listeners:
            heard()

    def ring_after(self, session: AsyncSession) -> None:
        """Ring when this session's transaction is committed; not if it is rolled back."""
        event.listen(session.sync_session, "after_commit", lambda _session: self.ring(), once=True)

    async def wait(self, seconds: float) -> None:
        """Wait for a ring, at most that long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()
