"""A worker only runs jobs: no chat, no notices. Others serve the chat on the same database."""

from __future__ import annotations

import structlog

from bot.config import Settings
from bot.core import build_core
from bot.serve import stopped, tune
from services.changes.jobs import WORKFLOW_VERSION
from services.domain.errors import SettingWrong
from services.store.database import parse_url

log = structlog.get_logger()


async def work(settings: Settings, version: str = WORKFLOW_VERSION) -> None:
    """Run jobs until asked to stop; SettingWrong on SQLite, which serves one process only."""
    if parse_url(settings.database_url).drivername.startswith("sqlite"):
        raise SettingWrong("Several processes need PostgreSQL.", "SWITCHBOARD_DATABASE_URL names a SQLite file.")
    core = build_core(settings, "worker", works=True, version=version)
    await core.open()
    await core.start()
    tune()
    log.info("working", name=core.store.presence.name)
    try:
        await stopped(core.caretaker.ousted)
    finally:
        await core.stop()
