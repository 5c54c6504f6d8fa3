"""The child's end of `child.py`: reads what the parent writes, and sends signs of life."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from contextlib import suppress

from bot.child import ALIVE, NEWS, READY

_HEARTBEAT_SECONDS = 1.0
_STOP_SECONDS = 15.0  # to shut down once the parent is gone


class Parent:
    """Reads the parent's lines. When the parent is gone, `gone` is set, and the process soon ends in any case."""

    def __init__(self) -> None:
        self.gone = asyncio.Event()
        self.asked: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._beat = asyncio.create_task(self._beats())
        # A thread notices the end of its input even if the event loop hangs.
        threading.Thread(target=self._listen, name="parent", daemon=True).start()

    def ready(self) -> None:
        """Report readiness for work."""
        _say(READY)

    def news(self) -> None:
        """Report that notices were queued, which the parent sends."""
        _say(NEWS)

    async def _beats(self) -> None:
        while not self.gone.is_set():
            _say(ALIVE)
            with suppress(TimeoutError):
                await asyncio.wait_for(self.gone.wait(), _HEARTBEAT_SECONDS)

    def _listen(self) -> None:
        for line in sys.stdin.buffer:
            kind, _, ident = line.decode().strip().partition(" ")
            self._loop.call_soon_threadsafe(self.asked.put_nowait, (kind, ident))
        late = threading.Timer(_STOP_SECONDS, os._exit, (1,))
        late.daemon = True
        late.start()
        self._loop.call_soon_threadsafe(self.gone.set)


def _say(line: bytes) -> None:
    """Write a line to the parent; failures are ignored, since the end of the input reports that it is gone."""
    with suppress(BrokenPipeError):
        os.write(sys.stdout.fileno(), line)
