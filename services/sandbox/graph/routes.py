"""Graph's routes with the application permissions that they require, and the HTTP handler in front of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from aiohttp import web

from services.sandbox.graph.applications import list_applications
from services.sandbox.graph.batch import answer_batch
from services.sandbox.graph.call import NUMBERS, TEAMS, Answer, Call, Route
from services.sandbox.graph.configurations import get_configuration, list_configurations
from services.sandbox.graph.deleted import deleted_users
from services.sandbox.graph.dispatch import Dispatcher
from services.sandbox.graph.groups import check_member_groups, list_groups, list_units, unit_members
from services.sandbox.graph.licences import assign_licence, licence_details
from services.sandbox.graph.number_actions import assign_number, unassign_number, update_number
from services.sandbox.graph.numbers import get_number, list_numbers
from services.sandbox.graph.operations import get_operation, list_operations
from services.sandbox.graph.organization import organization, subscribed_skus
from services.sandbox.graph.policies import assign_policies, get_policy_id, unassign_policies
from services.sandbox.graph.roles import READ_ROLES, member_of, role_assignments, transitive_roles
from services.sandbox.graph.users import WRITERS, get_user, list_users, patch_user
from services.sandbox.odd import oddly
from services.sandbox.state import SANDBOX
from services.sandbox.world import Tenant

_DIRECTORY = frozenset({"Directory.Read.All", "Directory.ReadWrite.All"})
_ORGANIZATION = _DIRECTORY | {"Organization.Read.All"}
_USERS_WRITE = WRITERS
_USERS_PATCH = _USERS_WRITE | {"User-Phone.ReadWrite.All"}  # for its own property only
_USERS = _DIRECTORY | _USERS_WRITE | {"User.Read.All"}
_LICENCES_WRITE = _USERS_WRITE | {"LicenseAssignment.ReadWrite.All"}
_LICENCES = _ORGANIZATION | {"LicenseAssignment.Read.All", "LicenseAssignment.ReadWrite.All"}
_ROLES = READ_ROLES | {"RoleManagement.Read.All"}
_GROUPS = _DIRECTORY | {"GroupMember.Read.All", "Group.Read.All"}
_MEMBERSHIPS = _GROUPS | {"User.Read.All"}
_APPLICATIONS = frozenset({"Application.Read.All", "Application.ReadWrite.All", "Directory.Read.All"})
_UNITS = _DIRECTORY | {"AdministrativeUnit.Read.All", "AdministrativeUnit.ReadWrite.All"}
_NUMBERS_WRITE = frozenset({"TeamsTelephoneNumber.ReadWrite.All"})
_NUMBERS = _NUMBERS_WRITE | {"TeamsTelephoneNumber.Read.All"}
_CONFIGURATION = frozenset({"TeamsUserConfiguration.Read.All"})
_POLICY = frozenset({"TeamsPolicyUserAssign.ReadWrite.All"})


async def _batch(call: Call, _tenant: Tenant) -> Answer:
    return await answer_batch(call, _DISPATCHER.answer)


ROUTES = (
    Route("POST", "/$batch", _batch),
    Route("GET", "/organization", organization, _ORGANIZATION),
    Route("GET", "/subscribedSkus", subscribed_skus, _LICENCES),
    Route("GET", "/users", list_users, _USERS),
    Route("GET", "/directory/deletedItems/microsoft.graph.user", deleted_users, _USERS),
    Route("GET", "/applications", list_applications, _APPLICATIONS),
    Route("GET", "/groups", list_groups, _GROUPS),
    Route("GET", "/users/{user}", get_user, _USERS),
    Route("PATCH", "/users/{user}", patch_user, _USERS_PATCH),
    Route("GET", "/users/{user}/licenseDetails", licence_details, _USERS | _LICENCES),
    Route("POST", "/users/{user}/assignLicense", assign_licence, _LICENCES_WRITE),
    Route("GET", "/users/{user}/memberOf", member_of, _MEMBERSHIPS),
    Route("GET", "/users/{user}/transitiveMemberOf/microsoft.graph.directoryRole", transitive_roles, _MEMBERSHIPS),
    Route("POST", "/users/{user}/checkMemberGroups", check_member_groups, _GROUPS),
    Route("GET", "/directory/administrativeUnits", list_units, _UNITS),
    Route("GET", "/directory/administrativeUnits/{unit}/members", unit_members, _UNITS),
    Route("GET", "/roleManagement/directory/roleAssignments", role_assignments, _ROLES),
    Route("GET", f"{TEAMS}/userConfigurations", list_configurations, _CONFIGURATION),
    Route("GET", f"{TEAMS}/userConfigurations/{{user}}", get_configuration, _CONFIGURATION),
    Route("GET", f"{TEAMS}/policy/getPolicyId(type='{{type}}',name='{{name}}')", get_policy_id, _POLICY),
    Route("POST", f"{TEAMS}/policy/userAssignments/assign", assign_policies, _POLICY),
    Route("POST", f"{TEAMS}/policy/userAssignments/unassign", unassign_policies, _POLICY),
    Route("GET", f"{NUMBERS}/numberAssignments", list_numbers, _NUMBERS),
    Route("POST", f"{NUMBERS}/numberAssignments/assignNumber", assign_number, _NUMBERS_WRITE),
    Route("POST", f"{NUMBERS}/numberAssignments/unassignNumber", unassign_number, _NUMBERS_WRITE),
    Route("POST", f"{NUMBERS}/numberAssignments/updateNumber", update_number, _NUMBERS_WRITE),
    Route("GET", f"{NUMBERS}/numberAssignments/{{id}}", get_number, _NUMBERS),
    Route("GET", f"{NUMBERS}/operations", list_operations, _NUMBERS),
    Route("GET", f"{NUMBERS}/operations/{{id}}", get_operation, _NUMBERS),
)
_DISPATCHER = Dispatcher(ROUTES)


def routes() -> list[web.RouteDef]:
    """One route for everything below /graph/v1.0; the dispatcher handles Graph's spellings of keys."""
    return [web.route("*", "/graph/v1.0/{tail:.*}", answer)]


async def answer(request: web.Request) -> web.Response:
    """Graph's answer to a request."""
    call = Call(
        request.app[SANDBOX],
        request.method,
        "/" + request.match_info["tail"],
        f"{request.headers.get('X-Forwarded-Proto', request.scheme)}://{request.host}/graph/v1.0",
        request.query,
        request.headers,
    )
    answered = await _DISPATCHER.answer(replace(call, body=_parsed(await request.text())))
    return oddly(answered.odd, _plain(answered)) if answered.odd else _plain(answered)


def _plain(answered: Answer) -> web.Response:
    if answered.body is None:
        return web.Response(status=answered.status, headers=answered.headers)
    return web.json_response(answered.body, status=answered.status, headers=answered.headers)


def _parsed(text: str) -> Any:
    """The body; None when it isn't JSON, which handlers that need one refuse."""
    try:
        return json.loads(text)
    except ValueError:
        return None
