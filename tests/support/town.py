"""A whole town for a test: the sandbox's world and a real bot in this process, on free ports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web

from bot.config import Settings
from bot.up import sandbox_environment
from bot.wiring import Bot, build
from services.sandbox.app import SANDBOX, Options, run
from services.sandbox.state import Sandbox
from tests.support.chat import Person

KEY = "sb-contoso-key-0001"
SPEED = 60.0


@dataclass
class Town:
    """Where everything is, and who lives there."""

    url: str
    http: ClientSession
    sandbox: Sandbox
    bot: Bot

    async def person(self, name: str, conversation: str = "") -> Person:
        """Somebody with the bot installed."""
        async with self.http.post(f"/chat/{name}/install", json={}) as answer:
            assert answer.status == 200, await answer.text()
        return Person(name, self.http, conversation)

    async def connected(self, name: str = "Alex", key: str = KEY) -> Person:
        """An admin whose tenant is linked."""
        admin = await self.person(name)
        await admin.say("connect")
        await admin.click("Connect", key=key)
        await admin.sees("Connected")
        return admin

    async def fault(self, **rule: Any) -> None:
        """Switch a fault on."""
        async with self.http.post("/sandbox/faults", json=rule) as answer:
            assert answer.status == 200, await answer.text()

    async def part(self, name: str) -> dict[str, Any]:
        """A part of the world: graph, operator, cpaas or effects."""
        async with self.http.get("/sandbox/state", params={"part": name}) as answer:
            found: dict[str, Any] = await answer.json()
            return found


def settings_for(url: str, home: Path, speed: float = SPEED, **more: str) -> Settings:
    """Settings of a bot in the sandbox at `url`."""
    environment = {**sandbox_environment(0, url, speed, home), **more}
    given = {name.removeprefix("SWITCHBOARD_").lower(): value for name, value in environment.items()}
    return Settings(_env_file=None, **given)  # type: ignore[call-arg, arg-type]


@asynccontextmanager
async def town(home: Path, speed: float = SPEED, people: int = 0, numbers: int = 0, **more: str) -> AsyncIterator[Town]:
    """The world and the bot, for as long as the block lasts."""
    bot_runner: web.AppRunner | None = None
    world_runner, port = await run(Options(speed=speed, people=people, numbers=numbers))
    url = f"http://127.0.0.1:{port}"
    bot = await build(settings_for(url, home, speed, **more))
    await bot.start()
    try:
        bot_runner = web.AppRunner(bot.app, access_log=None)
        await bot_runner.setup()
        site = web.TCPSite(bot_runner, "127.0.0.1", 0)
        await site.start()
        bot_port = bot_runner.addresses[0][1]
        sandbox = world_runner.app[SANDBOX]
        sandbox.reset(bot_url=f"http://127.0.0.1:{bot_port}")
        async with ClientSession(url) as http:
            yield Town(url, http, sandbox, bot)
    finally:
        if bot_runner is not None:
            await bot_runner.cleanup()
        await bot.stop()
        await world_runner.cleanup()
