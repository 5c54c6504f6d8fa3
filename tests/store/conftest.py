"""Every store test runs on SQLite, and on PostgreSQL where there is one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.store.migrate import migrate
from services.store.store import Store, open_store
from tests.support.postgres import fresh_database
from tests.support.tables import tables_at

SECRET = "a" * 32


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with fresh_database() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_tables() -> Iterator[str]:
    """A PostgreSQL database with all tables, empty, to be copied; making tables takes longer than most tests."""
    with fresh_database() as url:
        asyncio.run(_migrated(url))
        yield url


async def _migrated(url: str) -> None:
    found = open_store(url, (SECRET,))
    await migrate(found.db)
    await found.db.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def tables_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables, empty."""
    if request.param == "sqlite":
        asyncio.run(tables_at(tmp_path / "store.db"))
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with fresh_database(like=request.getfixturevalue("postgres_tables")) as url:
        yield url


@pytest.fixture
async def store(tables_url: str) -> AsyncIterator[Store]:
    """A store with all tables, empty."""
    found = open_store(tables_url, (SECRET,))
    yield found
    await found.db.close()
