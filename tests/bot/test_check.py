"""`switchboard check`: whoever answers in a system's place isn't that system."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.check import _reach
from services.domain.errors import RemoteError, RemoteIll
from tests.services.remote.support import Reply, Wire, scripted

KEY_MISSING = {"error": {"code": "InvalidAuthenticationToken", "message": "Access token is empty."}}


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with scripted() as started:
        yield started


@pytest.mark.parametrize("reply", [Reply(401, KEY_MISSING), Reply(200, {"value": []})])
async def test_a_system_that_asks_for_a_key_is_there(wire: Wire, reply: Reply) -> None:
    wire.otherwise = lambda _seen: reply
    assert await _reach(wire.session, "Microsoft Graph", wire.url) == "reachable"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, "<html>Welcome to the airport</html>", kind="text/html"),
        Reply(302, b"", {"Location": "https://elsewhere.example"}),
        Reply(404, "not found", kind="text/plain"),
        Reply(401, "<html>Sign in</html>", kind="text/html"),
        Reply(204, b"", kind=""),
    ],
)
async def test_somebody_else_in_its_place_is_told(wire: Wire, reply: Reply) -> None:
    wire.otherwise = lambda _seen: reply
    with pytest.raises(RemoteIll, match="Microsoft Graph gave an answer"):
        await _reach(wire.session, "Microsoft Graph", wire.url)


async def test_a_system_that_is_ill_is_told(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(503)
    with pytest.raises(RemoteError, match="not well"):
        await _reach(wire.session, "Microsoft Graph", wire.url)
