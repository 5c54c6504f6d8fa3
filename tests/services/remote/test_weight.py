"""Long lists: people with 86 service plans come in pages that a slow line carries and that hold up nobody."""

from __future__ import annotations

import asyncio
import threading
from typing import Annotated, Any

import pytest
from aiohttp import ClientResponse
from pydantic import AfterValidator, TypeAdapter

from services.inventory.phone_plans import phone_plans_by_sku, phone_plans_of
from services.remote import body as body_reader
from services.remote.clock import SystemSteadyClock
from services.remote.graph_licences import ServicePlan, SubscribedSku
from services.remote.graph_licences import _Units as Units
from services.remote.paging import linked
from services.remote.transport import new_session
from services.remote.wire import Record
from services.sandbox.app import Options
from services.sandbox.world import Sku
from tests.services.remote.support import CONTOSO, Reply, Wire, World, connected

E5, MCOEV = "06ebc4ee-1bb5-47dd-8120-11324bc54e06", "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"
LEAST_OF_ONE, MOST_OF_ONE = 200, 1500  # bytes
ANY: TypeAdapter[Any] = TypeAdapter(Any)
RECORD = Record(ANY)


async def test_a_page_of_people_with_every_service_plan_is_no_burden(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[int] = []
    whole = body_reader._bytes

    async def weighed(response: ClientResponse) -> bytes:
        body = await whole(response)
        pages.extend([len(body)] if response.url.path.endswith("/users") else [])
        return body

    async with connected(Options(speed=200.0, people=700)) as world:
        tenant = world.sandbox.world.tenants[CONTOSO]
        for person in tenant.people.values():
            if person.sku_ids and person.account_type == "user":
                person.sku_ids = {E5}
        assert len(tenant.skus[E5].plans) == 86
        graph = world.clients.graph(CONTOSO)
        monkeypatch.setattr(body_reader, "_bytes", weighed)
        people = [user async for user in graph.users()]
        assert len(people) > 700
        assert world.count("GET /users") == -(-len(people) // 500) == 2
        assert 500 * LEAST_OF_ONE < max(pages) < 500 * MOST_OF_ONE
        phones = phone_plans_by_sku(await graph.subscribed_skus())
        assert sum(phone_plans_of(user, phones) == (MCOEV,) for user in people) > 700


async def test_what_was_switched_off_for_somebody_is_not_on(world: World) -> None:
    tenant = world.sandbox.world.tenants[CONTOSO]
    john = next(one for one in tenant.people.values() if one.display_name == "John")
    john.disabled_plans = {sku_id: {MCOEV} for sku_id in john.sku_ids}
    graph = world.clients.graph(CONTOSO)
    phones = phone_plans_by_sku(await graph.subscribed_skus())
    assert phone_plans_of(await graph.user(john.id), phones) == ()
    john.disabled_plans = {}
    assert phone_plans_of(await graph.user(john.id), phones) == (MCOEV,)


@pytest.mark.parametrize(
    ("name", "person", "resource"),
    [
        ("MCOEV_NEW", True, False),
        ("mcoev", True, False),
        ("MCOEV_VIRTUALUSER_NEW", False, True),
        ("MCOPSTN2", False, False),
        ("", False, False),
    ],
)
async def test_a_plan_that_is_published_nowhere_yet_is_what_it_is_called_like(
    world: World, name: str, person: bool, resource: bool
) -> None:
    tenant, plan = world.sandbox.world.tenants[CONTOSO], "5e62787c-c316-451f-b873-1d05acd4d12c"
    new = Sku("0f9b09cb-62d1-4ff4-9129-43f4996f83f4", "FIRST_RELEASE", 5, {plan: name})
    tenant.skus[new.sku_id] = new
    john = next(one for one in tenant.people.values() if one.display_name == "John")
    john.sku_ids = {new.sku_id}
    graph = world.clients.graph(CONTOSO)
    skus = await graph.subscribed_skus()
    bought = next(sku for sku in skus if sku.sku_id == new.sku_id)
    assert (bought.for_people, bought.for_resource_accounts) == (person, resource)
    assert bool(phone_plans_of(await graph.user(john.id), phone_plans_by_sku(skus))) is (person or resource)
    john.disabled_plans = {new.sku_id: {plan}}
    assert phone_plans_of(await graph.user(john.id), phone_plans_by_sku(skus)) == ()


def test_of_a_subscription_that_ended_nothing_is_on() -> None:
    plan = ServicePlan(MCOEV)
    skus = [SubscribedSku(word, "MCOEV", word, 1, Units(5), (plan,)) for word in ("Enabled", "Warning", "Suspended")]
    assert set(phone_plans_by_sku(skus)) == {"Enabled", "Warning"}


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


async def test_neither_bytes_nor_records_of_a_long_answer_are_read_in_the_loop(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    wire.script = [Reply(body={"value": [{"n": "x" * 100}] * 20_000})]
    threads: dict[str, set[int]] = {"bytes": set(), "records": set()}
    decoded = body_reader.decoded

    def noted(what: str, value: Any) -> Any:
        threads[what].add(threading.get_ident())
        return value

    monkeypatch.setattr(body_reader, "decoded", lambda *given: noted("bytes", decoded(*given)))
    kind: TypeAdapter[Any] = TypeAdapter(Annotated[Any, AfterValidator(lambda value: noted("records", value))])
    assert len([one async for one in linked(wire.remote(), "/n", kind, {})]) == 20_000
    assert all(threads.values())
    assert threading.get_ident() not in threads["bytes"] | threads["records"]
