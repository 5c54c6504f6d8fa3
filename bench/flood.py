"""Measures memory and another tenant's turns and file while one tenant sends eight huge files at once."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientSession

from bench.place import Size, memory_of, place, watched
from bench.turns import Asker, at, connected, read
from tests.support.chat import Person
from tests.support.road import connects
from tests.workers.fleet import KEYS

FILES = 8
ROWS = 10_000
COLUMNS = 100
CONVERSATIONS = 1_500
_TURNS = 100
_PAUSE_SECONDS = 0.05
_MAX_READ_SECONDS = 300.0  # until all files are read
_LETTERS = "abcdefgh"


@dataclass(frozen=True, slots=True)
class Flood:
    """Bytes of memory and seconds; `idle` and `flooded` are the p99 of another tenant's `help`."""

    memory_idle: int
    memory_peak: int
    idle: float
    flooded: float
    small_idle: float
    small_flooded: float
    all_read: float
    crowded: float


def huge() -> bytes:
    """A file of four megabytes of unknown codes."""
    rng = random.Random(4)
    heads = ",".join(["Ext Key", *(f"Addon license {no + 1}" for no in range(COLUMNS))])
    rows = (
        ",".join([f"{no:05d}", *("".join(rng.choices(_LETTERS, k=3)) for _ in range(COLUMNS))]) for no in range(ROWS)
    )
    return "\n".join([heads, *rows]).encode()


async def measure(home: Path) -> Flood:
    """Measure idle first, then flooded, in one run."""
    async with place(home, Size(5.0)) as here, connected() as connector, ClientSession() as http:
        alex = await here.connected("Alex")
        fiona = await here.person("Fiona")
        await connects(fiona, KEYS["Fiona"], await fiona.say("connect"))
        await fiona.sees("Connected")
        async with here.http.get("/chat/people") as answer:
            other = next(p for p in await answer.json() if p["name"] == "Fiona")
        asker = Asker(http, connector, f"http://127.0.0.1:{here.bot_port}", other)
        idle, small_idle = await asker.waits(_TURNS, _PAUSE_SECONDS), await _small(fiona, "before.csv")
        memory_idle = memory_of(here)
        async with watched(here) as peak:
            began, content = time.perf_counter(), huge()
            await asyncio.gather(*(alex.send(f"huge{no}.csv", content) for no in range(FILES)))
            flood = asyncio.create_task(_all_read(alex, began))
            small = asyncio.create_task(_small(fiona, "meanwhile.csv"))
            flooded = await asker.waits(_TURNS, _PAUSE_SECONDS)
            small_flooded = await small
            all_read = await asyncio.wait_for(flood, _MAX_READ_SECONDS)
        crowded = await _crowd(Asker(http, connector, asker.bot, other, CONVERSATIONS))
        return Flood(
            memory_idle, peak.bytes, at(idle, 99), at(flooded, 99), small_idle, small_flooded, all_read, crowded
        )


async def _small(person: Person, name: str) -> float:
    """The seconds until a file of one row is read."""
    began = time.perf_counter()
    await person.send(name, b"Ext Key\n901\n")
    await read(person, name)
    return time.perf_counter() - began


async def _all_read(alex: Person, began: float) -> float:
    for no in range(FILES):
        await read(alex, f"huge{no}.csv")
    return time.perf_counter() - began


async def _crowd(asker: Asker) -> float:
    """The seconds until the last of many conversations gets its answer."""
    for _ in range(CONVERSATIONS // 20):
        await asyncio.gather(*(asker.wait() for _ in range(20)))
    return await asker.wait()
