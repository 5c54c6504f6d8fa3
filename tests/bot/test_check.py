"""`switchboard check`: whoever answers in a system's place isn't that system."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.checks.permissions import PermissionMissing, business_phones
from bot.checks.reach import reach
from bot.checks.result import CheckReport
from bot.checks.sign_in import secrets_end, sign_in
from bot.config import load
from services.domain.errors import RemoteError, RemoteUnreadable, SettingWrong
from services.sandbox.app import Options
from services.sandbox.tokens import CLIENT_ID
from tests.bot.test_config import LOCAL
from tests.services.remote.support import CONTOSO, Reply, Wire, connected, scripted
from tests.services.remote.test_proof import ENDS, pem

KEY_MISSING = {"error": {"code": "InvalidAuthenticationToken", "message": "Access token is empty."}}


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with scripted() as started:
        yield started


@pytest.mark.parametrize("reply", [Reply(401, KEY_MISSING), Reply(200, {"value": []})])
async def test_a_system_that_asks_for_a_key_is_there(wire: Wire, reply: Reply) -> None:
    wire.otherwise = lambda _seen: reply
    assert await reach(wire.session, "Microsoft Graph", wire.url) == CheckReport("reachable")


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
    with pytest.raises(RemoteUnreadable, match="Microsoft Graph gave an answer"):
        await reach(wire.session, "Microsoft Graph", wire.url)


async def test_a_system_that_is_ill_is_told(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(503)
    with pytest.raises(RemoteError, match="not well"):
        await reach(wire.session, "Microsoft Graph", wire.url)


async def test_the_end_of_a_certificate_is_told_and_what_to_do_before_it(tmp_path: Path) -> None:
    pem(tmp_path / "app.pem")
    settings = load(**LOCAL, sign_in="certificate", certificate_file=str(tmp_path / "app.pem"))
    assert await sign_in(settings, ENDS - timedelta(days=200)) == CheckReport(
        "by certificate, which ends on 7 March 2030"
    )
    soon = await sign_in(settings, ENDS - timedelta(days=9))
    assert soon.text.endswith("in 9 days")
    assert "Make a new certificate" in soon.fix
    with pytest.raises(SettingWrong, match="ended on 7 March 2030"):
        await sign_in(settings, ENDS + timedelta(days=1))


async def test_the_end_of_a_secret_is_told_where_it_may_be_read() -> None:
    async with connected(Options(speed=200.0)) as world:
        there, graph = world.sandbox.world, world.clients.graph(CONTOSO)
        assert "Application.Read.All" in (await secrets_end(graph, CLIENT_ID, ENDS)).text
        there.tenants[CONTOSO].granted_roles.add("Application.Read.All")
        there.app.secrets = {"old": ENDS.timestamp() - 86400.0, "new": ENDS.timestamp()}
        world.clients._graphs.clear()
        graph = world.clients.graph(CONTOSO)
        far = await secrets_end(graph, CLIENT_ID, ENDS - timedelta(days=200))
        assert far == CheckReport("the last one ends on 7 March 2030")
        soon = await secrets_end(graph, CLIENT_ID, ENDS - timedelta(days=9))
        assert soon.text.endswith("in 9 days")
        assert "Make a new secret" in soon.fix
        with pytest.raises(SettingWrong, match="ended on 7 March 2030"):
            await secrets_end(graph, CLIENT_ID, ENDS + timedelta(days=1))
        assert "doesn't have" in (await secrets_end(graph, "another", datetime.now(UTC))).text


async def test_business_phones_that_may_not_be_written_are_told_with_the_permission() -> None:
    async with connected(Options(speed=200.0)) as world:
        granted = world.sandbox.world.tenants[CONTOSO].granted_roles
        assert (await business_phones(world.clients.graph(CONTOSO))).text == "may be written"
        granted -= {"User.ReadWrite.All", "Directory.ReadWrite.All"}
        granted |= {"User.Read.All"}
        world.clients._graphs.clear()
        with pytest.raises(PermissionMissing, match=r"User-Phone\.ReadWrite\.All is missing"):
            await business_phones(world.clients.graph(CONTOSO))
        granted |= {"User-Phone.ReadWrite.All"}
        world.clients._graphs.clear()
        assert (await business_phones(world.clients.graph(CONTOSO))).text == "may be written"
