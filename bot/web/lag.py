"""Measures the lag of the event loop, which everything in this process waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_INTERVAL_SECONDS = 0.5


async def feel(note: Callable[[float], None], every: float = _INTERVAL_SECONDS) -> None:
    """Report, twice a second until cancelled, by how many seconds a timer was late."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + every
        await asyncio.sleep(every)
        note(max(0.0, loop.time() - due))
