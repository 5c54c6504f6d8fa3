from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from services.domain.errors import RemoteBusy, RemoteRefused
from services.domain.voice_policies import PolicyKind
from services.inventory.phone_plans import phone_plans_by_sku, phone_plans_of
from services.remote.graph import Assign, Graph, GraphUser
from services.remote.graph_deleted import DeletedUser
from services.remote.graph_licences import USER_PHONE_PLANS
from services.remote.graph_numbers import OperationState
from services.remote.operator_records import UploadRequest
from services.sandbox.app import Options
from services.sandbox.catalogue import GLOBAL_READER, TEAMS_ADMINISTRATOR
from services.sandbox.world import RoleGroup
from tests.services.remote.support import CONTOSO, World, connected

MCOEV = "e43b5b99-8dfb-405f-9987-dc307f34bcbd"


@pytest.fixture
def graph(world: World) -> Graph:
    return world.clients.graph(CONTOSO)


async def person(graph: Graph, name: str) -> GraphUser:
    return await graph.user(f"{name}@contoso.com")


async def bring(world: World, numbers: Sequence[str]) -> None:
    """Upload numbers and let the time pass until Graph lists them."""
    await world.clients.operator(CONTOSO).upload(
        "contoso", [UploadRequest(n, "CallingUserAssignment") for n in numbers]
    )
    world.advance(60)


async def test_the_tenant_with_the_domains_that_it_proved(graph: Graph) -> None:
    assert (await graph.organization()).domains == ("contoso.com", "contoso.onmicrosoft.com")


async def test_the_tenant_and_its_people_are_read(graph: Graph) -> None:
    organization = await graph.organization()
    assert (organization.id, organization.country) == (CONTOSO, "SG")
    people = {user.user_principal_name: user async for user in graph.users()}
    john, omar = people["john@contoso.com"], people["omar@contoso.com"]
    assert (john.display_name, john.usage_location, john.enabled) == ("John", "SG", True)
    phones = phone_plans_by_sku(await graph.subscribed_skus())
    assert USER_PHONE_PLANS.intersection(phone_plans_of(john, phones))
    assert MCOEV in john.sku_ids
    assert not phone_plans_of(omar, phones)
    assert await graph.user(john.id) == john


@pytest.mark.long
async def test_everybody_is_listed_over_several_pages() -> None:
    async with connected(Options(speed=200.0, people=1200)) as world:
        people = [user.id async for user in world.clients.graph(CONTOSO).users()]
        assert len(people) == len(set(people)) == 1214
        assert world.count("graph GET /users") == 3


@pytest.mark.parametrize("name", ["Chris Lee", "CHRIS LEE", "chris.lee2@contoso.com", "office@contoso.com"])
async def test_people_are_found_by_a_whole_name_or_address(world: World, graph: Graph, name: str) -> None:
    people = world.sandbox.world.tenants[CONTOSO].people.values()
    next(one for one in people if one.user_principal_name == "chris.lee2@contoso.com").mail = "office@contoso.com"
    found = {user.user_principal_name for user in await graph.users_called(name)}
    assert "chris.lee2@contoso.com" in found
    assert len(found) == (2 if "LEE" in name.upper().split() else 1)


async def test_everybody_of_one_name_is_found_over_several_pages() -> None:
    async with connected(Options(speed=200.0, people=300)) as world:
        for person in world.sandbox.world.tenants[CONTOSO].people.values():
            person.display_name = "Chris Lee"
        assert len(await world.clients.graph(CONTOSO).users_called("chris lee")) == 314


@pytest.mark.parametrize("text", ["O'Brien", 'quo"te', "back\\slash", "+65", "a&b=c"])
async def test_any_text_can_be_asked_for(graph: Graph, text: str) -> None:
    assert await graph.users_called(text) == ()


async def test_a_name_that_nobody_can_have_is_not_asked_for(graph: Graph) -> None:
    """Its question would be longer than an address may be, and the answer no answer of Microsoft's."""
    name, policy = "x" * 5_000, PolicyKind.CALLING
    asked = [graph.users_called(name), graph.groups_called(name), graph.policies_called(policy, name)]
    assert [await one for one in asked] == [(), (), ()]
    assert await graph.find_user(name) is None


async def test_directory_roles_are_read_by_template(graph: Graph) -> None:
    assert await graph.directory_roles((await person(graph, "alex")).id) == {TEAMS_ADMINISTRATOR}
    assert await graph.directory_roles((await person(graph, "kim")).id) == {GLOBAL_READER}
    assert await graph.directory_roles((await person(graph, "john")).id) == frozenset()


async def test_more_groups_than_a_filter_takes_are_named(world: World, graph: Graph) -> None:
    names = {f"group-{no:02d}": f"Group {no}" for no in range(31)}
    world.sandbox.world.tenants[CONTOSO].role_groups = {key: RoleGroup(key, name) for key, name in names.items()}
    assert await graph.group_names(names) == names


async def test_an_unknown_person_is_a_refusal_with_graphs_code(graph: Graph) -> None:
    with pytest.raises(RemoteRefused) as caught:
        await graph.user("nobody@contoso.com")
    assert (caught.value.status, caught.value.code) == (404, "Request_ResourceNotFound")
    assert caught.value.request_id


async def test_licences_are_counted_given_and_taken(graph: Graph) -> None:
    before = {sku.sku_id: sku for sku in await graph.subscribed_skus()}[MCOEV]
    assert before.for_people
    assert not before.for_resource_accounts
    omar = await person(graph, "omar")
    await graph.assign_licence(omar.id, add=[MCOEV])
    after = {sku.sku_id: sku for sku in await graph.subscribed_skus()}[MCOEV]
    assert before.free - after.free == 1
    assert MCOEV in {licence.sku_id for licence in await graph.licence_details(omar.id)}
    await graph.assign_licence(omar.id, remove=[MCOEV])
    assert MCOEV not in {licence.sku_id for licence in await graph.licence_details(omar.id)}
    with pytest.raises(RemoteRefused):
        await graph.assign_licence(omar.id, remove=[MCOEV])


async def test_a_licence_in_capitals_is_the_same_one(world: World, graph: Graph) -> None:
    """As the page of assignLicense prints one."""
    tenant = world.sandbox.world.tenants[CONTOSO]
    john = next(one for one in tenant.people.values() if one.display_name == "John")
    sku = tenant.skus[MCOEV]
    john.sku_ids = {MCOEV.upper()}
    tenant.skus[MCOEV.upper()] = replace(sku, sku_id=MCOEV.upper())
    phones = phone_plans_by_sku([one for one in await graph.subscribed_skus() if one.total == sku.enabled])
    assert USER_PHONE_PLANS.intersection(phone_plans_of(await graph.user(john.id), phones))
    assert set(phones) == {MCOEV}


@pytest.mark.parametrize("before", ["", "0b7a1d3e00004000800000000000abcd"])
def test_a_deleted_account_is_called_the_same_with_its_id_before_its_name_and_without(before: str) -> None:
    deleted = datetime(2026, 11, 1, tzinfo=UTC)
    ident = "0b7a1d3e-0000-4000-8000-00000000abcd"
    assert DeletedUser(ident, f"{before}john@contoso.com", "John", "", deleted).principal_name == "john@contoso.com"


async def test_a_usage_location_is_set(graph: Graph) -> None:
    priya = await person(graph, "priya")
    await graph.set_usage_location(priya.id, "SG")
    assert (await person(graph, "priya")).usage_location == "SG"


async def test_a_number_is_assigned_followed_and_unassigned(world: World, graph: Graph) -> None:
    number = "+6564000000"
    world.sandbox.delays.assign = 3600  # on the fast clock the usual 3 s are over within 15 ms
    assert await graph.number(number) is None
    await bring(world, [number])
    john = await person(graph, "john")
    (sent,) = await graph.assign([Assign(number, john.id)])
    assert sent.error is None
    states = await graph.operations([sent.operation_id, "nothing"])
    assert not states[sent.operation_id].finished
    assert states["nothing"].status == "missing"
    world.advance(4000)
    assert await graph.operations([sent.operation_id]) == {sent.operation_id: OperationState("succeeded")}
    held = await graph.number(number)
    assert held is not None
    assert (held.target, held.assignment_status, held.assigned) == (john.id, "userAssigned", True)
    assert (held.activation_state, held.country, held.capabilities) == ("activated", "SG", ("userAssignment",))
    assert (await graph.in_teams(john.id)).phone
    (undone,) = await graph.unassign([number])
    world.advance(4000)
    assert (await graph.operations([undone.operation_id]))[undone.operation_id].status == "succeeded"
    free = await graph.number(number)
    assert free is not None
    assert not free.assigned


async def test_each_assignment_ends_by_itself(world: World, graph: Graph) -> None:
    await bring(world, ["+6564000000", "+6564000001"])
    john, priya = await person(graph, "john"), await person(graph, "priya")
    good, absent, abroad = await graph.assign(
        [Assign("+6564000000", john.id), Assign("+6564009999", john.id), Assign("+6564000001", priya.id)]
    )
    assert good.operation_id
    assert isinstance(absent.error, RemoteRefused)
    assert "not found" in absent.error.message
    world.advance(10)
    state = (await graph.operations([abroad.operation_id]))[abroad.operation_id]
    assert (state.status, "usage location" in state.detail) == ("failed", True)


async def test_two_thousand_numbers_are_listed_by_pages() -> None:
    async with connected(Options(speed=200.0)) as world:
        numbers = [f"+656400{n:04d}" for n in range(2100)]
        await bring(world, numbers)
        assert [n.telephone_number async for n in world.clients.graph(CONTOSO).numbers()] == numbers
        assert world.count("GET /admin/teams/telephoneNumberManagement/numberAssignments") == 3


async def test_many_assignments_all_go_through() -> None:
    async with connected(Options(speed=200.0, people=200)) as world:
        graph = world.clients.graph(CONTOSO)
        numbers = [f"+656400{n:04d}" for n in range(200)]
        await bring(world, numbers)
        people = [user.id async for user in graph.users() if user.display_name.startswith("Person")]
        items = [Assign(number, target) for number, target in zip(numbers, people, strict=True)]
        sent = await graph.assign(items)
        assert all(one.operation_id for one in sent)
        world.advance(10)
        states = await graph.operations([one.operation_id for one in sent])
        assert {state.status for state in states.values()} == {"succeeded"}
        assert {n.telephone_number: n.target async for n in graph.numbers()} == {i.e164: i.target for i in items}


async def test_a_lost_answer_leaves_every_assignment_unknown_and_sent_once(world: World, graph: Graph) -> None:
    await bring(world, ["+6564000000", "+6564000001"])
    john, alice = await person(graph, "john"), await person(graph, "alice")
    await world.fault(system="graph", kind="timeout", match=r"POST /graph/v1.0/\$batch", seconds=0.05, times=1)
    sent = await graph.assign([Assign("+6564000000", john.id), Assign("+6564000001", alice.id)])
    assert [one.unknown for one in sent] == [True, True]
    world.advance(10)
    assert {n.telephone_number: n.target async for n in graph.numbers()} == {
        "+6564000000": john.id,
        "+6564000001": alice.id,
    }
    assert world.count("assignNumber") == 2


async def test_throttled_items_wait_and_go_again(world: World, graph: Graph) -> None:
    await bring(world, ["+6564000000", "+6564000001"])
    john, alice = await person(graph, "john"), await person(graph, "alice")
    await world.fault(system="graph", kind="429", match="assignNumber", retry_after=0.02, times=1)
    sent = await graph.assign([Assign("+6564000000", john.id), Assign("+6564000001", alice.id)])
    assert all(one.operation_id for one in sent)
    assert world.count("assignNumber") == 3


async def test_operations_that_cannot_be_read_this_time_are_left_out(world: World, graph: Graph) -> None:
    await bring(world, ["+6564000000"])
    (sent,) = await graph.assign([Assign("+6564000000", (await person(graph, "john")).id)])
    await world.fault(system="graph", kind="429", match="operations", retry_after=500)
    assert await graph.operations([sent.operation_id]) == {}


async def test_a_missing_permission_is_a_refusal(world: World, graph: Graph) -> None:
    world.sandbox.world.tenants[CONTOSO].granted_roles.clear()
    with pytest.raises(RemoteRefused) as caught:
        await graph.organization()
    assert (caught.value.status, caught.value.code) == (403, "Authorization_RequestDenied")


async def test_a_throttled_directory_says_when_to_come_back(world: World, graph: Graph) -> None:
    await world.fault(system="graph", kind="429", match="users", retry_after=300)
    with pytest.raises(RemoteBusy) as caught:
        await graph.user("john@contoso.com")
    assert caught.value.retry_after == 300


async def test_an_expired_token_is_replaced_unseen(world: World, graph: Graph) -> None:
    await graph.organization()
    await world.fault(system="graph", kind="expired", times=1)
    assert (await graph.organization()).id == CONTOSO
    assert world.count("login POST") == 2
