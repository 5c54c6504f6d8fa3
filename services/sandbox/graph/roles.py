"""Directory roles a user holds, as memberships and as role assignments."""

from __future__ import annotations

import uuid
from typing import Any

from services.sandbox.catalogue import ROLE_NAMES
from services.sandbox.graph.call import Answer, Call, advanced, bad_request, unsupported
from services.sandbox.graph.filters import parse_filter
from services.sandbox.graph.paging import collection, refuse_other_options
from services.sandbox.graph.users import person_of
from services.sandbox.world import RoleGroup, Tenant

READ_ROLES = frozenset(
    {
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    }
)


def member_of(call: Call, tenant: Tenant) -> Answer:
    """What a user is a direct member of: roles, and groups that can hold roles."""
    refuse_other_options(call, frozenset({"$select", "$top", "$count"}))
    person = person_of(call, tenant)
    groups = [_group(group) for group in tenant.role_groups.values() if person.id in group.members]
    roles = [_directory_role(call, tenant, template) for template in sorted(person.directory_roles)]
    return collection(call, [_selected(call, entry) for entry in [*groups, *roles]])


def transitive_roles(call: Call, tenant: Tenant) -> Answer:
    """The directory roles of a user, also through groups. The cast makes it an advanced query.

    https://learn.microsoft.com/en-us/graph/aad-advanced-queries
    """
    refuse_other_options(call, frozenset({"$select", "$top", "$count"}))
    if not advanced(call):
        raise unsupported(
            "The specified cast is only supported with the header 'ConsistencyLevel: eventual' and the query "
            "parameter $count=true."
        )
    person = person_of(call, tenant)
    through = (group.roles for group in tenant.role_groups.values() if person.id in group.members)
    held = sorted(person.directory_roles.union(*through))
    return collection(call, [_selected(call, _directory_role(call, tenant, template)) for template in held])


def role_assignments(call: Call, tenant: Tenant) -> Answer:
    """The role assignments that `$filter` names by principal or role, each to whom it was given directly."""
    refuse_other_options(call, frozenset({"$filter", "$expand"}))
    if "$filter" not in call.query:
        raise bad_request("A filter on principalId or roleDefinitionId is required.")
    fields = {name: lambda item, name=name: item[name] for name in ("principalId", "roleDefinitionId")}
    condition = parse_filter(call.query["$filter"], fields, frozenset({"eq", "in"}))
    holders = [(person.id, person.directory_roles) for person in tenant.people.values()]
    holders += [(group.id, group.roles) for group in tenant.role_groups.values()]
    found = [_assignment(principal, role) for principal, roles in holders for role in sorted(roles)]
    found += [_assignment(*held, unit.id) for unit in tenant.units.values() for held in sorted(unit.roles)]
    return collection(call, [item for item in found if condition.test(item)])


def _selected(call: Call, entry: dict[str, Any]) -> dict[str, Any]:
    wanted = call.query.get("$select")
    names = {"@odata.type", *wanted.split(",")} if wanted else entry.keys()
    return {name: value for name, value in entry.items() if name in names}


def _group(group: RoleGroup) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.group",
        "id": group.id,
        "displayName": group.name,
        "securityEnabled": True,
        "isAssignableToRole": True if group.assignable else None,
    }


def _assignment(principal_id: str, template: str, unit_id: str = "") -> dict[str, str]:
    """A role assignment, for the whole tenant or for an administrative unit.

    https://learn.microsoft.com/graph/api/resources/unifiedroleassignment
    """
    return {
        "id": str(uuid.uuid5(uuid.UUID(template), principal_id + unit_id)),
        "principalId": principal_id,
        "roleDefinitionId": template,
        "directoryScopeId": f"/administrativeUnits/{unit_id}" if unit_id else "/",
    }


def _directory_role(call: Call, tenant: Tenant, template: str) -> dict[str, Any]:
    """A role; without the permission to read roles everything but its type and id is null.

    https://learn.microsoft.com/graph/permissions-overview#limited-information-returned-for-inaccessible-member-objects
    """
    hidden = call.granted.isdisjoint(READ_ROLES)
    return {
        "@odata.type": "#microsoft.graph.directoryRole",
        "id": str(uuid.uuid5(uuid.UUID(tenant.id), template)),
        "displayName": None if hidden else ROLE_NAMES.get(template, template),
        "description": None,
        "roleTemplateId": None if hidden else template,
    }
