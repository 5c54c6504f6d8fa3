"""What isn't an activity is answered plainly, and nothing that is posted breaks the bot."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.teams.harness import TENANT, Bot, Json, nothing, running, says
from tests.bot.teams.test_wire_in import ACTIVITIES, JSON


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'"help"', "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff\xfe{}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "application/json", 400),
        (b'{"type":' + b"9" * 5000 + b"}", "application/json", 400),
        (b"type=message", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b'{"a":"' + b"x" * 2**20 + b'"}', "application/json", 413),
    ],
)
async def test_what_isnt_an_activity(body: bytes, content_type: str, status: int) -> None:
    async with running() as bot:
        got, text = await bot.raw(body, {"Content-Type": content_type})
        assert got == status
        assert len(text) < 40
        assert bot.turns == []


async def test_a_body_of_unknown_length_is_cut_off() -> None:
    async def endless() -> Any:
        for _ in range(40):
            yield b"x" * 2**16

    async with running() as bot:
        headers = {"Content-Type": "application/json"}
        try:
            async with bot.http.post(bot.url, data=endless(), headers=headers) as response:
                assert response.status == 413
        except OSError:
            pass  # the bot hung up before all was sent
        assert bot.turns == []


async def test_no_type_or_no_conversation() -> None:
    async with running() as bot:
        assert await bot.post({**says(), "type": None}) == (400, "Bad Request")
        assert await bot.post({**says(), "type": ""}) == (400, "Bad Request")
        assert await bot.post({**says(), "conversation": {"tenantId": TENANT}}) == (400, "Bad Request")
        assert bot.turns == []


async def test_a_charset_is_fine() -> None:
    async with running() as bot:
        assert (await bot.post(says(), {"Content-Type": "application/json; charset=utf-8"}))[0] == 200


@pytest.mark.long
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies=st.lists(ACTIVITIES | JSON, min_size=5, max_size=20))
async def test_random_json_never_breaks_the_bot(bodies: list[Any]) -> None:
    async with running(nothing) as bot:
        for body in bodies:
            status, _ = await posted(bot, body)
            assert status < 500 or (status == 501 and body["type"] == "invoke")


async def posted(bot: Bot, body: Any) -> tuple[int, Any]:
    if not isinstance(body, dict):
        return await bot.raw(json.dumps(body).encode())
    envelope: Json = {"channelId": "msteams", "conversation": {"id": "c", "tenantId": TENANT}, "type": "message"}
    return await bot.post({**envelope, **body})
