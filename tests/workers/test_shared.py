"""Workers share the tenants: one that has them all gives some away to another, and has them all when that one died."""

from __future__ import annotations

import psycopg
import pytest

from tests.support.processes import until
from tests.support.sheets import TEAMS, csv
from tests.workers.fleet import Fleet

pytestmark = [pytest.mark.postgres, pytest.mark.crash, pytest.mark.slow]

LINES = 600


def holders(ships: Fleet) -> set[str]:
    """The processes that work on a slice now."""
    query = "SELECT executor_id FROM dbos.workflow_status WHERE name = 'slice' AND status = 'PENDING'"
    with psycopg.connect(ships.environment["SWITCHBOARD_DATABASE_URL"]) as connection:
        return {str(row[0]).split("@")[0] for row in connection.execute(query)}


def share(ships: Fleet) -> int:
    """How many tenants' slices one process may have now."""
    with psycopg.connect(ships.environment["SWITCHBOARD_DATABASE_URL"]) as connection:
        row = connection.execute("SELECT worker_concurrency FROM dbos.queues WHERE name = 'slices'").fetchone()
        return int(row[0] or 0) if row else 0


async def test_a_second_worker_takes_a_tenant_over_while_both_jobs_run(ships: Fleet) -> None:
    # Slow enough that the jobs are still under way when the second worker comes.
    ships.environment = {**ships.environment, "SWITCHBOARD_SPEED": "5"}
    await ships.serve(SWITCHBOARD_JOBS="0")
    await ships.worker("first")
    alex, fiona = await ships.link("Alex"), await ships.link("Fiona")
    sam, felix = await ships.person("Sam"), await ships.person("Felix")
    many = [(str(1000 + i), str(6564000000 + i), f"Person {i + 1:04d}", TEAMS) for i in range(LINES)]
    few = [("101", "6568880001", "Farah", TEAMS), ("102", "6568880002", "Finn", TEAMS)]
    stale = {"system": "graph", "kind": "stale", "probability": 1.0}  # neither job sees its end before this is gone
    async with ships.http.post("/sandbox/faults", json=stale) as made:
        made.raise_for_status()
    for who, other, name, rows in ((alex, sam, "many.csv", many), (fiona, felix, "few.csv", few)):
        await who.send(name, csv(*rows))
        await who.sees("Send for approval", name)
        await who.click("Send for approval")
        await other.sees("Please check this plan", name)
        await other.click("Approve")

    async def both_at_one() -> bool:
        return holders(ships) == {"first"}

    await until(both_at_one, "the first worker has both")
    await ships.worker("second")

    async def shared() -> bool:
        return holders(ships) == {"first", "second"}

    await until(shared, "the second worker has one")
    assert share(ships) == 1
    await ships.end("second")

    async def one_has_room_for_all() -> bool:
        return share(ships) == 2 and holders(ships) == {"first"}

    await until(one_has_room_for_all, "the first worker may have both again")
    async with ships.http.delete("/sandbox/faults") as calm:
        calm.raise_for_status()
    await alex.sees("Result as a file", f"{LINES} assigned")
    await fiona.sees("Result as a file", "2 assigned")
    assert set((await ships.effects()).values()) == {1}
