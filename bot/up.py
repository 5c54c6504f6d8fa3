"""`switchboard up` and `pilot`: the sandbox and the bot as two processes; a bot that dies is restarted.

The sandbox's world is in memory, so each run begins with a new world and a new database. In a pilot the bot talks to
people in Teams itself, who replace people of the sandbox: the world has their ids and that of their tenant.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import aiohttp

from bot.config import PREFIX, SANDBOX_APP, load
from bot.process import stopped
from services.domain.errors import SettingWrong
from services.store.file_lock import FileLock

HOME = Path("var/up")
PILOT_HOME = Path("var/pilot")
CLIENT_ID = SANDBOX_APP
CLIENT_SECRET = "sandbox-secret"  # noqa: S105 - the sandbox's published secret, of no use anywhere else
# Settings that a pilot doesn't share with `up`.
_NOT_IN_A_PILOT = frozenset({"SWITCHBOARD_LOCAL", "SWITCHBOARD_PUBLIC_URL"})


def sandbox_environment(bot_port: int, sandbox_url: str, speed: float, home: Path) -> dict[str, str]:
    """The settings of a bot in the sandbox's world."""
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


def pilot_environment(bot_port: int, sandbox_url: str, speed: float, home: Path, tenant: str) -> dict[str, str]:
    """The settings of a pilot's bot, which people reach in Teams, without its registration and public address."""
    shared = sandbox_environment(bot_port, sandbox_url, speed, home)
    own = {"SWITCHBOARD_PILOT": "1", "SWITCHBOARD_TENANTS": tenant, "SWITCHBOARD_OPERATOR_TENANT_ID": "common"}
    return {key: value for key, value in shared.items() if key not in _NOT_IN_A_PILOT} | own


async def up(port: int, sandbox_port: int, speed: float, people: int, numbers: int) -> None:
    """Start both, print where to go, and keep them running until asked to stop."""
    url = f"http://127.0.0.1:{sandbox_port}"
    environment = {**os.environ, **sandbox_environment(port, url, speed, HOME)}
    world = ["--people", str(people), "--numbers", str(numbers)]
    lock = fresh(HOME)
    await _both(port, sandbox_port, speed, environment, world, f"Open  {url}/")
    lock.release()


async def pilot(tenant: str, people: Sequence[str], port: int, sandbox_port: int, speed: float) -> None:
    """Start a pilot for these people of a tenant, by object id; raises SettingWrong for production settings."""
    url = f"http://127.0.0.1:{sandbox_port}"
    made = pilot_environment(port, url, speed, PILOT_HOME, tenant)
    # Explicit settings are kept, so that they are checked and not silently replaced.
    missing = {key: value for key, value in made.items() if key not in os.environ}
    load(**{key.removeprefix(PREFIX).lower(): value for key, value in missing.items()})
    world = ["--tenant-id", tenant, *(word for one in people for word in ("--person-id", one))]
    lock = fresh(PILOT_HOME)
    words = f"The app package: switchboard manifest. Key and link code: {url}/sandbox/portal"
    await _both(port, sandbox_port, speed, {**missing, **os.environ}, world, words)
    lock.release()


async def _both(
    port: int, sandbox_port: int, speed: float, environment: dict[str, str], options: list[str], words: str
) -> None:
    url = f"http://127.0.0.1:{sandbox_port}"
    world = ["sandbox", "--port", str(sandbox_port), "--bot-port", str(port), "--speed", str(speed), *options]
    keepers = [
        asyncio.create_task(_keep(world, environment, restart=False)),
        asyncio.create_task(_keep(["serve"], environment, restart=True)),
    ]
    said = f"\n  Switchboard is up. {words}\n  (bot on port {port}, world {speed:g} times faster than real)\n"
    greeting = asyncio.create_task(_greet([f"{url}/sandbox/health", f"http://127.0.0.1:{port}/healthz"], said))
    # It may be asked while they still start: they must not go on without it.
    asked = asyncio.create_task(stopped())
    await asyncio.wait([asked, *keepers], return_when=asyncio.FIRST_COMPLETED)
    for task in (greeting, *keepers):
        task.cancel()
    await asyncio.gather(greeting, *keepers, return_exceptions=True)


def fresh(home: Path) -> FileLock:
    """The lock on a folder that is empty now; SettingWrong while another world lives in it."""
    home.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(home.with_suffix(".lock"))
    if not lock.take():
        raise SettingWrong(
            "Switchboard is up already, from this folder.",
            "A new world would take the database of the one that runs away.",
            "End that one first, or start this one in another clone.",
        )
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    return lock


async def _keep(arguments: list[str], environment: dict[str, str], *, restart: bool) -> None:
    """Run one child, restarting it whenever it dies; end it when cancelled."""
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


async def _greet(urls: Sequence[str], words: str) -> None:
    await asyncio.gather(*map(_answers, urls))
    _say(words)


async def _answers(url: str) -> None:
    """Wait until something answers there."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(url) as answer:
                    if answer.status == 200:
                        return
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(0.2)


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
