"""The sandbox's clock: real time, optionally running faster."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime


class Clock:
    """Seconds since the epoch that pass `speed` times faster than real ones; starts at real time."""

    def __init__(
        self, speed: float = 1.0, start: float | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.speed = speed
        self._monotonic = monotonic
        self._started = monotonic()
        self._origin = time.time() if start is None else start

    def now(self) -> float:
        """Seconds since the epoch in the sandbox."""
        return self._origin + (self._monotonic() - self._started) * self.speed

    def change_speed(self, speed: float) -> None:
        """Let time pass `speed` times faster than real from now on, without a jump."""
        self._origin, self._started = self.now(), self._monotonic()
        self.speed = speed

    def advance(self, seconds: float) -> None:
        """Jump ahead, so that a test need not wait for a delay."""
        self._origin += seconds

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds` of the sandbox's time."""
        await asyncio.sleep(seconds / self.speed)

    @staticmethod
    def stamp(moment: float) -> str:
        """`moment` as Microsoft writes it: 2026-02-03T22:03:26Z."""
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class FrozenClock(Clock):
    """A clock that stands still at `moment`, for answers from a stale copy."""

    def __init__(self, moment: float) -> None:
        super().__init__(start=moment, monotonic=lambda: 0.0)
