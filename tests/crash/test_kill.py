"""Kill -9 in the middle of a job: the bot comes back and every line is done, each effect exactly once."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from pathlib import Path

import pytest

from tests.crash.crowd import LINES, WRITES, Crowd
from tests.support.processes import until

pytestmark = pytest.mark.crash


@pytest.mark.slow
async def test_killed_in_the_middle(crowd: Crowd) -> None:
    await crowd.hold("assign")
    await crowd.approved()
    await crowd.halfway("assign")
    await crowd.place.kill()
    await crowd.place.boot()
    await crowd.check()


@pytest.mark.slow
async def test_killed_while_each_write_waits_for_its_answer(crowd: Crowd) -> None:
    """The write had its effect, nobody heard the answer: the ledger says `intent`, and reading back decides."""
    for kind in WRITES:
        await crowd.silence(kind)
    await crowd.approved()
    for kind in WRITES:
        await crowd.halfway(kind)
        await crowd.place.kill()
        await crowd.place.boot()
    await crowd.check()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["kill", pytest.param("stop", marks=pytest.mark.slow)])
async def test_ended_while_the_plan_is_made(crowd: Crowd, how: str) -> None:
    await crowd.place.fault(system="cpaas", kind="slow", match="GET .*members", times=1, seconds=60)
    await crowd.send()
    await crowd.alex.sees("crowd.csv")
    await until(lambda: _struck(crowd), "the plan is being made")
    await (crowd.place.kill() if how == "kill" else crowd.place.stop())
    await crowd.place.boot()
    await crowd.ask()
    plans = [m for m in await crowd.alex.messages() if "crowd.csv" in m.words]
    assert len(plans) == 1, await crowd.alex.transcript()


@pytest.mark.slow
async def test_killed_before_the_first_answer(crowd: Crowd) -> None:
    """The file was taken in, but nobody heard of it: what came of it is told all the same, once."""
    await crowd.place.fault(system="teams", kind="timeout_before", match="POST .*/activities", times=1, seconds=60)
    sent = asyncio.create_task(crowd.send())
    await until(lambda: _struck(crowd), "the first answer is being sent")
    await crowd.place.kill()
    await sent
    await crowd.place.boot()
    await crowd.ask()
    plans = [m for m in await crowd.alex.messages() if "crowd.csv" in m.words]
    assert len(plans) == 1, await crowd.alex.transcript()


@pytest.mark.slow
async def test_killed_right_after_the_yes(crowd: Crowd, tmp_path: Path) -> None:
    await crowd.send()
    await crowd.ask()
    clicked = asyncio.create_task(crowd.sam.click("Approve"))
    await asyncio.to_thread(_until_approved, tmp_path / "switchboard.db")
    await crowd.place.kill()
    await asyncio.gather(clicked, return_exceptions=True)  # it may have been answered, or not
    await crowd.place.boot()
    await crowd.check()
    await crowd.sam.sees("Approved", "Sam")


@pytest.mark.slow
async def test_killed_again_and_again(crowd: Crowd) -> None:
    rng = random.Random(20)
    # Held before its end, so that no kill falls between a closing message and the note that it was sent.
    await crowd.hold("assign", times=None)
    await crowd.approved()
    for _ in range(3):
        await asyncio.sleep(rng.uniform(0.0, 0.6))
        await crowd.place.kill()
        await crowd.place.boot()
    await crowd.place.calm()
    await crowd.place.kill()
    await crowd.place.boot()
    await crowd.check()


@pytest.mark.slow
async def test_killed_while_the_remote_side_is_ill(crowd: Crowd) -> None:
    await crowd.silence("upload")
    await crowd.hold("assign")
    await crowd.approved()
    for system in ("graph", "operator", "cpaas"):
        await crowd.place.fault(system=system, kind="after", status=500, probability=0.1)
        await crowd.place.fault(system=system, kind="timeout", probability=0.05, seconds=0.2)
    await crowd.halfway("upload")
    await crowd.place.kill()
    await crowd.place.boot()
    await crowd.halfway("assign")
    await crowd.place.kill()
    await crowd.place.boot()
    await crowd.check()


@pytest.mark.slow
async def test_stopped_in_good_order_and_started_again(crowd: Crowd) -> None:
    await crowd.hold("assign")
    await crowd.approved()
    await crowd.halfway("assign")
    await crowd.place.stop()
    assert '"exception"' not in crowd.place.log.read_text()
    left = LINES - len(await crowd.place.effects("assign:"))
    await crowd.place.boot()
    await crowd.check()
    assert left > 0


async def _struck(crowd: Crowd) -> bool:
    async with crowd.place.http.get("/sandbox/faults") as answer:
        return any(rule["used"] for rule in await answer.json())


def _until_approved(database: Path) -> None:
    """Watch the database as closely as it goes, so that the kill comes between the decision and its job."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=30) as connection:
        for _ in range(1_000_000):
            if connection.execute(
                "SELECT count(*) FROM plans WHERE state = 'approved' AND title LIKE 'crowd%'"
            ).fetchone()[0]:
                return
    raise AssertionError("the plan was never approved")
