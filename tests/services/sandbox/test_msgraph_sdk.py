"""Microsoft's own Graph SDK works against the sandbox unmodified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from kiota_abstractions.authentication import (
    AccessTokenProvider,
    AllowedHostsValidator,
    BaseBearerTokenAuthenticationProvider,
)
from kiota_abstractions.base_request_configuration import RequestConfiguration
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.generated.admin.teams.telephone_number_management.number_assignments import (
    number_assignments_request_builder as listing,
)
from msgraph.generated.admin.teams.telephone_number_management.number_assignments.microsoft_graph_teams_administration_assign_number.assign_number_post_request_body import (  # noqa: E501 - Microsoft's generated name
    AssignNumberPostRequestBody,
)
from msgraph.generated.models.assigned_license import AssignedLicense
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.teams_administration.assignment_category import AssignmentCategory
from msgraph.generated.models.teams_administration.assignment_status import AssignmentStatus
from msgraph.generated.models.teams_administration.number_type import NumberType
from msgraph.generated.users.item.assign_license.assign_license_post_request_body import AssignLicensePostRequestBody
from msgraph.generated.users.users_request_builder import UsersRequestBuilder

from services.sandbox.catalogue import TEAMS_PHONE
from tests.services.sandbox.conftest import Box
from tests.services.sandbox.graph_calls import JOHN, OMAR, visible

ONE, TWO = "+6567891230", "+6567891231"


class SandboxToken(AccessTokenProvider):
    """The sandbox's own token for every call."""

    def __init__(self, token: str) -> None:
        self._token = token

    async def get_authorization_token(self, uri: str, additional_authentication_context: Any = None) -> str:
        return self._token

    def get_allowed_hosts_validator(self) -> AllowedHostsValidator:
        return AllowedHostsValidator(["127.0.0.1"])


@pytest.fixture
async def client(box: Box) -> GraphServiceClient:
    provider = BaseBearerTokenAuthenticationProvider(SandboxToken(await box.token()))
    adapter = GraphRequestAdapter(provider)
    adapter.base_url = f"{box.url}/graph/v1.0"
    return GraphServiceClient(request_adapter=adapter)


@pytest.mark.long
async def test_users_are_listed_and_searched(client: GraphServiceClient) -> None:
    query = UsersRequestBuilder.UsersRequestBuilderGetQueryParameters(
        search='"displayName:chris"', select=["id", "mail"], count=True, top=1
    )
    configuration = RequestConfiguration(query_parameters=query)
    configuration.headers.add("ConsistencyLevel", "eventual")
    found = await client.users.get(request_configuration=configuration)
    assert found is not None
    assert (found.odata_count, [user.mail for user in found.value or []]) == (2, ["chris.lee@contoso.com"])
    again: RequestConfiguration[Any] = RequestConfiguration()
    again.headers.add("ConsistencyLevel", "eventual")
    more = await client.users.with_url(found.odata_next_link or "").get(request_configuration=again)
    assert more is not None
    assert [user.mail for user in more.value or []] == ["chris.lee2@contoso.com"]


async def test_a_number_is_found_assigned_and_watched(box: Box, client: GraphServiceClient) -> None:
    await visible(box, ONE, TWO)
    numbers = client.admin.teams.telephone_number_management
    builder = listing.NumberAssignmentsRequestBuilder
    query = builder.NumberAssignmentsRequestBuilderGetQueryParameters(filter=f"telephoneNumber eq '{TWO}'")
    found = await numbers.number_assignments.get(request_configuration=RequestConfiguration(query_parameters=query))
    assert found is not None
    (number,) = found.value or []
    assert (number.telephone_number, number.number_type) == (TWO, NumberType.OperatorConnect)
    body = AssignNumberPostRequestBody(
        telephone_number=TWO,
        assignment_target_id=JOHN,
        number_type=NumberType.OperatorConnect,
        assignment_category=AssignmentCategory.Primary,
    )
    await numbers.number_assignments.microsoft_graph_teams_administration_assign_number.post(body)
    (operation_id,) = box.sandbox.world.tenants[next(iter(box.sandbox.world.tenants))].operations
    box.advance(5)
    operation = await numbers.operations.by_telephone_number_long_running_operation_id(operation_id).get()
    assert operation is not None
    assert operation.status is not None
    assert operation.status.value == "succeeded"
    again = await numbers.number_assignments.by_number_assignment_id(number.id or "").get()
    assert again is not None
    assert (again.assignment_status, again.assignment_target_id) == (AssignmentStatus.UserAssigned, JOHN)


async def test_a_licence_is_bought_counted_and_assigned(client: GraphServiceClient) -> None:
    before = {sku.sku_part_number: sku for sku in (await client.subscribed_skus.get()).value}
    assert before["MCOEV"].prepaid_units.enabled == 25
    licence = AssignedLicense(sku_id=UUID(TEAMS_PHONE), disabled_plans=[])
    body = AssignLicensePostRequestBody(add_licenses=[licence], remove_licenses=[])
    user = await client.users.by_user_id(OMAR).assign_license.post(body)
    assert user is not None
    assert UUID(TEAMS_PHONE) in {held.sku_id for held in user.assigned_licenses or []}
    after = {sku.sku_part_number: sku for sku in (await client.subscribed_skus.get()).value}
    assert after["MCOEV"].consumed_units == before["MCOEV"].consumed_units + 1


async def test_refusals_are_understood(client: GraphServiceClient) -> None:
    with pytest.raises(ODataError) as caught:
        await client.users.by_user_id("nobody@contoso.com").get()
    assert caught.value.response_status_code == 404
    assert caught.value.error is not None
    assert caught.value.error.code == "Request_ResourceNotFound"
