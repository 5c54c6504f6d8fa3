"""Every store test runs on SQLite, and on PostgreSQL where there is one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.store.migrate import migrate
from services.store.store import Store, open_store
from tests.support.postgres import fresh_database

SECRET = "a" * 32


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    with fresh_database() as url:
        yield url


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    """A store with all tables, empty."""
    found = open_store(database_url, (SECRET,))
    await migrate(found.db)
    yield found
    await found.db.close()
