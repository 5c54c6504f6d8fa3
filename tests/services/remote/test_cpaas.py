from __future__ import annotations

import asyncio

import pytest
from pydantic import JsonValue

from services.domain.addons import NUMBER, TEAMS_USER
from services.domain.errors import RemoteRefused
from services.remote.clients import Clients
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import CallFilter, ExtensionPatch, NewExtension, update_body
from services.remote.transport import new_session
from services.sandbox.app import Options
from services.sandbox.cpaas import link_code
from tests.services.remote.support import BOND, CONTOSO, CONTOSO_KEY, World, connected, endpoints

FREE = "+6567891230"


@pytest.fixture
def cpaas(world: World) -> Cpaas:
    world.link()
    return world.clients.cpaas(CONTOSO_KEY, BOND)


async def create(cpaas: Cpaas, *keys: str) -> None:
    made = await cpaas.create_extensions([NewExtension(key, f"Line {key}") for key in keys], f"new-{keys}")
    assert not made.failed


async def test_the_organisation_is_linked_and_unlinked(world: World, cpaas: Cpaas) -> None:
    world.link(None)
    before = await cpaas.organization()
    assert (before.name, before.country, before.tenant_id) == ("Contoso", "SG", "")
    (organisation,) = (o for o in world.sandbox.world.organisations.values() if o.api_key == CONTOSO_KEY)
    await cpaas.prove_tenant(CONTOSO, organisation.link_code, "proof")
    assert (await cpaas.link_tenant(CONTOSO)).tenant_id == CONTOSO
    with pytest.raises(RemoteRefused) as caught:
        await cpaas.link_tenant("00000000-0000-0000-0000-000000000001")
    assert (caught.value.status, caught.value.code) == (409, "tenant.linked")
    assert caught.value.request_id
    assert (await cpaas.unlink_tenant()).tenant_id == ""


async def test_members_licences_and_numbers_are_read_in_our_own_words(cpaas: Cpaas) -> None:
    members = [member async for member in cpaas.members("john")]
    assert [(m.display_name, m.email, m.username) for m in members] == [("John", "john@contoso.com", "john")]
    pool = {licence.code: licence for licence in await cpaas.licences()}
    assert pool[TEAMS_USER].seats.total == 30
    assert pool[TEAMS_USER].seats.free == 29
    numbers = {number.e164: number async for number in cpaas.numbers()}
    assert len(numbers) == 20
    taken = numbers["+6567891249"]
    assert (taken.ext_key, taken.code) == ("100", NUMBER)
    assert numbers[FREE].ext_key == ""


async def test_a_line_is_created_filled_emptied_and_deleted(cpaas: Cpaas) -> None:
    await create(cpaas, "201")
    (john,) = [member async for member in cpaas.members("john")]
    fill = ExtensionPatch("201", 1, None, "John", john.identity_uuid, (TEAMS_USER, NUMBER), (), (FREE,))
    filled = (await cpaas.update_extensions([fill], "fill")).done[0]
    assert (filled.label, filled.identity_uuid, filled.numbers) == ("John", john.identity_uuid, (FREE,))
    assert filled.addons == (TEAMS_USER, NUMBER)
    assert await cpaas.extension("201") == filled
    empty = ExtensionPatch("201", identity_uuid="", remove_numbers=(FREE,))
    emptied = (await cpaas.update_extensions([empty], "empty")).done[0]
    assert (emptied.identity_uuid, emptied.numbers, emptied.label) == ("", (), "John")
    assert (await cpaas.delete_extensions(["201"], "gone")).done == ("201",)
    assert await cpaas.extension("201") is None


async def test_one_refused_line_leaves_the_others_alone(cpaas: Cpaas) -> None:
    made = await cpaas.create_extensions([NewExtension("100", "x"), NewExtension("202", "y")], "some")
    assert [line.key for line in made.done] == ["202"]
    assert [(f.key, f.code) for f in made.failed] == [("100", "extension.exists")]
    assert made.failed[0].message


async def test_somebody_elses_change_is_noticed(cpaas: Cpaas) -> None:
    result = await cpaas.update_extensions([ExtensionPatch("100", if_version=99, label="Mine")], "late")
    assert [f.code for f in result.failed] == ["extension.changed"]


async def test_the_same_key_has_one_effect(world: World, cpaas: Cpaas) -> None:
    await create(cpaas, "203")
    await create(cpaas, "203")
    assert world.sandbox.world.effects["extension.create:203"] == 1


async def test_a_write_whose_answer_was_lost_is_repeated_under_its_key(world: World, cpaas: Cpaas) -> None:
    await world.fault(system="cpaas", kind="timeout", match="batchCreate", times=1, seconds=0.05)
    await create(cpaas, "204")
    assert world.sandbox.world.effects["extension.create:204"] == 1


async def test_more_than_a_hundred_lines_go_in_several_calls() -> None:
    async with connected(Options(speed=200.0, people=150)) as world:
        world.link()
        cpaas = world.clients.cpaas(CONTOSO_KEY, BOND)
        keys = [str(1000 + n) for n in range(150)]
        await create(cpaas, *keys)
        assert world.count("batchCreate") == 2
        assert [line.key async for line in cpaas.extensions()] == ["100", *keys]


async def test_settings_are_merged(cpaas: Cpaas) -> None:
    system = await cpaas.system_settings()
    assert "outboundCallRules" in system
    assert (await cpaas.patch_system_settings({"generalSettings": {"note": "x"}}))["generalSettings"]
    await create(cpaas, "205", "206")
    rule: dict[str, JsonValue] = {"outboundCall": {"outgoingCallRule": "default-sg"}}
    batch = await cpaas.update_settings({"205": rule, "206": rule, "999": rule}, "many")
    assert [one.key for one in batch.done] == ["205", "206"]
    assert (await cpaas.extension_settings("205")).settings["outboundCall"] == rule["outboundCall"]
    assert [(f.key, f.code) for f in batch.failed] == [("999", "extension.notFound")]
    everybody = {one.key: one.settings async for one in cpaas.all_extension_settings()}
    assert everybody["205"] == (await cpaas.extension_settings("205")).settings
    assert set(everybody) == {"100", "205", "206"}


async def test_calls_can_be_listed(cpaas: Cpaas) -> None:
    calls = [call async for call in cpaas.calls()]
    assert all(call.call_uuid for call in calls)
    assert [call.at for call in calls] == sorted((call.at for call in calls), reverse=True)


async def test_one_page_of_calls_is_one_call(world: World, cpaas: Cpaas) -> None:
    every = [call async for call in cpaas.calls(CallFilter(direction="inbound"))]
    before = world.count("GET /cpaas/v1/calls")
    page, total = await cpaas.calls_page(CallFilter(ext_key="100", direction="inbound"), 1, 3)
    assert world.count("GET /cpaas/v1/calls") == before + 1
    assert (page, total) == (tuple(every[3:6]), len(every))
    since, until = every[2].at, every[0].at
    within, total = await cpaas.calls_page(CallFilter(since=since, until=until, direction="inbound"), 0, 10)
    assert (list(within), total) == (every[1:3], 2)


async def test_a_throttled_call_is_repeated_for_everybody_alike(world: World, cpaas: Cpaas) -> None:
    await world.fault(system="cpaas", kind="429", retry_after=0.05, times=3)
    await asyncio.gather(*(cpaas.organization() for _ in range(10)))
    assert world.count("GET /cpaas/v1/organization") == 13


async def test_a_wrong_key_is_refused(world: World) -> None:
    with pytest.raises(RemoteRefused) as caught:
        await world.clients.organisation_of("wrong").organization()
    assert (caught.value.status, caught.value.code) == (401, "auth.invalidKey")


async def test_clients_of_one_limit_are_one(world: World) -> None:
    assert world.clients.cpaas("a", BOND) is world.clients.cpaas("a", BOND)
    assert world.clients.graph("t") is world.clients.graph("t")
    assert world.clients.operator("t") is world.clients.operator("t")
    assert world.clients.cpaas("a", BOND) is not world.clients.cpaas("b", BOND)


async def test_closing_ends_the_session() -> None:
    session = new_session()
    await Clients(endpoints("http://127.0.0.1:1"), session).close()
    assert session.closed


def test_what_stays_as_it_is_is_not_sent() -> None:
    assert update_body(ExtensionPatch("1")) == {"extKey": "1"}
    assert update_body(ExtensionPatch("1", identity_uuid="")) == {"extKey": "1", "identityUuid": None}
    assert update_body(ExtensionPatch("1", add_numbers=("+65123",))) == {"extKey": "1", "addNumbers": ["65123"]}


async def test_a_provider_that_shows_no_code_links_without_one(
    world: World, cpaas: Cpaas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link_code, "_bare", lambda _code: "")
    world.link(None)
    assert (await cpaas.prove_tenant(CONTOSO, "", "proof")).tenant_id == ""
    assert (await cpaas.link_tenant(CONTOSO)).tenant_id == CONTOSO
