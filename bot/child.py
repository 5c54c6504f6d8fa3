"""Runs the process for jobs as a child of the one that answers: starts it, watches it, restarts it.

Both work on the same SQLite file, which holds all decisions. A line on the child's standard input says that there is
work to begin; the end of that input says that the parent is gone.
"""

from __future__ import annotations

import asyncio
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable, Sequence
from contextlib import suppress

import structlog

from services.domain.errors import SwitchboardError
from services.domain.phrases import tr
from services.store.bell import Bell

log = structlog.get_logger()

ALIVE = b"alive\n"  # what the child writes every second
NEWS = b"news\n"  # whenever it has queued notices, which the parent sends
READY = b"ready\n"  # and once when it is ready for work
_MAX_SILENCE_SECONDS = 60.0  # without a sign of life, after which the child is killed
_STOP_SECONDS = 20.0  # for the child to end when it is asked to
_FIRST_RESTART_SECONDS = 0.5
_MAX_RESTART_SECONDS = 30.0
_HEALTHY_AFTER_SECONDS = 60.0  # of running, after which the next pause is short again


class Backoff:
    """The pause before the next start: doubled each time, unless the child ran long enough."""

    def __init__(self) -> None:
        self._pause = 0.0

    def after(self, lasted: float) -> float:
        """The seconds to wait after a child that ran for that long."""
        again = _FIRST_RESTART_SECONDS if lasted >= _HEALTHY_AFTER_SECONDS or not self._pause else 2 * self._pause
        self._pause = min(_MAX_RESTART_SECONDS, again)
        return self._pause


class WorkerProcess:
    """Keeps one child running until it is stopped."""

    def __init__(self, command: Sequence[str], clock: Callable[[], float] = time.monotonic) -> None:
        self._command = command
        self._clock = clock
        self._child: Process | None = None
        self._ready = False
        self._why = "the process that runs jobs is starting"
        self._stopping = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self.ousted = asyncio.Event()
        self.news = Bell()  # rings when the child has queued notices

    async def start(self, _name: str) -> None:
        """Start the child, which reports when it is ready for work."""
        self._keeper = asyncio.create_task(self._keep())

    async def begin(self, kind: str, ident: str) -> None:
        """Tell the child to begin committed work; it also looks for such work when it starts."""
        stdin = self._child.stdin if self._child else None
        if stdin is None or stdin.is_closing():
            raise SwitchboardError(tr("The process that runs jobs is being started again."))
        stdin.write(f"{kind} {ident}\n".encode())

    def trouble(self) -> str:
        """Why no jobs run at present; empty while they do."""
        return "" if self._ready else self._why

    async def stop(self) -> None:
        """Ask the child to stop; kill it if it doesn't."""
        self._stopping.set()
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
        if self._keeper is not None:
            _, late = await asyncio.wait([self._keeper], timeout=_STOP_SECONDS)
            if late:
                log.error("the process that runs jobs doesn't end, it is killed")
                self._kill()
            await self._keeper

    async def _keep(self) -> None:
        backoff = Backoff()
        while not self._stopping.is_set():
            began = self._clock()
            code = await self._tried()
            if self._stopping.is_set():
                return
            pause = backoff.after(self._clock() - began)
            self._why = f"the process that runs jobs ended ({code}), it is started again"
            log.error("the process that runs jobs ended, it is started again", code=code, seconds=pause)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _tried(self) -> int | str:
        """Run one child to its end; its exit code, or the name of the error for which it couldn't be started."""
        try:
            return await self._run()
        except OSError as error:  # no memory or process is left, which may pass
            return type(error).__name__

    async def _run(self) -> int:
        """Run one child to its end; its exit code."""
        self._child = child = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE)
        if self._stopping.is_set() and child.stdin is not None:
            child.stdin.close()
        # The child's own children may hold its output open a moment longer, so the end of the output isn't enough.
        ear = asyncio.create_task(self._listen(child))
        try:
            return await child.wait()
        finally:
            self._ready = False
            ear.cancel()
            await asyncio.gather(ear, return_exceptions=True)

    async def _listen(self, child: Process) -> None:
        """Read the child's signs of life; kill it if it stays silent."""
        while child.stdout is not None:
            try:
                line = await asyncio.wait_for(child.stdout.readline(), _MAX_SILENCE_SECONDS)
            except TimeoutError:
                log.error(
                    "the process that runs jobs shows no sign of life, it is killed", seconds=_MAX_SILENCE_SECONDS
                )
                self._kill()
                return
            if not line:
                return
            self._ready = self._ready or line == READY
            if line == NEWS:
                self.news.ring()

    def _kill(self) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                self._child.kill()
