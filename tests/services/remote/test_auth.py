from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest
from aiohttp import ClientSession

from services.domain.errors import RemoteBusy, RemoteRefused, RemoteUnreadable, SettingWrong
from services.remote.auth import AppToken, Login
from services.remote.clients import GRAPH_SCOPE, Clients
from services.remote.clock import SteadyClock
from services.remote.loopback import loopback_host
from services.remote.sign_in_http import SignInHttp
from services.remote.transport import new_session
from services.sandbox.tokens import CLIENT_ID, CLIENT_SECRET
from tests.services.remote.support import CONTOSO, FakeClock, World, endpoints

FETCH = "login POST"
Maker = Callable[..., AppToken]


@pytest.fixture
async def login(world: World) -> Login:
    return Login(f"{world.url}/login", CLIENT_ID, CLIENT_SECRET)


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with new_session() as made:
        yield made


@pytest.fixture
def token(session: ClientSession) -> Iterator[Maker]:
    with ThreadPoolExecutor(4) as threads:

        def make(
            login: Login, tenant: str = CONTOSO, clock: SteadyClock | None = None, within: float = 5.0
        ) -> AppToken:
            http = SignInHttp(session, login.url, within)
            clock = clock or FakeClock()
            return AppToken(login, tenant, GRAPH_SCOPE, clock, http=http, threads=threads, rng=Random(1))

        yield make


async def test_twenty_askers_share_one_fetch(world: World, login: Login, token: Maker) -> None:
    shared = token(login)
    found = await asyncio.gather(*(shared.headers() for _ in range(20)))
    assert found[0]["Authorization"].startswith("Bearer ey")
    assert all(headers == found[0] for headers in found)
    assert world.count(FETCH) == 1


async def test_a_token_is_kept_while_it_is_good(world: World, login: Login, token: Maker) -> None:
    clock = FakeClock()
    shared = token(login, clock=clock)
    await shared.headers()
    clock.time += 3000
    await shared.headers()
    assert world.count(FETCH) == 1


async def test_a_refused_token_is_renewed_once_for_all_who_held_it(world: World, login: Login, token: Maker) -> None:
    shared = token(login)
    stale = await shared.headers()
    world.advance(5)
    renewed = await asyncio.gather(*(shared.renewed(stale) for _ in range(5)))
    assert world.count(FETCH) == 2
    assert renewed[0] != stale
    assert all(headers == renewed[0] for headers in renewed)


async def test_a_wrong_secret_is_told_in_plain_words(login: Login, token: Maker) -> None:
    with pytest.raises(RemoteRefused, match="secret is wrong") as caught:
        await token(replace(login, client_secret="nope")).headers()
    assert caught.value.code == "AADSTS7000215"
    assert caught.value.request_id
    assert "nope" not in str(caught.value)


async def test_an_unknown_tenant_is_told_in_plain_words(login: Login, token: Maker) -> None:
    with pytest.raises(RemoteRefused, match="no such tenant"):
        await token(login, tenant="00000000-0000-0000-0000-00000000dead").headers()


async def test_an_unknown_tenant_is_asked_for_once_in_ten_minutes(world: World, login: Login, token: Maker) -> None:
    clock = FakeClock()
    unknown = token(login, tenant="22222222-2222-2222-2222-222222222222", clock=clock)
    counts = []
    for pause in (0, 1, 500, 200):
        clock.time += pause
        with pytest.raises(RemoteRefused, match="no such tenant"):
            await unknown.headers()
        counts.append(world.count("login"))
    assert counts[0] == counts[1] == counts[2] < counts[3]


async def test_an_app_the_tenant_does_not_have_needs_consent(login: Login, token: Maker) -> None:
    with pytest.raises(RemoteRefused, match="consent"):
        await token(replace(login, client_id="22222222-2222-2222-2222-222222222222")).headers()


async def test_a_login_that_is_down_is_busy(world: World, login: Login, token: Maker) -> None:
    await world.fault(system="login", kind="503", match="token")
    with pytest.raises(RemoteBusy) as caught:
        await token(login).headers()
    assert caught.value.retry_after > 0


async def test_a_login_nobody_answers_is_busy(closed_port: int, token: Maker) -> None:
    with pytest.raises(RemoteBusy, match="can't be reached"):
        await token(Login(f"http://127.0.0.1:{closed_port}/login", CLIENT_ID, CLIENT_SECRET)).headers()


async def test_the_bots_own_token_is_fetched_the_same_way(world: World, login: Login) -> None:
    scope = "https://api.botframework.com/.default"
    token = world.clients.token(login, "botframework.com", scope, "Microsoft sign-in for the bot")
    assert (await token.headers())["Authorization"].startswith("Bearer ey")
    await world.fault(system="login", kind="before", status=302)
    with pytest.raises(RemoteUnreadable, match="Microsoft sign-in for the bot gave an answer"):
        await token.renewed(await token.headers())


@pytest.mark.parametrize(
    "url", ["http://login.example.com", "http://10.0.0.1/login", "http://127.0.0.1.evil.example", "ftp://localhost", ""]
)
async def test_a_secret_never_goes_over_plain_http_to_another_machine(url: str) -> None:
    with pytest.raises(SettingWrong, match="SWITCHBOARD_LOGIN_URL"):
        loopback_host(url)
    async with new_session() as session:
        with pytest.raises(SettingWrong):
            Clients(endpoints("http://127.0.0.1:1", login_url=url), session, rng=Random(1))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://login.microsoftonline.com", ""),
        ("http://127.0.0.1:8080/login", "127.0.0.1:8080"),
        ("http://localhost:8080", "localhost:8080"),
        ("http://[::1]:8080/login", "[::1]:8080"),
    ],
)
def test_https_and_this_very_machine_are_fine(url: str, host: str) -> None:
    assert loopback_host(url) == host


def test_secrets_are_not_in_what_is_printed() -> None:
    assert CLIENT_SECRET not in repr(endpoints("http://127.0.0.1:1"))
    assert CLIENT_SECRET not in repr(Login("https://x", CLIENT_ID, CLIENT_SECRET))
