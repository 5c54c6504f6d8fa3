"""The sandbox's controls, and the sandbox as a program of its own."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import aiohttp
import pytest

from services.sandbox.app import Options
from tests.services.sandbox.conftest import CONTOSO, Box, running
from tests.services.sandbox.graph_calls import JOHN, NUMBERS, Graph, effects, fault, upload, visible
from tests.support.work import BLOW_UP_SECONDS, counted

ONE = "+6567891230"


async def _post(box: Box, path: str, body: Any = None) -> tuple[int, Any]:
    async with box.http.post(f"/sandbox/{path}", json=body) as answer:
        return answer.status, await answer.json()


async def _get(box: Box, path: str) -> Any:
    async with box.http.get(f"/sandbox/{path}") as answer:
        return await answer.json()


async def test_health(box: Box) -> None:
    assert (await _get(box, "health"))["status"] == "ok"


async def test_reset_starts_the_world_over(box: Box) -> None:
    graph = await Graph.of(box)
    await visible(box, ONE)
    await fault(box, system="graph", kind="500")
    assert await _post(box, "reset", {"people": 3, "speed": 2}) == (200, {"status": "ok"})
    assert await effects(box) == {}
    assert (await graph.get(f"{NUMBERS}/numberAssignments"))["value"] == []
    assert (await graph.get("/users/person0003@contoso.com"))["displayName"] == "Person 0003"
    assert ((await _get(box, "health"))["speed"], await _get(box, "faults")) == (2, [])
    assert (await _post(box, "reset", {"people": -1}))[0] == 400


async def test_state_shows_the_whole_world_or_a_part(box: Box) -> None:
    whole = await _get(box, "state")
    assert set(whole) == {"graph", "operator", "cpaas", "effects"}
    tenant = (await _get(box, "state?part=graph"))[CONTOSO]
    assert tenant["people"][JOHN]["display_name"] == "John"
    assert tenant == whole["graph"][CONTOSO]
    assert set((await _get(box, "state?part=operator"))["accounts"]) == {"contoso", "fabrikam"}
    async with box.http.get("/sandbox/state?part=moon") as answer:
        assert answer.status == 400


async def test_effects_that_are_due_are_counted_without_anybody_asking_graph(box: Box) -> None:
    graph = await Graph.of(box)
    await visible(box, ONE)
    await graph.assign(ONE, JOHN)
    box.advance(5)
    assert await effects(box) == {f"upload:{ONE}": 1, f"assign:{ONE}": 1}
    assert await effects(box, "assign") == {f"assign:{ONE}": 1}


async def test_calls_are_counted_by_route_and_refusals_by_limit(box: Box) -> None:
    graph = await Graph.of(box)
    box.sandbox.live.clock.change_speed(1e-6)
    item = {"id": "1", "method": "GET", "url": f"/users/{JOHN}"}
    await graph.call("POST", "/$batch", {"requests": [item]})
    for _ in range(32):
        await graph.call("GET", f"{NUMBERS}/numberAssignments")
    seen = await _get(box, "calls")
    assert seen["calls"]["graph GET /users/{user}"] == seen["calls"]["graph POST /$batch"] == 1
    assert seen["calls"][f"graph GET {NUMBERS}/numberAssignments"] == 32
    assert seen["calls"]["login POST /login/{tenant}/oauth2/v2.0/token"] == 1
    assert seen["throttled"] == {"graph.teams": 2}


async def test_delays_can_be_set(box: Box) -> None:
    graph = await Graph.of(box)
    status, delays = await _post(box, "delays", {"visible": 0, "sync": 0})
    assert (status, delays) == (200, {"visible": 0, "sync": 0, "assign": 3, "licence": 120, "policy": 0, "gone": 0})
    await upload(box, ONE)
    assert await graph.number(ONE) is not None
    assert (await _post(box, "delays", {"visible": -1}))[0] == 400


async def test_the_clock_can_be_moved(box: Box) -> None:
    before = box.sandbox.clock.now()
    assert (await _post(box, "clock", {"advance": 500, "speed": 3}))[1]["speed"] == 3
    assert box.sandbox.clock.now() >= before + 500
    assert (await _post(box, "clock", {"advance": -1}))[0] == 400


async def _looked_up(people: int) -> int:
    """The calls made by twenty pages of people and a hundred searches by name, in a world of so many."""
    async with running(Options(people=people)) as box:
        graph = await Graph.of(box)
        path, pages = "/users?$top=50&$select=id", 0
        with counted() as work:
            while pages < 20:
                body = (await graph.call("GET", path.removeprefix(box.url))).body
                path, pages = body["@odata.nextLink"], pages + 1
            for i in range(100):
                query = {"$filter": f"userPrincipalName eq 'person{i * 9 + 1000:04d}@contoso.com'"}
                assert len((await graph.call("GET", "/users", query=query)).body["value"]) == 1
        assert work.seconds < BLOW_UP_SECONDS
        return work.calls


@pytest.mark.slow
async def test_a_page_or_a_search_costs_no_more_in_a_world_of_a_hundred_thousand() -> None:
    assert await _looked_up(100_000) < 1.5 * await _looked_up(2_000)


async def test_it_runs_as_a_program_and_prints_where() -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.sandbox", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    assert program.stdout is not None
    try:
        url = (await program.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession(url) as http, http.get("/sandbox/health") as answer:
            assert answer.status == 200
    finally:
        program.terminate()
    assert await program.wait() == 0


async def test_a_key_permissions_and_a_consent_can_be_changed(box: Box) -> None:
    patch = {
        "organisations": {"Contoso": {"api_key": "other"}},
        "tenants": {CONTOSO: {"granted_roles": ["User.Read.All"]}},
        "consents": {CONTOSO: {"status": "suspended"}},
    }
    assert await _post(box, "world", patch) == (200, {"status": "ok"})
    world = await _get(box, "state")
    assert "other" in {one["api_key"] for one in world["cpaas"].values()}
    assert world["graph"][CONTOSO]["granted_roles"] == ["User.Read.All"]
    assert world["operator"]["consents"][CONTOSO]["status"] == "suspended"
    assert (await _post(box, "world", {"tenants": {"nobody": {"granted_roles": []}}}))[0] == 404
    assert (await _post(box, "world", {"consents": {CONTOSO: {"status": "odd"}}}))[0] == 400
