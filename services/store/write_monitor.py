"""Watches a database: whether it can be written to, and whether its content can be read."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError

from services.store.database_errors import hide_content, is_away, is_broken, is_rivalry, reason

_REMEMBERED_SECONDS = 15.0  # longer than a job waits before it writes again
_BROKEN_SECONDS = 60.0  # how long the program counts as unwell after an unreadable row or table
_LONG_WAIT_SECONDS = 5.0  # how long a write may wait for its turn at the file before that is reported
_UNTRIED_SECONDS = 10.0  # time without a write after which a write is tried


class WriteMonitor:
    """What was noticed recently, by the steady clock."""

    def __init__(self) -> None:
        self._failed = (float("-inf"), "")
        self._broken = (float("-inf"), "")
        self._asking: dict[int, float] = {}  # connections that wait to write, and since when
        self._wrote = time.monotonic()  # when somebody could last write

    @contextmanager
    def asks(self, connection: object) -> Iterator[None]:
        """Note that this connection waits to write, for as long as the block lasts."""
        self._asking[id(connection)] = time.monotonic()
        try:
            yield
            self._wrote = time.monotonic()
        finally:
            self._asking.pop(id(connection), None)

    def note(self, context: Any) -> None:
        """Note an error of the database, and remove data of rows from it. A listener for SQLAlchemy's `handle_error`.

        https://docs.sqlalchemy.org/en/20/core/events.html#sqlalchemy.events.DialectEvents.handle_error
        """
        hide_content(context)
        error = context.original_exception
        options = context.connection.get_execution_options() if context.connection is not None else {}
        if context.is_pre_ping or is_rivalry(error):
            return
        if is_away(error) and not options.get("reading", False):
            self._failed = (time.monotonic(), reason(error))
        elif is_broken(error) and not isinstance(context.sqlalchemy_exception, IntegrityError):
            self._broken = (time.monotonic(), reason(error))

    @property
    def untried(self) -> bool:
        """Whether nobody has tried to write for a while, so that it isn't known whether that works."""
        return not self._asking and time.monotonic() - self._wrote > _UNTRIED_SECONDS

    def trouble(self) -> str:
        """What is wrong, or was a moment ago; an empty string for nothing."""
        now = time.monotonic()
        longest = now - min(self._asking.values(), default=now)
        if longest > _LONG_WAIT_SECONDS:
            return f"a write has been waiting for {longest:.0f} seconds: the database is locked"
        noted = ((self._failed, _REMEMBERED_SECONDS), (self._broken, _BROKEN_SECONDS))
        return next((words for (at, words), span in noted if now - at < span), "")


class OriginalFile:
    """Whether the SQLite file at its path is still the one in use.

    A deleted or replaced file is still written to by processes that have it open, and all of that is lost when they
    end: https://www.sqlite.org/howtocorrupt.html
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._first: tuple[int, int] | None = None

    def changed(self) -> str:
        """Why writes would be lost now, or an empty string; the first file seen is the one in use."""
        try:
            found = os.stat(self._name)
        except FileNotFoundError:
            return "the database's file was deleted: end the program before more is lost" if self._first else ""
        self._first = self._first or (found.st_dev, found.st_ino)
        same = self._first == (found.st_dev, found.st_ino)
        return "" if same else "the database's file was replaced: start the program again"


def try_writing(file: str) -> str:
    """Why this SQLite file can't be written to now, or an empty string."""
    with closing(sqlite3.connect(file, timeout=1.0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.Error as error:
            return reason(error)
    return ""
