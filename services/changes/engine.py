"""Starts and stops the durable engine in the program's own event loop."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from dbos import DBOS, DBOSConfig
from dbos._serialization import DBOSPortableJSONSerializer
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL

from services.changes import jobs
from services.store.database import Database


class DurableEngine:
    """DBOS with its own database beside the program's: a file beside the SQLite file, a schema in PostgreSQL."""

    def __init__(self, db: Database, executor: str, polling: float) -> None:
        self._db = db
        self._executor = executor
        self._polling = polling

    async def start(self) -> None:
        """Launch the engine; it takes up what this executor left unfinished. `jobs.serve` comes first."""
        logging.getLogger("dbos").setLevel(logging.WARNING)
        DBOS(config=self._config())
        DBOS.launch()
        await DBOS.register_queue_async(
            jobs.QUEUE, partition_concurrency=1, polling_interval_sec=self._polling, on_conflict="always_update"
        )

    async def stop(self) -> None:
        """Stop taking work; what runs is found again by the next start."""
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": "switchboard",
            "application_version": jobs.WORKFLOW_VERSION,
            "executor_id": self._executor,
            "log_level": "WARNING",
            "console_log_level": "WARNING",
            "serializer": DBOSPortableJSONSerializer(),
            "max_executor_threads": 8,
            "notification_listener_polling_interval_sec": self._polling,
            "run_migrations": True,
        }
        if self._db.is_sqlite:
            config["system_database_engine"] = _sqlite(self._db.url)
        else:
            config["system_database_url"] = self._db.url.render_as_string(hide_password=False)
            config["dbos_system_schema"] = "dbos"
            config["sys_db_pool_size"] = 5
        return config


def _sqlite(url: URL) -> Engine:
    """An engine of its own for the engine's file: write lock before the first write, WAL, patience when it is taken."""
    name = (url.database or "switchboard.db") + ".jobs"
    patient = {"timeout": 30, "check_same_thread": False, "isolation_level": "IMMEDIATE"}
    engine = create_engine(f"sqlite:///{name}", connect_args=patient, pool_size=5)

    @event.listens_for(engine, "connect")
    def _tune(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
