"""Engines and sessions: SQLite by default, PostgreSQL where the URL says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from services.domain.errors import SettingWrong

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def parse_url(text: str) -> URL:
    """The database URL with the async driver put in; SettingWrong when it names no database we know."""
    try:
        url = make_url(text)
    except Exception as error:
        raise SettingWrong("SWITCHBOARD_DATABASE_URL is no database URL.", str(error)) from error
    driver = _DRIVERS.get(url.drivername.split("+")[0])
    if driver is None:
        raise SettingWrong(
            "SWITCHBOARD_DATABASE_URL names a database Switchboard can't use.",
            f"It starts with {url.drivername!r}.",
            "Use sqlite:///path/to/file or postgresql://…",
        )
    return url.set(drivername=driver)


class Database:
    """Hands out sessions; every write happens inside one transaction."""

    def __init__(self, url: str) -> None:
        self.url = parse_url(url)
        self.is_sqlite = self.url.drivername.startswith("sqlite")
        self.engine = _engine(self.url, self.is_sqlite)
        # SQLite lets one writer in at a time and makes the others poll; queueing here costs them no sleep.
        self._turn = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(self.engine.execution_options(reading=True), expire_on_commit=False)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction: committed at the end, rolled back on an error."""
        async with self._turn, self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads: it waits for no writer and holds none up."""
        async with self._reading() as session:
            yield session

    def insert(self, table: type[Any]) -> Any:
        """An INSERT that knows `on_conflict_…`, in this database's dialect."""
        return sqlite_insert(table) if self.is_sqlite else pg_insert(table)

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _engine(url: URL, is_sqlite: bool) -> AsyncEngine:
    if not is_sqlite:
        return create_async_engine(url, hide_parameters=True, pool_size=10, max_overflow=5, pool_pre_ping=True)
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": 30}, pool_size=5, max_overflow=10)
    event.listen(engine.sync_engine, "connect", _tune_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    # WAL with synchronous=FULL: a commit survives a power cut, readers never block the writer
    # (https://www.sqlite.org/wal.html). Transactions are begun by hand, below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    # A transaction that reads first and writes later can't upgrade its lock while another writes; taking the write
    # lock at once makes such a pair wait instead of fail. Readers need no lock: WAL gives them a snapshot.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def changed(result: Any) -> bool:
    """Whether an UPDATE or DELETE touched at least one row; an INSERT has no row count everywhere."""
    return int(result.rowcount) > 0
