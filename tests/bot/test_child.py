"""The child that runs jobs is started again, ever later, and says what is wrong with it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.child import Backoff, WorkerProcess
from services.domain.errors import SwitchboardError
from tests.support.processes import until

READY = "import sys, os; os.write(1, b'ready\\n'); [None for _ in sys.stdin]"
NEWS = "import sys, os; os.write(1, b'ready\\nnews\\n'); [None for _ in sys.stdin]"
DEAF = "import os, signal, time; os.write(1, b'ready\\n'); time.sleep(60)"
BROKEN = "raise SystemExit(3)"
ECHO = "import sys, os; os.write(1, b'ready\\n'); os._exit(len(sys.stdin.readline()))"


def test_each_start_comes_twice_as_late_until_one_lasts() -> None:
    backoff = Backoff()
    assert [backoff.after(1.0) for _ in range(8)] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert [backoff.after(100.0), backoff.after(1.0)] == [0.5, 1.0]


@asynccontextmanager
async def child(code: str) -> AsyncIterator[WorkerProcess]:
    worker = WorkerProcess((sys.executable, "-c", code))
    await worker.start("")
    try:
        yield worker
    finally:
        await worker.stop()


async def test_all_is_well_once_it_is_ready_and_it_ends_with_its_input() -> None:
    async with child(READY) as worker:
        assert "is starting" in worker.trouble()

        async def well() -> bool:
            return not worker.trouble()

        await until(well, "the child is ready")


async def test_one_that_ends_is_told_with_its_code() -> None:
    async with child(BROKEN) as worker:

        async def told() -> bool:
            return "ended (3)" in worker.trouble()

        await until(told, "the end is told")


async def test_work_is_named_in_one_line() -> None:
    async with child(ECHO) as worker:

        async def well() -> bool:
            return not worker.trouble()

        await until(well, "the child is ready")
        await worker.begin("draft", "abc-0")

        async def heard() -> bool:
            return f"ended ({len('draft abc-0') + 1})" in worker.trouble()

        await until(heard, "the child heard the line")


async def test_one_that_does_not_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.child._STOP_SECONDS", 0.05)
    async with child(DEAF) as worker:

        async def well() -> bool:
            return not worker.trouble()

        await until(well, "the child is ready")


async def test_one_that_is_silent_is_killed_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.child._MAX_SILENCE_SECONDS", 0.3)
    async with child(DEAF) as worker:

        async def told() -> bool:
            return "ended (-9)" in worker.trouble()

        await until(told, "the silent child is ended")


async def test_nothing_can_be_begun_without_a_child() -> None:
    with pytest.raises(SwitchboardError, match="started again"):
        await WorkerProcess(("true",)).begin("job", "a-1")


async def test_one_that_cannot_be_started_is_told_and_tried_again_and_it_ends_all_the_same(tmp_path: Path) -> None:
    worker = WorkerProcess((str(tmp_path / "nowhere"),))
    await worker.start("")

    async def told() -> bool:
        return "FileNotFoundError" in worker.trouble()

    await until(told, "it is told")
    await worker.stop()


async def test_the_end_does_not_wait_until_the_child_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.child._FIRST_RESTART_SECONDS", 600.0)
    async with asyncio.timeout(60.0), child(BROKEN) as worker:

        async def told() -> bool:
            return "ended (3)" in worker.trouble()

        await until(told, "the end is told")


async def test_its_news_ring_the_bell() -> None:
    rung = asyncio.Event()
    worker = WorkerProcess((sys.executable, "-c", NEWS))
    worker.news.listen(rung.set)
    await worker.start("")
    async with asyncio.timeout(60.0):
        await rung.wait()
    await worker.stop()
