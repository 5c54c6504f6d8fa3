"""A bot under test over real HTTP, with a scripted connector that receives its messages."""

from __future__ import annotations

import asyncio
import json
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession, web

from bot.teams.channel import Identity, Teams, Timings
from bot.turn import Answer, ConversationReference, Scope, Turn
from services.domain.subject import Subject
from tests.support.sdk import TEAMS_SDK

Json = dict[str, Any]
Scripted = Callable[[], web.Response]
TENANT = "11111111-aaaa-4aaa-8aaa-111111111111"
BOT = {"id": "28:bot", "name": "Switchboard"}


@asynccontextmanager
async def serving(app: web.Application) -> AsyncIterator[str]:
    """Serve the app on a free port; its address."""
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=0.1)
    await site.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def answers(status: int, body: Any = None, **headers: str) -> Scripted:
    """A scripted answer, made for each call, since a response can be sent only once."""
    return lambda: web.json_response(body, status=status, headers=headers)


class Ticks:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Call:
    """One call that reached the connector."""

    method: str
    path: str
    body: Json
    headers: dict[str, str]
    at: float = 0.0


@dataclass
class Connector:
    """The Bot Connector: records calls; answers from `script` first, then with success."""

    calls: list[Call] = field(default_factory=list)
    script: deque[Scripted | Exception] = field(default_factory=deque)
    clock: Callable[[], float] = lambda: 0.0
    hold: asyncio.Event = field(default_factory=asyncio.Event)
    in_flight: int = 0
    overlaps: int = 0  # calls that came while another one was open

    def __post_init__(self) -> None:
        self.hold.set()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        return app

    async def _answer(self, request: web.Request) -> web.Response:
        raw = await request.read()
        body = json.loads(raw) if raw else {}
        self.calls.append(Call(request.method, request.path, body, dict(request.headers), self.clock()))
        self.overlaps += self.in_flight
        self.in_flight += 1
        await self.hold.wait()
        self.in_flight -= 1
        if self.script:
            scripted = self.script.popleft()
            if isinstance(scripted, Exception):
                assert request.transport is not None
                request.transport.abort()
                raise scripted
            return scripted()
        if body.get("type") == "typing":
            return web.Response(status=202)
        return web.json_response({"id": f"m{len(self.calls)}"}, status=201)

    def of_type(self, kind: str) -> list[Call]:
        return [call for call in self.calls if call.body.get("type") == kind]


def says(text: str = "help", **more: Any) -> Json:
    """A message activity as Teams sends it."""
    return activity("message", text=text, textFormat="plain", **more)


def clicks(verb: str = "go", data: Json | None = None, **more: Any) -> Json:
    """A click on an Action.Execute button."""
    action = {"type": "Action.Execute", "verb": verb, "data": data or {}}
    value = {"action": action, "trigger": "manual"}
    return activity("invoke", **{"name": "adaptiveCard/action", "value": value, "replyToId": "card-1", **more})


def activity(kind: str, **more: Any) -> Json:
    return {
        "type": kind,
        "id": "f:1",
        "channelId": "msteams",
        "from": {"id": "29:alex", "name": "Alex", "aadObjectId": "aad-alex"},
        "recipient": BOT,
        "conversation": {"id": "a:chat", "conversationType": "personal", "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "locale": "en-SG",
        **more,
    }


@dataclass
class Bot:
    """A running bot, and what its handler received."""

    teams: Teams
    url: str
    http: ClientSession
    service_url: str
    turns: list[Turn]
    sent: list[tuple[ConversationReference, Subject, str]]
    unsent: list[tuple[Turn, Answer]]

    @property
    def place(self) -> ConversationReference:
        return ConversationReference("a:chat", Scope.PERSONAL, self.service_url, "msteams", "28:bot", TENANT)

    async def post(self, body: Json, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        """The bot's status and body for an activity that comes from the connector."""
        return await self.raw(json.dumps({"serviceUrl": self.service_url, **body}).encode(), headers)

    async def raw(self, data: bytes, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        given = {"Content-Type": "application/json", **(headers or {})}
        async with self.http.post(self.url, data=data, headers=given) as response:
            text = await response.text()
            return response.status, json.loads(text) if response.content_type == "application/json" else text


Handle = Callable[[Turn], Awaitable[Answer | None]]


async def nothing(turn: Turn) -> Answer | None:
    """A handler that answers nothing."""
    return None


class NoToken:
    """A token for a connector that needs none."""

    async def get(self) -> str:
        return ""

    def close(self) -> None: ...


@asynccontextmanager
async def running(
    handle: Handle = nothing,
    *,
    service_url: str = "http://127.0.0.1:1",
    identity: Identity | None = None,
    ticks: Ticks | None = None,
    timings: Timings | None = None,
    metadata_url: str = "http://127.0.0.1:1/none",
    **limits: Any,
) -> AsyncIterator[Bot]:
    """A bot in local mode unless `identity` says otherwise."""
    ticks = ticks or Ticks()
    turns: list[Turn] = []
    sent: list[tuple[ConversationReference, Subject, str]] = []
    unsent: list[tuple[Turn, Answer]] = []

    async def noted(turn: Turn) -> Answer | None:
        turns.append(turn)
        return await handle(turn)

    async def hook(place: ConversationReference, subject: Subject, message_id: str) -> None:
        sent.append((place, subject, message_id))

    async def keep(turn: Turn, answer: Answer) -> None:
        unsent.append((turn, answer))

    teams = Teams(
        identity or Identity(local=True),
        clock=ticks,
        sleep=ticks.sleep,
        rng=random.Random(0),
        new_ref=lambda: "ref-1",
        timings=timings or Timings(),
        metadata_url=metadata_url,
        token=NoToken(),
        sdk=TEAMS_SDK,
        **limits,
    )
    teams.on_turn(noted)
    teams.on_sent(hook)
    teams.on_unsent(keep)
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    await teams.start()
    try:
        async with serving(app) as url, ClientSession() as http:
            yield Bot(teams, f"{url}/api/messages", http, service_url, turns, sent, unsent)
    finally:
        await teams.close()


@asynccontextmanager
async def talking(handle: Handle = nothing, **options: Any) -> AsyncIterator[tuple[Bot, Connector]]:
    """A bot and the connector that receives its messages."""
    ticks = options.setdefault("ticks", Ticks())
    connector = Connector(clock=ticks)
    async with serving(connector.app()) as url, running(handle, service_url=f"{url}/teams/", **options) as bot:
        yield bot, connector


async def until(condition: Callable[[], bool], within: float = 5.0) -> None:
    """Return as soon as the condition holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + within
    while not condition():
        assert loop.time() < end, "it never happened"
        await asyncio.sleep(0.005)
