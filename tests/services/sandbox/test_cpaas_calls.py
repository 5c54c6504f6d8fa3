"""The call history of the sandbox's CPaaS: by extension, direction and time, oldest or newest first."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.sandbox.conftest import Box
from tests.services.sandbox.cpaas_calls import Cpaas


@pytest.fixture
def cpaas(box: Box) -> Cpaas:
    return Cpaas(box)


def call(no: int, started: str, ext_key: str = "100", direction: str = "inbound") -> dict[str, Any]:
    return {
        "callUuid": f"c{no}",
        "extKey": ext_key,
        "direction": direction,
        "fromNumber": "6591234567",
        "toNumber": "6567891249",
        "startedAt": started,
        "durationSeconds": 61,
        "result": "answered",
    }


@pytest.fixture
def calls(cpaas: Cpaas) -> list[dict[str, Any]]:
    organisation = next(iter(cpaas.box.sandbox.world.organisations.values()))
    organisation.calls = [
        call(1, "2026-01-05T01:02:03Z"),
        call(2, "2026-01-06T01:02:03Z", direction="outbound"),
        call(3, "2026-01-07T00:00:00Z", ext_key="101"),
    ]
    return organisation.calls


async def test_calls_by_extension(cpaas: Cpaas, calls: list[dict[str, Any]]) -> None:
    assert await cpaas.get("/v1/calls?extKey=100") == calls[:2]
    assert (await cpaas.call("GET", "/v1/calls?extKey=102")).total == 0


async def test_the_newest_come_first_on_demand(cpaas: Cpaas, calls: list[dict[str, Any]]) -> None:
    assert await cpaas.get("/v1/calls") == calls
    reply = await cpaas.call("GET", "/v1/calls?sort=DESC&perPage=2")
    assert [one["callUuid"] for one in reply.body] == ["c3", "c2"]
    assert reply.total == 3


async def test_calls_by_direction_and_time(cpaas: Cpaas, calls: list[dict[str, Any]]) -> None:
    assert await cpaas.get("/v1/calls?direction=outbound") == [calls[1]]
    day = "from=2026-01-06T00:00:00Z&to=2026-01-07T00:00:00Z"
    assert await cpaas.get(f"/v1/calls?{day}") == [calls[1]]
    assert await cpaas.get("/v1/calls?from=2026-01-07T08:00:00%2B08:00") == [calls[2]]


@pytest.mark.parametrize("query", ["direction=sideways", "sort=UP", "from=yesterday", "to=2026-01-06T00:00:00"])
async def test_what_makes_no_sense_is_refused(cpaas: Cpaas, query: str) -> None:
    assert (await cpaas.call("GET", f"/v1/calls?{query}")).body["code"] == "request.invalid"


async def test_the_front_desk_has_had_calls(cpaas: Cpaas) -> None:
    seeded = await cpaas.get("/v1/calls?sort=DESC")
    assert len(seeded) == 12
    assert seeded == sorted(seeded, key=lambda one: one["startedAt"], reverse=True)
    assert {one["extKey"] for one in seeded} == {"100"}
