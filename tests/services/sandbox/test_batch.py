"""`$batch`: each item by itself, in the order of its dependencies, under its own limits and faults."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.sandbox.conftest import Box
from tests.services.sandbox.graph_calls import ALICE, JOHN, NUMBERS, Graph, effects, fault, visible

ONE, TWO = "+6567891230", "+6567891231"
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def graph(box: Box) -> Graph:
    return await Graph.of(box)


def _get(key: str, url: str, **more: Any) -> dict[str, Any]:
    return {"id": key, "method": "GET", "url": url, **more}


def _assign(key: str, number: str, target: str) -> dict[str, Any]:
    body = {"telephoneNumber": number, "assignmentTargetId": target, "numberType": "operatorConnect"}
    url = f"{NUMBERS}/numberAssignments/assignNumber"
    return {"id": key, "method": "POST", "url": url, "headers": JSON, "body": body}


async def _send(graph: Graph, *items: dict[str, Any]) -> dict[str, dict[str, Any]]:
    reply = await graph.call("POST", "/$batch", {"requests": list(items)})
    assert reply.status == 200, reply
    return {item["id"]: item for item in reply.body["responses"]}


async def test_items_are_answered_each_with_its_own_status(graph: Graph) -> None:
    search = "/users?$search=%22displayName:ali%22&$select=id"
    answers = await _send(
        graph,
        _get("a", f"/users/{JOHN}?$select=displayName"),
        _get("b", "users/nobody"),
        _get("c", search, headers={"ConsistencyLevel": "eventual"}),
        _get("d", search),
    )
    assert answers["a"]["body"]["displayName"] == "John"
    assert answers["c"]["body"]["value"] == [{"id": ALICE}]
    assert [answers[key]["status"] for key in "abcd"] == [200, 404, 200, 400]


async def test_numbers_are_assigned_in_a_batch(graph: Graph) -> None:
    await visible(graph.box, ONE, TWO)
    answers = await _send(graph, _assign("1", ONE, JOHN), _assign("2", TWO, ALICE), _assign("3", "+6500", ALICE))
    assert [answers[key]["status"] for key in "123"] == [202, 202, 404]
    assert "body" not in answers["1"]
    graph.box.advance(5)
    path = answers["1"]["headers"]["Location"].removeprefix(f"{graph.box.url}/graph/v1.0")
    assert (await graph.get(path))["status"] == "succeeded"
    assert await effects(graph.box, "assign") == {f"assign:{ONE}": 1, f"assign:{TWO}": 1}


async def test_an_item_whose_dependency_failed_is_not_done(graph: Graph) -> None:
    await visible(graph.box, ONE)
    answers = await _send(
        graph,
        {**_assign("3", ONE, JOHN), "dependsOn": ["2"]},
        _get("1", "/users/nobody"),
        _get("2", f"/users/{JOHN}", dependsOn=["1"]),
        _get("4", f"/users/{JOHN}"),
    )
    assert [answers[key]["status"] for key in "1234"] == [404, 424, 424, 200]
    graph.box.advance(5)
    assert await effects(graph.box, "assign") == {}


async def test_each_item_draws_from_the_limit(graph: Graph) -> None:
    graph.box.sandbox.live.clock.change_speed(1e-6)
    path = f"{NUMBERS}/numberAssignments?$top=1"
    first = await _send(graph, *(_get(str(i), path) for i in range(20)))
    second = await _send(graph, *(_get(str(i), path) for i in range(20)))
    assert {item["status"] for item in first.values()} == {200}
    throttled = [item for item in second.values() if item["status"] == 429]
    assert len(throttled) == 10
    assert all(float(item["headers"]["Retry-After"]) >= 1 for item in throttled)


async def test_faults_strike_single_items(graph: Graph) -> None:
    await fault(graph.box, system="graph", kind="timeout", match=f"GET /graph/v1.0/users/{JOHN}", seconds=0)
    await fault(graph.box, system="graph", kind="503", match="subscribedSkus", retry_after=7)
    answers = await _send(graph, _get("1", f"/users/{JOHN}"), _get("2", "/subscribedSkus"), _get("3", "/organization"))
    assert [answers[key]["status"] for key in "123"] == [504, 503, 200]
    assert answers["2"]["headers"]["Retry-After"] == "7"


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [_get(str(i), "/organization") for i in range(21)],
        [_get("a", "/organization"), _get("A", "/users")],
        [_get("a", "/organization", dependsOn=["b"])],
        [_get("a", "/users", dependsOn=["b"]), _get("b", "/users", dependsOn=["a"])],
        [{"id": "1", "url": "/users"}],
        ["rubbish"],
    ],
)
async def test_batches_that_are_refused_as_a_whole(graph: Graph, requests: list[Any]) -> None:
    assert (await graph.call("POST", "/$batch", {"requests": requests})).status == 400


async def test_items_that_make_no_sense(graph: Graph) -> None:
    bare = {key: value for key, value in _assign("1", ONE, JOHN).items() if key != "headers"}
    nested = {"id": "2", "method": "POST", "url": "/$batch", "headers": JSON, "body": {"requests": []}}
    answers = await _send(graph, bare, nested)
    assert [answers[key]["status"] for key in "12"] == [400, 400]


async def test_a_batch_needs_a_token_too(graph: Graph) -> None:
    reply = await Graph(graph.box, "").call("POST", "/$batch", {"requests": [_get("1", "/organization")]})
    assert reply.status == 401
