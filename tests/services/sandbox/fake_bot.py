"""A tiny bot at the other end: keeps what it was sent, answers what a test tells it to, and talks to the connector."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"
Reaction = Callable[[Json], Awaitable[web.Response | None]]


def card(*body: Json, **more: Any) -> Json:
    return {"contentType": CARD, "content": {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}}


def text_card(text: str, **more: Any) -> Json:
    return card({"type": "TextBlock", "text": text}, **more)


def new_card(text: str) -> web.Response:
    return web.json_response({"statusCode": 200, "type": CARD, "value": text_card(text)["content"]})


@dataclass
class FakeBot:
    url: str = ""
    heard: list[Json] = field(default_factory=list)
    reaction: Reaction | None = None
    session: ClientSession | None = None

    async def receive(self, request: web.Request) -> web.Response:
        activity: Json = await request.json()
        self.heard.append(activity)
        answer = await self.reaction(activity) if self.reaction else None
        return answer or web.Response(status=200)

    def of_type(self, kind: str) -> list[Json]:
        return [activity for activity in self.heard if activity["type"] == kind]

    async def call(self, method: str, activity: Json, path: str = "", **body: Any) -> tuple[int, Any, Any]:
        """The connector's status, body and headers for a call in the activity's conversation."""
        conversation = activity["conversation"]["id"]
        url = f"{activity['serviceUrl']}v3/conversations/{conversation}{path}"
        assert self.session is not None
        async with self.session.request(method, url, json=body or None) as answer:
            content = await answer.read()
            return answer.status, (await answer.json() if content else None), answer.headers

    async def say(self, activity: Json, **message: Any) -> str:
        status, body, _ = await self.call("POST", activity, "/activities", **{"type": "message", **message})
        assert status == 201
        return str(body["id"])


@asynccontextmanager
async def listening(port: int = 0) -> AsyncIterator[FakeBot]:
    bot = FakeBot()
    app = web.Application()
    app.router.add_post("/api/messages", bot.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, shutdown_timeout=0.1).start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with ClientSession() as bot.session:
            yield bot
    finally:
        await runner.cleanup()
