"""Each call is let through by each permission that its page lists, by no other, and the product knows them."""

from __future__ import annotations

import pytest

from services.sandbox.catalogue import TEAMS_ADMINISTRATOR
from services.sandbox.seed import stable_id
from tests.services.sandbox.conftest import CONTOSO, Box
from tests.services.sandbox.graph_calls import Graph

ALEX = stable_id("person:alex@contoso.com")
_DIRECTORY = ("Directory.Read.All", "Directory.ReadWrite.All")
_MEMBERSHIPS = (*_DIRECTORY, "User.Read.All", "Group.Read.All", "GroupMember.Read.All")
_ASSIGNMENTS = f"/roleManagement/directory/roleAssignments?$filter=principalId eq '{ALEX}'"
_TRANSITIVE = f"/users/{ALEX}/transitiveMemberOf/microsoft.graph.directoryRole?$count=true"
# https://github.com/microsoftgraph/microsoft-graph-docs-contrib/tree/main/api-reference/v1.0
PUBLISHED = {
    _ASSIGNMENTS: (
        *("RoleManagement.Read.Directory", "RoleManagement.Read.All", "RoleManagement.ReadWrite.Directory"),
        *_DIRECTORY,
    ),
    f"/users/{ALEX}/memberOf": _MEMBERSHIPS,
    _TRANSITIVE: _MEMBERSHIPS,
    "/subscribedSkus": ("Organization.Read.All", *_DIRECTORY),
    "/groups": ("GroupMember.Read.All", "Group.Read.All", *_DIRECTORY),
    "/applications": ("Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"),
}
_OTHERS = frozenset({"User.ReadWrite.All", "TeamsTelephoneNumber.ReadWrite.All"})


async def status(box: Box, path: str, *granted: str) -> int:
    """With what a program that was granted this is answered."""
    box.sandbox.world.tenants[CONTOSO].granted_roles = set(granted)
    plain, _, query = path.partition("?")
    asked = dict(part.split("=", 1) for part in query.split("&") if part)
    return (await (await Graph.of(box)).call("GET", plain, query=asked, ConsistencyLevel="eventual")).status


@pytest.mark.parametrize("path", PUBLISHED)
async def test_each_published_permission_opens_its_call_and_no_other_does(box: Box, path: str) -> None:
    assert 403 not in {await status(box, path, name) for name in PUBLISHED[path]}
    assert await status(box, path, *_OTHERS) == 403


@pytest.mark.parametrize("permission", ["RoleManagement.Read.Directory", "Directory.Read.All"])
async def test_whoever_may_read_the_directory_sees_roles_by_name(box: Box, permission: str) -> None:
    box.sandbox.world.tenants[CONTOSO].granted_roles = {"User.Read.All", permission}
    (role,) = (await (await Graph.of(box)).get(f"/users/{ALEX}/memberOf"))["value"]
    assert role["roleTemplateId"] == TEAMS_ADMINISTRATOR
    box.sandbox.world.tenants[CONTOSO].granted_roles -= {permission}
    (role,) = (await (await Graph.of(box)).get(f"/users/{ALEX}/memberOf"))["value"]
    assert role["roleTemplateId"] is None
