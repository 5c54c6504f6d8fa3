"""A running sandbox for every test, reached over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession

from services.sandbox.app import SANDBOX, Options, run
from services.sandbox.seed import stable_id
from services.sandbox.state import Sandbox
from services.sandbox.tokens import CLIENT_ID, CLIENT_SECRET, GRAPH

CONTOSO = stable_id("tenant:contoso")


@dataclass
class Box:
    """A sandbox under test: where it is, a client session bound to it and its state."""

    url: str
    http: ClientSession
    sandbox: Sandbox

    async def token(self, audience: str = GRAPH, tenant: str = CONTOSO) -> str:
        """A real access token from the sandbox's login."""
        form = {
            "grant_type": "client_credentials",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "scope": f"{audience}/.default",
        }
        async with self.http.post(f"/login/{tenant}/oauth2/v2.0/token", data=form) as answer:
            body: dict[str, Any] = await answer.json()
            return str(body["access_token"])

    def advance(self, seconds: float) -> None:
        """Let the sandbox's time pass at once."""
        self.sandbox.live.clock.advance(seconds)


@asynccontextmanager
async def running(options: Options) -> AsyncIterator[Box]:
    """A sandbox on a free port for as long as the block lasts."""
    runner, port = await run(options)
    url = f"http://127.0.0.1:{port}"
    try:
        async with ClientSession(url) as http:
            yield Box(url, http, runner.app[SANDBOX])
    finally:
        await runner.cleanup()


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    """A sandbox in real time."""
    async with running(Options()) as started:
        yield started
