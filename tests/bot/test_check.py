"""`switchboard check`: whoever answers in a system's place isn't that system."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.check import _reach, _sign_in
from bot.config import load
from services.domain.errors import RemoteError, RemoteIll, SettingWrong
from tests.bot.test_config import LOCAL
from tests.services.remote.support import Reply, Wire, scripted
from tests.services.remote.test_proof import ENDS, pem

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


async def test_the_end_of_a_certificate_is_told_and_what_to_do_before_it(tmp_path: Path) -> None:
    pem(tmp_path / "app.pem")
    settings = load(**LOCAL, sign_in="certificate", certificate_file=str(tmp_path / "app.pem"))
    assert await _sign_in(settings, ENDS - timedelta(days=200)) == "by certificate, which ends on 7 March 2030"
    assert "in 9 days. Make a new certificate" in await _sign_in(settings, ENDS - timedelta(days=9))
    with pytest.raises(SettingWrong, match="ended on 7 March 2030"):
        await _sign_in(settings, ENDS + timedelta(days=1))
