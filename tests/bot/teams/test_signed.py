"""A bot outside local mode before the sandbox's connector: it lets in what that one signed for it, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.teams.channel import Identity, Teams
from bot.turn import Answer, Choice, Searched, TextMessage, Turn
from services.sandbox.app import Options, run
from services.sandbox.state import SANDBOX
from services.sandbox.teams import signing
from services.sandbox.tokens import CLIENT_ID, CLIENT_SECRET
from tests.bot.teams.harness import NoToken, serving

OTHER = "22222222-2222-2222-2222-222222222222"
SERVICE = "https://smba.trafficmanager.net/apac"


class Hears:
    """A bot that remembers what reached it and answers searches."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    async def __call__(self, turn: Turn) -> Answer | None:
        self.turns.append(turn)
        return Answer(choices=(Choice("One", "1"),)) if isinstance(turn.event, Searched) else None


@asynccontextmanager
async def world(*, app_id: str = CLIENT_ID, local: bool = False) -> AsyncIterator[tuple[ClientSession, Hears]]:
    """A sandbox, which signs unless it is `local`, and a bot of this app id that isn't in local mode."""
    runner, port = await run(Options(local=local, public_url=SERVICE))
    url, heard = f"http://127.0.0.1:{port}", Hears()
    identity = Identity(app_id=app_id, app_password=CLIENT_SECRET, app_tenant_id="tenant")
    teams = Teams(identity, metadata_url=f"{url}/teams/v1/.well-known/openidconfiguration", token=NoToken())
    teams.on_turn(heard)
    await teams.start()
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    try:
        async with serving(app) as bot_url, ClientSession(url) as http:
            runner.app[SANDBOX].options = replace(runner.app[SANDBOX].options, bot_url=bot_url)
            yield http, heard
    finally:
        await teams.close()
        await runner.cleanup()


async def said(http: ClientSession, text: str = "help") -> Any:
    """What the sandbox shows for a message of Alex's."""
    async with http.post("/chat/Alex/messages", json={"text": text}) as response:
        return await response.json()


async def test_outside_local_mode_the_bot_takes_what_the_connector_signed() -> None:
    async with world() as (http, heard):
        assert (await said(http))["status"] == 200
        assert heard.turns[-1].event == TextMessage("help")
        assert heard.turns[-1].who.name == "Alex"
        body = {"dataset": "numbers", "queryText": "6"}
        async with http.post("/chat/Alex/search", json=body) as response:
            assert (await response.json())["value"]["results"] == [{"title": "One", "value": "1"}]


async def test_a_connector_that_shows_no_token_is_not_heard() -> None:
    async with world(local=True) as (http, heard):
        assert ((await said(http))["status"], heard.turns) == (401, [])


async def test_what_was_signed_for_another_bot_is_not_heard() -> None:
    async with world(app_id=OTHER) as (http, heard):
        assert ((await said(http))["status"], heard.turns) == (401, [])


async def test_what_was_signed_for_another_connector_is_not_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = signing.token_for("https://smba.trafficmanager.net/emea/teams/")
    monkeypatch.setattr("services.sandbox.teams.bot.token_for", lambda _url: elsewhere)
    async with world() as (http, heard):
        assert ((await said(http))["status"], heard.turns) == (401, [])


async def test_what_a_key_signed_that_is_not_published_is_not_heard() -> None:
    async with world() as (http, heard):
        signing._key.cache_clear()
        assert ((await said(http))["status"], heard.turns) == (401, [])


async def test_what_a_key_signed_that_may_speak_for_other_channels_is_not_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(signing, "_ENDORSED", ["webchat"])
    async with world() as (http, heard):
        assert ((await said(http))["status"], heard.turns) == (401, [])
