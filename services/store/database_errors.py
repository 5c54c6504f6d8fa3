"""Errors of the database: away (no answer, locked, full), which passes, or broken (a row, a table), which doesn't.

The database's message about a broken row may quote the row, so it is kept out of every message and log.
"""

from __future__ import annotations

import sqlite3
from json import JSONDecodeError
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolEmpty

from services.domain.errors import StoredWrong

# https://www.sqlite.org/rescode.html: primary codes of a file that can't be used just now
_SQLITE_AWAY = frozenset(
    f"SQLITE_{name}" for name in ("BUSY", "LOCKED", "FULL", "IOERR", "CANTOPEN", "READONLY", "NOMEM", "PROTOCOL")
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html: classes of connection, resources, operators and
# system; transactions that were rolled back because of another; then lock not available and read-only transaction.
_POSTGRES_AWAY = ("08", "53", "57", "58", "40", "55P03", "25006")
_SCHEMA = "42"  # class of PostgreSQL's errors that quote names of tables and columns only
_DRIVERS = (sqlite3.Error, psycopg.Error)


def is_away(error: BaseException) -> bool:
    """Whether the database doesn't answer, is locked, or has no room left, so that waiting helps."""
    if isinstance(error, BaseExceptionGroup):
        return any(is_away(one) for one in error.exceptions)
    if isinstance(error, PoolEmpty):
        return True
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    orig = _driver_error(error)
    if isinstance(orig, sqlite3.Error):
        return _primary(orig) in _SQLITE_AWAY
    if isinstance(orig, psycopg.Error):
        if orig.sqlstate is None:
            return isinstance(orig, psycopg.OperationalError | psycopg.InterfaceError)
        return orig.sqlstate.startswith(_POSTGRES_AWAY)
    return False


def is_rivalry(error: BaseException) -> bool:
    """Whether the database rolled back one transaction because of another: nothing is wrong with it."""
    orig = _driver_error(error)
    return isinstance(orig, psycopg.Error) and (orig.sqlstate or "").startswith("40")


def is_broken(error: BaseException) -> bool:
    """Whether the database answers but what it holds can't be read or written this way: waiting doesn't help."""
    if isinstance(error, StoredWrong | JSONDecodeError):
        return True
    if isinstance(error, BaseExceptionGroup):
        return not is_away(error) and any(is_broken(one) for one in error.exceptions)
    return _driver_error(error) is not None and not is_away(error)


def reason(error: BaseException) -> str:
    """The database's message in one line, without the statement and without data of rows."""
    if isinstance(error, BaseExceptionGroup):
        return reason(error.exceptions[0])
    orig = _driver_error(error)
    words = _safe_words(orig) if orig is not None else str(error)
    return " ".join(words.split()) or "it doesn't answer"


def hide_content(context: Any) -> None:
    """Remove data of rows from an error's message, wherever it may be shown or logged.

    An event of SQLAlchemy: https://docs.sqlalchemy.org/en/20/core/events.html#sqlalchemy.events.DialectEvents.handle_error
    """
    orig = context.original_exception
    if not isinstance(orig, _DRIVERS) or is_away(orig):
        return
    words = _safe_words(orig)
    orig.args = (words,)
    if context.sqlalchemy_exception is not None:
        context.sqlalchemy_exception.args = (words,)


def _driver_error(error: BaseException) -> sqlite3.Error | psycopg.Error | None:
    orig = getattr(error, "orig", None) if isinstance(error, DBAPIError) else error
    return orig if isinstance(orig, _DRIVERS) else None


def _safe_words(orig: sqlite3.Error | psycopg.Error) -> str:
    name = type(orig).__name__
    if is_away(orig) or str(orig).startswith(f"{name} "):  # nothing to hide, or hidden already
        return str(orig)
    if isinstance(orig, sqlite3.Error):
        code = getattr(orig, "sqlite_errorname", "")
        # SQLITE_ERROR quotes the schema only ("no such table: …"); without a code the driver quotes what it can't read.
        words = str(orig) if code == "SQLITE_ERROR" else "what is stored can't be read or written"
        return f"{name} {code}: {words}".replace(" :", ":")
    words = (orig.diag.message_primary or "") if (orig.sqlstate or "").startswith(_SCHEMA) else ""
    return f"{name} {orig.sqlstate or ''}: {words or 'what is stored cannot be read or written'}".replace(" :", ":")


def _primary(orig: sqlite3.Error) -> str:
    return "_".join(str(getattr(orig, "sqlite_errorname", "")).split("_")[:2])
