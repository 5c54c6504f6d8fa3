"""Groups of the directory, by id."""

from __future__ import annotations

from services.sandbox.graph.call import Answer, Call, bad_request
from services.sandbox.graph.filters import parse_filter
from services.sandbox.graph.paging import collection, refuse_other_options, selected
from services.sandbox.graph.users import LICENCE_GROUP
from services.sandbox.world import Tenant

_DEFAULT = frozenset({"id", "displayName"})


def list_groups(call: Call, tenant: Tenant) -> Answer:
    """The groups that `$filter` names by id: those that can hold roles, and the one that gives licences."""
    refuse_other_options(call, frozenset({"$filter", "$select", "$top"}))
    if "$filter" not in call.query:
        raise bad_request("A filter on id is required here.")
    condition = parse_filter(call.query["$filter"], {"id": lambda item: item["id"]}, frozenset({"eq", "in"}))
    there = [{"id": group.id, "displayName": group.name} for group in tenant.role_groups.values()]
    if tenant.licence_group:
        there.append({"id": LICENCE_GROUP, "displayName": tenant.licence_group})
    return collection(call, [selected(call, one, _DEFAULT) for one in there if condition.test(one)])
