"""The setting of a measurement: sandbox and bot as processes of their own, and their users."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bench.standstill import told
from bot.up import sandbox_environment
from tests.support import chat
from tests.support.chat import Person
from tests.support.processes import Machines, descendants, surroundings, world

_POLL_SECONDS = 0.1
_MAX_WAIT_SECONDS = 600.0  # in a small world
_WAIT_SECONDS_A_PERSON = 0.1


@dataclass(frozen=True, slots=True)
class Size:
    """The size of the world, and how much faster than real it runs."""

    speed: float
    people: int = 0
    tenants: int = 0


@asynccontextmanager
async def place(home: Path, size: Size, database_url: str = "", **more: str) -> AsyncIterator[Machines]:
    """A fresh world and a running bot for the block; on a time-out the state of both is printed."""
    home.mkdir(parents=True)
    with (
        _waiting_at_most(_MAX_WAIT_SECONDS + _WAIT_SECONDS_A_PERSON * size.people),
        world(home, size.speed, size.people, size.people, size.tenants) as here,
    ):
        settings = sandbox_environment(here.bot_port, here.url, here.speed, home)
        # This measures what the bot can do, not the rate it allows one tenant.
        settings |= {"SWITCHBOARD_LOG_LEVEL": "WARNING", "SWITCHBOARD_TURNS_A_SECOND": "100000", **more}
        settings |= {"SWITCHBOARD_DATABASE_URL": database_url} if database_url else {}
        async with ClientSession(here.url) as http:
            found = Machines(here.url, http, here.bot_port, {**surroundings(home), **settings}, home / "bot.log")
            try:
                await found.boot()
                yield found
            except (AssertionError, TimeoutError):
                print(await told(found), file=sys.stderr)  # noqa: T201 - for whoever runs it
                raise
            finally:
                if found.bot is not None:
                    await found.stop()


@contextmanager
def _waiting_at_most(seconds: float) -> Iterator[None]:
    """Let clients wait long enough for a big job, though not for ever."""
    before, chat.PATIENCE = chat.PATIENCE, seconds
    try:
        yield
    finally:
        chat.PATIENCE = before


async def admins(here: Machines) -> tuple[Person, Person]:
    """Alex, whose tenant is connected, and Sam, who approves."""
    return await here.connected("Alex"), await here.person("Sam")


def memory_of(here: Machines) -> int:
    """The memory of all of the bot's processes in bytes, shared memory counted once."""
    total = 0
    for pid in (_pid(here), *descendants(_pid(here))):
        with suppress(FileNotFoundError, ProcessLookupError):
            rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))
    return total


@dataclass
class Peak:
    """The peak memory of the bot's processes together."""

    bytes: int = 0


@asynccontextmanager
async def watched(here: Machines) -> AsyncIterator[Peak]:
    """Watch the memory during the block."""
    peak = Peak(memory_of(here))

    async def look() -> None:
        while True:
            peak.bytes = max(peak.bytes, await asyncio.to_thread(memory_of, here))
            await asyncio.sleep(_POLL_SECONDS)

    looking = asyncio.create_task(look())
    try:
        yield peak
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


def cpu_of_all(here: Machines) -> float:
    """The processor seconds that the bot's processes have used."""
    return sum(cpu_of(pid) for pid in (_pid(here), *descendants(_pid(here))))


def cpu_of(pid: int) -> float:
    """The processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pid(here: Machines) -> int:
    assert here.bot is not None
    return here.bot.process.pid
