"""Two processes write to one SQLite file: who answers people never waits for more than the write that is under way."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from services.store.file_lock import FileLock
from services.store.write_order import WriteOrder
from tests.support.virtual import virtually


def order(folder: Path, *, first: bool) -> WriteOrder:
    """As a process of its own has it: two locks of one process on one file keep each other out, too."""
    return WriteOrder(FileLock(folder / "wanted"), FileLock(folder / "writing"), first=first)


def test_who_answers_waits_for_one_write_only(tmp_path: Path) -> None:
    async def crowded() -> list[tuple[str, float]]:
        worker, front = order(tmp_path, first=False), order(tmp_path, first=True)
        loop, seen = asyncio.get_running_loop(), list[tuple[str, float]]()

        async def job() -> None:
            for _ in range(50):
                async with worker.turn():
                    seen.append(("job", loop.time()))
                    await asyncio.sleep(0.02)

        async def answers() -> None:
            for at in range(10):
                await asyncio.sleep(0.1)
                asked = loop.time()
                async with front.turn():
                    seen.append((f"answer {at}", loop.time() - asked))
                    await asyncio.sleep(0.02)

        await asyncio.gather(job(), answers())
        return seen

    seen = virtually(crowded())
    waits = [at for name, at in seen if name != "job"]
    assert len(waits) == 10
    assert max(waits) < 0.023, "at most the write that was under way, and one look"
    assert len(seen) == 60, "jobs write, too"


def test_who_waits_too_long_goes_on(tmp_path: Path) -> None:
    async def frozen() -> float:
        worker, front = order(tmp_path, first=False), order(tmp_path, first=True)
        async with worker.turn(), front.turn():
            return asyncio.get_running_loop().time()

    assert virtually(frozen()) == pytest.approx(5.0, abs=0.01)


def test_who_gives_up_leaves_the_way_free(tmp_path: Path) -> None:
    async def given_up() -> float:
        worker, front = order(tmp_path, first=False), order(tmp_path, first=True)
        async with worker.turn():
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5), front.turn():
                    raise AssertionError("the worker writes")
        before = asyncio.get_running_loop().time()
        async with worker.turn():
            return asyncio.get_running_loop().time() - before

    assert virtually(given_up()) < 0.01
