"""The sandbox and the bot as processes of their own, so that they can really be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from aiohttp import ClientError, ClientSession

from bot.up import sandbox_environment
from tests.support.chat import Person
from tests.support.controlled import Controlled
from tests.support.road import connects
from tests.support.town import KEY

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0  # seconds until something counts as stuck; on a busy machine all takes longer
_LAST_WORDS = 4_000  # characters
_PORTS: set[int] = set()  # those that were given out, which may not be listened on yet


def free_port() -> int:
    """A port that nothing listens on, another one each time."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if port not in _PORTS:
            _PORTS.add(port)
            return port


async def until(true: Callable[[], Awaitable[object]], what: str, every: float = 0.02) -> None:
    """Wait until it is true; when it isn't in time, raises an error that says `what` was waited for."""
    end = time.monotonic() + PATIENCE
    while not await true():
        assert time.monotonic() < end, f"never happened: {what}"
        await asyncio.sleep(every)


class Program:
    """One running `python -m bot …`; what it writes goes to `log`."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        # The directory keeps a `.env` of this checkout out: settings come from `environment` alone.
        self.log = log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                cwd=log.parent,
                env={**environment},
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    @property
    def runs(self) -> bool:
        """Whether it is still running."""
        return self.process.poll() is None

    @property
    def last_words(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(encoding="utf-8")[-_LAST_WORDS:]

    def end(self, how: signal.Signals) -> int:
        """Send the signal and wait for the end; its exit code. SIGKILL ends its children, too."""
        if self.runs and how == signal.SIGKILL:
            os.killpg(self.process.pid, how)
        elif self.runs:
            self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def children(self) -> list[int]:
        """Its running child processes."""
        return children_of(self.process.pid) if self.runs else []


def children_of(pid: int) -> list[int]:
    """A process's children, whichever thread started them."""
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


def descendants(pid: int) -> list[int]:
    """A process's children and their descendants."""
    found = children_of(pid)
    for child in found:
        found += children_of(child)
    return found


@dataclass(frozen=True, slots=True)
class World:
    """A sandbox in a process of its own, and the port where it expects the bot."""

    url: str
    bot_port: int
    speed: float


@dataclass
class Machines(Controlled):
    """The world, which stays, and the bot, which may die and starts with the same settings and database."""

    bot_port: int
    environment: Mapping[str, str]
    log: Path
    bot: Program | None = None

    async def boot(self) -> None:
        """Start the bot and wait until it answers."""
        self.bot = Program(["serve"], self.environment, self.log)
        await until(self._healthy, "the bot answers")

    async def kill(self) -> None:
        """Kill the bot with SIGKILL."""
        assert self.bot is not None
        assert await asyncio.to_thread(self.bot.end, signal.SIGKILL) == -signal.SIGKILL

    async def stop(self) -> None:
        """Stop the bot with SIGTERM, as a deployment does; it must end in good order."""
        assert self.bot is not None
        assert await asyncio.to_thread(self.bot.end, signal.SIGTERM) == 0, self.bot.last_words

    async def person(self, name: str) -> Person:
        """Somebody with the bot installed."""
        async with self.http.post(f"/chat/{name}/install", json={}) as answer:
            assert answer.status == 200, await answer.text()
        return Person(name, self.http)

    async def connected(self, name: str = "Alex") -> Person:
        """An admin whose tenant is linked."""
        admin = await self.person(name)
        await connects(admin, KEY, await admin.say("connect"))
        await admin.sees("Connected")
        await admin.sees("All done", "Link ")  # so that the test's faults don't strike the end of linking
        return admin

    async def effects(self, prefix: str = "") -> dict[str, int]:
        """The count of each effect on the world."""
        async with self.http.get("/sandbox/effects", params={"prefix": prefix}) as answer:
            found: dict[str, int] = await answer.json()
            return found

    async def _healthy(self) -> bool:
        assert self.bot is not None
        assert self.bot.runs, self.bot.last_words
        try:
            async with self.http.get(f"http://127.0.0.1:{self.bot_port}/healthz") as answer:
                return answer.status == 200
        except ClientError:
            return False


@contextmanager
def world(home: Path, speed: float, people: int = 0, numbers: int = 0, tenants: int = 0) -> Iterator[World]:
    """A sandbox for the block."""
    bot_port, log = free_port(), home / "sandbox.log"
    asked = ["sandbox", "--port", "0", "--bot-port", str(bot_port), "--speed", str(speed)]
    asked += ["--people", str(people), "--numbers", str(numbers), "--tenants", str(tenants)]
    program = Program(asked, surroundings(home), log)
    try:
        end = time.monotonic() + PATIENCE
        while not log.read_text().endswith("\n"):
            assert program.runs, log.read_text()
            assert time.monotonic() < end, "the sandbox never said where it is"
            time.sleep(0.02)
        yield World(log.read_text().strip(), bot_port, speed)
    finally:
        program.end(signal.SIGTERM)


MachinesT = TypeVar("MachinesT", bound=Machines)


@asynccontextmanager
async def fresh(
    kind: Callable[[str, ClientSession, int, Mapping[str, str], Path], MachinesT],
    here: World,
    home: Path,
    database_url: str = "",
    **more: str,
) -> AsyncIterator[MachinesT]:
    """A new world, with no bot running yet; `more` are settings of the bot."""
    settings = {**sandbox_environment(here.bot_port, here.url, here.speed, home), **more}
    settings |= {"SWITCHBOARD_DATABASE_URL": database_url} if database_url else {}
    async with ClientSession(here.url) as http:
        async with http.post("/sandbox/reset", json={}) as answer:
            assert answer.status == 200, await answer.text()
        yield kind(here.url, http, here.bot_port, {**surroundings(home), **settings}, home / "bot.log")


@asynccontextmanager
async def machines(here: World, home: Path, database_url: str = "", **more: str) -> AsyncIterator[Machines]:
    """A new world and a running bot, which ends with the block in any case; `more` are settings of the bot."""
    async with fresh(Machines, here, home, database_url, **more) as place:
        try:
            await place.boot()
            yield place
        finally:
            if place.bot is not None:
                place.bot.end(signal.SIGKILL)


def surroundings(home: Path) -> dict[str, str]:
    """What a program needs from this machine's environment, without our settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": str(ROOT)}
