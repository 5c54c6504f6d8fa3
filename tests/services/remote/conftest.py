"""A scripted server, and a sandbox with clients, for every test that asks."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.sandbox.app import Options
from tests.services.remote.support import Wire, World, connected, scripted


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A scripted server."""
    async with scripted() as started:
        yield started


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A fast sandbox and clients that reach it."""
    async with connected(Options(speed=200.0)) as started:
        yield started
