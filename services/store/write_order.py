"""The order of writes to a SQLite file that two processes share: the one that answers people comes first.

SQLite lets one writer in and makes the others poll after ever longer pauses, so that an answer behind a row of job
writes may miss every gap between them. Here the process that runs jobs writes only while no answer waits. That is
courtesy, not safety: the file's own lock still separates writers, and a process that waits too long goes on without
this one. https://www.sqlite.org/c3ref/busy_handler.html
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from services.store.file_lock import FileLock

_POLL_SECONDS = 0.001  # between two looks; a write takes a few milliseconds
_MAX_WAIT_SECONDS = 5.0  # then the file's own lock decides


class WriteOrder:
    """One process's place in the order of writes. `first`: it answers people."""

    def __init__(self, wanted: FileLock, writing: FileLock, *, first: bool) -> None:
        self._wanted = wanted
        self._writing = writing
        self._first = first

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """The right to write next, for as long as the block lasts; one at a time in this process."""
        try:
            await _until(self._answering if self._first else self._working)
            yield
        finally:
            self._wanted.release()
            self._writing.release()

    def _answering(self) -> bool:
        """Announce that an answer waits to write, until it is its turn."""
        self._wanted.take()
        if self._writing.take():
            self._wanted.release()
            return True
        return False

    def _working(self) -> bool:
        """Wait until no answer waits to write."""
        if not self._wanted.take():
            return False
        self._wanted.release()
        return self._writing.take()


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(round(_MAX_WAIT_SECONDS / _POLL_SECONDS)):
        if true():
            return
        await asyncio.sleep(_POLL_SECONDS)
