"""Numbers of the sandbox's operator gateway: provisioning, batches, failures, release."""

from __future__ import annotations

from typing import Any

import pytest

from services.sandbox import propagation
from services.sandbox.faults import Rule
from tests.services.sandbox.conftest import CONTOSO, Box
from tests.services.sandbox.operator_calls import Operator, number_body

ONE, TWO = "+6567891230", "+6567891231"
ONE_PATH = "/accounts/contoso/numbers/%2B6567891230"


@pytest.fixture
async def operator(box: Box) -> Operator:
    return await Operator.of(box)


def errors(number: Any) -> list[str]:
    return [error["code"] for error in number["serviceProvisioningErrors"]]


async def test_a_number_is_pending_until_it_is_synced(operator: Operator) -> None:
    created = await operator.put_number(ONE)
    assert created.status == 201
    assert created.body["serviceProvisioningStatus"] == "pending"
    operator.box.advance(5)
    synced = await operator.number(ONE)
    service = synced["serviceDetails"]["teamsOperatorConnect"]
    assert synced["serviceProvisioningStatus"] == "synced"
    assert service["assignmentStatus"] == "unassigned"
    assert "UserAssignment" in service["configuration"]["acquiredCapabilities"]
    assert service["configuration"]["allowTenantAddressUpdate"] is False


async def test_a_synced_number_reaches_the_tenant_after_a_while(operator: Operator) -> None:
    await operator.put_number(ONE)
    operator.box.advance(34)
    propagation.settle(operator.box.sandbox)
    assert ONE not in operator.box.sandbox.world.tenants[CONTOSO].numbers
    operator.box.advance(1.1)
    propagation.settle(operator.box.sandbox)
    assert operator.box.sandbox.world.tenants[CONTOSO].numbers[ONE].capabilities == ["userAssignment"]


async def test_writing_the_same_number_again_has_no_effect(operator: Operator) -> None:
    first = await operator.put_number(ONE)
    operator.box.advance(5)
    again = await operator.put_number(ONE)
    sent_back = await operator.write(await operator.number(ONE))
    assert (again.status, again.body["serviceProvisioningStatus"]) == (200, "synced")
    assert again.headers["etag"] == first.headers["etag"]
    assert sent_back.body["numbers"][0]["serviceProvisioningStatus"] == "synced"
    assert operator.box.sandbox.world.effects == {f"upload:{ONE}": 1}


async def test_a_changed_number_is_pending_again_but_not_uploaded_again(operator: Operator) -> None:
    await operator.put_number(ONE)
    operator.box.advance(5)
    changed = await operator.put_number(ONE, usage="FirstPartyAppAssignment")
    assert changed.body["serviceProvisioningStatus"] == "pending"
    assert operator.box.sandbox.world.effects == {f"upload:{ONE}": 1}


async def test_a_batch_settles_number_by_number(operator: Operator) -> None:
    operator.box.sandbox.faults.add(
        Rule(system="operator", kind="number_error", numbers=[TWO], code="internal_error", text="No luck", times=1)
    )
    reply = await operator.write(number_body(ONE), number_body(TWO))
    assert [n["serviceProvisioningStatus"] for n in reply.body["numbers"]] == ["pending", "pending"]
    assert all(errors(number) == [] for number in reply.body["numbers"])
    operator.box.advance(5)
    assert errors(await operator.number(ONE)) == []
    failed = await operator.number(TWO)
    assert failed["serviceProvisioningStatus"] == "failed"
    assert failed["serviceProvisioningErrors"] == [{"code": "internal_error", "message": "No luck", "target": TWO}]


async def test_a_failed_number_written_again_is_tried_again(operator: Operator) -> None:
    operator.box.sandbox.faults.add(Rule(system="operator", kind="number_error", times=1))
    await operator.put_number(ONE)
    operator.box.advance(5)
    assert errors(await operator.number(ONE)) == ["internal_error"]
    await operator.put_number(ONE)
    operator.box.advance(5)
    assert (await operator.number(ONE))["serviceProvisioningStatus"] == "synced"
    assert operator.box.sandbox.world.effects == {f"upload:{ONE}": 1}


@pytest.mark.parametrize(
    ("number", "configuration", "code"),
    [
        ("+60312345678", {}, "unknown_country_code"),
        ("+9991234567", {}, "unknown_country_code"),
        (ONE, {"displayedCountryCode": "US"}, "unknown_country_code"),
        (ONE, {"locationId": "nowhere"}, "unable_to_retrieve_location"),
        (ONE, {"civicAddressId": "nowhere"}, "unable_to_retrieve_location"),
    ],
)
async def test_what_microsoft_would_not_take(
    operator: Operator, number: str, configuration: dict[str, Any], code: str
) -> None:
    await operator.write(number_body(number, **configuration))
    operator.box.advance(5)
    assert errors(await operator.number(number)) == [code]


async def test_a_withdrawn_consent_stops_uploads(operator: Operator) -> None:
    operator.box.sandbox.world.operator.consents[CONTOSO].status = "removed"
    await operator.put_number(ONE)
    operator.box.advance(5)
    assert errors(await operator.number(ONE)) == ["unable_to_retrieve_partner_info"]


async def test_a_consent_to_more_countries_lets_their_numbers_in(operator: Operator) -> None:
    operator.box.sandbox.world.operator.consents[CONTOSO].countries.append("MY")
    await operator.write(number_body("+60312345678", allowTenantAddressUpdate=True))
    operator.box.advance(5)
    assert errors(await operator.number("+60312345678")) == []


async def test_the_emergency_address_must_fit(operator: Operator) -> None:
    (address,) = operator.box.sandbox.world.operator.civic_addresses["contoso"]
    location = address["defaultLocationId"]
    await operator.write(number_body(ONE, civicAddressId=address["id"], locationId=location))
    address["country"] = "MY"
    await operator.write(number_body(TWO, locationId=location))
    operator.box.advance(5)
    assert errors(await operator.number(ONE)) == []
    assert errors(await operator.number(TWO)) == ["unable_to_match_geography_entry"]


async def test_a_users_number_needs_some_address_unless_the_tenant_may_set_it(operator: Operator) -> None:
    operator.box.sandbox.world.operator.civic_addresses["contoso"] = []
    three = "+6567891232"
    await operator.write(
        number_body(ONE),
        number_body(TWO, allowTenantAddressUpdate=True),
        number_body(three, usage="FirstPartyAppAssignment"),
    )
    operator.box.advance(5)
    assert errors(await operator.number(ONE)) == ["unable_to_retrieve_default_location"]
    assert errors(await operator.number(TWO)) == errors(await operator.number(three)) == []


@pytest.mark.parametrize(
    "body",
    [
        number_body("6567891230"),
        number_body("+0567891230"),
        number_body("+65678912301234567"),
        number_body(ONE, account="fabrikam"),
        number_body(ONE, usage="Everything"),
        number_body(ONE, choosableCapabilities=["Flying"]),
        {"telephoneNumber": ONE, "accountName": "contoso"},
        {
            "telephoneNumber": ONE,
            "accountName": "contoso",
            "serviceDetails": {"teamsOperatorConnect": {"enabled": True}},
        },
    ],
)
async def test_a_batch_with_a_wrong_number_is_refused_whole(operator: Operator, body: dict[str, Any]) -> None:
    reply = await operator.write(number_body(TWO), body)
    assert reply.status == 400
    assert reply.body["error"]["details"]
    assert await operator.number(TWO) is None


async def test_a_batch_has_at_most_a_hundred(operator: Operator) -> None:
    names = [f"+65640000{i:02d}" for i in range(100)]
    assert (await operator.write(*map(number_body, names))).status == 200
    assert (await operator.write(*map(number_body, [*names, ONE]))).status == 400
    gone = [{"telephoneNumber": name} for name in [*names, ONE]]
    assert (await operator.call("POST", "/accounts/contoso:deleteNumbers", {"numbers": gone})).status == 400
    assert (await operator.call("POST", "/accounts/contoso:deleteNumbers", {"numbers": gone[:100]})).status == 204
    assert (await operator.call("GET", "/numbers")).body == {"value": []}


async def test_a_number_belongs_to_one_account(operator: Operator) -> None:
    await operator.put_number(ONE)
    reply = await operator.write(number_body(ONE, account="fabrikam"), account="fabrikam")
    assert (reply.status, reply.code) == (409, "Conflict")


async def test_a_number_without_teams_is_kept_but_not_uploaded(operator: Operator) -> None:
    await operator.put_number(ONE, enabled=False)
    assert (await operator.number(ONE))["serviceProvisioningStatus"] == "synced"
    assert operator.box.sandbox.world.effects == {}
    await operator.put_number(ONE)
    assert operator.box.sandbox.world.effects == {f"upload:{ONE}": 1}


async def assign_in_teams(operator: Operator, number: str) -> None:
    """Upload a number and give it to a person, as the tenant's admin would."""
    await operator.put_number(number)
    operator.box.advance(40)
    propagation.settle(operator.box.sandbox)
    operator.box.sandbox.world.tenants[CONTOSO].numbers[number].assignment_status = "userAssigned"


async def test_an_assigned_number_is_not_released(operator: Operator) -> None:
    await assign_in_teams(operator, ONE)
    await operator.put_number(TWO)
    assert (await operator.number(ONE))["serviceDetails"]["teamsOperatorConnect"]["assignmentStatus"] == "assigned"
    assert (await operator.call("DELETE", ONE_PATH)).code == "NumberAssigned"
    assert (await operator.put_number(ONE, enabled=False)).code == "NumberAssigned"
    assert (await operator.call("DELETE", "/accounts/contoso?deleteNumbers=true")).code == "NumberAssigned"
    both = {"numbers": [{"telephoneNumber": TWO}, {"telephoneNumber": ONE}]}
    batch = await operator.call("POST", "/accounts/contoso:deleteNumbers", both)
    assert (batch.status, batch.body["error"]["details"][0]["target"]) == (409, ONE)
    assert await operator.number(TWO) is not None
    assert "operator.delete" not in str(operator.box.sandbox.world.effects)


async def test_a_released_number_leaves_the_tenant_and_may_come_back(operator: Operator) -> None:
    await operator.put_number(ONE)
    operator.box.advance(40)
    for _ in range(2):
        assert (await operator.call("DELETE", ONE_PATH)).status == 204
    assert ONE not in operator.box.sandbox.world.tenants[CONTOSO].numbers
    assert (await operator.put_number(ONE)).status == 201
    assert operator.box.sandbox.world.effects == {f"upload:{ONE}": 2, f"operator.delete:{ONE}": 1}


async def test_entity_tags_guard_numbers(operator: Operator) -> None:
    etag = (await operator.put_number(ONE)).headers["etag"]
    body = number_body(ONE, allowTenantAddressUpdate=True)
    assert (await operator.call("GET", ONE_PATH, If_None_Match=etag)).status == 304
    assert (await operator.call("PUT", ONE_PATH, body, If_Match='"old"')).code == "ConditionNotMet"
    assert (await operator.call("PUT", ONE_PATH, body, If_None_Match="*")).status == 412
    assert (await operator.call("PUT", ONE_PATH, body, If_Match=etag)).status == 200
    assert (await operator.call("DELETE", ONE_PATH, If_Match=etag)).status == 412
    assert await operator.number(ONE) is not None


SENT = "Tue, 03 Feb 2026 22:03:26 GMT"


async def test_a_repeated_request_answers_again_without_a_second_effect(operator: Operator) -> None:
    repeat = {"Repeatability_Request_ID": "r-1", "Repeatability_First_Sent": SENT}
    first = await operator.write(number_body(ONE), **repeat)
    await operator.call("DELETE", ONE_PATH)
    again = await operator.write(number_body(ONE), **repeat)
    assert first.headers["repeatability-result"] == again.headers["repeatability-result"] == "accepted"
    assert again.body == first.body
    assert await operator.number(ONE) is None
    assert operator.box.sandbox.world.effects[f"upload:{ONE}"] == 1


async def test_a_repeatability_id_is_for_one_request(operator: Operator) -> None:
    repeat = {"Repeatability_Request_ID": "r-1", "Repeatability_First_Sent": SENT}
    await operator.write(number_body(ONE), **repeat)
    other = await operator.write(number_body(TWO), **repeat)
    assert (other.status, other.headers["repeatability-result"]) == (400, "rejected")
    alone = await operator.write(number_body(TWO), Repeatability_Request_ID="r-2")
    assert (alone.status, alone.headers["repeatability-result"]) == (400, "rejected")
    assert await operator.number(TWO) is None


async def test_a_plus_in_a_path_may_be_written_either_way(operator: Operator) -> None:
    await operator.put_number(ONE)
    assert (await operator.call("GET", f"/accounts/contoso/numbers/{ONE}")).body == await operator.number(ONE)


async def test_a_body_that_is_no_json_is_refused(operator: Operator) -> None:
    path = "/operator/accounts/acme?api-version=2024-02-29-preview"
    async with operator.box.http.put(path, data="{", headers=operator.headers) as answer:
        assert (answer.status, answer.headers["x-ms-error-code"]) == (400, "InvalidJson")
