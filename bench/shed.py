"""Measures another tenant's `whoami` while one tenant's people send 500 activities a second."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import ClientError, ClientSession, TCPConnector

from bench.place import Size, place
from bench.turns import Asker, at, connected

A_SECOND = 500
SECONDS = 10.0
_TURNS = 40
_PAUSE_SECONDS = 0.2  # so that nobody asks more often than a person may
_TICK_SECONDS = 0.02
_PEOPLE = 50
_CONNECTIONS = 200  # of the flood: the bot gives one address 250


@dataclass(frozen=True, slots=True)
class Shed:
    """Seconds: the median and p99 of the other tenant's `whoami`; and what the flood was answered, by status."""

    idle: float
    idle_p99: float
    flooded: float
    flooded_p99: float
    statuses: Counter[int]


async def measure(home: Path) -> Shed:
    """Measure idle first, then flooded, in one run, with the bot's default limits."""
    limits = {"SWITCHBOARD_TURNS_A_SECOND": "20"}
    async with (
        place(home, Size(1.0), **limits) as here,
        connected() as connector,
        ClientSession() as http,
        # Turns of the flood hold their connections while they wait: the other tenant's must not queue behind these.
        ClientSession(connector=TCPConnector(limit=_CONNECTIONS)) as many,
    ):
        async with here.http.get("/chat/people") as answer:
            people = {one["name"]: one for one in await answer.json()}
        bot = f"http://127.0.0.1:{here.bot_port}"
        other = Asker(http, connector, bot, people["Fiona"], text="whoami")
        loud = Asker(many, connector, bot, people["Alex"], text="whoami")
        idle = await other.waits(_TURNS, _PAUSE_SECONDS)
        statuses: Counter[int] = Counter()
        flood = asyncio.create_task(_flood(loud, statuses))
        flooded = await other.waits(_TURNS, _PAUSE_SECONDS)
        flood.cancel()
        await asyncio.gather(flood, return_exceptions=True)
    return Shed(at(idle, 50), at(idle, 99), at(flooded, 50), at(flooded, 99), statuses)


async def _flood(asker: Asker, statuses: Counter[int]) -> None:
    people = [
        replace(asker, person={**asker.person, "id": f"{no:08d}-0000-4000-8000-000000000000"}) for no in range(_PEOPLE)
    ]
    loop, no = asyncio.get_running_loop(), 0
    began = loop.time()
    async with asyncio.TaskGroup() as sent:
        while loop.time() - began < SECONDS:
            due = int((loop.time() - began) * A_SECOND)
            while no < due:
                sent.create_task(_one(people[no % _PEOPLE], statuses))
                no += 1
            await asyncio.sleep(_TICK_SECONDS)


async def _one(asker: Asker, statuses: Counter[int]) -> None:
    try:
        statuses[await asker.ask()] += 1
    except (ClientError, TimeoutError):
        statuses[0] += 1
