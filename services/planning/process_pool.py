"""Computes each draft in a process of its own, with limits on time, memory and how many run at a time.

The processes are forked from one that has the program loaded, so that a start takes milliseconds:
https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess

import structlog

from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.planning.compute import MAX_PARALLEL_DRAFTS, Responder
from services.planning.compute_child import Broke, ChildMessage, ComputeLimits, TooBig, main
from services.planning.draft_plan import DraftInput, DraftResult, Request
from services.planning.tenant_slots import TenantSlots

log = structlog.get_logger()

_LOADED = ["services.planning.compute_child", "services.planning.preloaded"]
_START_SECONDS = 60.0  # for a process to start; the first one loads the program
_MAX_TRIES = 2  # for a draft whose process was ended from outside
_WHAT = tr("That is too much at once.")
_FIX = tr("Do it in smaller parts.")
_MB = 2**20


class Ended(Exception):
    """The process has ended, and not because of us."""


class ProcessPool:
    """Computes drafts in processes: a draft that takes too long or too much is refused with the reason."""

    def __init__(self, limits: ComputeLimits, slots: int = MAX_PARALLEL_DRAFTS) -> None:
        self._limits = limits
        self._slots = TenantSlots(slots)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(_LOADED)
        # A thread talks to each process, so that a big message delays nobody.
        self._threads = ThreadPoolExecutor(2 * slots, thread_name_prefix="compute")
        # The process that the others are forked from loads the program while this one goes on.
        forkserver.ensure_running()

    def slot(self, tenant_id: str) -> AbstractAsyncContextManager[None]:
        """A slot for the tenant, held for as long as the block lasts."""
        return self._slots.slot(tenant_id)

    async def run(self, draft: DraftInput, respond: Responder) -> DraftResult:
        """The result of the draft; if its process is ended from outside it is computed once more."""
        for _ in range(_MAX_TRIES):
            try:
                async with self._process() as process:
                    return await process.through(draft, respond)
            except Ended as gone:
                log.warning("a computing process ended", error=type(gone).__name__)
        raise BadInput(
            tr("This can't be worked out."), tr("The process that worked on it ended again and again."), _FIX
        )

    @asynccontextmanager
    async def _process(self) -> AsyncIterator[_Process]:
        here, there = self._context.Pipe()
        process = self._context.Process(target=main, args=(there, self._limits), daemon=True)
        try:
            async with asyncio.timeout(_START_SECONDS):
                await self._in_thread(process.start)
            there.close()
            yield _Process(process, here, self._threads, self._limits)
        finally:
            # The end of the process frees the thread that may be waiting for it.
            if process.pid is not None:
                process.kill()
                await self._in_thread(process.join)
            here.close()
            there.close()

    async def _in_thread(self, work: Callable[[], None]) -> None:
        # Threads of its own: the engine closes the event loop's executor when it is stopped.
        await asyncio.get_running_loop().run_in_executor(self._threads, work)


class _Process:
    """One computing process, for one draft."""

    def __init__(
        self, process: ForkServerProcess, pipe: Connection, threads: ThreadPoolExecutor, limits: ComputeLimits
    ) -> None:
        self._process = process
        self._pipe = pipe
        self._threads = threads
        self._limits = limits
        self._used = 0.0

    async def through(self, draft: DraftInput, respond: Responder) -> DraftResult:
        """The result of the draft, answering its requests on the way."""
        said = await self._tell(draft)
        while isinstance(said, Request):
            said = await self._tell(await respond(said))
        match said:
            case TooBig():
                raise _too_big(self._limits)
            case Broke(trace):
                raise RuntimeError(f"computing broke\n{trace}")
            case DraftResult():
                return said

    async def _tell(self, message: object) -> ChildMessage:
        """The process's next message; only its own time counts, not how long our answer took."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        try:
            async with asyncio.timeout(self._limits.seconds - self._used):
                return await loop.run_in_executor(self._threads, self._exchange, message)
        except TimeoutError:
            raise BadInput(
                _WHAT, tr("It takes longer than {seconds:g} seconds to work out.", seconds=self._limits.seconds), _FIX
            ) from None
        except (EOFError, OSError) as gone:
            raise await self._why(gone) from None
        finally:
            self._used += loop.time() - began

    def _exchange(self, message: object) -> ChildMessage:
        with suppress(BrokenPipeError):  # it may have said why it no longer listens
            self._pipe.send(message)
        said: ChildMessage = self._pipe.recv()
        return said

    async def _why(self, gone: Exception) -> Exception:
        """The reason why a process ended: a library that runs out of memory aborts; any other end came from outside."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._process.join, _START_SECONDS)
        code = self._process.exitcode
        return (
            _too_big(self._limits)
            if code == -signal.SIGABRT
            else Ended(tr("{name}, exit code {code}", name=type(gone).__name__, code=code))
        )


def _too_big(limits: ComputeLimits) -> BadInput:
    return BadInput(
        _WHAT, tr("It takes more than {memory} MB of memory to work out.", memory=limits.memory // _MB), _FIX
    )
