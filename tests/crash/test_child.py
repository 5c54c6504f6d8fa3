"""Two processes on one SQLite file: either may be killed, and a third one is refused."""

from __future__ import annotations

import os
import signal

import pytest
from aiohttp import ClientSession

from tests.crash.crowd import Crowd, crowd_csv
from tests.support.processes import Machines, Program, descendants, free_port, until
from tests.support.road import connects
from tests.workers.fleet import KEYS

pytestmark = pytest.mark.crash


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and wasn't waited for doesn't."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.slow
async def test_the_child_is_killed_in_the_middle_of_a_job(crowd: Crowd) -> None:
    bot = crowd.place.bot
    assert bot is not None
    await crowd.hold("assign")
    await crowd.approved()
    await crowd.halfway("assign")
    (child,) = bot.children()
    os.kill(child, signal.SIGKILL)
    await until(lambda: unwell(crowd), "the end of the child is told")
    assert "What you can say" in (await crowd.alex.say("help")).words, "people are answered meanwhile"
    await crowd.check()
    assert bot.children() != [child]
    log = bot.log.read_text()
    assert "ended, it is started again" in log


@pytest.mark.slow
async def test_the_child_is_killed_in_the_middle_of_a_file(crowd: Crowd) -> None:
    bot = crowd.place.bot
    assert bot is not None
    await crowd.place.fault(system="cpaas", kind="slow", match="GET .*members", times=1, seconds=60)
    await crowd.send()
    await until(lambda: struck(crowd), "the plan is being made")
    (child,) = bot.children()
    started = descendants(child)
    assert len(started) >= 2, "the process that others are forked from, and the one that reads the file"
    os.kill(child, signal.SIGKILL)
    await crowd.ask()
    assert len([m for m in await crowd.alex.messages() if "crowd.csv" in m.words]) == 1

    async def gone() -> bool:
        return not any(alive(pid) for pid in started)

    await until(gone, "what the child started ends with it")


@pytest.mark.slow
async def test_another_tenants_file_waits_for_no_flood(crowd: Crowd) -> None:
    fiona = await crowd.place.person("Fiona")
    await connects(fiona, KEYS["Fiona"], await fiona.say("connect"))
    await fiona.sees("Connected")
    await crowd.place.fault(system="cpaas", kind="slow", match="GET .*members", times=1, seconds=60)
    for no in range(8):
        await crowd.alex.send(f"flood{no}.csv", crowd_csv())
    await until(lambda: struck(crowd), "the first file is being read")
    await fiona.send("one.csv", b"Ext Key\n901\n")
    await fiona.until(lambda m: "one.csv" in m.words and bool(m.raw["edited"]), "what came of the one row")
    assert not [m for m in await crowd.alex.messages() if "flood7.csv" in m.words and m.raw["edited"]]


@pytest.mark.slow
async def test_a_file_beyond_the_limit_is_refused_with_the_reason(crowd: Crowd) -> None:
    await crowd.place.stop()
    environment = {**crowd.place.environment, "SWITCHBOARD_FILE_SECONDS": "0.001"}
    again = Machines(crowd.place.url, crowd.place.http, crowd.place.bot_port, environment, crowd.place.log)
    try:
        await again.boot()
        await crowd.send()
        await crowd.alex.sees("That is too much at once", "0.001 seconds", "smaller parts")
    finally:
        await again.kill()


@pytest.mark.slow
async def test_the_parent_is_killed_and_the_child_ends(crowd: Crowd) -> None:
    bot = crowd.place.bot
    assert bot is not None
    await crowd.hold("assign")
    await crowd.approved()
    await crowd.halfway("assign")
    (child,) = bot.children()
    os.kill(bot.process.pid, signal.SIGKILL)
    await crowd.place.boot()
    await crowd.check()

    async def gone() -> bool:
        return not alive(child)

    await until(gone, "the child ends with its parent")


@pytest.mark.slow
async def test_a_second_serve_on_the_same_file_is_refused(crowd: Crowd) -> None:
    log = crowd.place.log.parent / "second.log"
    environment = {**crowd.place.environment, "SWITCHBOARD_PORT": str(free_port())}
    second = Program(["serve"], environment, log)
    assert second.process.wait(30) == 2
    assert log.read_text().count("\n") == 1
    assert "This database is in use" in log.read_text()
    await crowd.alex.say("help")


async def struck(crowd: Crowd) -> bool:
    """Whether a fault has struck."""
    async with crowd.place.http.get("/sandbox/faults") as answer:
        return any(rule["used"] for rule in await answer.json())


async def unwell(crowd: Crowd) -> bool:
    """Whether `/healthz` says that no jobs are run."""
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{crowd.place.bot_port}/healthz") as answer:
        return answer.status == 503 and (await answer.json())["status"] == "jobs"
