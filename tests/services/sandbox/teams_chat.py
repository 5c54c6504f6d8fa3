"""A person's side of the chat in tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from services.sandbox.app import Options
from services.sandbox.state import Sandbox
from services.sandbox.teams.chats import Chats
from tests.services.sandbox.conftest import running
from tests.services.sandbox.fake_bot import FakeBot, Json, listening


@dataclass
class Chat:
    """The sandbox's chat API and the bot behind it."""

    http: ClientSession
    bot: FakeBot
    sandbox: Sandbox
    url: str

    async def post(self, path: str, expect: int = 200, **body: Any) -> Any:
        async with self.http.post(f"/chat/{path}", json=body) as answer:
            assert answer.status == expect, await answer.text()
            return await answer.json()

    async def get(self, path: str) -> Any:
        async with self.http.get(f"/chat/{path}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def say(self, person: str, text: str, **more: Any) -> Json:
        said: Json = await self.post(f"{person}/messages", text=text, **more)
        return said

    async def messages(self, person: str, query: str = "") -> list[Json]:
        found: list[Json] = (await self.get(f"{person}/messages{query}"))["messages"]
        return found

    async def conversation(self, person: str, kind: str) -> str:
        return next(str(c["id"]) for c in await self.get(f"{person}/conversations") if c["kind"] == kind)

    def wait_for_bot(self, seconds: float) -> None:
        self.sandbox.part(Chats).answer_seconds = seconds


@asynccontextmanager
async def chatting(**options: Any) -> AsyncIterator[Chat]:
    """A sandbox with a bot that listens."""
    async with listening() as bot, running(Options(bot_url=bot.url, **options)) as box:
        yield Chat(box.http, bot, box.sandbox, box.url)
