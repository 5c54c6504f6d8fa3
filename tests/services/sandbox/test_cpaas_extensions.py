"""Extensions and licence seats of the sandbox's CPaaS."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.sandbox.cpaas import extension_rules as rules
from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.schemas import UpdateExtension
from services.sandbox.cpaas.seats import fresh_index, index_of, replace_extension
from services.sandbox.cpaas.skus import SKUS
from services.sandbox.faults import Rule
from services.sandbox.world import Extension, Organisation
from tests.services.sandbox.conftest import Box
from tests.services.sandbox.cpaas_calls import Cpaas

TEAMS, TEAMS_RESOURCE = "device_import_msteams_OC", "device_import_msteams_OC_resource"


@pytest.fixture
def cpaas(box: Box) -> Cpaas:
    return Cpaas(box)


async def seats(cpaas: Cpaas, sku: str) -> tuple[int, int, int]:
    """Total, assigned and available seats of a pool."""
    pools = {pool["sku"]: pool for pool in await cpaas.get("/v1/licences")}
    return pools[sku]["total"], pools[sku]["assigned"], pools[sku]["available"]


async def test_a_new_extension_takes_a_base_seat(cpaas: Cpaas) -> None:
    reply = await cpaas.create("101")
    assert reply.body == {
        "createdItems": [
            {
                "extKey": "101",
                "extLabel": "Desk 101",
                "identityUuid": None,
                "baseSku": "license_phone_system",
                "addons": [],
                "numbers": [],
                "version": 1,
                "status": "VACANT",
            }
        ],
        "failedItems": [],
    }
    assert await seats(cpaas, "license_phone_system") == (50, 2, 48)
    assert (await cpaas.get("/v1/extensions/101"))["extLabel"] == "Desk 101"


@pytest.mark.parametrize("key", ["12", "123456", "abc", "12a", "", "１２３", "101\n"])
async def test_a_key_has_three_to_five_digits(cpaas: Cpaas, key: str) -> None:
    assert (await cpaas.create(key)).codes == ["extension.keyInvalid"]


async def test_what_cannot_be_created_leaves_the_rest_of_the_batch_alone(cpaas: Cpaas) -> None:
    reply = await cpaas.create("100", "101", "101", "9")
    assert [ext["extKey"] for ext in reply.body["createdItems"]] == ["101"]
    assert reply.codes == ["extension.exists", "extension.exists", "extension.keyInvalid"]


async def test_only_a_base_licence_carries_an_extension(cpaas: Cpaas) -> None:
    item = {"extKey": "101", "extLabel": "x", "baseSku": "team_chat"}
    reply = await cpaas.call("POST", "/v1/extensions/batchCreate", {"items": [item]})
    assert reply.codes == ["licence.unknown"]


async def test_an_exhausted_pool_names_the_licence_and_its_total(cpaas: Cpaas) -> None:
    reply = await cpaas.create(*(str(key) for key in range(200, 250)))
    assert len(reply.body["createdItems"]) == 49
    (failed,) = reply.body["failedItems"]
    assert failed["code"] == "licence.exhausted"
    assert "license_phone_system" in failed["error"]
    assert "50" in failed["error"]


async def test_an_update_sets_everything_at_once_and_counts_each_effect(cpaas: Cpaas) -> None:
    john = await cpaas.member("john")
    await cpaas.create("101")
    item = {
        "extKey": "101",
        "newExtKey": "102",
        "extLabel": "John",
        "identityUuid": john,
        "addAddons": [TEAMS, "call_recording"],
        "addNumbers": ["6567891230", "6567891231"],
    }
    (updated,) = (await cpaas.update(item)).body["updatedItems"]
    assert updated == {
        "extKey": "102",
        "extLabel": "John",
        "identityUuid": john,
        "baseSku": "license_phone_system",
        "addons": [TEAMS, "call_recording"],
        "numbers": ["6567891230", "6567891231"],
        "version": 2,
        "status": "ACTIVE",
    }
    assert cpaas.box.sandbox.world.effects == {
        "extension.create:101": 1,
        "extension.rekey:101:102": 1,
        "extension.label:102": 1,
        "member.assign:102": 1,
        f"addon.add:102:{TEAMS}": 1,
        "addon.add:102:call_recording": 1,
        "number.map:6567891230": 1,
        "number.map:6567891231": 1,
    }
    assert (await cpaas.call("GET", "/v1/extensions/101")).status == 404


async def test_the_same_update_again_changes_nothing(cpaas: Cpaas) -> None:
    item = {"extKey": "100", "addAddons": [TEAMS], "addNumbers": ["6567891249"], "removeAddons": ["team_chat"]}
    (updated,) = (await cpaas.update(item)).body["updatedItems"]
    assert updated["version"] == 1
    assert cpaas.box.sandbox.world.effects == {}


async def test_a_refused_item_changes_nothing_at_all(cpaas: Cpaas) -> None:
    before = await cpaas.get("/v1/extensions/100")
    reply = await cpaas.update(
        {"extKey": "100", "extLabel": "Other", "identityUuid": None, "addNumbers": ["6567891230", "6599999999"]}
    )
    assert reply.codes == ["number.notFound"]
    assert await cpaas.get("/v1/extensions/100") == before
    assert cpaas.box.sandbox.world.effects == {}


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ({"extKey": "999"}, "extension.notFound"),
        ({"extKey": "100", "ifVersion": 7}, "extension.changed"),
        ({"extKey": "100", "newExtKey": "1"}, "extension.keyInvalid"),
        ({"extKey": "100", "newExtKey": "101"}, "extension.exists"),
        ({"extKey": "100", "identityUuid": "nobody"}, "member.notFound"),
        ({"extKey": "100", "addAddons": ["device_import_msteams_oc"]}, "addon.unknown"),
        ({"extKey": "100", "addAddons": ["license_phone_system"]}, "addon.unknown"),
        ({"extKey": "100", "addAddons": [TEAMS_RESOURCE]}, "addon.conflict"),
        ({"extKey": "100", "addAddons": ["device_ip_phone", "device_ip_phone"]}, "addon.limit"),
        ({"extKey": "100", "addAddons": ["device_web_rtc"] * 2}, "addon.limit"),
        ({"extKey": "100", "addAddons": [TEAMS] * 2}, "addon.limit"),
        ({"extKey": "100", "addNumbers": ["+6567891230"]}, "number.notFound"),
        ({"extKey": "101", "addNumbers": ["6567891249"]}, "number.taken"),
        ({"extKey": "100", "addAddons": ["device_mobile_app"] * 31}, "licence.exhausted"),
    ],
)
async def test_refusals_by_code(cpaas: Cpaas, item: dict[str, Any], code: str) -> None:
    await cpaas.create("101")
    assert (await cpaas.update(item)).codes == [code]


async def test_a_taken_number_names_who_has_it(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    reply = await cpaas.update({"extKey": "101", "addNumbers": ["6567891249"]})
    assert "extension 100" in reply.body["failedItems"][0]["error"]


async def test_many_mobiles_fit_on_one_extension_and_go_together(cpaas: Cpaas) -> None:
    await cpaas.update({"extKey": "100", "addAddons": ["device_mobile_app"] * 3})
    assert await seats(cpaas, "device_mobile_app") == (30, 3, 27)
    assert cpaas.box.sandbox.world.effects["addon.add:100:device_mobile_app"] == 3
    await cpaas.update({"extKey": "100", "removeAddons": ["device_mobile_app"]})
    assert await seats(cpaas, "device_mobile_app") == (30, 0, 30)


async def test_teams_user_and_resource_licence_can_be_swapped_in_one_item(cpaas: Cpaas) -> None:
    item = {"extKey": "100", "removeAddons": [TEAMS], "addAddons": [TEAMS_RESOURCE]}
    (updated,) = (await cpaas.update(item)).body["updatedItems"]
    assert updated["addons"] == [TEAMS_RESOURCE]


async def test_a_number_uses_a_number_seat_unless_an_add_on_holds_one(cpaas: Cpaas) -> None:
    assert await seats(cpaas, "license_number") == (60, 1, 59)
    await cpaas.update({"extKey": "100", "addAddons": ["license_number"]})
    assert await seats(cpaas, "license_number") == (60, 1, 59)
    await cpaas.update({"extKey": "100", "addNumbers": ["6567891230"]})
    assert await seats(cpaas, "license_number") == (60, 2, 58)


async def test_an_overdrawn_pool_stops_only_what_takes_more_of_it(cpaas: Cpaas) -> None:
    next(iter(cpaas.box.sandbox.world.organisations.values())).pool[TEAMS] = 0
    assert (await cpaas.update({"extKey": "100", "extLabel": "Reception"})).codes == []
    assert await seats(cpaas, TEAMS) == (0, 1, 0)


async def test_a_member_may_hold_several_extensions_and_be_taken_away(cpaas: Cpaas) -> None:
    john = await cpaas.member("john")
    await cpaas.create("101", "102")
    await cpaas.update({"extKey": "101", "identityUuid": john}, {"extKey": "102", "identityUuid": john})
    reply = await cpaas.update({"extKey": "101", "identityUuid": None}, {"extKey": "102"})
    assert [ext["identityUuid"] for ext in reply.body["updatedItems"]] == [None, john]
    assert cpaas.box.sandbox.world.effects["member.unassign:101"] == 1


async def test_a_number_moves_within_one_batch(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    reply = await cpaas.update(
        {"extKey": "100", "removeNumbers": ["6567891249"]}, {"extKey": "101", "addNumbers": ["6567891249"]}
    )
    assert reply.codes == []
    assert (await cpaas.get("/v1/extensions/101"))["numbers"] == ["6567891249"]


async def test_a_number_fault_strikes_its_number_only(cpaas: Cpaas) -> None:
    rule = Rule(system="cpaas", kind="number_error", numbers=["+6567891230"], code="number.blocked", text="Blocked")
    cpaas.box.sandbox.faults.add(rule)
    await cpaas.create("101")
    reply = await cpaas.update(
        {"extKey": "100", "addNumbers": ["6567891230"]}, {"extKey": "101", "addNumbers": ["6567891231"]}
    )
    assert reply.body["failedItems"] == [{"extKey": "100", "code": "number.blocked", "error": "Blocked"}]
    assert [ext["numbers"] for ext in reply.body["updatedItems"]] == [["6567891231"]]


async def test_an_extension_in_use_is_not_deleted(cpaas: Cpaas) -> None:
    await cpaas.create("101")
    reply = await cpaas.delete("100", "101", "999")
    assert reply.body["deletedItems"] == ["101"]
    assert reply.codes == ["extension.inUse", "extension.notFound"]
    await cpaas.update({"extKey": "100", "identityUuid": None, "removeNumbers": ["6567891249"]})
    assert (await cpaas.delete("100")).body["deletedItems"] == ["100"]
    assert await seats(cpaas, TEAMS) == (30, 0, 30)
    assert cpaas.box.sandbox.world.effects["extension.delete:100"] == 1


async def test_extensions_are_found_by_key_and_name(cpaas: Cpaas) -> None:
    await cpaas.create("101", "201")
    assert [ext["extKey"] for ext in await cpaas.get("/v1/extensions?keyword=front")] == ["100"]
    assert [ext["extKey"] for ext in await cpaas.get("/v1/extensions?keyword=10")] == ["100", "101"]
    assert [ext["extKey"] for ext in await cpaas.get("/v1/extensions?page=1&perPage=2")] == ["201"]


ITEMS = st.builds(
    dict,
    extKey=st.sampled_from(["100", "101", "102"]),
    newExtKey=st.sampled_from([None, None, "101", "103"]),
    identityUuid=st.sampled_from([None, "m1", "m9"]),
    addAddons=st.lists(st.sampled_from([*SKUS, "nonsense"]), max_size=4),
    removeAddons=st.lists(st.sampled_from(list(SKUS)), max_size=3),
    addNumbers=st.lists(st.sampled_from(["651", "652", "653", "659"]), max_size=2),
    removeNumbers=st.lists(st.sampled_from(["651", "652", "653"]), max_size=2),
)


@pytest.mark.long
@settings(max_examples=60, deadline=None)
@given(st.lists(ITEMS, max_size=12))
def test_the_index_always_equals_a_fresh_count_and_no_pool_is_overdrawn(items: list[dict[str, Any]]) -> None:
    organisation = Organisation("u", "n", "SG", "k", pool=dict.fromkeys(SKUS, 3), numbers=["651", "652", "653"])
    organisation.extensions = {key: Extension(key, key) for key in ("100", "101", "102")}
    index_of(organisation)
    for item in items:
        try:
            parsed = UpdateExtension.model_validate(item)
            after = rules.updated(organisation, parsed, 0.0)
        except CpaasError:
            continue
        replace_extension(organisation, organisation.extensions[parsed.ext_key], after)
        index, fresh = index_of(organisation), fresh_index(organisation)
        assert index.holders == fresh.holders
        assert Counter(index.used) - Counter() == Counter(fresh.used) - Counter()
        assert all(used <= 3 for used in index.used.values())
        assert set(after.addons) < set(SKUS)
