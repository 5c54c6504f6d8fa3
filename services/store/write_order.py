"""Who writes next to a SQLite file that two processes share: who answers people comes before who runs jobs.

SQLite lets one writer in and makes the others look again after ever longer pauses, so that who waits behind a row of
job writes may miss every gap between them. Here the one who runs jobs writes only while nobody who answers wants to.
That is courtesy, not safety: the file's own lock still keeps writers apart, and whoever waits too long goes on without
this one. https://www.sqlite.org/c3ref/busy_handler.html
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from services.store.file_lock import FileLock

_POLL_SECONDS = 0.001  # between two looks; a write takes some milliseconds
_MAX_WAIT_SECONDS = 5.0  # then the file's own lock decides


class WriteOrder:
    """One process's place in the order of writes. `first` is who answers people."""

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
        """Say that somebody who answers wants to write, until it is their turn."""
        self._wanted.take()
        if self._writing.take():
            self._wanted.release()
            return True
        return False

    def _working(self) -> bool:
        """Write unless somebody who answers wants to."""
        if not self._wanted.take():
            return False
        self._wanted.release()
        return self._writing.take()


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(round(_MAX_WAIT_SECONDS / _POLL_SECONDS)):
        if true():
            return
        await asyncio.sleep(_POLL_SECONDS)
