"""Serves the bot until it is told to stop."""

from __future__ import annotations

import sys

import structlog

from bot.child import WorkerProcess
from bot.config import Settings
from bot.ending import Step, end_in_time, until_asked
from bot.process import tune
from bot.teams.door import Bounds, listen
from bot.wiring import build
from services.execution.version import WORKFLOW_VERSION
from services.store.database import parse_url

log = structlog.get_logger()

_WORKER = (sys.executable, "-m", "bot", "worker", "--beside")


async def serve(settings: Settings, version: str = WORKFLOW_VERSION, worker: tuple[str, ...] = _WORKER) -> None:
    """Start the bot, listen, and shut down cleanly on SIGINT or SIGTERM.

    On SQLite jobs run in a child process (the command `worker`), so that the answering process computes nothing.
    """
    apart = settings.jobs and parse_url(settings.database_url).drivername.startswith("sqlite")
    engine = WorkerProcess(worker) if apart else None
    bot = await build(settings, version, engine, pooled=settings.jobs and not apart)
    if engine is not None:
        engine.news.listen(bot.store.outbox.bell.ring)
    doors: list[Step] = []

    async def begin() -> None:
        await bot.start()
        tune()
        runner = await listen(bot.app, settings.host, settings.port, Bounds(settings.connections))
        doors.append(runner.cleanup)
        log.info("listening", host=settings.host, port=settings.port, local=settings.local)

    try:
        await until_asked(begin(), bot.core.engine.ousted)
    finally:
        end_in_time()
        await bot.stop(*doors)
