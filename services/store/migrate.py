"""Brings the database to the newest tables (alembic, one step a revision)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from services.store.database import Database

_LOCK = 7203415  # any fixed number: one migration at a time on a shared PostgreSQL


async def migrate(db: Database) -> None:
    """Run every migration that hasn't run yet; safe to call from several processes at once."""
    async with db.engine.begin() as connection:
        if not db.is_sqlite:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _LOCK})
        await connection.run_sync(_upgrade)


async def revision(db: Database) -> str:
    """The revision of the database's tables; empty while there are none."""
    async with db.engine.connect() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision() or "")


def known(revision: str) -> bool:
    """Whether this version knows a revision; their names are in no order."""
    return any(script.revision == revision for script in ScriptDirectory.from_config(_scripts()).walk_revisions())


@cache
def newest() -> str:
    """The revision of this version's tables."""
    return ScriptDirectory.from_config(_scripts()).get_current_head() or ""


def config(connection: Connection) -> Config:
    """Alembic's settings for this connection; no ini file is needed."""
    settings = _scripts()
    settings.attributes["connection"] = connection
    return settings


def _scripts() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return settings


def _upgrade(connection: Connection) -> None:
    # Alembic reads every step's file before it looks whether any has to run.
    if MigrationContext.configure(connection).get_current_revision() != newest():
        command.upgrade(config(connection), "head")
