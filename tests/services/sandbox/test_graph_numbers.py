"""Graph's phone numbers: how they arrive, are listed, assigned, unassigned and updated."""

from __future__ import annotations

import base64

import pytest

from services.sandbox import numbering
from services.sandbox.catalogue import TEAMS_PHONE
from services.sandbox.seed import stable_id
from services.sandbox.tokens import OPERATOR
from services.sandbox.world import OPERATOR_ID, TeamsNumber
from tests.services.sandbox.conftest import CONTOSO, Box
from tests.services.sandbox.graph_calls import (
    ALICE,
    JOHN,
    LOCATION,
    NUMBERS,
    OMAR,
    PRIYA,
    RESOURCE,
    Graph,
    effects,
    fault,
    upload,
    visible,
)

ONE, TWO, THREE = "+6567891230", "+6567891231", "+6567891232"
LIST = f"{NUMBERS}/numberAssignments"


@pytest.fixture
async def graph(box: Box) -> Graph:
    return await Graph.of(box)


async def test_an_uploaded_number_shows_up_some_time_after_it_is_synced(graph: Graph) -> None:
    await upload(graph.box, ONE)
    graph.box.advance(30)
    assert await graph.number(ONE) is None
    graph.box.advance(6)
    shown = await graph.number(ONE)
    assert (shown["telephoneNumber"], shown["numberType"]) == (ONE, "operatorConnect")
    assert (shown["assignmentStatus"], shown["activationState"]) == ("unassigned", "activated")
    assert (shown["capabilities"], shown["isoCountryCode"]) == (["userAssignment"], "SG")
    assert base64.urlsafe_b64decode(shown["id"] + "==").decode() == f"{OPERATOR_ID}|{ONE}"


async def test_a_number_the_operator_deletes_is_gone(graph: Graph) -> None:
    await visible(graph.box, ONE, TWO)
    url = "/operator/accounts/contoso:deleteNumbers?api-version=2024-02-29-preview"
    headers = {"Authorization": f"Bearer {await graph.box.token(OPERATOR)}"}
    async with graph.box.http.post(url, json={"numbers": [{"telephoneNumber": ONE}]}, headers=headers) as answer:
        assert answer.status == 204
    assert await graph.number(ONE) is None
    assert await graph.number(TWO) is not None


async def test_a_number_uploaded_anew_takes_its_time_anew(graph: Graph) -> None:
    await upload(graph.box, ONE)
    graph.box.advance(20)
    account = graph.box.sandbox.world.operator.accounts["contoso"]
    del account.numbers[ONE]
    await upload(graph.box, ONE)
    graph.box.advance(20)
    assert await graph.number(ONE) is None
    graph.box.advance(20)
    assert await graph.number(ONE) is not None


async def test_a_number_of_an_upload_that_failed_never_shows(graph: Graph) -> None:
    await fault(graph.box, system="operator", kind="number_error", numbers=[ONE], code="internal_error")
    await visible(graph.box, ONE, TWO)
    assert (await graph.number(ONE), (await graph.number(TWO))["telephoneNumber"]) == (None, TWO)


async def test_both_spellings_of_a_numbers_address(graph: Graph) -> None:
    await visible(graph.box, ONE)
    key = (await graph.number(ONE))["id"]
    assert (await graph.get(f"{LIST}/{key}"))["telephoneNumber"] == ONE
    assert (await graph.get(f"{LIST}('{key}')"))["telephoneNumber"] == ONE
    assert (await graph.call("GET", f"{LIST}/{key[:-2]}")).status == 404


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("assignmentStatus eq 'unassigned' and capabilities/any(c:c eq 'userAssignment')", [TWO]),
        (f"assignmentTargetId eq '{JOHN}'", [ONE]),
        ("numberType eq 'OperatorConnect' and isoCountryCode eq 'SG'", [ONE, TWO, THREE]),
        ("capabilities/any(c:c eq 'voiceApplicationAssignment')", [THREE]),
        (f"telephoneNumber eq '{TWO}'", [TWO]),
        ("telephoneNumber eq ' 6567891231'", []),
    ],
)
async def test_numbers_by_filter(graph: Graph, expression: str, found: list[str]) -> None:
    await visible(graph.box, ONE, TWO)
    await visible(graph.box, THREE, usage="FirstPartyAppAssignment")
    assert (await graph.outcome(await graph.assign(ONE, JOHN)))[0] == "succeeded"
    listed = (await graph.get(LIST, filter=expression))["value"]
    assert [number["telephoneNumber"] for number in listed] == found


@pytest.mark.parametrize(
    "field", ["id eq '1'", "city eq 'Singapore'", f"telephoneNumber ne '{ONE}'", "startswith(telephoneNumber,'+65')"]
)
async def test_what_numbers_cannot_be_filtered_by(graph: Graph, field: str) -> None:
    assert (await graph.call("GET", LIST, query={"$filter": field})).status == 400


async def test_a_plus_that_is_not_encoded_turns_into_a_space(graph: Graph) -> None:
    await visible(graph.box, ONE)
    url = f"{graph.box.url}/graph/v1.0{LIST}?$filter=telephoneNumber%20eq%20'+6567891230'"
    async with graph.box.http.get(url, headers={"Authorization": f"Bearer {graph.token}"}) as answer:
        assert (await answer.json())["value"] == []


async def test_numbers_come_in_ascending_pages(graph: Graph) -> None:
    numbers = [f"+65640000{i:02d}" for i in range(25)]
    await visible(graph.box, *reversed(numbers))
    seen, path = [], f"{LIST}?$top=10&$skip=2"
    while path:
        body = (await graph.call("GET", path.removeprefix(graph.box.url))).body
        seen += [number["telephoneNumber"] for number in body["value"]]
        path = body.get("@odata.nextLink", "")
    assert seen == numbers[2:]
    assert len((await graph.get(LIST, top="5", skip="22"))["value"]) == 3


async def test_a_page_holds_five_hundred_numbers_and_never_more_than_a_thousand(graph: Graph) -> None:
    tenant = graph.box.sandbox.world.tenants[CONTOSO]
    for i in range(1001):
        numbering.put(tenant, TeamsNumber(f"+65640{i:05d}"))
    assert len((await graph.get(LIST))["value"]) == 500
    assert len((await graph.get(LIST, top="2000"))["value"]) == 1000


async def test_a_number_that_vanishes_leaves_its_holder_without(graph: Graph) -> None:
    await visible(graph.box, ONE)
    await graph.outcome(await graph.assign(ONE, JOHN))
    numbering.remove(graph.box.sandbox.world.tenants[CONTOSO], ONE)
    assert (await graph.get(f"/admin/teams/userConfigurations/{JOHN}"))["telephoneNumbers"] == []


async def test_an_assignment_may_bring_its_location(graph: Graph) -> None:
    await visible(graph.box, ONE, locationId=None, civicAddressId=None)
    assert (await graph.outcome(await graph.assign(ONE, JOHN, locationId=LOCATION)))[0] == "succeeded"
    shown = await graph.number(ONE)
    assert (shown["locationId"], shown["civicAddressId"]) == (LOCATION, stable_id("address:contoso"))


async def test_an_assignment_is_an_operation_that_takes_its_time(graph: Graph) -> None:
    await visible(graph.box, ONE)
    accepted = await graph.assign(ONE.removeprefix("+"), JOHN)
    location = accepted.headers["location"]
    assert (accepted.status, accepted.body) == (202, None)
    operation_id = location.partition("operations('")[2].removesuffix("')")
    assert base64.urlsafe_b64decode(operation_id + "==").decode().startswith("Assignment|")
    path = location.removeprefix(f"{graph.box.url}/graph/v1.0")
    states = [(await graph.get(path))["status"]]
    assert (await graph.number(ONE))["activationState"] == "assignmentPending"
    for seconds in (1.5, 2):
        graph.box.advance(seconds)
        states.append((await graph.get(f"{NUMBERS}/operations/{operation_id}"))["status"])
    assert states == ["notStarted", "running", "succeeded"]
    listed = (await graph.get(f"{NUMBERS}/operations"))["value"]
    assert [(one["id"], one["status"]) for one in listed] == [(operation_id, "succeeded")]
    done = await graph.number(ONE)
    assert (done["assignmentStatus"], done["assignmentTargetId"]) == ("userAssigned", JOHN)
    assert (done["activationState"], done["assignmentCategory"]) == ("activated", "primary")
    user = await graph.get(f"/admin/teams/userConfigurations/{JOHN}")
    assert user["isEnterpriseVoiceEnabled"] is True
    assert user["telephoneNumbers"] == [{"telephoneNumber": ONE, "assignmentCategory": "primary"}]
    assert await effects(graph.box, "assign") == {f"assign:{ONE}": 1}


async def test_the_same_assignment_again_succeeds_without_effect(graph: Graph) -> None:
    await visible(graph.box, ONE)
    first, second = await graph.assign(ONE, JOHN), await graph.assign(ONE, JOHN)
    assert (await graph.outcome(first))[0] == (await graph.outcome(second))[0] == "succeeded"
    assert (await graph.outcome(await graph.assign(ONE, JOHN)))[0] == "succeeded"
    assert await effects(graph.box, "assign") == {f"assign:{ONE}": 1}


async def test_of_two_who_want_a_number_the_first_has_it(graph: Graph) -> None:
    await visible(graph.box, ONE)
    first, second = await graph.assign(ONE, JOHN), await graph.assign(ONE, ALICE)
    assert (await graph.outcome(first))[0] == "succeeded"
    assert await graph.outcome(second) == (
        "failed",
        f"Telephone Number '{ONE}' has already been assigned to another user.",
    )


async def test_a_resource_account_takes_a_voice_application_number(graph: Graph) -> None:
    await visible(graph.box, THREE, usage="FirstPartyAppAssignment")
    assert (await graph.outcome(await graph.assign(THREE, RESOURCE)))[0] == "succeeded"
    assert (await graph.number(THREE))["assignmentStatus"] == "voiceApplicationAssigned"


@pytest.mark.parametrize(
    ("usage", "target", "words"),
    [
        ("CallingUserAssignment", RESOURCE, "capability"),
        ("FirstPartyAppAssignment", JOHN, "capability"),
        (
            "CallingUserAssignment",
            OMAR,
            f"User '{OMAR}' lacks appropriate licenses to assign a 'OperatorConnect' number",
        ),
        ("CallingUserAssignment", PRIYA, "usage location"),
    ],
)
async def test_assignments_that_fail(graph: Graph, usage: str, target: str, words: str) -> None:
    await visible(graph.box, ONE, usage=usage)
    status, detail = await graph.outcome(await graph.assign(ONE, target))
    assert status == "failed"
    assert words in detail
    shown = await graph.number(ONE)
    assert (shown["assignmentStatus"], shown["activationState"]) == ("unassigned", "activated")
    assert await effects(graph.box, "assign") == {}


async def test_a_second_primary_number_is_one_too_many(graph: Graph) -> None:
    await visible(graph.box, ONE, TWO)
    assert (await graph.outcome(await graph.assign(ONE, JOHN)))[0] == "succeeded"
    assert (await graph.outcome(await graph.assign(TWO, JOHN)))[0] == "failed"
    assert (await graph.outcome(await graph.assign(TWO, JOHN, assignmentCategory="private")))[0] == "succeeded"


async def test_one_primary_one_private_and_nine_alternate_numbers(graph: Graph) -> None:
    numbers = [f"+65678912{n:02}" for n in range(30, 43)]
    await visible(graph.box, *numbers)

    async def given(number: str, category: str) -> str:
        return (await graph.outcome(await graph.assign(number, JOHN, assignmentCategory=category)))[0]

    assert await given(numbers[1], "alternate") == "failed"  # the primary one comes first
    assert await given(numbers[0], "primary") == "succeeded"
    assert await given(numbers[1], "private") == "succeeded"
    assert await given(numbers[2], "private") == "failed"
    assert [await given(number, "alternate") for number in numbers[2:11]] == ["succeeded"] * 9
    assert await given(numbers[11], "alternate") == "failed"


async def test_what_is_refused_at_once(graph: Graph) -> None:
    await visible(graph.box, ONE)
    unknown = await graph.assign(TWO, JOHN)
    assert (unknown.status, unknown.error) == (404, f"Telephone Number '{TWO}' is not found from tenant '{CONTOSO}'")
    assert (await graph.assign(ONE, JOHN, numberType="callingPlan")).status == 404
    assert (await graph.assign(ONE, "john@contoso.com")).status == 404
    assert (await graph.assign(ONE, JOHN, numberType="carrierPigeon")).status == 400
    assert (await graph.assign(ONE, JOHN, assignmentCategory="spare")).status == 400
    assert (await graph.assign(ONE, JOHN, locationId="nowhere")).status == 400
    assert (await graph.call("POST", f"{LIST}/assignNumber", {})).status == 400
    assert (await graph.call("POST", f"{LIST}/assignNumber")).status == 400


async def test_a_fresh_licence_is_not_found_until_teams_knows_it(graph: Graph) -> None:
    await visible(graph.box, ONE)
    body = {"addLicenses": [{"skuId": TEAMS_PHONE}], "removeLicenses": []}
    assert (await graph.call("POST", f"/users/{OMAR}/assignLicense", body)).status == 200
    assert (await graph.assign(ONE, OMAR)).status == 404
    graph.box.advance(121)
    assert (await graph.outcome(await graph.assign(ONE, OMAR)))[0] == "succeeded"


async def test_unassigning_frees_the_number_and_twice_is_once(graph: Graph) -> None:
    await visible(graph.box, ONE)
    await graph.outcome(await graph.assign(ONE, JOHN))
    for _ in range(2):
        assert (await graph.outcome(await graph.unassign(ONE)))[0] == "succeeded"
    shown = await graph.number(ONE)
    assert (shown["assignmentStatus"], shown["assignmentTargetId"], shown["assignmentCategory"]) == (
        "unassigned",
        None,
        None,
    )
    assert (await graph.get(f"/admin/teams/userConfigurations/{JOHN}"))["isEnterpriseVoiceEnabled"] is False
    assert await effects(graph.box, "unassign") == {f"unassign:{ONE}": 1}
    assert (await graph.unassign(TWO)).status == 404


async def test_the_emergency_location_is_set_kept_and_cleared(graph: Graph) -> None:
    await visible(graph.box, ONE, locationId=None, civicAddressId=None)
    for sent, kept in ((LOCATION, LOCATION), (None, LOCATION), ("", None)):
        reply = await graph.call("POST", f"{LIST}/updateNumber", {"telephoneNumber": ONE, "locationId": sent})
        assert (reply.status, reply.body) == (200, None)
        assert (await graph.number(ONE))["locationId"] == kept
    body = {"telephoneNumber": ONE, "reverseNumberLookupOptions": ["skipInternalVoip"]}
    assert (await graph.call("POST", f"{LIST}/updateNumber", body)).status == 200
    assert (await graph.number(ONE))["reverseNumberLookupOptions"] == ["skipInternalVoip"]


async def test_the_operators_address_is_the_operators_to_change(graph: Graph) -> None:
    await visible(graph.box, ONE, allowTenantAddressUpdate=False)
    shown = await graph.number(ONE)
    assert "locationUpdate" not in shown["supportedCustomerActions"]
    reply = await graph.call("POST", f"{LIST}/updateNumber", {"telephoneNumber": ONE, "locationId": ""})
    assert (reply.status, reply.error) == (
        400,
        "Contact your operator to change the emergency address for this number.",
    )


async def test_no_new_location_while_an_assignment_is_pending(graph: Graph) -> None:
    await visible(graph.box, ONE)
    await graph.assign(ONE, JOHN)
    reply = await graph.call("POST", f"{LIST}/updateNumber", {"telephoneNumber": ONE, "locationId": ""})
    assert reply.error == "The location can't be updated because the activation state is pending"


async def test_an_unknown_operation(graph: Graph) -> None:
    assert (await graph.call("GET", f"{NUMBERS}/operations('nothing')")).status == 404
