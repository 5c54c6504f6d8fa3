"""How long a person waits for an answer, against a bare echo bot on the same machine, idle and while a big job runs."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from aiohttp import ClientError, ClientSession

from bench.bigjob import csv, planned
from bench.place import Size, admins, place
from tests.support.chat import Person
from tests.support.processes import ROOT, surroundings, world

PEOPLE = 9_000
_BETWEEN = 0.15  # seconds from one question to the next: a thread takes 60 messages in 30 s of the sandbox's time


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds people waited, sorted by nothing."""

    ours: list[float]
    echo: list[float]

    def ratio(self, percent: int) -> float:
        """Our percentile over the echo bot's."""
        return at(self.ours, percent) / at(self.echo, percent)


def at(waits: list[float], percent: int) -> float:
    """A percentile."""
    return quantiles(waits, n=100, method="inclusive")[percent - 1]


async def measure(home: Path, speed: float, turns: int) -> tuple[Waits, Waits]:
    """Waits while nothing else is done, and while a job of some thousand lines runs; the two bots take turns."""
    async with _echo(home / "echo", speed) as friend, place(home / "ours", Size(speed, PEOPLE + 5)) as here:
        alex, sam = await admins(here)
        await _sample(alex, friend, 20)
        idle = await _sample(alex, friend, turns)
        await planned(alex, "big.csv", csv(PEOPLE))
        await alex.click("Send for approval")
        await sam.until(lambda m: "Approve" in m.actions, "the request")
        await sam.click("Approve")
        busy = await _sample(sam, friend, turns)
        over = any("Result as a file" in m.actions for m in await alex.messages())
        if over:
            raise RuntimeError("the job ended before the last turn was measured: make it bigger")
    return idle, busy


async def _sample(ours: Person, echo: Person, turns: int) -> Waits:
    waits = Waits([], [])
    for _ in range(turns):
        for person, found in ((ours, waits.ours), (echo, waits.echo)):
            found.append(await _wait(person))
            await asyncio.sleep(_BETWEEN)
    return waits


async def _wait(person: Person) -> float:
    """Seconds from the question until the answer shows in the chat."""
    here = f"/chat/{person.name}/messages"
    async with person.http.get(here, params={"after": 0, "wait": 0}) as answer:
        body = await answer.json()
    seq, known = body["seq"], {m["id"] for m in body["messages"]}
    started = time.perf_counter()
    asking = asyncio.create_task(_ask(person, here))
    while True:
        async with person.http.get(here, params={"after": seq, "wait": 5}) as answer:
            body = await answer.json()
        seq = body["seq"]
        if any(m["from"] == "bot" and m["id"] not in known and _answers(m) for m in body["messages"]):
            waited = time.perf_counter() - started
            await asking
            return waited


async def _ask(person: Person, here: str) -> None:
    async with person.http.post(here, json={"text": "help"}) as answer:
        answer.raise_for_status()


def _answers(message: dict[str, object]) -> bool:
    """Whether it is what was asked for, and not a notice that came in between."""
    text = str(message)
    return "You said: help" in text or "What you can say" in text


@asynccontextmanager
async def _echo(home: Path, speed: float) -> AsyncIterator[Person]:
    home.mkdir(parents=True)
    # As many people as in the other world: the sandbox takes longer to find somebody in a crowd.
    with world(home, speed, PEOPLE + 5, PEOPLE + 5) as here, (home / "echo.log").open("ab") as log:
        asked = [sys.executable, "-m", "bench.echo", str(here.bot_port)]
        bot = subprocess.Popen(asked, cwd=ROOT, env=surroundings(home), stdout=log, stderr=log)
        try:
            async with ClientSession(here.url) as http:
                await _healthy(http, f"http://127.0.0.1:{here.bot_port}/healthz")
                async with http.post("/chat/Alex/install", json={}) as answer:
                    answer.raise_for_status()
                yield Person("Alex", http)
        finally:
            bot.terminate()
            bot.wait(20)


async def _healthy(http: ClientSession, url: str) -> None:
    while True:
        try:
            async with http.get(url) as answer:
                if answer.status == 200:
                    return
        except ClientError:
            await asyncio.sleep(0.05)
