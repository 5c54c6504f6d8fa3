"""One sandbox process for all crash tests of a worker, made new for each; a bot process for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.crash.crowd import Crowd
from tests.support.processes import World, machines, world

SPEED = 40.0


@pytest.fixture(scope="session")
def crowded_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A sandbox with 300 people and 300 numbers more."""
    with world(tmp_path_factory.mktemp("world"), SPEED, people=300, numbers=300) as here:
        yield here


@pytest.fixture
async def crowd(crowded_world: World, tmp_path: Path) -> AsyncIterator[Crowd]:
    """Alex and Sam in the chat, the tenant connected."""
    async with machines(crowded_world, tmp_path) as place:
        yield await Crowd.at(place)
