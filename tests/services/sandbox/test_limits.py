"""Token buckets on the sandbox's clock, and the clock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sandbox.clock import Clock, FrozenClock
from services.sandbox.limits import Limits, retry_after
from tests.services.sandbox.conftest import Box
from tests.services.sandbox.graph_calls import JOHN, NUMBERS, Graph


class Hand:
    """Real time, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_clock_runs_faster_and_changes_pace_without_a_jump() -> None:
    hand = Hand()
    clock = Clock(10, start=100, monotonic=hand)
    hand.now = 2
    assert clock.now() == 120
    clock.change_speed(2)
    hand.now = 3
    assert clock.now() == 122
    clock.advance(8)
    assert clock.now() == 130
    assert clock.stamp(0) == "1970-01-01T00:00:00Z"
    assert FrozenClock(5).now() == 5


async def test_sleeping_takes_less_real_time() -> None:
    clock = Clock(1e6)
    before = clock.now()
    await clock.sleep(60)
    assert clock.now() >= before + 60


def test_a_burst_passes_and_the_next_waits_whole_seconds() -> None:
    limits = Limits(Clock(1, start=0, monotonic=Hand()))
    assert [limits.take("a", "k", 10, 1, 3) for _ in range(4)] == [0, 0, 0, 1]
    assert limits.take("a", "k", 1, 5, 3) == 5
    assert limits.take("a", "other", 10, 1, 3) == 0
    assert limits.drawn == {"a": 2}


def test_a_fast_clock_tells_a_fraction() -> None:
    limits = Limits(Clock(20, start=0, monotonic=Hand()))
    assert limits.take("a", "k", 1, 1, 1) == 0
    wait = limits.take("a", "k", 1, 1, 1)
    assert (wait, retry_after(wait)) == (0.05, "0.05")


def test_a_long_pause_fills_no_more_than_the_bucket() -> None:
    hand = Hand()
    limits = Limits(Clock(1, start=0, monotonic=hand))
    limits.take("a", "k", 10, 1, 3)
    hand.now = 1000
    assert [limits.take("a", "k", 10, 1, 3) for _ in range(4)] == [0, 0, 0, 1]


@given(st.lists(st.floats(0, 3), max_size=80), st.sampled_from([1.0, 7.0]))
def test_never_more_than_burst_and_rate_allow_and_waiting_always_helps(pauses: list[float], speed: float) -> None:
    hand = Hand()
    limits = Limits(Clock(speed, start=1.7e9, monotonic=hand))
    for passed, pause in enumerate(pauses, 1):
        hand.now += pause
        wait = limits.take("a", "k", 2, 1, 4)
        if wait:
            hand.now += wait
            assert limits.take("a", "k", 2, 1, 4) == 0
        assert passed <= 4 + 2 * hand.now * speed + 1e-3


@pytest.mark.parametrize("path", [f"{NUMBERS}/numberAssignments", "/admin/teams/userConfigurations"])
async def test_thirty_teams_calls_a_second(box: Box, path: str) -> None:
    graph = await Graph.of(box)
    box.sandbox.live.clock.change_speed(1e-6)
    statuses = [(await graph.call("GET", path)).status for _ in range(30)]
    refused = await graph.call("GET", path)
    assert (set(statuses), refused.status) == ({200}, 429)
    assert refused.body["error"]["code"] == "TooManyRequests"
    assert float(refused.headers["retry-after"]) >= 1
    assert refused.headers["x-ms-throttle-information"] == "ResourceUnitLimitExceeded"
    assert (await graph.call("GET", f"/users/{JOHN}")).status == 200
    box.advance(1)
    assert (await graph.call("GET", path)).status == 200


async def test_directory_writes_have_a_limit_of_their_own(box: Box) -> None:
    graph = await Graph.of(box)
    clock = box.sandbox.live.clock
    clock.change_speed(1e-6)
    tenant = box.sandbox.world.tenants
    key = f"11111111-1111-1111-1111-111111111111/{next(iter(tenant))}"
    assert box.sandbox.limits.take("graph.identity.write", key, 3000, 150, 3000, cost=3000) == 0
    assert (await graph.call("PATCH", f"/users/{JOHN}", {"usageLocation": "SG"})).status == 429
    assert (await graph.call("GET", f"/users/{JOHN}")).status == 200
    box.advance(1)
    assert (await graph.call("PATCH", f"/users/{JOHN}", {"usageLocation": "SG"})).status == 204
