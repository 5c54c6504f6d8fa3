"""Shows that the bot is busy while somebody waits for an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from services.domain.error_codes import for_log
from services.domain.errors import SwitchboardError

_log = structlog.get_logger(__name__)
_LAST_WAIT_SECONDS = 2.0


@asynccontextmanager
async def shown(show: Callable[[], Awaitable[None]], *, after: float, every: float) -> AsyncIterator[None]:
    """Call `show` after some seconds and then repeatedly, until the block ends; never after that."""
    over = asyncio.Event()
    task = asyncio.create_task(_show(show, over, after, every))
    try:
        yield
    finally:
        over.set()
        # A call in progress is awaited, or it could arrive after the answer.
        _, late = await asyncio.wait({task}, timeout=_LAST_WAIT_SECONDS)
        for each in late:
            each.cancel()


async def _show(show: Callable[[], Awaitable[None]], over: asyncio.Event, after: float, every: float) -> None:
    pause = after
    while not await _is_set(over, pause):
        try:
            await show()
        except SwitchboardError as error:
            _log.info("typing_not_shown", **for_log(error))
            return
        pause = every


async def _is_set(event: asyncio.Event, within: float) -> bool:
    try:
        await asyncio.wait_for(event.wait(), within)
    except TimeoutError:
        return False
    return True
