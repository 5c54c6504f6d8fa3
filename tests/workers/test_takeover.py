"""Work of a process that died for good is done by another, every line once."""

from __future__ import annotations

import pytest

from tests.crash.crowd import Crowd
from tests.support.processes import Program
from tests.workers.fleet import Fleet

pytestmark = [pytest.mark.postgres, pytest.mark.crash, pytest.mark.slow]


async def test_workers_die_one_after_another(ships: Fleet) -> None:
    await ships.serve(SWITCHBOARD_JOBS="0")
    await ships.worker("one")
    crowd = await Crowd.at(ships)
    await ships.fault(system="cpaas", kind="slow", match="GET .*members", times=1, seconds=60)
    await crowd.send()
    await ships.struck()
    assert ships.holder("draft") == "one"
    await ships.end("one")
    await ships.worker("two")
    await ships.worker("three")
    await crowd.ask()
    await crowd.hold("assign")
    await crowd.sam.click("Approve")
    await ships.struck()
    holder = ships.holder("slice")
    assert holder in ("two", "three")
    await ships.end(holder)
    await crowd.check()


async def test_two_serve_and_the_one_that_began_dies(ships: Fleet) -> None:
    await ships.serve("first")
    crowd = await Crowd.at(ships)
    await ships.serve("second")
    await ships.fault(system="graph", kind="slow", match="POST .*assignNumber", times=1, seconds=3)
    await crowd.approved()
    await ships.struck()
    # The job's own workflow lives in the process that heard the yes.
    assert ships.holder("job") == "first"
    await ships.end("first")
    await ships.serve("third")
    await crowd.check()


async def test_a_worker_on_sqlite_says_what_it_needs(boat: Fleet) -> None:
    log = boat.log
    log.touch()
    program = Program(["worker"], boat.environment, log)
    assert program.process.wait(30) == 2
    assert log.read_text().count("\n") == 1
    assert "Several processes need PostgreSQL" in log.read_text()
