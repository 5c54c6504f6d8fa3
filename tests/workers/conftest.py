"""One sandbox process for all tests of a test worker; a database and processes of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.support.postgres import fresh_database
from tests.support.processes import World, world
from tests.workers.fleet import Fleet, fleet

SPEED = 40.0


@pytest.fixture(scope="session")
def big_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A sandbox with 600 people and 600 numbers more."""
    with world(tmp_path_factory.mktemp("world"), SPEED, people=600, numbers=600) as here:
        yield here


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """An empty PostgreSQL database."""
    with fresh_database() as url:
        yield url


@pytest.fixture
async def ships(big_world: World, postgres_url: str, tmp_path: Path) -> AsyncIterator[Fleet]:
    """Nothing running yet, on PostgreSQL."""
    async with fleet(big_world, tmp_path, postgres_url) as place:
        yield place


@pytest.fixture
async def boat(big_world: World, tmp_path: Path) -> AsyncIterator[Fleet]:
    """Nothing running yet, on SQLite."""
    async with fleet(big_world, tmp_path) as place:
        yield place
