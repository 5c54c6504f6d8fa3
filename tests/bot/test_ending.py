"""A process ends when it is told to, even while it starts, and takes every step of the end whatever one meets."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import psycopg
import pytest
import yaml
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.ending import END_SECONDS, ended, until_asked
from bot.up import sandbox_environment
from tests.support.processes import PATIENCE, ROOT, Program, free_port, surroundings, until

AWAY = OperationalError("SELECT 1", {}, psycopg.OperationalError("the connection is closed"))


class Steps:
    """The steps of an end, some of which fail."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.taken = 0

    async def good(self) -> None:
        """Take it."""
        self.taken += 1

    async def bad(self) -> None:
        """Take it, and fail."""
        self.taken += 1
        raise self.errors.pop(0)


async def test_every_step_of_the_end_is_taken_and_the_first_error_told() -> None:
    steps = Steps(ValueError("one"), KeyError("two"))
    with capture_logs() as logs, pytest.raises(ValueError, match="one"):
        await ended(steps.good, steps.bad, steps.bad, steps.good)
    assert steps.taken == 4
    assert [(each["log_level"], each["step"]) for each in logs] == [("error", "Steps.bad")] * 2


async def test_a_database_that_is_away_is_told_and_no_error() -> None:
    steps = Steps(AWAY)
    with capture_logs() as logs:
        await ended(steps.bad, steps.good)
    assert steps.taken == 2
    assert [(each["log_level"], each["why"]) for each in logs] == [("warning", "the connection is closed")]


async def test_a_step_that_hangs_keeps_none_from_being_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ending._STEP_SECONDS", 0.05)
    steps = Steps()
    with capture_logs() as logs, pytest.raises(TimeoutError):
        await ended(asyncio.Event().wait, steps.good)
    assert steps.taken == 1
    assert [each["step"] for each in logs] == ["Event.wait"]


def test_it_leaves_by_itself_before_it_is_killed() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    graces = [services[name]["stop_grace_period"] for name in ("serve", "worker")]
    assert [float(grace.removesuffix("s")) > END_SECONDS for grace in graces] == [True, True]
    leaves = "from bot import ending; ending.END_SECONDS = 0.1; ending.end_in_time(); input()"
    with subprocess.Popen([sys.executable, "-c", leaves], cwd=ROOT, stdin=PIPE, stdout=PIPE) as program:
        assert program.wait(PATIENCE) == 1
        assert program.stdout is not None
        assert b"the end takes too long" in program.stdout.read()


@pytest.mark.parametrize("kind", ["serve", "worker"])
def test_it_can_be_told_to_end_before_anything_is_under_way(kind: str) -> None:
    told = "program.load = lambda: os.kill(os.getpid(), signal.SIGTERM)"
    runs = f"import os, signal, sys; import bot.__main__ as program; {told}; sys.argv[1:] = ['{kind}']; program.main()"
    assert subprocess.run([sys.executable, "-c", runs], cwd=ROOT, check=False).returncode == 0


async def test_it_runs_until_it_is_asked() -> None:
    begun, asked = asyncio.Event(), asyncio.Event()

    async def begin() -> None:
        begun.set()

    running = asyncio.create_task(until_asked(begin(), asked))
    await begun.wait()
    await asyncio.sleep(0.01)
    assert not running.done()
    asked.set()
    await running


async def test_who_is_asked_while_it_starts_breaks_off() -> None:
    broken_off = asyncio.Event()

    async def begin() -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            await asyncio.Event().wait()
        finally:
            broken_off.set()

    async with asyncio.timeout(60.0):
        await until_asked(begin(), asyncio.Event())
    assert broken_off.is_set()


async def test_what_fails_at_the_start_is_raised() -> None:
    async def begin() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await until_asked(begin(), asyncio.Event())


@pytest.mark.crash
@pytest.mark.slow
@pytest.mark.parametrize("kind", ["serve", "worker"])
async def test_it_can_be_told_to_end_while_it_waits_for_the_database(kind: str, tmp_path: Path) -> None:
    settings = sandbox_environment(free_port(), "http://127.0.0.1:1", 1.0, tmp_path)
    settings["SWITCHBOARD_DATABASE_URL"] = f"postgresql://nobody@127.0.0.1:{free_port()}/nothing"
    program = Program([kind], {**surroundings(tmp_path), **settings}, tmp_path / f"{kind}.log")

    async def waits() -> bool:
        assert program.runs, program.last_words
        return "waiting for the database" in program.last_words

    try:
        await until(waits, "it waits for the database")
        assert await asyncio.to_thread(program.end, signal.SIGTERM) == 0, program.last_words
        assert "asked to end" in program.last_words
    finally:
        program.end(signal.SIGKILL)
