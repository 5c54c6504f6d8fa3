"""`switchboard up`: the sandbox and the bot as two processes; whichever dies is started again.

The sandbox's world lives in memory, so each `up` begins with a new world and a new database.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
from pathlib import Path

import aiohttp

from bot.process import stopped

HOME = Path("var/up")
CLIENT_ID = "11111111-1111-1111-1111-111111111111"
CLIENT_SECRET = "sandbox-secret"  # noqa: S105 - the sandbox's published secret, of no use anywhere else


def sandbox_environment(bot_port: int, sandbox_url: str, speed: float, home: Path) -> dict[str, str]:
    """The settings of a bot that lives in the sandbox's world."""
    return {
        "SWITCHBOARD_LOCAL": "1",
        "SWITCHBOARD_PORT": str(bot_port),
        "SWITCHBOARD_PUBLIC_URL": f"http://127.0.0.1:{bot_port}",
        "SWITCHBOARD_SECRET_KEY": secrets.token_hex(32),
        "SWITCHBOARD_DATABASE_URL": f"sqlite:///{home / 'switchboard.db'}",
        "SWITCHBOARD_GRAPH_URL": f"{sandbox_url}/graph/v1.0",
        "SWITCHBOARD_OPERATOR_URL": f"{sandbox_url}/operator",
        "SWITCHBOARD_CPAAS_URL": f"{sandbox_url}/cpaas",
        "SWITCHBOARD_LOGIN_URL": f"{sandbox_url}/login",
        "SWITCHBOARD_GRAPH_APP_ID": CLIENT_ID,
        "SWITCHBOARD_GRAPH_APP_PASSWORD": CLIENT_SECRET,
        "SWITCHBOARD_SPEED": str(speed),
    }


async def up(port: int, sandbox_port: int, speed: float, people: int, numbers: int) -> None:
    """Start both, say where to go, and keep them running until asked to stop."""
    _fresh(HOME)
    url = f"http://127.0.0.1:{sandbox_port}"
    environment = {**os.environ, **sandbox_environment(port, url, speed, HOME)}
    world = ["sandbox", "--port", str(sandbox_port), "--bot-port", str(port), "--speed", str(speed)]
    world += ["--people", str(people), "--numbers", str(numbers)]
    keepers = [
        asyncio.create_task(_keep(world, environment, restart=False)),
        asyncio.create_task(_keep(["serve"], environment, restart=True)),
    ]
    await asyncio.gather(_answers(f"{url}/sandbox/health"), _answers(f"http://127.0.0.1:{port}/healthz"))
    _say(f"\n  Switchboard is up. Open  {url}/\n  (bot on port {port}, world {speed:g} times faster than real)\n")
    asked = asyncio.create_task(stopped())
    await asyncio.wait([asked, *keepers], return_when=asyncio.FIRST_COMPLETED)
    for keeper in keepers:
        keeper.cancel()
    await asyncio.gather(*keepers, return_exceptions=True)


def _fresh(home: Path) -> None:
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)


async def _keep(arguments: list[str], environment: dict[str, str], *, restart: bool) -> None:
    """Run one child, again and again if it dies; end it when cancelled."""
    while True:
        child = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", *arguments, env=environment)
        try:
            code = await child.wait()
        except asyncio.CancelledError:
            child.terminate()
            await child.wait()
            raise
        _say(f"  {arguments[0]} ended ({code}){', starting it again' if restart else ''}")
        if not restart:
            return
        await asyncio.sleep(1.0)


async def _answers(url: str) -> None:
    """Come back when something answers there."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
