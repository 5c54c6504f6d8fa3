"""The operator's gateway of the sandbox: door, accounts, consents, addresses, capabilities, paging."""

from __future__ import annotations

from typing import Any

import jwt
import pytest

from services.sandbox import tokens
from services.sandbox.operator.routes import OPERATIONS
from tests.services.sandbox.conftest import CONTOSO, Box
from tests.services.sandbox.operator_calls import VERSION, Operator, number_body

MERGE_PATCH = "application/merge-patch+json"


@pytest.fixture
async def operator(box: Box) -> Operator:
    return await Operator.of(box)


def test_all_eighteen_operations_are_there() -> None:
    assert len({(operation.method, operation.path) for operation in OPERATIONS}) == 18


async def test_the_api_version_is_required(operator: Operator) -> None:
    async with operator.box.http.get("/operator/accounts", headers=operator.headers) as answer:
        body = await answer.json()
        assert (answer.status, body["error"]["code"]) == (400, "MissingApiVersionParameter")
        assert answer.headers["x-ms-error-code"] == "MissingApiVersionParameter"
    reply = await operator.call("GET", "/accounts?api-version=2023-10-01", version=None)
    assert (reply.status, reply.code) == (400, "UnsupportedApiVersionValue")


async def test_a_token_for_somebody_else_is_refused(box: Box) -> None:
    for header in ("", "Bearer nonsense", f"Bearer {await box.token(tokens.GRAPH)}"):
        reply = await Operator(box, header).call("GET", "/accounts")
        assert (reply.status, reply.code) == (401, "AuthenticationFailed")


@pytest.mark.parametrize(
    ("role", "allowed"),
    [("Read", {"GET"}), ("Write", {"PUT"}), ("Delete", {"DELETE"}), ("Admin", {"GET", "PUT", "DELETE"})],
)
async def test_a_role_allows_its_methods_only(box: Box, role: str, allowed: set[str]) -> None:
    claims = jwt.decode(tokens.issue(box.sandbox, CONTOSO, tokens.OPERATOR), options={"verify_signature": False})
    token = jwt.encode({**claims, "roles": [f"ProvisioningAPI.{role}"]}, tokens._KEY, algorithm="HS256")
    operator = Operator(box, f"Bearer {token}")
    statuses = {
        "GET": (await operator.call("GET", "/accounts")).status,
        "PUT": (await operator.call("PUT", "/accounts/new", {"name": "new"})).status,
        "DELETE": (await operator.call("DELETE", "/accounts/new")).status,
    }
    assert {method for method, status in statuses.items() if status != 403} == allowed
    batch = (await operator.call("POST", "/accounts/contoso:deleteNumbers", {"numbers": []})).status
    assert (batch == 204) == (role == "Admin")  # no smaller role is published for POST


async def test_the_client_request_id_is_echoed(operator: Operator) -> None:
    good = await operator.call("GET", "/accounts", x_ms_client_request_id="abc")
    bad = await operator.call("GET", "/accounts/none", x_ms_client_request_id="def")
    assert (good.headers["x-ms-client-request-id"], bad.headers["x-ms-client-request-id"]) == ("abc", "def")


async def test_a_hundred_calls_a_minute_whatever_they_are(operator: Operator) -> None:
    operator.box.sandbox.live.clock.change_speed(1e-6)
    for _ in range(100):
        assert (await operator.call("GET", "/accounts/contoso")).status == 200
    refused = await operator.call("POST", "/accounts/contoso:createOrUpdateNumbers", {"numbers": []})
    assert (refused.status, refused.code) == (429, "TooManyRequests")
    assert float(refused.headers["retry-after"]) >= 1
    operator.box.advance(61)
    operator.box.sandbox.live.clock.change_speed(1)
    assert (await operator.call("GET", "/accounts")).status == 200


async def test_an_unknown_path_is_refused_in_the_gateways_words(operator: Operator) -> None:
    reply = await operator.call("POST", "/accounts/contoso:nothing", {})
    assert (reply.status, reply.code) == (404, "ResourceNotFound")
    assert reply.headers["x-ms-error-code"] == "ResourceNotFound"


async def test_a_seeded_account_shows_its_tenant_and_count(operator: Operator) -> None:
    await operator.put_number("+6567891230")
    reply = await operator.call("GET", "/accounts/contoso")
    assert reply.body == {
        "name": "contoso",
        "serviceDetails": {
            "teamsTenantId": CONTOSO,
            "teamsOperatorConnect": {"enabled": True, "syncEnabled": True, "numberCount": 1},
        },
        "serviceProvisioningStatus": "synced",
        "serviceProvisioningErrors": [],
    }
    assert reply.headers["etag"].startswith('"')


def account_body(name: str, tenant: str = "t-1", **more: Any) -> dict[str, Any]:
    services = {"teamsTenantId": tenant, "teamsOperatorConnect": {"enabled": True, "syncEnabled": True}}
    return {"name": name, "serviceDetails": services, **more}


async def test_an_account_is_created_replaced_and_deleted(operator: Operator) -> None:
    created = await operator.call("PUT", "/accounts/acme", account_body("acme", correlationId="c-1"))
    assert (created.status, created.body["correlationId"]) == (201, "c-1")
    replaced = await operator.call("PUT", "/accounts/acme", account_body("acme", tenant="t-2"))
    assert (replaced.status, replaced.body["serviceDetails"]["teamsTenantId"]) == (200, "t-2")
    assert "correlationId" not in replaced.body
    assert replaced.headers["etag"] != created.headers["etag"]
    assert (await operator.call("DELETE", "/accounts/acme")).status == 204
    assert (await operator.call("GET", "/accounts/acme")).code == "ResourceNotFound"
    assert (await operator.call("DELETE", "/accounts/acme")).status == 204


@pytest.mark.parametrize("name", ["a b", "x" * 101, "ä"])
async def test_an_account_name_has_letters_digits_dashes(operator: Operator, name: str) -> None:
    reply = await operator.call("PUT", f"/accounts/{name}", account_body(name))
    assert (reply.status, reply.body["error"]["details"][0]["target"]) == (400, "name")


async def test_the_name_in_the_body_is_the_one_in_the_path(operator: Operator) -> None:
    assert (await operator.call("PUT", "/accounts/acme", account_body("other"))).status == 400


async def test_entity_tags_guard_accounts(operator: Operator) -> None:
    etag = (await operator.call("GET", "/accounts/contoso")).headers["etag"]
    path, body = "/accounts/contoso", account_body("contoso", CONTOSO)
    assert (await operator.call("PUT", path, body, If_None_Match="*")).code == "ConditionNotMet"
    assert (await operator.call("PUT", path, body, If_Match='"old"')).status == 412
    assert (await operator.call("PUT", "/accounts/acme", account_body("acme"), If_Match="*")).status == 412
    assert (await operator.call("PUT", "/accounts/acme", account_body("acme"), If_None_Match="*")).status == 201
    assert (await operator.call("GET", path, If_None_Match=etag)).status == 304
    assert (await operator.call("PUT", path, body, If_Match=etag)).status == 200
    assert (await operator.call("DELETE", path, If_Match=etag)).status == 412
    assert (await operator.call("GET", path, If_None_Match=etag)).status == 200


async def test_modification_times_guard_accounts(operator: Operator) -> None:
    reply = await operator.call("PUT", "/accounts/acme", account_body("acme"))
    modified = reply.headers["last-modified"]
    path, body, long_ago = "/accounts/acme", account_body("acme"), "Mon, 01 Jan 2024 00:00:00 GMT"
    assert (await operator.call("GET", path, If_Modified_Since=modified)).status == 304
    assert (await operator.call("GET", path, If_Modified_Since=long_ago)).status == 200
    assert (await operator.call("PUT", path, body, If_Unmodified_Since=long_ago)).status == 412
    assert (await operator.call("PUT", path, body, If_Modified_Since=modified)).status == 412
    assert (await operator.call("PUT", path, body, If_Unmodified_Since=modified)).status == 200


async def test_an_account_with_numbers_keeps_its_tenant_and_is_not_deleted_by_mistake(operator: Operator) -> None:
    await operator.put_number("+6567891230")
    assert (await operator.call("PUT", "/accounts/contoso", account_body("contoso", "t-9"))).status == 409
    assert (await operator.call("DELETE", "/accounts/contoso")).status == 409
    assert (await operator.call("DELETE", "/accounts/contoso?deleteNumbers=maybe")).status == 400
    assert (await operator.call("DELETE", "/accounts/contoso?deleteNumbers=true")).status == 204
    assert operator.box.sandbox.world.effects["operator.delete:+6567891230"] == 1


async def test_lists_page_by_next_link_and_count_records(operator: Operator) -> None:
    names = [f"+65678912{i}" for i in range(30, 37)]
    await operator.write(*(number_body(name) for name in names))
    seen, path = [], "/numbers?maxpagesize=3&countRecords=true"
    while path:
        reply = await operator.call("GET", path, version=VERSION if "api-version" not in path else None)
        assert reply.headers["x-ms-record-count"] == "7"
        assert len(reply.body["value"]) <= 3
        seen += [number["telephoneNumber"] for number in reply.body["value"]]
        path = reply.body.get("nextLink", "").removeprefix(f"{operator.box.url}/operator")
    assert seen == names


async def test_top_and_skip_cut_a_list(operator: Operator) -> None:
    names = [f"+65678912{i}" for i in range(30, 37)]
    await operator.write(*(number_body(name) for name in names))
    reply = await operator.call("GET", "/accounts/contoso/numbers?top=4&skip=1&maxpagesize=3")
    assert [number["telephoneNumber"] for number in reply.body["value"]] == names[1:4]
    assert "x-ms-record-count" not in reply.headers
    path = reply.body["nextLink"].removeprefix(f"{operator.box.url}/operator")
    rest = await operator.call("GET", path, version=None)
    assert [number["telephoneNumber"] for number in rest.body["value"]] == names[4:5]
    assert "nextLink" not in rest.body
    assert (await operator.call("GET", "/numbers?skip=50")).body == {"value": []}


@pytest.mark.parametrize("query", ["top=-1", "skip=x", "maxpagesize=0", "countRecords=1", "filter=name like 'x'"])
async def test_a_list_asked_for_wrongly_is_refused(operator: Operator, query: str) -> None:
    assert (await operator.call("GET", f"/accounts?{query}")).code == "InvalidQueryParameterValue"


async def test_a_filter_picks_by_nested_values(operator: Operator) -> None:
    await operator.write(number_body("+6567891230"), number_body("+6567891231", usage="FirstPartyAppAssignment"))
    where = "serviceDetails/teamsOperatorConnect/configuration/usage eq 'FirstPartyAppAssignment'"
    both = f"{where} and serviceDetails/teamsOperatorConnect/enabled eq true"
    reply = await operator.call("GET", f"/numbers?countRecords=true&filter={both}")
    assert [number["telephoneNumber"] for number in reply.body["value"]] == ["+6567891231"]
    assert reply.headers["x-ms-record-count"] == "1"


async def test_capability_plans_cover_users_and_voice_applications(operator: Operator) -> None:
    reply = await operator.call("POST", "/accounts/contoso:getTeamsCapabilityPlans", {})
    plans = {plan["usage"]: plan for plan in reply.body["capabilityPlans"]}
    assert set(plans) == {"CallingUserAssignment", "FirstPartyAppAssignment", "ConferenceAssignment"}
    assert plans["CallingUserAssignment"]["supportsTollFree"] is False


async def test_a_toll_free_number_cannot_go_to_a_user(operator: Operator) -> None:
    path = "/accounts/contoso:getTeamsAvailableCapabilities"
    fixed = await operator.call("POST", path, {"numbers": [{"telephoneNumber": "+6567891230"}]})
    free = await operator.call("POST", path, {"numbers": [{"telephoneNumber": "+658001234567"}]})
    assert "UserAssignment" in fixed.body["availableCapabilities"]
    assert "UserAssignment" not in free.body["availableCapabilities"]


async def test_civic_addresses_are_read_by_account(operator: Operator) -> None:
    (address,) = (await operator.call("GET", "/accounts/contoso/teamsCivicAddresses")).body["value"]
    assert address["defaultLocationId"] == address["locations"][0]["id"]
    assert (await operator.call("GET", f"/accounts/contoso/teamsCivicAddresses/{address['id']}")).body == address
    assert (await operator.call("GET", f"/accounts/fabrikam/teamsCivicAddresses/{address['id']}")).status == 404


async def test_a_consent_shows_what_the_customer_agreed_to(operator: Operator) -> None:
    reply = await operator.call("GET", f"/teamsRequestsForInformation/{CONTOSO}")
    assert reply.body["status"] == "active"
    assert reply.body["consentedCountries"] == ["SG"]
    assert reply.body["accountName"] == "contoso"
    assert reply.body["customerRelationship"]["status"] == "ConsentAcknowledged"
    listed = (await operator.call("GET", "/teamsRequestsForInformation")).body["value"]
    assert reply.body in listed
    assert len(listed) == 2


async def patch(operator: Operator, body: Any, kind: str = MERGE_PATCH, **headers: str) -> Any:
    return await operator.call("PATCH", f"/teamsRequestsForInformation/{CONTOSO}", body, Content_Type=kind, **headers)


async def test_only_the_customer_relationship_can_be_written(operator: Operator) -> None:
    before = await operator.call("GET", f"/teamsRequestsForInformation/{CONTOSO}")
    reply = await patch(operator, {"customerRelationship": {"comment": "Signed"}})
    assert reply.status == 200
    assert reply.body["customerRelationship"]["status"] == "ConsentAcknowledged"
    assert reply.body["customerRelationship"]["comment"] == "Signed"
    assert reply.headers["etag"] != before.headers["etag"]
    assert (await patch(operator, {"consentedCountries": ["US"]})).status == 400
    assert (await patch(operator, {"customerRelationship": {}}, kind="application/json")).status == 415
    assert (await patch(operator, {"customerRelationship": {}}, If_Match=before.headers["etag"])).status == 412


async def test_declining_a_consent_needs_a_reason(operator: Operator) -> None:
    declined = {"status": "ConsentDeclined", "comment": None}
    assert (await patch(operator, {"customerRelationship": declined})).status == 400
    declined = {"status": "ConsentDeclined", "comment": "Not our customer"}
    assert (await patch(operator, {"customerRelationship": declined})).status == 200


async def test_nobody_here_can_make_a_consent(operator: Operator) -> None:
    path = "/teamsRequestsForInformation/7c9f2a52-0a4c-4c8e-9d6e-0d7b4d3f1a10"
    body = {"customerRelationship": {"status": "ConsentAcknowledged"}}
    assert (await operator.call("PATCH", path, body, Content_Type=MERGE_PATCH)).status == 404
