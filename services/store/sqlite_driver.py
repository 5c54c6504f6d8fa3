"""SQLite for SQLAlchemy with one trip to the connection's thread per statement; the stock driver makes four.

aiosqlite runs every call on a thread of its own, and SQLAlchemy's driver asks it for the cursor, the execution, the
rows and the end one by one: https://github.com/sqlalchemy/sqlalchemy/blob/main/lib/sqlalchemy/connectors/asyncio.py.
These trips are most of what a small statement costs. Streamed results keep the stock cursor.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.util.concurrency import await_

DRIVER = "sqlite+one_trip"


class OneTripCursor(AsyncAdapt_aiosqlite_cursor):
    """A cursor that is opened, read to its end and closed in one call on the connection's thread."""

    __slots__ = ("_description", "_lastrowid", "_rowcount", "arraysize")

    def __init__(self, adapt_connection: OneTripConnection) -> None:
        self._adapt_connection: OneTripConnection = adapt_connection
        self._connection = adapt_connection._connection
        self._rows = deque()
        self._description: Any = None
        self._rowcount = -1
        self._lastrowid: Any = None
        self.arraysize = 1

    @property
    def description(self) -> Any:
        """The columns of the result, or None for a statement without one."""
        return self._description

    @property
    def rowcount(self) -> int:
        """How many rows the statement changed; -1 if unknown."""
        return self._rowcount

    @property
    def lastrowid(self) -> Any:
        """The row id of the last row inserted."""
        return self._lastrowid

    def close(self) -> None:
        """Drop what wasn't fetched; SQLite's own cursor is closed already."""
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        return

    async def _execute_async(self, operation: Any, parameters: Any) -> Any:
        self._adapt_connection.will_run(operation)
        async with self._adapt_connection._execute_mutex:
            return await self._connection._execute(self._run, "execute", operation, parameters or ())

    async def _executemany_async(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._adapt_connection.will_run(operation)
        async with self._adapt_connection._execute_mutex:
            return await self._connection._execute(self._run, "executemany", operation, seq_of_parameters)

    def _run(self, method: str, operation: str, parameters: Any) -> None:
        cursor: sqlite3.Cursor = self._connection._conn.cursor()
        try:
            getattr(cursor, method)(operation, parameters)
            self._description = cursor.description
            self._rows = deque(cursor.fetchall() if cursor.description else ())
            self._rowcount, self._lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class OneTripConnection(AsyncAdapt_aiosqlite_connection):
    """A connection that makes no trip to end a transaction where only SELECTs ran, which begin none."""

    __slots__ = ("_only_selects",)
    _cursor_cls: type[AsyncAdapt_aiosqlite_cursor] = OneTripCursor

    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._only_selects = True

    def will_run(self, operation: str) -> None:
        """Note a statement before it runs, so that it is rolled back even if its task is cancelled."""
        self._only_selects = self._only_selects and operation.startswith("SELECT")

    def rollback(self) -> None:
        """Roll back what was begun."""
        if not self._only_selects:
            super().rollback()
            self._only_selects = True

    def commit(self) -> None:
        """Commit what was begun."""
        if not self._only_selects:
            super().commit()
            self._only_selects = True


class OneTripDBAPI(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite as SQLAlchemy sees it, with connections of ours."""

    def connect(self, *arg: Any, **kw: Any) -> OneTripConnection:
        """A new connection, on a thread that doesn't keep the process alive."""
        connection = self.aiosqlite.connect(*arg, **kw)
        connection._thread.daemon = True
        return OneTripConnection(self, await_(connection))


class OneTripDialect(SQLiteDialect_aiosqlite):
    """SQLAlchemy's dialect for aiosqlite, with the cursor above."""

    driver = DRIVER.partition("+")[2]
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> OneTripDBAPI:
        """The module of functions that SQLAlchemy calls."""
        return OneTripDBAPI(__import__("aiosqlite"), sqlite3)


registry.register(DRIVER.replace("+", "."), __name__, OneTripDialect.__name__)
