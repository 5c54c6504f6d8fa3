"""A scripted server, and a sandbox with clients, for every test that asks."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import pytest
from aiohttp import web

from services.sandbox.app import Options
from tests.services.remote.support import Wire, World, connected, scripted


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    """A scripted server."""
    async with scripted() as started:
        yield started


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that refuses connections; it stays taken, so that nobody else begins to listen there meanwhile."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


@pytest.fixture
async def world() -> AsyncIterator[World]:
    """A fast sandbox and clients that reach it."""
    async with connected(Options(speed=200.0)) as started:
        yield started


@pytest.fixture
async def drip() -> AsyncIterator[str]:
    """A service that sends a byte now and then, and never comes to an end."""

    async def handle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        with suppress(ConnectionError):
            while True:
                await response.write(b" ")
                await asyncio.sleep(0.02)
        return response

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
