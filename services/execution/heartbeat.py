"""A heartbeat for long work, recorded for as long as the work makes progress."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from services.remote.clock import SteadyClock
from services.timing.pace import Pace

log = structlog.get_logger()


class Heartbeat:
    """Calls `beat` now and then while the work goes on; stops when nothing was `heard` for `Pace.silence` seconds."""

    def __init__(self, beat: Callable[[], Awaitable[object]], steady: SteadyClock, pace: Pace) -> None:
        self._beat = beat
        self._steady = steady
        self._pace = pace
        self._heard = steady.now()

    def heard(self) -> None:
        """Note that the work made progress."""
        self._heard = self._steady.now()

    @asynccontextmanager
    async def beating(self) -> AsyncIterator[None]:
        """Beat for as long as the block lasts."""
        keeper = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeper.cancel()

    async def _keep(self) -> None:
        while self._steady.now() - self._heard <= self._pace.silence:
            await self._steady.sleep(self._pace.beat)
            try:
                await self._beat()
            except Exception as error:  # the work itself meets the same error and reports it
                log.info("a sign of life could not be stored", why=type(error).__name__)
