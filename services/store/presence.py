"""Presence: which processes of the program are alive, and which of them leads work that only one may do.

On PostgreSQL a process is alive as long as its session holds the advisory lock of its name; the server lets go of it
the moment the session ends (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS).
A SQLite file serves one process that answers and one that runs jobs, which may be the same: each leads its part of the
work, and holds a lock beside the file, so that no second one begins.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import structlog
from sqlalchemy import TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.domain.errors import SettingWrong
from services.store.database import Database
from services.store.file_lock import FileLock

log = structlog.get_logger()

_LOCK_CLASS = 7203417  # any fixed number: separates these locks from all others
_MAX_PROCESSES = 100
_HAND_OVER_SECONDS = 8.0  # how long to wait for an ending process to finish its work
_POLL_SECONDS = 0.1
_GIVE_BACK_SECONDS = 5.0  # for the statement under way and the last one, when the process ends
_TAKE = text("SELECT pg_try_advisory_lock(:kind, :key)")
_SHARE = text("SELECT pg_try_advisory_lock_shared(:kind, :key)")
_HELD_LOCKS = text(
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = :kind"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


def version_of(version: str) -> str:
    """The shared name of all processes of one version."""
    return f"version:{version}"


class Presence:
    """One process's place among the others. `take` comes first, `renew` every few seconds."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._session: AsyncConnection | None = None
        self._busy = asyncio.Lock()
        self._uses: set[asyncio.Task[bool]] = set()
        self._leads: set[str] = set()
        self._shared: tuple[str, ...] = ()
        self._version = ""
        self._files: list[FileLock] = []
        self.name = ""

    @property
    def alone(self) -> bool:
        """Whether this is the only process that can do its work on this database."""
        return self._db.is_sqlite

    async def take(self, base: str, version: str, *, works: bool, answers: bool = False) -> str:
        """The first free name of `base@version`, `base-2@version`…; it is this process's until it ends.

        A process that runs jobs also keeps its version alive. SettingWrong when a SQLite file is already served.
        """
        self._version = version_of(version)
        self._shared = (self._version,) if works else ()
        if self.alone:
            await self._hold_file([part for part, mine in (("answers", answers), ("works", works)) if mine])
        for number in range(1, _MAX_PROCESSES):
            self.name = f"{base}@{version}" if number == 1 else f"{base}-{number}@{version}"
            if await self.renew():
                return self.name
        raise SettingWrong(f"More than {_MAX_PROCESSES} processes are called {base}.", fix="Set SWITCHBOARD_EXECUTOR.")

    async def renew(self) -> bool:
        """Keep the name, also after a lost connection; False when another process has taken it."""
        return self.alone or await self._whole(self._renewed)

    async def leads(self, what: str) -> bool:
        """Whether this process, of all that are alive, is the one to do this."""
        return self.alone or what in self._leads or await self._whole(lambda: self._led(what))

    async def alive(self, names: Iterable[str]) -> frozenset[str]:
        """Those of the names (of processes and versions) that are held now."""
        wanted = set(names)
        if self.alone:
            return frozenset(wanted & {self.name, *self._shared})
        async with self._db.read() as session:
            held = {int(key) for key in await session.scalars(_HELD_LOCKS, {"kind": _LOCK_CLASS})}
        return frozenset(name for name in wanted if crc32(name.encode()) in held)

    async def workers(self) -> int:
        """How many processes of this one's version work on jobs."""
        if self.alone:
            return 1
        async with self._db.read() as session:
            held = [int(key) for key in await session.scalars(_HELD_LOCKS, {"kind": _LOCK_CLASS})]
        return held.count(crc32(self._version.encode()))

    async def close(self) -> None:
        """Release everything: the others see at once that this process is gone."""
        try:
            async with asyncio.timeout(_GIVE_BACK_SECONDS), self._busy:
                if self._session is not None:
                    await self._session.execute(text("SELECT pg_advisory_unlock_all()"))
        except (SQLAlchemyError, TimeoutError):
            log.info("the session ends without giving its name back", name=self.name)
        finally:
            for use in self._uses:
                use.cancel()
            await self._forget()
            for file in self._files:
                file.release()

    async def _whole(self, use: Callable[[], Coroutine[Any, Any, bool]]) -> bool:
        """Use the session; once begun, that goes on to its end even if the caller is cancelled.

        A statement that is cut cuts the session, and with it the name, while this process may still be at work.
        """
        task = asyncio.create_task(self._used(use))
        self._uses.add(task)
        task.add_done_callback(self._uses.discard)
        return await asyncio.shield(task)

    async def _used(self, use: Callable[[], Coroutine[Any, Any, bool]]) -> bool:
        async with self._busy:
            try:
                return await use()
            except BaseException:
                await self._forget()  # it is of no more use, and its locks are gone or soon will be
                raise

    async def _renewed(self) -> bool:
        if self._session is None:
            return await self._hold()
        await self._session.execute(text("SELECT 1"))
        return True

    async def _led(self, what: str) -> bool:
        if self._session is not None and await _lock(self._session, _TAKE, f"lead:{what}"):
            self._leads.add(what)
        return what in self._leads

    async def _hold_file(self, parts: list[str]) -> None:
        """Take the locks for these parts of the work on the SQLite file."""
        name = self._db.file
        if not name:
            return
        for part in parts:
            lock = FileLock(Path(f"{name}.{part}.lock"))
            if not await _taken(lock):
                raise SettingWrong(
                    "This database is in use.", f"Another process {part} on {name}.", "End it, or name another file."
                )
            self._files.append(lock)

    async def _hold(self) -> bool:
        session = await self._db.engine.connect()
        self._session = await session.execution_options(isolation_level="AUTOCOMMIT")
        if not await _lock(self._session, _TAKE, self.name):
            await self._forget()
            return False
        for name in self._shared:
            await _lock(self._session, _SHARE, name)
        return True

    async def _forget(self) -> None:
        session, self._session = self._session, None
        self._leads.clear()
        if session is not None:
            # The locks belong to the server's session, so the connection must not go back to the pool.
            await session.invalidate()
            await session.close()


async def _taken(lock: FileLock) -> bool:
    """Whether the lock was taken, waiting for an ending process to release it."""
    for _ in range(round(_HAND_OVER_SECONDS / _POLL_SECONDS)):
        if lock.take():
            return True
        await asyncio.sleep(_POLL_SECONDS)
    return lock.take()


async def _lock(session: AsyncConnection, how: TextClause, name: str) -> bool:
    key = crc32(name.encode())
    signed = key - 2**32 if key >= 2**31 else key
    return bool(await session.scalar(how, {"kind": _LOCK_CLASS, "key": signed}))
