"""How a long-running process ends: told at any moment, even while it starts, and in good order whatever it meets."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog

from bot.process import stopped
from services.store.database import is_away, reason

log = structlog.get_logger()

Step = Callable[[], Awaitable[object]]
_STEP_SECONDS = 25.0  # for one step, of which the longest waits 20 for a child
END_SECONDS = 50.0  # for all: whoever runs the process kills it a little later (compose.yaml)


async def until_asked(begin: Coroutine[Any, Any, None], asked: asyncio.Event) -> None:
    """Run `begin`, then wait to be asked to end, by a signal or by `asked`; asked before, break `begin` off."""
    end, begun = asyncio.create_task(stopped(asked)), asyncio.create_task(begin)
    try:
        await asyncio.wait({begun, end}, return_when=asyncio.FIRST_COMPLETED)
        if begun.done():
            begun.result()
            await end
        log.info("asked to end")
    finally:
        for task in (begun, end):
            task.cancel()
        await asyncio.gather(begun, end, return_exceptions=True)


def end_in_time() -> None:
    """See to it that this process, which ends from now on, does so before it is killed, and logs that it had to."""
    late = threading.Timer(END_SECONDS, _leave)
    late.daemon = True
    late.start()


def _leave() -> None:
    # A thread that waits for a silent server can't be ended; what was under way is on record.
    log.error("the end takes too long, leaving", seconds=END_SECONDS)
    os._exit(1)


async def ended(*steps: Step) -> None:
    """Take every step of the end, whatever became of those before it, and log what failed.

    That the database is away is no fault of the end; the first other error is raised when all steps are taken.
    """
    errors = [await _tried(step) for step in steps]
    for error in filter(None, errors):
        raise error


async def _tried(step: Step) -> Exception | None:
    """Take the step; the error that it raised, unless the database is merely away."""
    called = getattr(step, "__qualname__", "")
    try:
        async with asyncio.timeout(_STEP_SECONDS):
            await step()
    except Exception as error:
        if not is_away(error):
            log.exception("ending failed, going on", step=called)
            return error
        log.warning("the database is away at the end", step=called, why=reason(error))
    return None
