"""Virtual time: an event loop in which waiting costs nothing, so that rates, pauses and ages are tested to the second.

When nothing is left to do, time jumps to the next moment that something waits for. Sockets of this process work as
usual: time stands still while there is something to read or a thread is working.
"""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from typing import Any, TypeVar

T = TypeVar("T")
_LOOPBACK = 0.002  # real seconds in which anything sent to a socket of this process has arrived
_STANDSTILL = 20.0  # real seconds without any time to jump to
_THREAD = 0.01  # real seconds between two checks whether a thread has ended


class VirtualClock:
    """The loop's time as a clock of the program; `step` sets it forward or back, as somebody sets a clock."""

    def __init__(self, start: float = 1_000_000.0) -> None:
        self._start = start

    def now(self) -> float:
        """Seconds, from `start` on."""
        return self._start + asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        """Wait for that much virtual time."""
        await asyncio.sleep(seconds)

    def step(self, seconds: float) -> None:
        """Set the clock forward or back by that much."""
        self._start += seconds


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is virtual. `at_rest` is called each time before it jumps."""

    def __init__(self) -> None:
        self._now = 0.0
        self._threads = 0
        self.at_rest: Callable[[], None] = lambda: None
        super().__init__(_Jumping(self))

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._now

    def jump(self, seconds: float) -> None:
        """Let time pass."""
        self.at_rest()
        self._now += seconds

    @property
    def waits_for_thread(self) -> bool:
        """Whether a thread works for somebody here."""
        return self._threads > 0

    def run_in_executor(  # type: ignore[override]
        self, executor: Executor | None, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """As usual, but time stands still until it is done."""
        self._threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._ended)
        return future

    def _ended(self, _future: asyncio.Future[Any]) -> None:
        self._threads -= 1


class _Jumping(selectors.DefaultSelector):
    """A selector that lets time jump instead of waiting."""

    def __init__(self, loop: VirtualLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What can be read or written now; nothing when time jumped."""
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if self._loop.waits_for_thread:
            return super().select(_THREAD)
        if len(self.get_map()) > 1 and (ready := super().select(_LOOPBACK)):  # more than the loop's own wake-up call
            return ready
        if timeout is None:  # the loop's end, for instance, waits for its threads to end
            if ready := super().select(_STANDSTILL):
                return ready
            raise RuntimeError("everybody waits for something that nobody will do")
        self._loop.jump(timeout)
        return []


def virtually(main: Coroutine[Any, Any, T]) -> T:
    """The result of `main`, run in a loop of its own in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)
