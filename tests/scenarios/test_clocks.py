"""Somebody sets the machine's clock in the middle of a job: nothing stands still, is sent twice, or fails for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import select

from services.store.tables import NoticeRow
from tests.crash.crowd import LINES, crowd_csv
from tests.scenarios.test_notices import job_at_rest, show
from tests.support.processes import until
from tests.support.town import Town, town

STEP = 600.0


class Wall:
    """The machine's wall clock, which can be set."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._true = time.time
        self._off = 0.0
        monkeypatch.setattr(time, "time", lambda: self._true() + self._off)

    def step(self, seconds: float) -> None:
        """Set it by so much."""
        self._off += seconds


@pytest.mark.slow
@pytest.mark.parametrize("first", [-STEP, STEP], ids=["back and forth", "forth and back"])
async def test_a_clock_is_set_both_ways_in_the_middle_of_a_job(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: float
) -> None:
    wall = Wall(monkeypatch)
    async with town(tmp_path, people=LINES, numbers=LINES) as place:
        alex, sam = await place.connected("Alex"), await place.person("Sam")
        await alex.send("crowd.csv", crowd_csv())
        await alex.sees("Send for approval")
        await alex.click("Send for approval")
        await sam.sees("Approve", "Alex")
        # Some answers are lost, so that writes are in doubt while the clock is set.
        await place.fault(system="cpaas", kind="timeout", match="POST .*batchCreate", times=1, seconds=0.1)
        await place.fault(system="operator", kind="timeout", match="POST .*createOrUpdate", times=1, seconds=0.1)
        await sam.click("Approve")
        await happened(place, "extension.create:")
        wall.step(first)
        await happened(place, "upload:")
        wall.step(-first)
        await happened(place, "assign:")
        wall.step(first)
        closing = await alex.sees("Result as a file")
        assert f"{LINES} assigned" in closing.words, closing.words
        assert set((await place.effects()).values()) == {1}


async def happened(place: Town, kind: str) -> None:
    """Come back when something of this kind had an effect."""

    async def some() -> bool:
        return any(key.startswith(kind) for key in await place.effects())

    await until(some, f"an effect of {kind}")


@pytest.mark.slow
async def test_a_notice_that_was_put_off_arrives_though_the_clock_is_set_back(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    wall = Wall(monkeypatch)
    alex = await job_at_rest(place)
    await place.fault(system="teams", kind="503", match="POST .*/activities")
    show(place)

    async def put_off() -> bool:
        async with place.bot.store.db.read() as session:
            due = await session.scalar(select(NoticeRow.due_at).where(NoticeRow.kind == "closing"))
        return bool(due)

    await until(put_off, "the closing message is put off")
    wall.step(-STEP)
    await place.calm()
    await alex.sees("Result as a file", "4 done")
