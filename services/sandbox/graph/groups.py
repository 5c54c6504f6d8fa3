"""Groups and administrative units: their names and members."""

from __future__ import annotations

from typing import Any

from services.sandbox.graph.call import Answer, Call, GraphError, bad_request
from services.sandbox.graph.filters import parse_filter
from services.sandbox.graph.paging import collection, refuse_other_options, selected
from services.sandbox.graph.users import LICENCE_GROUP, person_of
from services.sandbox.world import AdministrativeUnit, RoleGroup, Tenant

_MOST_CHECKED = 20
_DEFAULT = frozenset({"id", "displayName"})
_NAMES = {"id": lambda one: one.id, "displayName": lambda one: one.name}


def check_member_groups(call: Call, tenant: Tenant) -> Answer:
    """The given groups that a user is in: https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups"""
    person, asked = person_of(call, tenant), call.json_object().get("groupIds")
    if not isinstance(asked, list) or not all(isinstance(one, str) for one in asked) or len(asked) > _MOST_CHECKED:
        raise bad_request("groupIds must be a collection of 1 to 20 ids.")
    found = [one for one in asked if one in tenant.role_groups and person.id in tenant.role_groups[one].members]
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#Collection(Edm.String)", "value": found})


def list_groups(call: Call, tenant: Tenant) -> Answer:
    """The groups that `$filter` names by id or name: those that can hold roles, others, the one for licences."""
    refuse_other_options(call, frozenset({"$filter", "$select", "$top"}))
    if "$filter" not in call.query:
        raise bad_request("A filter on id or displayName is required here.")
    fields = {name: lambda item, name=name: item[name] for name in ("id", "displayName")}
    condition = parse_filter(call.query["$filter"], fields, frozenset({"eq", "in"}))
    there = [{"id": group.id, "displayName": group.name} for group in tenant.role_groups.values()]
    if tenant.licence_group:
        there.append({"id": LICENCE_GROUP, "displayName": tenant.licence_group})
    return collection(call, [selected(call, one, _DEFAULT) for one in there if condition.test(one)])


def list_units(call: Call, tenant: Tenant) -> Answer:
    """The administrative units: https://learn.microsoft.com/graph/api/directory-list-administrativeunits"""
    return _named(call, list(tenant.units.values()))


def unit_members(call: Call, tenant: Tenant) -> Answer:
    """The members of an administrative unit: https://learn.microsoft.com/graph/api/administrativeunit-list-members"""
    refuse_other_options(call, frozenset({"$select", "$top"}))
    unit = tenant.units.get(call.keys["unit"])
    if unit is None:
        gone = "does not exist or one of its queried reference-property objects are not present."
        raise GraphError(404, "Request_ResourceNotFound", f"Resource '{call.keys['unit']}' {gone}")
    return collection(call, [{"@odata.type": "#microsoft.graph.user", "id": one} for one in sorted(unit.members)])


def _named(call: Call, things: list[RoleGroup] | list[AdministrativeUnit]) -> Answer:
    refuse_other_options(call, frozenset({"$filter", "$select", "$top"}))
    condition = parse_filter(call.query["$filter"], _NAMES, frozenset({"eq"})) if "$filter" in call.query else None
    found: list[dict[str, Any]] = [
        {"id": one.id, "displayName": one.name} for one in things if condition is None or condition.test(one)
    ]
    return collection(call, found)
