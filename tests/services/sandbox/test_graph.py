"""Graph's directory: tenant, people, licences, roles, Teams configurations and policies."""

from __future__ import annotations

from typing import Any

import pytest

from services.sandbox.catalogue import M365_E5, RESOURCE_ACCOUNT, TEAMS_ADMINISTRATOR, TEAMS_PHONE
from services.sandbox.seed import stable_id
from tests.services.sandbox.conftest import CONTOSO, Box
from tests.services.sandbox.graph_calls import ALICE, JOHN, OMAR, RESOURCE, Graph, Reply, effects, visible


@pytest.fixture
async def graph(box: Box) -> Graph:
    return await Graph.of(box)


async def _licence(graph: Graph, person: str, add: list[str], remove: list[str]) -> Reply:
    body = {"addLicenses": [{"skuId": sku, "disabledPlans": []} for sku in add], "removeLicenses": remove}
    return await graph.call("POST", f"/users/{person}/assignLicense", body)


async def _names(graph: Graph, **query: str) -> list[str]:
    headers = {"ConsistencyLevel": "eventual"}
    reply = await graph.call("GET", "/users", query={f"${k}": v for k, v in query.items()}, **headers)
    assert reply.status == 200, reply
    return sorted(user["userPrincipalName"].partition("@")[0] for user in reply.body["value"])


async def test_the_organization(graph: Graph) -> None:
    (tenant,) = (await graph.get("/organization"))["value"]
    assert (tenant["id"], tenant["displayName"], tenant["countryLetterCode"]) == (CONTOSO, "Contoso Pte Ltd", "SG")
    assert [d["name"] for d in tenant["verifiedDomains"] if d["isInitial"]] == ["contoso.onmicrosoft.com"]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("startswith(displayName,'chris')", ["chris.lee", "chris.lee2"]),
        ("displayName eq 'John' or mail eq 'ALICE@contoso.com'", ["alice", "john"]),
        ("userPrincipalName in ('john@contoso.com','ben@contoso.com')", ["ben", "john"]),
        (f"id eq '{JOHN}' and displayName eq 'Alice'", []),
        (f"id in ('{JOHN}') and (startswith(mail,'jo') or displayName eq 'x')", ["john"]),
        ("usageLocation ne 'SG'", ["priya"]),
        ("not(startswith(userPrincipalName,'chris') or usageLocation eq 'SG')", ["priya"]),
        ("displayName eq 'O''Neil'", []),
        ("mail eq null", ["resource.account"]),
        ("accountEnabled eq false", []),
    ],
)
async def test_users_by_filter(graph: Graph, expression: str, found: list[str]) -> None:
    assert await _names(graph, filter=expression) == found


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "displayName",
        "displayName gt 'a'",
        "shoeSize eq '1'",
        "displayName eq 'a' and",
        "displayName eq 'a",
        "(id eq '1'",
        f"id in ({','.join(['1'.join(chr(39) * 2)] * 16)})",
    ],
)
async def test_filters_that_make_no_sense(graph: Graph, expression: str) -> None:
    reply = await graph.call("GET", "/users", query={"$filter": expression})
    assert (reply.status, reply.body["error"]["code"]) == (400, "BadRequest")


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ('"displayName:wei"', ["wei.ling"]),
        ('"displayName:lee" OR "userPrincipalName:john"', ["chris.lee", "chris.lee2", "john"]),
        ('"displayName:chris" AND "mail:chris.lee2"', ["chris.lee2"]),
        ('"displayName:chris le"', ["chris.lee", "chris.lee2"]),
        ('"displayName:ee"', []),
    ],
)
async def test_users_by_search(graph: Graph, expression: str, found: list[str]) -> None:
    assert await _names(graph, search=expression) == found


async def test_search_needs_the_consistency_header(graph: Graph) -> None:
    reply = await graph.call("GET", "/users", query={"$search": '"displayName:ann"'})
    assert (reply.status, reply.body["error"]["code"]) == (400, "Request_UnsupportedQuery")


async def test_users_come_in_pages_that_link_on(graph: Graph) -> None:
    path, seen = "/users?$top=4&$select=id&$filter=usageLocation%20eq%20'SG'", []
    while path:
        reply = await graph.call("GET", path.removeprefix(graph.box.url))
        assert len(reply.body["value"]) <= 4
        seen += [user["id"] for user in reply.body["value"]]
        assert all(set(user) == {"id"} for user in reply.body["value"])
        path = reply.body.get("@odata.nextLink", "")
    assert len(seen) == len(set(seen)) == 13


async def test_the_count_comes_with_the_consistency_header(graph: Graph) -> None:
    query = {"$count": "true", "$top": "1"}
    reply = await graph.call("GET", "/users", query=query, ConsistencyLevel="eventual")
    assert reply.body["@odata.count"] == 14
    assert "@odata.count" not in (await graph.call("GET", "/users", query=query)).body


@pytest.mark.parametrize("query", [{"$top": "1000"}, {"$top": "0"}, {"$top": "x"}, {"$skip": "1"}, {"$skiptoken": "ÿ"}])
async def test_pages_that_cannot_be(graph: Graph, query: dict[str, str]) -> None:
    assert (await graph.call("GET", "/users", query=query)).status == 400


async def test_a_user_by_id_or_principal_name(graph: Graph) -> None:
    by_id = await graph.get(f"/users/{JOHN}", select="id,usageLocation,assignedLicenses")
    assert by_id["usageLocation"] == "SG"
    assert TEAMS_PHONE in {licence["skuId"] for licence in by_id["assignedLicenses"]}
    assert (await graph.get("/users/JOHN@contoso.com"))["id"] == JOHN
    assert (await graph.get("/users('john@contoso.com')"))["id"] == JOHN
    missing = await graph.call("GET", "/users/nobody@contoso.com")
    assert (missing.status, missing.body["error"]["code"]) == (404, "Request_ResourceNotFound")


async def test_a_business_phone_is_one_and_kept_on_premises_for_some(box: Box, graph: Graph) -> None:
    person = box.sandbox.world.tenants[CONTOSO].people[JOHN]
    number = {"businessPhones": ["+65 6789 1230"]}
    assert (await graph.call("PATCH", f"/users/{JOHN}", number)).status == 204
    assert (await graph.get(f"/users/{JOHN}", select="businessPhones"))["businessPhones"] == ["+65 6789 1230"]
    assert (await graph.call("PATCH", f"/users/{JOHN}", {"businessPhones": ["+651", "+652"]})).status == 400
    person.synchronised = True
    assert "on-premises mastered" in (await graph.call("PATCH", f"/users/{JOHN}", number)).error
    assert person.business_phones == ["+65 6789 1230"]


async def test_the_usage_location_can_be_set_and_nothing_else(graph: Graph) -> None:
    assert (await graph.call("PATCH", f"/users/{JOHN}", {"usageLocation": "my"})).status == 204
    assert (await graph.get(f"/users/{JOHN}", select="usageLocation"))["usageLocation"] == "MY"
    assert (await graph.call("PATCH", f"/users/{JOHN}", {"usageLocation": "Singapore"})).status == 400
    assert (await graph.call("PATCH", f"/users/{JOHN}", {"displayName": "Jon"})).status == 400


async def test_errors_carry_the_request_id(graph: Graph) -> None:
    reply = await graph.call("GET", "/users/nobody", client_request_id="abc")
    inner = reply.body["error"]["innerError"]
    assert inner["client-request-id"] == reply.headers["client-request-id"] == "abc"
    assert inner["request-id"] == reply.headers["request-id"]


async def test_a_missing_foreign_or_expired_token_is_refused(graph: Graph) -> None:
    for token in ("", "rubbish", await graph.box.token("https://api.botframework.com")):
        reply = await Graph(graph.box, token).call("GET", "/organization")
        assert (reply.status, reply.body["error"]["code"]) == (401, "InvalidAuthenticationToken")
    graph.box.advance(3600)
    assert "expired" in (await graph.call("GET", "/organization")).error


async def test_a_token_without_the_permission_is_refused(box: Box) -> None:
    box.sandbox.world.tenants[CONTOSO].granted_roles.discard("TeamsTelephoneNumber.ReadWrite.All")
    graph = await Graph.of(box)
    reply = await graph.call("GET", "/admin/teams/telephoneNumberManagement/numberAssignments")
    assert (reply.status, reply.code) == (403, "forbidden")
    assert "any of the permissions: TeamsTelephoneNumber.Read.All, TeamsTelephoneNumber.ReadWrite.All" in reply.error
    assert (await graph.call("GET", "/users")).status == 200


async def test_each_tenant_sees_its_own(box: Box) -> None:
    fabrikam = await Graph.of(box, stable_id("tenant:fabrikam"))
    assert (await fabrikam.get("/organization"))["value"][0]["displayName"] == "Fabrikam Pte Ltd"
    assert (await fabrikam.call("GET", f"/users/{JOHN}")).status == 404


async def test_directory_roles_by_membership_and_by_assignment(graph: Graph) -> None:
    alex = stable_id("person:alex@contoso.com")
    transitive = f"/users/{alex}/transitiveMemberOf/microsoft.graph.directoryRole"
    assert (await graph.call("GET", transitive)).status == 400  # a cast is an advanced query
    advanced = await graph.call("GET", transitive, query={"$count": "true"}, ConsistencyLevel="eventual")
    for found in (advanced.body, await graph.get("/users/alex@contoso.com/memberOf")):
        (role,) = found["value"]
        assert (role["roleTemplateId"], role["displayName"]) == (TEAMS_ADMINISTRATOR, "Teams Administrator")
    path = "/roleManagement/directory/roleAssignments"
    (held,) = (await graph.get(path, filter=f"principalId eq '{alex}'"))["value"]
    assert (held["roleDefinitionId"], held["principalId"]) == (TEAMS_ADMINISTRATOR, alex)
    assert (await graph.get(path, filter=f"principalId eq '{JOHN}'"))["value"] == []


async def _seats(graph: Graph, sku_id: str) -> int:
    skus: list[dict[str, Any]] = (await graph.get("/subscribedSkus"))["value"]
    return next(int(sku["consumedUnits"]) for sku in skus if sku["skuId"] == sku_id)


async def test_a_licence_takes_a_seat_and_reaches_teams_later(graph: Graph) -> None:
    before = await _seats(graph, TEAMS_PHONE)
    answered = await _licence(graph, OMAR, [TEAMS_PHONE], [])
    assert answered.status == 200
    assert TEAMS_PHONE in {licence["skuId"] for licence in answered.body["assignedLicenses"]}
    assert await _seats(graph, TEAMS_PHONE) == before + 1
    assert await effects(graph.box, "licence") == {f"licence:{OMAR}:{TEAMS_PHONE}": 1}
    path = f"/admin/teams/userConfigurations/{OMAR}"
    assert (await graph.get(path))["featureTypes"] == ["Teams"]
    graph.box.advance(121)
    assert "PhoneSystem" in (await graph.get(path))["featureTypes"]


async def test_a_licence_twice_is_one(graph: Graph) -> None:
    before = await _seats(graph, TEAMS_PHONE)
    assert (await _licence(graph, JOHN, [TEAMS_PHONE], [])).status == 200
    assert await _seats(graph, TEAMS_PHONE) == before
    assert await effects(graph.box, "licence") == {}


async def test_licences_that_cannot_be_given(graph: Graph) -> None:
    tenant = graph.box.sandbox.world.tenants[CONTOSO]
    assert "valid company License" in (await _licence(graph, OMAR, [JOHN], [])).error
    assert "corresponding license" in (await _licence(graph, OMAR, [], [TEAMS_PHONE])).error
    assert (await graph.call("POST", f"/users/{OMAR}/assignLicense", {"addLicenses": []})).status == 400
    tenant.people[OMAR].usage_location = None
    assert "invalid usage location" in (await _licence(graph, OMAR, [TEAMS_PHONE], [])).error
    tenant.people[OMAR].usage_location = "SG"
    tenant.skus[TEAMS_PHONE].enabled = 7
    assert "does not have any available licenses" in (await _licence(graph, OMAR, [TEAMS_PHONE], [])).error
    assert await effects(graph.box) == {}


async def test_a_licence_taken_and_given_in_one_call_needs_no_free_seat(graph: Graph) -> None:
    graph.box.sandbox.world.tenants[CONTOSO].skus[TEAMS_PHONE].enabled = 7
    assert (await _licence(graph, JOHN, [TEAMS_PHONE], [TEAMS_PHONE])).status == 200
    assert await _seats(graph, TEAMS_PHONE) == 7


async def test_losing_the_phone_licence_frees_the_number_but_a_swap_does_not(graph: Graph) -> None:
    await visible(graph.box, "+6567891230")
    assert (await graph.outcome(await graph.assign("+6567891230", JOHN)))[0] == "succeeded"
    assert (await _licence(graph, JOHN, [M365_E5], [TEAMS_PHONE])).status == 200
    assert (await graph.number("+6567891230"))["assignmentTargetId"] == JOHN
    assert "PhoneSystem" in (await graph.get(f"/admin/teams/userConfigurations/{JOHN}"))["featureTypes"]
    assert (await _licence(graph, JOHN, [], [M365_E5])).status == 200
    assert (await graph.number("+6567891230"))["assignmentStatus"] == "unassigned"
    assert await effects(graph.box, "unassign") == {"unassign:+6567891230": 1}


async def test_licence_details(graph: Graph) -> None:
    (licence,) = (await graph.get(f"/users/{RESOURCE}/licenseDetails"))["value"]
    assert (licence["skuId"], licence["skuPartNumber"]) == (RESOURCE_ACCOUNT, "PHONESYSTEM_VIRTUALUSER")
    assert [plan["servicePlanName"] for plan in licence["servicePlans"]] == ["MCOEV_VIRTUALUSER"]


async def test_teams_configurations_leave_resource_accounts_out(graph: Graph) -> None:
    everybody = (await graph.get("/admin/teams/userConfigurations"))["value"]
    assert len(everybody) == 13
    assert RESOURCE not in {user["id"] for user in everybody}
    assert (await graph.call("GET", f"/admin/teams/userConfigurations/{RESOURCE}")).status == 404
    named = await graph.get("/admin/teams/userConfigurations", filter="userPrincipalName eq 'alice@contoso.com'")
    assert [user["id"] for user in named["value"]] == [ALICE]
    assert not [(user["id"], name) for user in everybody for name, value in user.items() if value is None]


async def test_a_policy_is_found_by_its_kind_and_name_and_shows_how_it_came(box: Box, graph: Graph) -> None:
    path = "/admin/teams/policy/getPolicyId(type='TeamsCallingPolicy',name='allowcalling')"
    (found,) = (await graph.get(path))["value"]
    assert found["name"] == "Tag:AllowCalling"
    assert (await graph.get(path.replace("allowcalling", "nothing")))["value"] == []
    assert (await graph.call("GET", path.replace("TeamsCalling", "Nonsense"))).status == 400
    box.sandbox.world.tenants[CONTOSO].group_policies[JOHN] = {"TeamsCallingPolicy": found["policyId"]}
    (held,) = (await graph.get(f"/admin/teams/userConfigurations/{JOHN}"))["effectivePolicyAssignments"]
    assert held["policyAssignment"]["displayName"] == "AllowCalling"
    assert (held["policyAssignment"]["assignmentType"], bool(held["policyAssignment"]["groupId"])) == ("group", True)


async def test_policies_are_given_and_taken(graph: Graph) -> None:
    path = "/admin/teams/policy/userAssignments"
    item = {"userId": JOHN, "policyType": "TeamsCallingPolicy", "policyId": stable_id("policy")}
    assert (await graph.call("POST", f"{path}/assign", {"value": [item]})).status == 204
    held = (await graph.get(f"/admin/teams/userConfigurations/{JOHN}"))["effectivePolicyAssignments"]
    assert [(one["policyType"], one["policyAssignment"]["policyId"]) for one in held] == [
        ("TeamsCallingPolicy", stable_id("policy"))
    ]
    assert (await graph.call("POST", f"{path}/unassign", {"value": [item]})).status == 204
    assert not (await graph.get(f"/admin/teams/userConfigurations/{JOHN}"))["effectivePolicyAssignments"]
    assert (await graph.call("POST", f"{path}/assign", {"value": [{**item, "userId": "x"}]})).status == 404


async def test_what_is_not_there(graph: Graph) -> None:
    assert (await graph.call("GET", "/planets")).status == 404
    assert (await graph.call("DELETE", f"/users/{JOHN}")).status == 405
    assert (await graph.call("GET", "/subscribedSkus", query={"$filter": "skuId eq '1'"})).status == 400


async def _changed(box: Box, **patch: Any) -> int:
    async with box.http.post("/sandbox/world", json=patch) as answer:
        return answer.status


async def test_somebody_may_be_called_otherwise_be_blocked_or_be_a_guest(box: Box, graph: Graph) -> None:
    changes = {"principal_name": "john.smith@contoso.com", "enabled": False, "guest": True}
    assert await _changed(box, people={JOHN: changes}) == 200
    wanted = "id,userType,accountEnabled,proxyAddresses,mail"
    john = await graph.get("/users/John.Smith@contoso.com", select=wanted)
    assert john == {
        "@odata.context": john["@odata.context"],
        "id": JOHN,
        "userType": "Guest",
        "accountEnabled": False,
        "proxyAddresses": ["SMTP:john.smith@contoso.com"],
        "mail": "john.smith@contoso.com",
    }
    assert (await graph.call("GET", "/users/john@contoso.com")).status == 404
    assert await _changed(box, people={"nobody": {"enabled": True}}) == 404


async def test_an_address_of_a_mailbox_names_nobody(box: Box, graph: Graph) -> None:
    box.sandbox.world.tenants[CONTOSO].people[OMAR].mail = "desk@contoso.com"
    assert (await graph.call("GET", "/users/desk@contoso.com")).status == 404
    assert await _names(graph, filter="mail eq 'desk@contoso.com'") == ["omar"]


async def test_a_licence_that_comes_from_a_group_cannot_be_taken(box: Box, graph: Graph) -> None:
    box.sandbox.world.tenants[CONTOSO].people[JOHN].group_sku_ids.add(TEAMS_PHONE)
    refused = await _licence(graph, JOHN, [], [TEAMS_PHONE])
    assert refused.status == 400
    assert "inherited from a group membership" in refused.error


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"on_premises_line": "tel:+6561112222"}, "on-premises Active Directory"), ({"teams_only": False}, "TeamsOnly")],
)
async def test_what_keeps_somebody_from_a_number_is_said(
    box: Box, graph: Graph, changes: dict[str, Any], words: str
) -> None:
    await visible(box, "+6567891230")
    assert await _changed(box, people={JOHN: changes}) == 200
    status, detail = await graph.outcome(await graph.assign("+6567891230", JOHN))
    assert status == "failed"
    assert words in detail


async def test_a_tenant_may_have_numbers_from_others(box: Box, graph: Graph) -> None:
    assert await _changed(box, numbers={CONTOSO: [{"number": "+6561112222", "holder": JOHN}]}) == 200
    (number,) = (await graph.get("/admin/teams/telephoneNumberManagement/numberAssignments"))["value"]
    assert (number["numberType"], number["assignmentTargetId"]) == ("callingPlan", JOHN)
