"""The same house on PostgreSQL: the road, and a kill -9 in the middle of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.crowd import Crowd
from tests.support.postgres import fresh_database
from tests.support.processes import World, machines
from tests.support.town import town

pytestmark = pytest.mark.postgres

SEED = Path(__file__).parent.parent / "data" / "seed-bulk.xlsx"


@pytest.fixture
def database_url() -> Iterator[str]:
    """An empty PostgreSQL database."""
    with fresh_database() as url:
        yield url


@pytest.mark.slow
async def test_guides_table_becomes_working_lines(database_url: str, tmp_path: Path) -> None:
    async with town(tmp_path, SWITCHBOARD_DATABASE_URL=database_url) as place:
        alex, sam = await place.connected("Alex"), await place.person("Sam")
        await alex.send(SEED.name, SEED.read_bytes())
        await alex.sees("Send for approval")
        await alex.click("Send for approval")
        await sam.sees("Please check this plan", "Alex")
        await sam.click("Approve")
        await alex.sees("Result as a file", "4 done")
        assert {n: record["holder"] for n, record in (await place.in_teams()).items()} == {
            "+6567891230": "John",
            "+6567891231": "Alice",
            "+6567891232": "Resource Account",
        }
        assert (await place.bot.store.checkpoints.verify(place.tenant().id)).good


@pytest.mark.slow
@pytest.mark.crash
async def test_killed_in_the_middle(crowded_world: World, database_url: str, tmp_path: Path) -> None:
    async with machines(crowded_world, tmp_path, database_url) as place:
        crowd = await Crowd.at(place)
        await crowd.silence("upload")
        await crowd.hold("assign")
        await crowd.approved()
        for kind in ("upload", "assign"):
            await crowd.halfway(kind)
            await place.kill()
            await place.boot()
        await crowd.check()
