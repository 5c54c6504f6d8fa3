"""Time as the clients see it, passed in so that tests are exact."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class SteadyClock(Protocol):
    """Seconds that only go forward, and a way to let some of them pass."""

    def now(self) -> float:
        """Seconds since an arbitrary start."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Returns when `seconds` have passed."""
        ...


class SystemSteadyClock:
    """The machine's own monotonic time."""

    def now(self) -> float:
        """Seconds since an arbitrary start."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Returns when `seconds` have passed."""
        await asyncio.sleep(seconds)
