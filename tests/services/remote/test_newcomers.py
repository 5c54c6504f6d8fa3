"""Invented tenants cost a few sign-ins among them, and somebody new who exists gets in soon."""

from __future__ import annotations

from collections.abc import AsyncIterator
from random import Random

import pytest

from services.domain.errors import RemoteError, RemoteRefused, TooManyNew
from services.remote.clients import Clients
from services.remote.newcomers import AT_ONCE, Known, nobody
from services.remote.transport import new_session
from services.sandbox.seed import stable_id
from tests.services.remote.support import CONTOSO, FakeClock, World, endpoints

FABRIKAM = stable_id("tenant:fabrikam")


class Front:
    """Clients at a normal speed whose time only tests move."""

    def __init__(self, world: World, known: Known = nobody) -> None:
        self.clock = FakeClock()
        made = endpoints(world.url, speed=1.0)
        self.clients = Clients(made, new_session(), clock=self.clock, rng=Random(7), known=known)

    async def sign_in(self, tenant: str) -> RemoteError | None:
        """Why nobody of this tenant could be looked up, or None."""
        try:
            await self.clients.graph(tenant).organization()
        except RemoteError as error:
            return error
        return None

    async def invented(self, count: int) -> list[RemoteError | None]:
        """Sign in for so many tenants that nobody has."""
        return [await self.sign_in(f"{no:08d}-0000-4000-8000-000000000000") for no in range(count)]


@pytest.fixture
async def front(world: World) -> AsyncIterator[Front]:
    made = Front(world)
    yield made
    await made.clients.close()


async def test_a_thousand_invented_tenants_cost_a_few_sign_ins(world: World, front: Front) -> None:
    failed = await front.invented(1_000)
    asked = [error for error in failed if isinstance(error, RemoteRefused)]
    assert len(asked) == AT_ONCE
    assert world.count("login") <= 3 * AT_ONCE
    assert all(isinstance(error, TooManyNew) and error.fix for error in failed[AT_ONCE:])
    busy = await front.sign_in(CONTOSO)
    assert isinstance(busy, TooManyNew)
    front.clock.time += busy.retry_after
    assert await front.sign_in(CONTOSO) is None
    front.clock.time += 3_600
    await front.invented(1_000)
    assert await front.sign_in(CONTOSO) is None  # its token is over; it was seen before


async def test_tenants_that_exist_use_none_of_the_share(world: World, front: Front) -> None:
    assert await front.sign_in(CONTOSO) is None
    assert await front.sign_in(FABRIKAM) is None
    assert [type(error) for error in await front.invented(AT_ONCE)] == [RemoteRefused] * AT_ONCE


async def test_a_tenant_at_home_gets_in_though_the_share_is_used_up(world: World) -> None:
    async def known(tenant: str) -> bool:
        return tenant == CONTOSO

    front = Front(world, known)
    try:
        await front.invented(2 * AT_ONCE)
        assert await front.sign_in(CONTOSO) is None
        assert isinstance(await front.sign_in(FABRIKAM), TooManyNew)
    finally:
        await front.clients.close()
