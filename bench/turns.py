"""Measures how long an answer takes, against a bare echo bot on the same machine, idle and while a big job runs.

Activities go directly to both bots, and their answers directly to a connector in this process, without the sandbox and
its chat. Conversations alternate, since Teams allows each only a few messages a second.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from statistics import quantiles
from typing import Any

from aiohttp import ClientError, ClientSession, web

from bench.bigjob import csv, planned
from bench.place import Size, admins, place
from tests.support.chat import Person, Shown
from tests.support.postgres import fresh_database
from tests.support.processes import ROOT, Machines, Program, free_port, surroundings, until

PEOPLE = 5_000
FILES = 8
FILE_LINES = 1_000
_CONVERSATIONS = 30
_PAUSE_SECONDS = 0.1
_MAX_WAIT_SECONDS = 30.0
_no = count()


@dataclass(frozen=True, slots=True)
class Waits:
    """The seconds from each question to its answer, in the order of asking."""

    ours: list[float]
    echo: list[float]

    def ratio(self, percent: int) -> float:
        """Our percentile divided by the echo bot's."""
        return at(self.ours, percent) / at(self.echo, percent)


def at(waits: list[float], percent: int) -> float:
    """The value at this percentile."""
    return quantiles(waits, n=100, method="inclusive")[percent - 1]


@dataclass
class Connector:
    """The connector to which a bot sends its answers."""

    url: str = ""
    waiting: dict[str, asyncio.Future[float]] = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.Response:
        """Note an answer; typing indicators don't count."""
        body = await request.json()
        waits = self.waiting.get(request.match_info["conversation"])
        if body.get("type") == "message" and waits and not waits.done():
            waits.set_result(time.perf_counter())
        return web.json_response({"id": f"answer-{next(_no)}"})


@dataclass(frozen=True, slots=True)
class Asker:
    """A person of the directory who asks the bot at `bot`."""

    http: ClientSession
    connector: Connector
    bot: str
    person: dict[str, str]
    conversations: int = _CONVERSATIONS
    text: str = "help"

    async def ask(self) -> int:
        """Ask without waiting for the message; the HTTP status."""
        no = next(_no)
        question = self._question(no, f"a:bench-{self.person['id']}")
        async with self.http.post(f"{self.bot}/api/messages", json=question) as answer:
            return answer.status

    async def wait(self) -> float:
        """Ask, and return the seconds until the answer came."""
        no = next(_no)
        conversation = f"a:bench-{no % self.conversations}"
        heard = self.connector.waiting[conversation] = asyncio.get_running_loop().create_future()
        started = time.perf_counter()
        async with self.http.post(f"{self.bot}/api/messages", json=self._question(no, conversation)) as answer:
            answer.raise_for_status()
        return await asyncio.wait_for(heard, _MAX_WAIT_SECONDS) - started

    async def waits(self, turns: int, between: float) -> list[float]:
        """The seconds to each answer, for questions asked one after the other with a pause `between`."""
        waits = []
        for _ in range(turns):
            waits.append(await self.wait())
            await asyncio.sleep(between)
        return waits

    def _question(self, no: int, conversation: str) -> dict[str, Any]:
        tenant = self.person["tenantId"]
        return {
            "type": "message",
            "id": f"bench-{no}",
            "serviceUrl": f"{self.connector.url}/",
            "channelId": "msteams",
            "from": {"id": f"29:{self.person['id']}", "name": self.person["name"], "aadObjectId": self.person["id"]},
            "conversation": {"id": conversation, "tenantId": tenant, "conversationType": "personal"},
            "recipient": {"id": "28:7d1f4c52-8a0e-5b1c-9d53-3c1b5f0e6a21", "name": "Switchboard"},
            "channelData": {"tenant": {"id": tenant}},
            "locale": "en-SG",
            "text": self.text,
            "textFormat": "plain",
        }


async def alone(home: Path, speed: float, turns: int) -> tuple[Waits, Waits]:
    """The waits while the bot is idle, and while a job runs and files are read, on SQLite."""
    async with place(home / "ours", Size(speed, PEOPLE + 5)) as here:
        return await _measure(here, home, turns)


async def beside_a_worker(home: Path, speed: float, turns: int) -> tuple[Waits, Waits]:
    """The same waits where a worker runs the job, on PostgreSQL."""
    with fresh_database() as url:
        async with place(home / "ours", Size(speed, PEOPLE + 5), url, SWITCHBOARD_JOBS="0") as here:
            worker = Program(["worker"], here.environment, here.log)
            try:
                return await _measure(here, home, turns)
            finally:
                await asyncio.to_thread(worker.end, signal.SIGKILL)


async def _measure(here: Machines, home: Path, turns: int) -> tuple[Waits, Waits]:
    """The waits while the bot is idle, and while a job of some thousand lines runs and files are read.

    The two bots are asked alternately.
    """
    async with connected() as connector, _echo(home / "echo") as echo, ClientSession() as http:
        alex, sam = await admins(here)
        async with here.http.get("/chat/people") as answer:
            kim = next(p for p in await answer.json() if p["name"] == "Kim")
        ours = Asker(http, connector, f"http://127.0.0.1:{here.bot_port}", kim)
        friend = Asker(http, connector, echo, kim)
        await _sample(ours, friend, 20)
        idle = await _sample(ours, friend, turns)
        await planned(alex, "big.csv", csv(PEOPLE))
        await alex.click("Send for approval")
        await sam.until(lambda m: "Approve" in m.actions, "the request")
        approving = asyncio.create_task(sam.click("Approve"))
        reading = asyncio.create_task(_read_files(alex))
        busy = await _sample(ours, friend, turns)
        await approving
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        if any("Result as a file" in m.actions and "big.csv" in m.words for m in await alex.messages()):
            raise RuntimeError("the job ended before the last turn was measured: make it bigger")
    return idle, busy


async def _read_files(alex: Person) -> None:
    """Send eight files at once, and again once they are planned, until cancelled."""
    for no in count():
        names = [f"part{no}-{part}.csv" for part in range(FILES)]
        await asyncio.gather(*(alex.send(name, csv(FILE_LINES)) for name in names))
        for name in names:
            await read(alex, name)


async def read(person: Person, name: str) -> Shown:
    """Wait until the file of this name is read, whatever the result."""
    return await person.until(lambda m: name in m.words and m.raw["edited"], f"what came of {name}")


async def _sample(ours: Asker, echo: Asker, turns: int) -> Waits:
    waits = Waits([], [])
    for _ in range(turns):
        for asker, found in ((ours, waits.ours), (echo, waits.echo)):
            found.append(await asker.wait())
            await asyncio.sleep(_PAUSE_SECONDS)
    return waits


@asynccontextmanager
async def connected() -> AsyncIterator[Connector]:
    connector = Connector()
    app = web.Application()
    for tail in ("", "/{activity}"):
        app.router.add_post(f"/v3/conversations/{{conversation}}/activities{tail}", connector.take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    connector.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield connector
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _echo(home: Path) -> AsyncIterator[str]:
    home.mkdir(parents=True)
    port = free_port()
    with (home / "echo.log").open("ab") as log:
        asked = [sys.executable, "-m", "bench.echo", str(port)]
        bot = subprocess.Popen(asked, cwd=ROOT, env=surroundings(home), stdout=log, stderr=log)
        try:
            url = f"http://127.0.0.1:{port}"
            await _healthy(f"{url}/healthz")
            yield url
        finally:
            bot.terminate()
            bot.wait(20)


async def _healthy(url: str) -> None:
    async with ClientSession() as http:

        async def well() -> bool:
            try:
                async with http.get(url) as answer:
                    return answer.status == 200
            except ClientError:
                return False

        await until(well, f"{url} answers")
