"""Engines and sessions: SQLite by default, PostgreSQL where the URL says so."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Float, event, literal, literal_column, text
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.util import await_only

from services.domain.errors import SettingWrong
from services.store.database_errors import is_away, is_broken, reason
from services.store.file_lock import FileLock
from services.store.slewed_clock import SlewedClock
from services.store.sqlite_driver import DRIVER
from services.store.write_monitor import OriginalFile, WriteMonitor, try_writing
from services.store.write_order import WriteOrder

__all__ = ["PATIENT", "Database", "changed", "is_away", "is_broken", "parse_url", "reason"]

_ANSWER_TIMEOUT_SECONDS = 3.0
# A server that went silent is noticed in seconds, not in the kernel's two hours:
# https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-KEEPALIVES
PATIENT = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 15000}
_DRIVERS = {"sqlite": DRIVER, "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def parse_url(text: str) -> URL:
    """The database URL with the async driver; SettingWrong for an unknown kind of database."""
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
        # SQLite lets one writer in at a time and makes the others poll; queueing here saves them the sleep.
        self._turn = asyncio.Lock() if self.is_sqlite else nullcontext()
        # Only one patient writer stands in that queue, so that an answer is never behind a row of job writes.
        self._later = asyncio.Lock() if self.is_sqlite else nullcontext()
        self._order: WriteOrder | None = None
        self._original = OriginalFile(self.file)
        self._write_monitor = WriteMonitor()
        self._slewed_clock = SlewedClock()
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "begin", self._begin_immediate)
        event.listen(self.engine.sync_engine, "handle_error", self._write_monitor.note)
        self._writing = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading = async_sessionmaker(self.engine.execution_options(reading=True), expire_on_commit=False)

    @property
    def file(self) -> str:
        """The SQLite file; empty for one in memory and on PostgreSQL."""
        name = self.url.database or ""
        return name if self.is_sqlite and name != ":memory:" else ""

    def share(self, *, first: bool) -> None:
        """Share the SQLite file with another process, before the first use; `first` writes before the other one."""
        if not self.file:
            return
        wanted, writing = (FileLock(Path(f"{self.file}.{name}.lock")) for name in ("wanted", "writing"))
        self._order = WriteOrder(wanted, writing, first=first)
        if first:
            event.listen(self.engine.sync_engine, "connect", _checkpoint_seldom)

    @asynccontextmanager
    async def begin(self, *, patient: bool = False) -> AsyncIterator[AsyncSession]:
        """A session in a transaction: committed at the end, rolled back on an error.

        With `patient`, others may write first.
        """
        later = self._later if patient else nullcontext()
        order = self._order.turn() if self._order else nullcontext()
        async with later, self._turn, order, self._writing() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads: it neither waits for writers nor blocks them."""
        async with self._reading() as session:
            yield session

    def insert(self, table: type[Any]) -> Any:
        """An INSERT that knows `on_conflict_…`, in this database's dialect."""
        return sqlite_insert(table) if self.is_sqlite else pg_insert(table)

    async def now(self) -> float:
        """The time to store and compare, in seconds since the epoch.

        It is the server's, which all processes share; for a file it is the machine's, without jumps.
        """
        if self.is_sqlite:
            return self._slewed_clock.now()
        async with self.read() as session:
            return float(await session.scalar(text("SELECT extract(epoch FROM clock_timestamp())")) or 0.0)

    @property
    def moment(self) -> ColumnElement[float]:
        """The same as `now`, inside a statement."""
        if self.is_sqlite:
            return literal(self._slewed_clock.now())
        return literal_column("extract(epoch FROM clock_timestamp())", Float)

    async def trouble(self) -> str:
        """Why the database can't be used now, or an empty string.

        It doesn't answer, a write failed or waits too long, or what it holds could not be read a moment ago.
        """
        try:
            async with asyncio.timeout(_ANSWER_TIMEOUT_SECONDS):
                return await self._answers() or self._write_monitor.trouble()
        except Exception as error:
            if not (is_away(error) or is_broken(error) or isinstance(error, TimeoutError)):
                raise
            return reason(error)

    async def _answers(self) -> str:
        if self.file and (why := self._original.changed()):
            return why
        async with self.read() as session:
            if not self.is_sqlite:
                reads_only = await session.scalar(text("SHOW transaction_read_only")) == "on"
                return "the database can only be read" if reads_only else ""
            await session.execute(text("SELECT 1"))
        return await asyncio.to_thread(try_writing, self.url.database or "") if self._write_monitor.untried else ""

    def _begin_immediate(self, connection: Any) -> None:
        # A transaction that reads first and writes later can't upgrade its lock while another writes; taking the write
        # lock at once makes such a pair wait instead of fail. Readers begin none: each statement sees what is committed
        # when it starts, as on PostgreSQL, and opening and closing a transaction would cost as much as the read itself.
        if connection.get_execution_options().get("reading", False):
            return
        with self._write_monitor.asks(connection):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def _engine(url: URL, is_sqlite: bool) -> AsyncEngine:
    if not is_sqlite:
        return create_async_engine(
            url, hide_parameters=True, pool_size=10, max_overflow=5, pool_pre_ping=True, connect_args=PATIENT
        )
    engine = create_async_engine(url, hide_parameters=True, connect_args={"timeout": 30}, pool_size=5, max_overflow=10)
    event.listen(engine.sync_engine, "connect", _tune_sqlite)
    return engine


def _tune_sqlite(connection: Any, _record: Any) -> None:
    # WAL with synchronous=FULL: a commit survives a power cut, readers never block the writer
    # (https://www.sqlite.org/wal.html). Transactions are begun by hand, below.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout=30000", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _into_wal(cursor)
    cursor.close()


def _checkpoint_seldom(connection: Any, _record: Any) -> None:
    # Who commits past this many pages of the log copies them into the file, which takes a while: the other process
    # does it at SQLite's own thousand. https://www.sqlite.org/pragma.html#pragma_wal_autocheckpoint
    connection.execute("PRAGMA wal_autocheckpoint=10000")


def _into_wal(cursor: Any) -> None:
    # Connections that open a new file at the same moment block each other here, and the busy time-out doesn't apply:
    # https://www.sqlite.org/pragma.html#pragma_journal_mode
    for last in (False,) * 100 + (True,):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if last or "locked" not in str(error):
                raise
            await_only(asyncio.sleep(0.05))


def changed(result: Any) -> bool:
    """Whether an UPDATE or DELETE touched at least one row; an INSERT has no row count everywhere."""
    return int(result.rowcount) > 0
