"""One trip to the connection's thread a statement, and nothing that a transaction promises lost by it."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiosqlite import Connection
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from services.store.database import Database

INSERT = text("INSERT INTO things (name) VALUES (:name)")
READ = text("SELECT name FROM things ORDER BY name")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite:///{tmp_path}/things.db")
    async with made.begin() as session:
        await session.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"))
    yield made
    await made.close()


async def test_a_read_costs_one_trip_and_no_rollback(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    trips: list[str] = []
    stock: Any = Connection._execute

    async def counted(self: Connection, fn: Any, *args: Any, **kwargs: Any) -> Any:
        trips.append(fn.__name__)
        return await stock(self, fn, *args, **kwargs)

    monkeypatch.setattr(Connection, "_execute", counted)
    async with db.read() as session:
        assert (await session.scalars(READ)).all() == []
    assert len(trips) == 1


async def test_rows_counts_and_streams_come_as_from_the_stock_driver(db: Database) -> None:
    async with db.begin() as session:
        await session.execute(INSERT, [{"name": name} for name in ("b", "a", "c")])
        changed = await session.execute(text("UPDATE things SET name = name || '!' WHERE name < 'c'"))
        assert changed.rowcount == 2  # type: ignore[attr-defined]
    async with db.read() as session:
        assert (await session.scalars(READ)).all() == ["a!", "b!", "c"]
        assert [name async for name in await session.stream_scalars(READ)] == ["a!", "b!", "c"]
        assert (await session.execute(READ)).first() == ("a!",)


async def test_a_broken_statement_takes_its_transaction_with_it(db: Database) -> None:
    with pytest.raises(IntegrityError):
        await _insert(db, "one", "one")
    async with db.begin() as session:
        assert (await session.scalars(READ)).all() == []


async def test_who_is_cancelled_while_waiting_to_write_leaves_no_transaction_open(db: Database) -> None:
    other = sqlite3.connect(db.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(_insert(db, "never"))
    await asyncio.sleep(0.05)
    waiting.cancel()
    await asyncio.sleep(0)
    other.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    other.execute("PRAGMA busy_timeout=2000")
    other.execute("BEGIN IMMEDIATE")  # raises where the cancelled one still holds the file
    other.execute("COMMIT")
    other.close()
    await _insert(db, "later")
    async with db.read() as session:
        assert (await session.scalars(READ)).all() == ["later"]


async def _insert(db: Database, *names: str) -> None:
    async with db.begin() as session:
        for name in names:
            await session.execute(INSERT, {"name": name})
