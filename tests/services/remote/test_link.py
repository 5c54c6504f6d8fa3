"""The link is looked at again: an organisation that was given to another tenant is neither read nor changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from random import Random

import pytest

from services.domain.bond import Bond
from services.domain.errors import LinkLost, RemoteUnreadable
from services.remote.clients import Clients
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import NewExtension
from services.remote.link import FRESH_SECONDS
from services.remote.transport import new_session
from tests.services.remote.support import BOND, CONTOSO_KEY, FakeClock, World, endpoints

OTHER = "00000000-0000-0000-0000-00000000beef"
LOOK = "GET /cpaas/v1/organization"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def clients(world: World, clock: FakeClock) -> AsyncIterator[Clients]:
    """Clients of the sandbox under a clock of the test's own."""
    world.link()
    made = Clients(endpoints(world.url, speed=1.0), new_session(), clock=clock, rng=Random(7))
    yield made
    await made.close()


@pytest.fixture
def cpaas(clients: Clients) -> Cpaas:
    return clients.cpaas(CONTOSO_KEY, BOND)


async def test_many_calls_need_one_look(world: World, clock: FakeClock, cpaas: Cpaas) -> None:
    await asyncio.gather(*(cpaas.system_settings() for _ in range(6)))
    assert world.count(LOOK) == 1
    clock.time += FRESH_SECONDS
    await cpaas.system_settings()
    assert world.count(LOOK) == 2


async def test_a_fresh_look_is_one_made_now(world: World, cpaas: Cpaas) -> None:
    await cpaas.system_settings()
    world.link(OTHER)
    await cpaas.still_linked()
    with pytest.raises(LinkLost):
        await cpaas.still_linked(fresh=True)
    with pytest.raises(LinkLost):
        await cpaas.system_settings()


@pytest.mark.parametrize(("whose", "words"), [(OTHER, "another Microsoft tenant"), (None, "no tenant")])
async def test_what_belongs_to_somebody_else_is_left_alone(
    world: World, clock: FakeClock, cpaas: Cpaas, whose: str | None, words: str
) -> None:
    await cpaas.system_settings()
    world.link(whose)
    clock.time += FRESH_SECONDS
    before = dict(world.sandbox.calls)
    with pytest.raises(LinkLost, match=words):
        await cpaas.create_extensions([NewExtension("555", "x")], "key")
    with pytest.raises(LinkLost):
        assert [member async for member in cpaas.members()]
    with pytest.raises(LinkLost):
        await cpaas.still_linked()
    after = dict(world.sandbox.calls)
    assert {name for name in after if after[name] != before.get(name)} == {f"cpaas {LOOK}"}


async def test_the_link_itself_can_be_read_and_made_all_the_same(world: World, cpaas: Cpaas) -> None:
    world.link(None)
    assert (await cpaas.organization()).tenant_id == ""
    organisation = next(o for o in world.sandbox.world.organisations.values() if o.api_key == CONTOSO_KEY)
    await cpaas.prove_tenant(BOND.tenant_id, organisation.link_code, "proof")
    assert (await cpaas.link_tenant(BOND.tenant_id)).tenant_id == BOND.tenant_id


async def test_a_key_that_opens_another_organisation_is_noticed(clients: Clients) -> None:
    moved = clients.cpaas(CONTOSO_KEY, Bond(BOND.tenant_id, "another-organisation"))
    with pytest.raises(LinkLost, match="another organisation"):
        await moved.licences()


async def test_an_odd_answer_is_no_lost_link(world: World, cpaas: Cpaas) -> None:
    await world.fault(system="cpaas", kind="before", status=302, match="organization$")
    with pytest.raises(RemoteUnreadable):
        await cpaas.licences()
