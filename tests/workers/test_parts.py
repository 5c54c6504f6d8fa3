"""The parts of the compose file as a company runs them: a kill, an upgrade, the guide's table, monitoring."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bot.web.dashboard import unanswered
from tests.crash.crowd import Crowd
from tests.support.processes import free_port
from tests.workers.fleet import Fleet

pytestmark = [pytest.mark.postgres, pytest.mark.crash, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
PARTS: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
TABLE = ROOT / "tests" / "data" / "seed-bulk.csv"


async def test_a_kill_and_an_upgrade_in_the_middle_then_the_guides_table_and_the_dashboard(ships: Fleet) -> None:
    await _start(ships, "1")
    crowd = await Crowd.at(ships)
    await crowd.hold("upload")
    await crowd.approved()
    await ships.struck()
    await ships.end(ships.holder("slice"))
    await crowd.hold("assign")
    await ships.struck()
    for name in [name for name, program in ships.programs.items() if program.runs]:
        await ships.stop_one(name)
    ports = await _start(ships, "2")
    await crowd.check()
    await _the_guides_table(ships, crowd)
    told = [await _told(ships, port) for port in ports]
    assert [unanswered(text) for text in told] == [set() for _ in ports]
    assert any('switchboard_lines_ended_total{outcome="done"}' in text for text in told)


async def _start(ships: Fleet, version: str) -> list[int]:
    """One `serve`, as many workers as the file has, and where each answers monitoring."""
    ports = [free_port() for _ in range(1 + PARTS["worker"]["deploy"]["replicas"])]
    jobs = PARTS["serve"]["environment"]["SWITCHBOARD_JOBS"]
    await ships.serve(f"serve-{version}", version, SWITCHBOARD_JOBS=jobs, SWITCHBOARD_METRICS_PORT=str(ports[0]))
    for port in ports[1:]:
        await ships.worker(f"worker-{version}-{port}", version, SWITCHBOARD_METRICS_PORT=str(port))
    return ports


async def _the_guides_table(ships: Fleet, crowd: Crowd) -> None:
    await crowd.alex.send(TABLE.name, TABLE.read_bytes())
    plan = await crowd.alex.until(lambda m: TABLE.name in m.words and "Send for approval" in m.actions, "the plan")
    await crowd.alex.click("Send for approval", plan)
    request = await crowd.sam.until(lambda m: TABLE.name in m.words and "Approve" in m.actions, "the request")
    await crowd.sam.click("Approve", request)
    await crowd.alex.sees("Result as a file", "4 done", TABLE.name)
    effects = await ships.effects()
    assert {kind: count for kind, count in effects.items() if count != 1} == {}


async def _told(ships: Fleet, port: int) -> str:
    async with ships.http.get(f"http://127.0.0.1:{port}/metrics") as answer:
        assert answer.status == 200
        return await answer.text()
