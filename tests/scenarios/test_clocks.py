"""Somebody sets the machine's clock in the middle of a job: nothing stands still, is sent twice, or fails for it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.crash.crowd import LINES, crowd_csv
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
        assert f"{LINES} done" in closing.words, closing.words
        assert set((await place.effects()).values()) == {1}


async def happened(place: Town, kind: str) -> None:
    """Come back when something of this kind had an effect."""

    async def some() -> bool:
        return any(key.startswith(kind) for key in await place.effects())

    await until(some, f"an effect of {kind}")
