"""Away or broken: what waiting mends is told apart from what it doesn't, and no row's content gets into any words."""

from __future__ import annotations

import asyncio
import sqlite3
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, OperationalError

from services.store import write_monitor
from services.store.database import Database, is_away, is_broken, reason
from services.store.store import Store
from tests.store.rows import a_job_row, a_plan
from tests.support.processes import until

SECRET = "SECRET-6567891230"


async def failing(store: Store, *statements: str, write: bool = False) -> Exception:
    """The error that the last of these statements ends with."""
    *before, last = statements
    try:
        async with store.db.begin() if write else store.db.read() as session:
            for each in before:
                await session.execute(text(each))
            await session.execute(text(last))
    except Exception as error:
        return error
    raise AssertionError(f"{last} worked")


def words_of(error: BaseException) -> str:
    """Everything that a log could show of it."""
    return "".join(traceback.format_exception(error)) + repr(error) + reason(error)


async def test_a_table_that_is_missing_is_broken(store: Store) -> None:
    error = await failing(store, "SELECT * FROM nowhere")
    assert (is_away(error), is_broken(error)) == (False, True)
    assert "nowhere" in reason(error)
    assert "nowhere" in await store.db.trouble()


async def test_a_row_that_cannot_be_read_is_broken_and_stays_unsaid(store: Store) -> None:
    if store.db.is_sqlite:
        async with store.db.begin() as session:
            session.add(a_job_row())
            await session.flush()
            await session.execute(text(f"UPDATE jobs SET title = CAST(x'ff{SECRET.encode().hex()}' AS TEXT)"))
        with pytest.raises(OperationalError) as caught:
            await store.ledger.find("job-1")
        error: Exception = caught.value
    else:
        error = await failing(store, f"SELECT CAST('{SECRET}' AS integer)")
    assert (is_away(error), is_broken(error)) == (False, True)
    assert SECRET not in words_of(error).replace(f"CAST('{SECRET}' AS integer)", "")
    assert SECRET not in await store.db.trouble() != ""


async def test_one_job_that_cannot_be_read_hides_no_other(store: Store) -> None:
    async with store.db.begin() as session:
        session.add_all([a_job_row("job-1"), a_job_row("job-2", "plan-2")])
        await session.flush()
        if store.db.is_sqlite:
            await session.execute(text("UPDATE jobs SET title = CAST(x'ff' AS TEXT) WHERE id = 'job-1'"))
    assert {job.id for job in await store.ledger.unfinished()} == {"job-1", "job-2"}
    assert set(await store.ledger.signs()) == {"job-1", "job-2"}


async def test_a_row_that_breaks_a_rule_quotes_nothing(store: Store) -> None:
    await store.plans.add(a_plan(title=SECRET), ())
    with pytest.raises(IntegrityError) as caught:
        await store.plans.add(a_plan(title=SECRET), ())
    assert SECRET not in words_of(caught.value)
    assert await store.db.trouble() == "", "a rule that did its work is no trouble"


async def test_no_room_is_away(store: Store) -> None:
    if not store.db.is_sqlite:
        pytest.skip("a file's pages")
    big = "hex(zeroblob(5000000))"
    error = await failing(store, "PRAGMA max_page_count=1", f"INSERT INTO seen VALUES ({big}, 1)", write=True)
    assert is_away(error)
    assert "full" in await store.db.trouble()


async def test_a_database_that_only_lets_itself_be_read_is_away(store: Store) -> None:
    set_up = "PRAGMA query_only=ON" if store.db.is_sqlite else "SET TRANSACTION READ ONLY"
    error = await failing(store, set_up, "UPDATE jobs SET run = 1", write=True)
    assert is_away(error)
    assert "read" in await store.db.trouble()


@pytest.mark.postgres
async def test_a_cut_session_and_a_lost_race_are_away(store: Store) -> None:
    if store.db.is_sqlite:
        pytest.skip("a server's sessions")
    error = await failing(store, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert is_away(error)
    assert is_away(ExceptionGroup("a slice", [ValueError(), ExceptionGroup("inner", [error])]))
    async with held(store) as other:
        late = await failing(store, "SET LOCAL lock_timeout = '50ms'", "UPDATE plans SET comment = 'mine'", write=True)
        await other.rollback()
    assert is_away(late)


@asynccontextmanager
async def held(store: Store) -> AsyncIterator[Any]:
    """A session that holds a plan's row."""
    await store.plans.add(a_plan(), ())
    async with store.db.engine.connect() as connection:
        await connection.execute(text("UPDATE plans SET comment = 'theirs'"))
        yield connection


def test_a_fault_of_our_own_is_neither() -> None:
    for error in (ValueError("x"), ExceptionGroup("slice", [KeyError("y")])):
        assert not is_away(error)
        assert not is_broken(error)


@asynccontextmanager
async def locked(file: Path) -> AsyncIterator[None]:
    """Another program writes, and takes its time."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
async def file(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite file with one table."""
    db = Database(f"sqlite:///{tmp_path / 'a.db'}")
    async with db.begin() as session:
        await session.execute(text("CREATE TABLE t (a)"))
    yield db
    await db.close()


async def test_a_write_that_waits_for_another_program_is_told(
    file: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_monitor, "_LONG_WAIT_SECONDS", 0.2)

    async with locked(tmp_path / "a.db"):
        writing = asyncio.create_task(_write(file))

        async def told() -> bool:
            return "locked" in await file.trouble()

        await until(told, "the trouble is told")
    await writing
    assert await file.trouble() == ""


async def test_a_lock_that_outlasts_patience_is_away_and_told(file: Database, tmp_path: Path) -> None:
    await _impatient(file)
    async with locked(tmp_path / "a.db"):
        with pytest.raises(OperationalError) as caught:
            await _write(file)
    assert is_away(caught.value)
    assert "locked" in await file.trouble()


async def _write(file: Database) -> None:
    async with file.begin() as session:
        await session.execute(text("INSERT INTO t VALUES (1)"))


async def _impatient(file: Database) -> None:
    """Connections that wait a moment only."""
    await file.engine.dispose()

    @event.listens_for(file.engine.sync_engine, "connect")
    def _hurry(connection: Any, _record: Any) -> None:
        connection.cursor().execute("PRAGMA busy_timeout=50")


async def test_a_lock_is_noticed_though_nobody_writes(
    file: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await file.trouble() == ""
    monkeypatch.setattr(write_monitor, "_UNTRIED_SECONDS", -1.0)
    async with locked(tmp_path / "a.db"):
        assert "locked" in await file.trouble()
    assert await file.trouble() == ""


@pytest.mark.parametrize("how", ["deleted", "replaced"])
async def test_a_file_that_is_not_the_same_any_more_is_told(tmp_path: Path, how: str) -> None:
    file = tmp_path / "b.db"
    db = Database(f"sqlite:///{file}")
    async with db.begin() as session:
        await session.execute(text("CREATE TABLE t (a TEXT)"))
    assert await db.trouble() == ""
    file.rename(tmp_path / "elsewhere.db")
    if how == "replaced":
        file.touch()
    assert f"file was {how}" in await db.trouble()
    await db.close()
