"""Directory roles a user holds, as memberships and as role assignments."""

from __future__ import annotations

import uuid
from typing import Any

from services.sandbox.catalogue import ROLE_NAMES
from services.sandbox.directory import find_person
from services.sandbox.graph.call import Answer, Call, bad_request
from services.sandbox.graph.filters import parse_filter
from services.sandbox.graph.paging import collection, refuse_other_options
from services.sandbox.graph.users import person_of
from services.sandbox.world import Tenant


def member_of(call: Call, tenant: Tenant) -> Answer:
    """The directory roles of a user, the only memberships here."""
    person = person_of(call, tenant)
    return collection(call, [_directory_role(tenant, template) for template in sorted(person.directory_roles)])


def role_assignments(call: Call, tenant: Tenant) -> Answer:
    """The role assignments of the principal that `$filter` must name."""
    refuse_other_options(call, frozenset({"$filter"}))
    if "$filter" not in call.query:
        raise bad_request("A filter on principalId or roleDefinitionId is required.")
    fields = {name: lambda item, name=name: item[name] for name in ("principalId", "roleDefinitionId")}
    condition = parse_filter(call.query["$filter"], fields, frozenset({"eq"}))
    principals = condition.demands.get("principalId")
    people = (
        tenant.people.values() if principals is None else filter(None, (find_person(tenant, key) for key in principals))
    )
    assignments = (_assignment(person.id, role) for person in people for role in sorted(person.directory_roles))
    return collection(call, [item for item in assignments if condition.test(item)])


def _assignment(principal_id: str, template: str) -> dict[str, str]:
    assignment_id = str(uuid.uuid5(uuid.UUID(template), principal_id))
    return {"id": assignment_id, "principalId": principal_id, "roleDefinitionId": template, "directoryScopeId": "/"}


def _directory_role(tenant: Tenant, template: str) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.directoryRole",
        "id": str(uuid.uuid5(uuid.UUID(tenant.id), template)),
        "displayName": ROLE_NAMES.get(template, template),
        "description": None,
        "roleTemplateId": template,
    }
