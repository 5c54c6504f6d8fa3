"""Two processes on one SQLite file: either may be killed, and a third one is refused."""

from __future__ import annotations

import os
import signal

import pytest
from aiohttp import ClientSession

from tests.crash.crowd import Crowd
from tests.support.processes import Program, free_port, until

pytestmark = pytest.mark.crash


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended and wasn't waited for doesn't."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


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


async def test_a_second_serve_on_the_same_file_is_refused(crowd: Crowd) -> None:
    log = crowd.place.log.parent / "second.log"
    environment = {**crowd.place.environment, "SWITCHBOARD_PORT": str(free_port())}
    second = Program(["serve"], environment, log)
    assert second.process.wait(30) == 2
    assert log.read_text().count("\n") == 1
    assert "This database is in use" in log.read_text()
    await crowd.alex.say("help")


async def unwell(crowd: Crowd) -> bool:
    """Whether `/healthz` says that no jobs are run."""
    async with ClientSession() as http, http.get(f"http://127.0.0.1:{crowd.place.bot_port}/healthz") as answer:
        return answer.status == 503 and (await answer.json())["status"] == "jobs"
