"""Traces across processes: who answers and who works add to the same one, and their logs name it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.domain.trace import trace_id_of
from tests.crash.crowd import Crowd
from tests.support.collector import collector
from tests.support.processes import World, machines

pytestmark = [pytest.mark.crash, pytest.mark.slow]


async def test_a_job_in_another_process_belongs_to_the_trace_of_who_asked(crowded_world: World, tmp_path: Path) -> None:
    async with collector() as watching:
        more = {"OTEL_EXPORTER_OTLP_ENDPOINT": watching.url, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        async with machines(crowded_world, tmp_path, **more) as place:
            crowd = await Crowd.at(place)
            await crowd.approved()
            await crowd.check()
            await place.stop()
        log = [json.loads(line) for line in place.log.read_text().splitlines()]
    (ended,) = (line for line in log if line["event"] == "job ended" and line["job"] != "" and line["lines"] > 1)
    trace = watching.trace(trace_id_of(ended["ref"]))
    assert ended["trace_id"] == trace_id_of(ended["ref"])
    by = {role: {one.name for one in trace if one.process.startswith(role)} for role in ("serve", "worker")}
    assert {"turn message", "plan waiting", "plan decided", "notice closing"} <= by["serve"]
    assert {"plan", "slice", "finish", "job", "POST Microsoft Graph"} <= by["worker"]
