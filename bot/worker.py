"""A worker, which only runs jobs; other processes on the same database serve the chat and send notices."""

from __future__ import annotations

import os
import signal

import structlog

from bot.config import Settings
from bot.core import Core, build_core
from bot.ending import end_in_time, until_asked
from bot.parent import Parent
from bot.process import tune
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
        await until_asked(_begin(core, watch), core.engine.ousted)
    finally:
        end_in_time()
        await _end(core, watch)


async def work_beside(settings: Settings, version: str = WORKFLOW_VERSION) -> None:
    """Run jobs for the `serve` that started this process, on its SQLite file, until it is gone."""
    # The terminal's Ctrl+C reaches this process, too; the parent says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(_NICENESS)
    parent = Parent()
    core = build_core(settings, "worker", works=True, version=version, pooled=True)
    # The next port, as the parent has the configured one.
    watch = monitor(core, offset=1)
    try:
        await until_asked(_begin_beside(core, parent, watch), parent.gone)
    finally:
        await _end(core, watch)


async def _begin(core: Core, watch: Monitor | None) -> None:
    await core.open()
    await core.start()
    if watch is not None:
        await watch.start()
    tune()
    log.info("working", name=core.store.presence.name)


async def _begin_beside(core: Core, parent: Parent, watch: Monitor | None) -> None:
    """Start, then begin the work that the parent names."""
    await _begin(core, watch)
    core.store.outbox.bell.listen(parent.news)
    parent.ready()
    while True:
        await begin(core.services, *await parent.asked.get())


async def _end(core: Core, watch: Monitor | None) -> None:
    await core.stop(*((watch.stop,) if watch is not None else ()))
