"""A new version of the workflows finishes what the old one began, every line once."""

from __future__ import annotations

import pytest

from tests.crash.crowd import Crowd
from tests.workers.fleet import Fleet

pytestmark = [pytest.mark.crash, pytest.mark.slow]


async def test_the_next_version_finishes_the_job(boat: Fleet) -> None:
    await boat.serve(version="1")
    crowd = await Crowd.at(boat)
    await crowd.hold("assign")
    await crowd.approved()
    await boat.struck()
    await boat.end("serve")
    await boat.serve(version="2")
    await crowd.check()


@pytest.mark.postgres
async def test_a_worker_of_the_next_version_takes_over_while_the_old_serve_lives(ships: Fleet) -> None:
    await ships.serve(version="1", SWITCHBOARD_JOBS="0")
    await ships.worker("old", version="1")
    crowd = await Crowd.at(ships)
    await crowd.hold("assign")
    await crowd.approved()
    await ships.struck()
    await ships.worker("new", version="2")
    assert ships.holder("slice") == "old", "a living version keeps its work"
    await ships.end("old")
    await crowd.check()
    assert '"taken over"' in (ships.programs["new"].log.read_text())
