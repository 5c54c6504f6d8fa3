"""Our rates against the limits that the systems publish, as the sandbox keeps them; under a virtual clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from random import Random
from typing import Any, cast

import pytest

from services.domain.bond import Bond
from services.remote.bucket import Bucket
from services.remote.clients import Clients
from services.remote.clock import SteadyClock
from services.remote.graph_batch import BATCH_SIZE
from services.sandbox.limits import Limits
from tests.services.remote.support import FakeClock, endpoints
from tests.support.virtual import VirtualClock, virtually

CALLS = 320
LATENCY = 0.15  # seconds by which calls differ in their arrival


@dataclass(frozen=True)
class Published:
    """So many calls in so many seconds, so many at once."""

    calls: float
    seconds: float
    burst: float


class Time(VirtualClock):
    """The sandbox's clock at the speed of the world."""

    speed = 1.0


def clients(clock: SteadyClock | None = None) -> Clients:
    """Clients at their real rates; nothing is sent."""
    clock = clock or VirtualClock()
    return Clients(endpoints("http://127.0.0.1:1", speed=1.0), cast(Any, None), clock=clock, rng=Random(1))


def buckets(made: Clients, system: str, tenant: str) -> tuple[Bucket, ...]:
    """The limits that a call for this tenant is made under."""
    match system:
        case "teams":
            return made.graph(tenant)._limits.teams
        case "directory writes":
            return made.graph(tenant)._limits.directory_writes
        case "operator":
            return made.operator(tenant)._remote._buckets
        case _:
            return made.cpaas("key", Bond(tenant, "u"))._remote._buckets


def test_who_shares_a_limit_shares_its_bucket_in_its_own_name() -> None:
    made = clients(FakeClock())
    one, two = made.operator("one")._remote, made.operator("two")._remote
    assert one._buckets == two._buckets
    assert (one.who, two.who) == ("one", "two")
    graphs = made.graph("one")._limits.teams, made.graph("two")._limits.teams
    assert graphs[0][1] is graphs[1][1]
    assert graphs[0][0] is not graphs[1][0]
    assert (made.graph("one")._remote.who, made.cpaas("key", Bond("two", "u"))._remote.who) == ("one", "two")


@pytest.mark.parametrize(
    ("system", "published", "cost", "tenants"),
    [
        ("teams", Published(30, 1, 30), BATCH_SIZE, 1),
        ("teams", Published(30, 1, 30), 1, 1),
        ("directory writes", Published(3000, 150, 3000), 1, 1),
        ("operator", Published(100, 60, 100), 1, 5),
        ("cpaas", Published(10, 1, 20), 1, 1),
    ],
)
def test_our_rates_stay_within_what_is_published(system: str, published: Published, cost: int, tenants: int) -> None:
    async def refusals() -> tuple[int, float]:
        made, limits, rng = clients(), Limits(cast(Any, Time())), Random(3)
        refused = 0

        async def call(tenant: str) -> None:
            nonlocal refused
            mine = buckets(made, system, tenant)
            for bucket in mine:
                await bucket.take(cost, tenant)
            await asyncio.sleep(rng.random() * LATENCY)
            for _ in range(cost):
                refused += bool(limits.take("x", "app", published.calls, published.seconds, published.burst))
            for bucket in mine:
                bucket.done(tenant)

        async def worker(tenant: str) -> None:
            for _ in range(CALLS // cost // tenants // 4):
                await call(tenant)

        await asyncio.gather(*(worker(f"tenant-{n}") for n in range(tenants) for _ in range(4)))
        return refused, asyncio.get_running_loop().time()

    refused, took = virtually(refusals())
    assert refused == 0
    assert took < 1.4 * CALLS * published.seconds / published.calls  # and little of what is allowed stays unused
