"""Starts and stops the durable engine in the program's own event loop."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from cachetools import TTLCache
from dbos import DBOS, DBOSConfig
from dbos._serialization import DBOSPortableJSONSerializer
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

from services.domain.phrases import tr
from services.execution import workflows as jobs
from services.execution.version import WORKFLOW_VERSION
from services.store.database import PATIENT, Database

_POLL_SECONDS = 0.4  # each poll costs five milliseconds of processor; a slice waits at most this long
_LOG_INTERVAL_SECONDS = 10.0
_MAX_LOGGED_CHARACTERS = 200


class DurableEngine:
    """DBOS with its own database beside the program's: a file beside the SQLite file, a schema in PostgreSQL."""

    def __init__(self, db: Database, version: str = WORKFLOW_VERSION, *, works: bool = True) -> None:
        self._db = db
        self._works = works
        self.version = version

    async def start(self, executor: str) -> None:
        """Launch the engine, which resumes what `executor` left unfinished. Call `workflows.serve` first."""
        _tame()
        DBOS(config=self._config(executor))
        if not self._works:
            DBOS.listen_queues([])
        DBOS.launch()
        await DBOS.register_queue_async(
            jobs.SLICES, partition_concurrency=1, polling_interval_sec=_POLL_SECONDS, on_conflict="always_update"
        )
        if not self._db.is_sqlite:
            await DBOS.register_queue_async(
                jobs.STARTS, polling_interval_sec=_POLL_SECONDS, on_conflict="always_update"
            )

    async def stop(self) -> None:
        """Stop taking work; the next start finds what was running."""
        _SELDOM.hushed = True
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)

    def _config(self, executor: str) -> DBOSConfig:
        config: DBOSConfig = {
            "name": "switchboard",
            "application_version": self.version,
            "executor_id": executor,
            "log_level": "WARNING",
            "console_log_level": "WARNING",
            "serializer": DBOSPortableJSONSerializer(),
            "max_executor_threads": 8,
            # None of our workflows waits for messages of the engine, but its shutdown waits for one such interval.
            "notification_listener_polling_interval_sec": 0.2 if self._db.is_sqlite else 1.0,
            "notification_coalesce_sec": 1.0,
            "use_listen_notify": False,
            "run_migrations": True,
        }
        if self._db.is_sqlite:
            config["system_database_engine"] = _sqlite(self._db.url)
        else:
            config["system_database_url"] = self._db.url.render_as_string(hide_password=False)
            config["dbos_system_schema"] = "dbos"
            config["sys_db_pool_size"] = 5
            config["db_engine_kwargs"] = {"connect_args": PATIENT}
        return config


def _tame() -> None:
    """Limit what the engine logs while the database is away: otherwise it logs every poll."""
    logger = logging.getLogger("dbos")
    logger.setLevel(logging.WARNING)
    logger.addFilter(_SELDOM)
    _SELDOM.hushed = False


class _Seldom(logging.Filter):
    """Lets the first line of a message through, unless one with the same beginning was logged in the last ten seconds.

    Lets nothing through while `hushed`: an engine that is being stopped logs a trace of each workflow that it leaves
    for the next start.
    """

    def __init__(self) -> None:
        super().__init__()
        self.hushed = False
        self._said: TTLCache[str, float] = TTLCache(_MAX_LOGGED_CHARACTERS, 2 * _LOG_INTERVAL_SECONDS)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to log it."""
        first = record.getMessage().partition("\n")[0]
        if self.hushed or record.created - self._said.get(first[:40], 0.0) < _LOG_INTERVAL_SECONDS:
            return False
        self._said[first[:40]] = record.created
        if record.levelno < logging.ERROR:
            record.msg, record.args = first, ()
        return True


_SELDOM = _Seldom()


def _sqlite(url: URL) -> Engine:
    """The database engine for DBOS's SQLite file: takes the write lock at once, uses WAL, and waits for a busy lock."""
    name = (url.database or "switchboard.db") + ".jobs"
    patient = {"timeout": 30, "check_same_thread": False, "isolation_level": "IMMEDIATE"}
    engine = create_engine(f"sqlite:///{name}", connect_args=patient, pool_size=5)

    @event.listens_for(engine, "connect")
    def _tune(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            connection.execute(tr("PRAGMA {pragma}", pragma=pragma))

    return engine
