"""A worker, which only runs jobs; other processes on the same database serve the chat and send notices."""

from __future__ import annotations

import asyncio
import os
import signal

import structlog

from bot.config import Settings
from bot.core import Core, build_core
from bot.parent import Parent
from bot.process import stopped, tune
from bot.web.probes import Monitor, monitor
from services.changes.start_work import begin
from services.domain.errors import SettingWrong
from services.execution.version import WORKFLOW_VERSION
from services.store.database import parse_url

log = structlog.get_logger()

_NICENESS = 5  # answering people has priority


async def work(settings: Settings, version: str = WORKFLOW_VERSION) -> None:
    """Run jobs until asked to stop; raises SettingWrong on SQLite, where `serve` starts its own worker."""
    if parse_url(settings.database_url).drivername.startswith("sqlite"):
        raise SettingWrong("Several processes need PostgreSQL.", "SWITCHBOARD_DATABASE_URL names a SQLite file.")
    core = build_core(settings, "worker", works=True, version=version, pooled=True)
    watch = monitor(core)
    try:
        await core.open()
        await core.start()
        if watch is not None:
            await watch.start()
        tune()
        log.info("working", name=core.store.presence.name)
        await stopped(core.engine.ousted)
    finally:
        if watch is not None:
            await watch.stop()
        await core.stop()


async def work_beside(settings: Settings, version: str = WORKFLOW_VERSION) -> None:
    """Run jobs for the `serve` that started this process, on its SQLite file, until it is gone."""
    # The terminal's Ctrl+C reaches this process, too; the parent says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    parent = Parent()
    core = build_core(settings, "worker", works=True, version=version, pooled=True)
    # The next port, as the parent has the configured one.
    watch = monitor(core, offset=1)
    work = asyncio.create_task(_begin(core, parent, watch))
    end = asyncio.create_task(stopped(parent.gone))
    try:
        await asyncio.wait({work, end}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        work.cancel()
        await asyncio.gather(work, return_exceptions=True)
        if watch is not None:
            await watch.stop()
        await core.stop()


async def _begin(core: Core, parent: Parent, watch: Monitor | None) -> None:
    """Start, then begin the work that the parent names."""
    await core.open()
    await core.start()
    if watch is not None:
        await watch.start()
    tune()
    parent.ready()
    log.info("working", name=core.store.presence.name)
    while True:
        await begin(core.services, *await parent.asked.get())
