"""Direct assignment of Teams policies to users.

https://learn.microsoft.com/en-us/graph/api/teamsadministration-teamspolicyuserassignment-assign
"""

from __future__ import annotations

from typing import Any

from services.sandbox.graph.call import Answer, Call, GraphError, bad_request
from services.sandbox.world import Tenant


def assign_policies(call: Call, tenant: Tenant) -> Answer:
    """Give each user named a policy, all or nothing."""
    items = _items(call, tenant, ("userId", "policyType", "policyId"))
    for item in items:
        tenant.policies.setdefault(item["userId"], {})[item["policyType"]] = item["policyId"]
        call.sandbox.effect("policy", f"{item['userId']}:{item['policyType']}")
    return Answer(204)


def unassign_policies(call: Call, tenant: Tenant) -> Answer:
    """Take each user named back to the inherited policy."""
    for item in _items(call, tenant, ("userId", "policyType")):
        tenant.policies.get(item["userId"], {}).pop(item["policyType"], None)
    return Answer(204)


def _items(call: Call, tenant: Tenant, needed: tuple[str, ...]) -> list[dict[str, Any]]:
    items = call.json_object().get("value")
    if not isinstance(items, list) or not items:
        raise bad_request("The property 'value' must be a list of assignments.")
    for item in items:
        if not isinstance(item, dict) or not all(isinstance(item.get(name), str) for name in needed):
            raise bad_request(f"Every assignment needs {', '.join(needed)}.")
        if item["userId"] not in tenant.people:
            raise GraphError(404, "NotFound", f"The user '{item['userId']}' is not found.")
    return items
