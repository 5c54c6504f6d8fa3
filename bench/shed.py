"""Measures another tenant's `whoami` while one tenant's people send 500 activities a second."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from aiohttp import ClientError, ClientSession, TCPConnector

from bench.place import Size, place
from bench.turns import Asker, Connector, at, connected
from tests.support.processes import ROOT

A_SECOND = 500
SECONDS = 10.0
_TURNS = 40
_PAUSE_SECONDS = 0.2  # so that nobody asks more often than a person may
_TICK_SECONDS = 0.02
_PEOPLE = 50
_MAX_SENDING_SECONDS = 60.0
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
    async with place(home, Size(1.0), **limits) as here, connected() as connector, ClientSession() as http:
        async with here.http.get("/chat/people") as answer:
            people = {one["name"]: one for one in await answer.json()}
        bot = f"http://127.0.0.1:{here.bot_port}"
        other = Asker(http, connector, bot, people["Fiona"], text="whoami")
        idle = await other.waits(_TURNS, _PAUSE_SECONDS)
        flood = await _sender(bot, connector.url, people["Alex"])
        flooded = await other.waits(_TURNS, _PAUSE_SECONDS)
        told, _ = await asyncio.wait_for(flood.communicate(), _MAX_SENDING_SECONDS)
    statuses = Counter({int(status): times for status, times in json.loads(told).items()})
    return Shed(at(idle, 50), at(idle, 99), at(flooded, 50), at(flooded, 99), statuses)


async def _sender(bot: str, connector: str, person: dict[str, str]) -> Process:
    """The flood, from a process of its own, so that whoever measures doesn't wait for whoever sends.

    It gives way to the bot: real senders are on other machines.
    """
    asked = json.dumps({"bot": bot, "connector": connector, "person": person})
    flood = await asyncio.create_subprocess_exec(sys.executable, "-m", "bench.shed", asked, stdout=PIPE, cwd=ROOT)
    os.setpriority(os.PRIO_PROCESS, flood.pid, 10)
    return flood


async def _send(bot: str, connector: str, person: dict[str, str]) -> Counter[int]:
    statuses: Counter[int] = Counter()
    # Turns of the flood hold their connections while they wait.
    async with ClientSession(connector=TCPConnector(limit=_CONNECTIONS)) as many:
        await _flood(Asker(many, Connector(connector), bot, person, text="whoami"), statuses)
    return statuses


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


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_send(**json.loads(sys.argv[1])))))  # noqa: T201 - for the process that measures
