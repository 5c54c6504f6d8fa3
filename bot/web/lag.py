"""How late the event loop is: what everybody in this process waits for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_EVERY = 0.5


async def feel(note: Callable[[float], None], every: float = _EVERY) -> None:
    """Notes, twice a second until it is cancelled, by how many seconds a timer came late."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + every
        await asyncio.sleep(every)
        note(max(0.0, loop.time() - due))
