"""The database goes away, or has no room left: no effect without a record, and the job goes on by itself."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url

from tests.crash.crowd import LINES, Crowd, crowd_csv
from tests.support.processes import until
from tests.support.town import Town, town
from tests.workers.fleet import Fleet
from tests.workers.proxy import line

SECONDS = float(os.environ.get("SWITCHBOARD_TESTS_AWAY", "2"))  # how long the database is away


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.crash
async def test_the_database_is_away_in_the_middle_of_a_job(ships: Fleet) -> None:
    url = make_url(ships.environment["SWITCHBOARD_DATABASE_URL"])
    async with line(url.host or "", url.port or 5432) as cable:
        through = url.set(port=cable.port).render_as_string(hide_password=False)
        ships.environment = {**ships.environment, "SWITCHBOARD_DATABASE_URL": through}
        serve = await ships.serve()
        crowd = await Crowd.at(ships)
        await crowd.approved()
        await ships.begun("upload:")
        await cable.cut()
        await until(lambda: _health(ships, 503), "health tells")
        assert "connection" in (await _said(ships))["why"]
        ended = await ships.settled()
        await asyncio.sleep(SECONDS)
        assert await ships.effects() == ended, "something was sent while nothing could be recorded"
        await cable.mend()
        await until(lambda: _health(ships, 200), "health is good again")
        await crowd.check()
        assert serve.runs
        await ships.stop_one("serve")
    assert len(serve.log.read_text().splitlines()) < 60 * max(1.0, SECONDS / 2), "the log is flooded"


@pytest.mark.slow
async def test_the_disk_is_full_in_the_middle_of_a_job(tmp_path: Path) -> None:
    async with town(tmp_path, people=LINES, numbers=LINES) as place:
        alex, sam = await place.connected("Alex"), await place.person("Sam")
        await alex.send("crowd.csv", crowd_csv())
        await alex.sees("Send for approval")
        await alex.click("Send for approval")
        await sam.sees("Please check this plan", "Alex")
        await place.fault(system="cpaas", kind="slow", match="POST .*batchCreate", times=1, seconds=0.5)
        await sam.click("Approve")
        disk = Disk(place)
        await until(lambda: _created(place), "the first step is sent")
        await disk.fill()
        await until(disk.refused, "a write is refused")
        await until(lambda: _full(place), "health tells")
        await _settled(place)
        await disk.refused()
        await until(disk.refused_again, "the job tries again")
        # What fits into pages that are there can still be recorded and sent: nothing else may have had an effect.
        effects, recorded = await place.effects(), await _recorded(place)
        for what, most in recorded.items():
            had = sum(key.startswith(f"{what}:") for key in effects)
            assert had <= most, f"{what}: {had} effects, {most} on record"
        disk.empty()
        await alex.sees("Result as a file", f"{LINES} assigned")
        effects = await place.effects()
        assert all(count == 1 for count in effects.values()), effects


class Disk:
    """The store's file may not grow any more, from `fill` until `empty`."""

    def __init__(self, place: Town) -> None:
        self._db = place.bot.store.db
        self._pages = 0
        self._refusals = 0
        self._seen = 0
        event.listen(self._db.engine.sync_engine, "begin", self._limit)
        event.listen(self._db.engine.sync_engine, "handle_error", self._count)

    async def fill(self) -> None:
        """Not one page more."""
        async with self._db.read() as session:
            connection = await session.connection()
            self._pages = int((await connection.exec_driver_sql("PRAGMA page_count")).scalar_one())

    def empty(self) -> None:
        """Room again."""
        self._pages = 2**30

    async def refused(self) -> bool:
        """Whether a write was refused."""
        self._seen = self._refusals
        return self._refusals > 0

    async def refused_again(self) -> bool:
        """Whether more were refused since."""
        return self._refusals > self._seen + 1

    def _limit(self, connection: Any) -> None:
        if self._pages:
            connection.exec_driver_sql(f"PRAGMA max_page_count={self._pages}")

    def _count(self, context: Any) -> None:
        if "full" in str(context.original_exception):
            self._refusals += 1


async def _created(place: Town) -> bool:
    return any(key.startswith("extension.create:") for key in await place.effects())


async def _settled(place: Town) -> dict[str, int]:
    """What had an effect, once what was under way (its intent is on record) has had its own."""
    before: dict[str, int] = {}
    while (now := await place.effects()) != before:
        before = now
        await asyncio.sleep(1.0)
    return now


async def _recorded(place: Town) -> dict[str, int]:
    """How many lines' writes of each kind the ledger knows of: about to be sent, or more."""
    job = (await place.bot.store.ledger.recent(place.tenant().id, 1))[0]
    entries = await place.bot.store.ledger.entries(job.id)
    kinds = ("extension.create", "number.map", "upload")
    return {
        kind: sum(e.step > at or (e.step == at and e.phase != "todo") for e in entries) for at, kind in enumerate(kinds)
    }


async def _full(place: Town) -> bool:
    return "full" in await place.bot.store.db.trouble()


async def _health(ships: Fleet, status: int) -> bool:
    async with ships.http.get(f"http://127.0.0.1:{ships.bot_port}/healthz") as answer:
        return answer.status == status


async def _said(ships: Fleet) -> dict[str, str]:
    async with ships.http.get(f"http://127.0.0.1:{ships.bot_port}/healthz") as answer:
        found: dict[str, str] = await answer.json()
        return found
