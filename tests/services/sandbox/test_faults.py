"""Faults: which calls a rule strikes, and that each kind does to the caller and the world what it says."""

from __future__ import annotations

import asyncio
import json
import random
from contextlib import suppress

import aiohttp
import pytest

from services.sandbox.app import Options
from services.sandbox.faults import Faults, Rule
from tests.services.sandbox.conftest import CONTOSO, Box, running
from tests.services.sandbox.graph_calls import ALICE, JOHN, NUMBERS, Graph, effects, fault, visible
from tests.support.processes import until
from tests.support.virtual import virtually

ONE, TWO = "+6567891230", "+6567891231"
USER = f"/users/{JOHN}"


@pytest.fixture
async def graph(box: Box) -> Graph:
    return await Graph.of(box)


def _faults(*rules: Rule) -> Faults:
    faults = Faults(random.Random(1))
    for rule in rules:
        faults.add(rule)
    return faults


def test_a_rule_strikes_its_system_and_pattern_as_often_as_it_may() -> None:
    faults = _faults(Rule(system="graph", kind="503", match="^GET .*/users", times=2))
    struck = [faults.draw("graph", "GET", "/graph/v1.0/users") is not None for _ in range(3)]
    assert struck == [True, True, False]
    faults = _faults(Rule(system="graph", kind="503", match="^GET .*/users"))
    assert faults.draw("operator", "GET", "/graph/v1.0/users") is None
    assert faults.draw("graph", "POST", "/graph/v1.0/users") is None


def test_the_first_rule_that_strikes_is_taken() -> None:
    faults = _faults(Rule(system="cpaas", kind="500", times=1), Rule(system="cpaas", kind="slow"))
    assert [rule.kind if (rule := faults.draw("cpaas", "GET", "/")) else None for _ in range(2)] == ["500", "slow"]


def test_a_probability_is_kept_to_roughly() -> None:
    faults = _faults(Rule(system="cpaas", kind="500", probability=0.3))
    assert 200 < sum(faults.draw("cpaas", "GET", "/") is not None for _ in range(1000)) < 400


def test_number_errors_strike_by_number_only() -> None:
    faults = _faults(Rule(system="operator", kind="number_error", numbers=[ONE], match="upload"))
    assert faults.draw("operator", "POST", "/upload") is None
    assert faults.number_error("operator", TWO) is None
    assert faults.number_error("operator", ONE, "POST /release") is None
    assert faults.number_error("operator", ONE) is not None


@pytest.mark.parametrize(
    ("rule", "status", "code"),
    [
        ({"kind": "500"}, 500, "InternalServerError"),
        ({"kind": "503", "retry_after": 3}, 503, "ServiceUnavailable"),
        ({"kind": "429"}, 429, "TooManyRequests"),
        ({"kind": "expired"}, 401, "InvalidAuthenticationToken"),
        ({"kind": "auth"}, 403, "Authorization_RequestDenied"),
        (
            {"kind": "before", "status": 400, "code": "BadRequest", "text": "Service is unavailable. Please try again"},
            400,
            "BadRequest",
        ),
    ],
)
async def test_refusals_without_effect(graph: Graph, rule: dict[str, object], status: int, code: str) -> None:
    await fault(graph.box, system="graph", match="PATCH", times=1, **rule)
    reply = await graph.call("PATCH", USER, {"usageLocation": "MY"})
    assert (reply.status, reply.body["error"]["code"]) == (status, code)
    assert reply.error == rule.get("text", reply.error)
    assert ("retry-after" in reply.headers) is (status in (429, 503))
    assert (await graph.get(USER, select="usageLocation"))["usageLocation"] == "SG"
    assert (await graph.call("PATCH", USER, {"usageLocation": "MY"})).status == 204


async def test_after_has_the_effect_and_refuses(graph: Graph) -> None:
    await fault(graph.box, system="graph", kind="after", status=504, match="PATCH")
    assert (await graph.call("PATCH", USER, {"usageLocation": "MY"})).status == 504
    assert (await graph.get(USER, select="usageLocation"))["usageLocation"] == "MY"


@pytest.mark.parametrize(("kind", "location"), [("timeout", "MY"), ("timeout_before", "SG")])
async def test_silence_with_and_without_effect(graph: Graph, kind: str, location: str) -> None:
    await fault(graph.box, system="graph", kind=kind, match="PATCH", seconds=0.01)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await graph.call("PATCH", USER, {"usageLocation": "MY"})
    assert (await graph.get(USER, select="usageLocation"))["usageLocation"] == location


async def test_a_caller_may_give_up_first(graph: Graph) -> None:
    await fault(graph.box, system="graph", kind="timeout", match="PATCH", seconds=60)
    call = asyncio.create_task(graph.call("PATCH", USER, {"usageLocation": "MY"}))
    async with asyncio.timeout(120):
        while (await graph.get(USER, select="usageLocation"))["usageLocation"] != "MY":
            assert not call.done()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert (await graph.get(USER, select="usageLocation"))["usageLocation"] == "MY"


def test_slow_answers_come_all_the_same() -> None:
    async def main() -> None:
        async with running(Options()) as box:
            graph = await Graph.of(box)
            await fault(box, system="graph", kind="slow", match="GET", seconds=7)
            before = asyncio.get_running_loop().time()
            assert (await graph.get(USER))["id"] == JOHN
            assert asyncio.get_running_loop().time() - before == pytest.approx(7)

    virtually(main())


@pytest.mark.parametrize("path", [f"/graph/v1.0{USER}", "/cpaas/v1/organization"])
def test_an_answer_drips_in_for_as_long_as_it_is_told(path: str) -> None:
    async def main() -> None:
        async with running(Options()) as box:
            await fault(box, system=path.split("/")[1], kind="drip", seconds=60)
            before = asyncio.get_running_loop().time()
            async with box.http.get(path) as answer:
                assert await answer.json()
            assert 50 < asyncio.get_running_loop().time() - before <= 61

    virtually(main())


async def test_a_call_held_back_has_no_effect_on_the_world_after_a_reset(graph: Graph) -> None:
    await fault(graph.box, system="graph", kind="slow", match="PATCH", seconds=1.0)
    held = asyncio.create_task(graph.call("PATCH", USER, {"usageLocation": "MY"}))
    await until(lambda: _used(graph), "the call is held back")
    async with graph.box.http.post("/sandbox/reset") as answer:
        assert answer.status == 200
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await held
    assert (await graph.get(USER, select="usageLocation"))["usageLocation"] == "SG"


async def test_stale_reads_show_the_world_as_it_was(graph: Graph) -> None:
    await visible(graph.box, ONE, TWO)
    await graph.outcome(await graph.assign(ONE, JOHN))
    await fault(graph.box, system="graph", kind="stale", match="numberAssignments", times=3)
    assert (await graph.outcome(await graph.assign(TWO, ALICE)))[0] == "succeeded"
    listing = f"{NUMBERS}/numberAssignments"
    for _ in range(3):
        shown = (await graph.get(listing))["value"]
        assert [number["assignmentTargetId"] for number in shown] == [JOHN, None]
    assert [number["assignmentTargetId"] for number in (await graph.get(listing))["value"]] == [JOHN, ALICE]
    assert await effects(graph.box, "assign") == {f"assign:{ONE}": 1, f"assign:{TWO}": 1}


async def test_time_stands_still_in_a_stale_answer(graph: Graph) -> None:
    await visible(graph.box, ONE)
    path = (await graph.assign(ONE, JOHN)).headers["location"].removeprefix(f"{graph.box.url}/graph/v1.0")
    await fault(graph.box, system="graph", kind="stale", match="operations", times=1)
    graph.box.advance(10)
    assert [(await graph.get(path))["status"] for _ in range(2)] == ["notStarted", "succeeded"]


async def test_a_number_error_fails_the_operation_or_refuses_at_once(graph: Graph) -> None:
    await visible(graph.box, ONE)
    text = "We can't unassign right now. Please try again later."
    await fault(graph.box, system="graph", kind="number_error", numbers=[ONE], text=text, times=1)
    assert await graph.outcome(await graph.assign(ONE, JOHN)) == ("failed", text)
    await fault(graph.box, system="graph", kind="number_error", numbers=[ONE], status=400, times=1)
    assert (await graph.assign(ONE, JOHN)).status == 400
    assert (await graph.outcome(await graph.assign(ONE, JOHN)))[0] == "succeeded"


@pytest.mark.parametrize(
    ("system", "path", "shape"),
    [
        ("cpaas", "/cpaas/v1/organization", {"code", "message", "requestId"}),
        (
            "login",
            "/login/common/v2.0/.well-known/openid-configuration",
            {"error", "error_description", "correlation_id"},
        ),
        ("operator", "/operator/accounts", {"error"}),
        ("teams", "/teams/v3/conversations/x/members", {"error"}),
    ],
)
async def test_every_system_refuses_in_its_own_shape(box: Box, system: str, path: str, shape: set[str]) -> None:
    await fault(box, system=system, kind="503", retry_after=2)
    async with box.http.get(path) as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
        assert set(await answer.json()) == shape


_KINDS = {
    "204": (204, None),
    "302": (302, None),
    "null": (200, "null"),
    "html": (200, "<!DOCTYPE html>"),
    "truncated": (200, '{"'),
    "drip": (200, '{"'),
}


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(
    ("system", "path"),
    [
        ("cpaas", "/cpaas/v1/organization"),
        ("operator", "/operator/accounts"),
        ("login", f"/login/{CONTOSO}/v2.0/.well-known/openid-configuration"),
        ("graph", f"/graph/v1.0{USER}"),
    ],
)
async def test_every_system_answers_oddly(box: Box, kind: str, system: str, path: str) -> None:
    await fault(box, system=system, kind=kind, seconds=0.05)
    status, begins = _KINDS[kind]
    async with box.http.get(path, allow_redirects=False) as answer:
        text = await answer.text()
    assert answer.status == status or system != "login"
    assert text.startswith(begins) if begins and answer.status == 200 else True
    if kind == "truncated":
        with pytest.raises(ValueError, match=r"JSON|char|line"):
            json.loads(text)


@pytest.mark.parametrize(
    ("kind", "location"),
    [("204", "MY"), ("null", "MY"), ("drip", "MY"), ("truncated", "MY"), ("302", "SG"), ("html", "SG")],
)
async def test_odd_answers_with_and_without_effect(graph: Graph, kind: str, location: str) -> None:
    await fault(graph.box, system="graph", kind=kind, match="PATCH", times=1, seconds=0.01)
    with suppress(aiohttp.ClientError):  # a client that follows where it is sent finds nothing there
        await graph.call("PATCH", USER, {"usageLocation": "MY"})
    assert (await graph.get(USER, select="usageLocation"))["usageLocation"] == location


async def test_the_controls_cannot_be_struck_and_rules_are_checked(box: Box) -> None:
    for wrong in ({"system": "moon", "kind": "500"}, {"system": "graph", "kind": "500", "match": "("}, {"kind": "500"}):
        async with box.http.post("/sandbox/faults", json=wrong) as answer:
            assert answer.status == 400
    async with box.http.post("/sandbox/faults", json=[{"system": "graph", "kind": "500"}] * 2) as answer:
        assert len(await answer.json()) == 2
    async with box.http.delete("/sandbox/faults") as answer:
        assert await answer.json() == []
    async with box.http.get("/sandbox/faults") as answer:
        assert await answer.json() == []


async def _used(graph: Graph) -> bool:
    return bool(graph.box.sandbox.faults.rules[0].used)
