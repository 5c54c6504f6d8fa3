"""A tenant with many lines doesn't hold up one with few, on one and the same worker."""

from __future__ import annotations

import pytest

from tests.support.sheets import TEAMS, csv
from tests.workers.fleet import Fleet

pytestmark = [pytest.mark.postgres, pytest.mark.crash, pytest.mark.slow]

LINES = 600


async def test_a_small_job_ends_while_a_big_one_runs(ships: Fleet) -> None:
    # Slow enough that the big job takes seconds at its tenant's limits.
    ships.environment = {**ships.environment, "SWITCHBOARD_SPEED": "5"}
    await ships.serve(SWITCHBOARD_JOBS="0")
    await ships.worker("only")
    alex, fiona = await ships.link("Alex"), await ships.link("Fiona")
    sam, felix = await ships.person("Sam"), await ships.person("Felix")
    big = [(str(1000 + i), str(6564000000 + i), f"Person {i + 1:04d}", TEAMS) for i in range(LINES)]
    small = [("101", "6568880001", "Farah", TEAMS), ("102", "6568880002", "Finn", TEAMS)]
    for who, name, rows in ((alex, "big.csv", big), (fiona, "small.csv", small)):
        await who.send(name, csv(*rows))
        await who.sees("Send for approval", name)
        await who.click("Send for approval")
    await sam.sees("Approve", "big.csv")
    await felix.sees("Approve", "small.csv")
    await sam.click("Approve")
    await ships.begun("extension.create:")
    await felix.click("Approve")
    await fiona.sees("Result as a file", "2 assigned")
    assert not [m for m in await alex.messages() if "Result as a file" in m.actions and "big.csv" in m.words], (
        "the big job was too quick"
    )
    await alex.sees("Result as a file", f"{LINES} assigned")
