"""Long lists: people with 86 service plans come in pages that a slow line carries and that hold up nobody."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from services.remote.clock import SystemSteadyClock
from services.remote.paging import linked
from services.remote.transport import new_session
from services.remote.wire import Record
from services.sandbox.app import Options
from tests.services.remote.support import CONTOSO, Reply, Wire, connected

MOST = 4 * 2**20
ANY: TypeAdapter[Any] = TypeAdapter(Any)
RECORD = Record(ANY)


async def test_a_page_of_people_with_every_service_plan_is_no_burden() -> None:
    async with connected(Options(speed=200.0, people=400)) as world:
        for person in world.sandbox.world.tenants[CONTOSO].people.values():
            if person.sku_ids and person.account_type == "user":
                person.sku_ids = {"06ebc4ee-1bb5-47dd-8120-11324bc54e06"}
        people = [user async for user in world.clients.graph(CONTOSO).users()]
        assert max(len(user.plans) for user in people) == 86
        assert len(people) > 400
        assert world.count("GET /users") == -(-len(people) // 200)
        weight = len(json.dumps([[{"servicePlanId": p, "service": "x" * 24} for p in u.plans] for u in people[:200]]))
        assert weight < MOST


async def test_a_long_answer_may_take_its_time_for_as_long_as_it_moves(drip: str) -> None:
    async with new_session() as session:
        wire = Wire()
        wire.url, wire.session = drip, session
        call = wire.remote(SystemSteadyClock()).call("GET", "/x", RECORD, repeatable=True, within=0.3, moving=True)
        with pytest.raises(TimeoutError):  # still at it, long after the limit of an answer that has to be there by then
            await asyncio.wait_for(call, 1.5)


async def test_a_long_answer_is_read_beside_the_loop(wire: Wire) -> None:
    wire.script = [Reply(body={"value": [{"n": "x" * 100}] * 20_000})]
    beats = 0

    async def beat() -> None:
        nonlocal beats
        while True:
            beats += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(beat())
    try:
        assert len([one async for one in linked(wire.remote(), "/n", ANY, {})]) == 20_000
    finally:
        task.cancel()
    assert beats > 10
