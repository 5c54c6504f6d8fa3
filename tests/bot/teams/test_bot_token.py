"""The bot's own token, the whole way: signed for without a secret, and shown to a connector that wants one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.core import build_core
from bot.teams.channel import Identity, Teams
from bot.teams.tokens import RESOURCE, BotToken, Token, acquirer
from bot.turn import Answer, ConversationReference, Scope, TextMessage, Turn
from bot.wiring import signed_in
from services.domain.errors import RemoteRefused
from services.domain.trace import watch_with
from services.sandbox.app import Options, run
from services.sandbox.proofs import IDENTITY, IDENTITY_HEADER, workload_token
from services.sandbox.state import SANDBOX, Sandbox
from services.sandbox.tokens import CLIENT_ID, OPERATOR_TENANT_ID
from tests.bot.teams.harness import serving
from tests.services.remote.test_proof import pem
from tests.services.remote.test_transport import Watching
from tests.support.town import settings_for

SUBJECT = "system:serviceaccount:telecom:switchboard"


@dataclass
class World:
    """The sandbox, whose connector wants a token, and where it is."""

    sandbox: Sandbox
    url: str
    home: Path


@pytest.fixture
async def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    runner, port = await run(Options(local=False))
    url = f"http://127.0.0.1:{port}"
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{url}/msi/token")
    monkeypatch.setenv("IDENTITY_HEADER", IDENTITY_HEADER)
    yield World(runner.app[SANDBOX], url, tmp_path)
    await runner.cleanup()


def by_certificate(world: World) -> tuple[dict[str, str], Callable[[], None]]:
    """The settings for a certificate, and how Microsoft gets to know it."""
    file = world.home / "app.pem"
    public = pem(file)
    app = world.sandbox.world.app
    return {"SWITCHBOARD_CERTIFICATE_FILE": str(file)}, lambda: app.certificates.append(public)


def by_federated_token(world: World) -> tuple[dict[str, str], Callable[[], None]]:
    """The settings for this workload's token, and how Microsoft gets to trust it."""
    file = world.home / "token"
    file.write_text(workload_token(SUBJECT))
    app = world.sandbox.world.app
    return {"SWITCHBOARD_FEDERATED_TOKEN_FILE": str(file)}, lambda: app.trusted.add(SUBJECT)


def by_managed_identity(world: World) -> tuple[dict[str, str], Callable[[], None]]:
    """The settings for an identity of Azure's, and how Microsoft gets to trust it."""
    app = world.sandbox.world.app
    return {"SWITCHBOARD_MANAGED_CLIENT_ID": IDENTITY}, lambda: app.trusted.add(IDENTITY)


@asynccontextmanager
async def token_of(world: World, identity: Identity, **settings: Any) -> AsyncIterator[Token]:
    """The token as the wiring makes it."""
    given = settings_for(world.url, world.home, **settings)
    core = build_core(given, "serve", works=False, answers=False)
    token = signed_in(core, identity, given) or BotToken(acquirer(identity))
    try:
        yield token
    finally:
        token.close()
        await core.clients.close()
        await core.store.db.close()


@contextmanager
def watching() -> Iterator[Watching]:
    """The spans that are taken within."""
    seen = Watching()
    watch_with(seen)
    try:
        yield seen
    finally:
        watch_with(None)


async def said_hello(world: World, token: Token) -> list[str]:
    """What stands in Alex's chat once they wrote to a bot with this token, and the bot to them."""
    heard: list[Turn] = []

    async def handle(turn: Turn) -> Answer | None:
        heard.append(turn)
        return Answer(text="Hello") if isinstance(turn.event, TextMessage) else None

    # Local mode for who comes in, as the sandbox's Teams can't sign as Microsoft's; the token is for what goes out.
    teams = Teams(Identity(local=True), token=token)
    teams.on_turn(handle)
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    await teams.start()
    try:
        async with serving(app) as bot_url, ClientSession(world.url) as http:
            world.sandbox.options = replace(world.sandbox.options, bot_url=bot_url)
            await _post(http, "/chat/Alex/install")
            await _post(http, "/chat/Alex/messages", text="hi")
            place = heard[-1].conversation
            assert isinstance(place, ConversationReference)
            assert place.scope is Scope.PERSONAL
            await teams.send(place, Answer(text="By myself"))
            async with http.get("/chat/Alex/messages") as response:
                messages = (await response.json())["messages"]
            return [one["text"] for one in messages if one["from"] == "bot" and one["text"]]
    finally:
        await teams.close()


async def _post(http: ClientSession, path: str, **body: Any) -> None:
    async with http.post(path, json=body) as response:
        assert response.status == 200, await response.text()


@pytest.mark.parametrize("tenant", [OPERATOR_TENANT_ID, ""], ids=["one tenant", "many tenants"])
@pytest.mark.parametrize(
    ("way", "prepare", "refusal"),
    [
        ("certificate", by_certificate, "certificate isn't one that Microsoft knows"),
        ("federated", by_federated_token, "doesn't trust"),
        ("managed", by_managed_identity, "doesn't trust"),
    ],
)
async def test_a_bot_without_a_secret_writes_once_microsoft_knows_it(
    world: World,
    way: str,
    prepare: Callable[[World], tuple[dict[str, str], Callable[[], None]]],
    refusal: str,
    tenant: str,
) -> None:
    proof, register = prepare(world)
    kind = "SingleTenant" if tenant else "MultiTenant"
    identity = Identity(CLIENT_ID, "", kind, tenant, passwordless=True)
    async with token_of(world, identity, SWITCHBOARD_SIGN_IN=way, **proof) as token:
        with pytest.raises(RemoteRefused, match=refusal):
            await token.get()
        register()
        assert await said_hello(world, token) == ["Hello", "By myself"]


async def test_a_bot_that_is_a_managed_identity_itself_writes_with_its_own_token(world: World) -> None:
    async with token_of(world, Identity(IDENTITY, "", "UserAssignedMSI", OPERATOR_TENANT_ID)) as token:
        assert await said_hello(world, token) == ["Hello", "By myself"]


async def test_a_sign_in_is_a_span_and_a_token_that_is_remembered_none(world: World) -> None:
    async with token_of(world, Identity(IDENTITY, "", "UserAssignedMSI", OPERATOR_TENANT_ID)) as own:
        with watching() as seen:
            assert await own.get() == await own.get()
    assert seen.names == ["sign in Microsoft Teams"]
    proof, register = by_certificate(world)
    register()
    identity = Identity(CLIENT_ID, "", "SingleTenant", OPERATOR_TENANT_ID, passwordless=True)
    async with token_of(world, identity, SWITCHBOARD_SIGN_IN="certificate", **proof) as own:
        with watching() as seen:
            assert await own.get() == await own.get()
    assert seen.names == ["sign in Microsoft sign-in for the bot"]


async def test_an_identity_that_is_not_this_machine_s_is_told_in_azure_s_words(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_HEADER", "another")
    async with token_of(world, Identity(IDENTITY, "", "UserAssignedMSI", OPERATOR_TENANT_ID)) as token:
        with pytest.raises(RemoteRefused, match="assigned to this machine"):
            await token.get()


async def test_without_a_token_the_connector_takes_nothing(world: World) -> None:
    class Nothing:
        async def get(self) -> str:
            return ""

        def close(self) -> None: ...

    with pytest.raises(RemoteRefused):
        await said_hello(world, Nothing())
    assert RESOURCE == "https://api.botframework.com"
