"""Policies of Teams by name, and their direct assignment to users.

https://learn.microsoft.com/en-us/graph/api/teamsadministration-teamspolicyuserassignment-assign
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from services.sandbox.graph.call import Answer, Call, GraphError, bad_request
from services.sandbox.world import Tenant

# The first ones exist in every tenant; https://learn.microsoft.com/en-us/microsoftteams/teams-calling-policy
NAMES: Mapping[str, tuple[str, ...]] = {
    "TeamsCallingPolicy": ("AllowCalling", "DisallowCalling"),
    "CallingLineIdentity": ("Anonymous", "Reception"),
    "TeamsEmergencyCallingPolicy": ("Office",),
    "TeamsEmergencyCallRoutingPolicy": ("Office",),
    "TenantDialPlan": ("Singapore",),
    "OnlineVoiceRoutingPolicy": ("International",),
    "OnlineVoicemailPolicy": ("TranscriptionDisabled",),
    "TeamsCallParkPolicy": ("Parking",),
    "TeamsCallHoldPolicy": ("Music",),
}


def policy_id_of(kind: str, name: str) -> str:
    """The id of a policy of this kind and name: 43 characters, like the one on the page of getPolicyId.

    https://learn.microsoft.com/en-us/graph/api/teamsadministration-teamspolicyassignment-getpolicyid
    """
    return base64.urlsafe_b64encode(hashlib.sha256(f"{kind}:{name}".encode()).digest()).decode().rstrip("=")


def get_policy_id(call: Call, _tenant: Tenant) -> Answer:
    """The policies of this kind with this name; an empty list when there is none."""
    kind, name = call.keys["type"], call.keys["name"].replace("''", "'")
    names = next((names for one, names in NAMES.items() if one.lower() == kind.lower()), None)
    if names is None:
        raise bad_request(f"The policy type '{kind}' is not supported.")
    found = [one for one in names if one.lower() == name.lower()]
    return Answer(200, {"value": [{"name": f"Tag:{one}", "policyId": policy_id_of(kind, one)} for one in found]})


def effective(call: Call, tenant: Tenant, user_id: str) -> list[dict[str, Any]]:
    """A user's policies, direct ones over those of groups, without the tenant's default. Changes show after a delay."""
    until, before = tenant.policies_shown.get(user_id, (0.0, {}))
    direct = before if call.sandbox.clock.now() < until else tenant.policies.get(user_id, {})
    by_group = tenant.group_policies.get(user_id, {})
    return [
        {
            "policyType": kind,
            "policyAssignment": {
                "assignmentType": "direct" if kind in direct else "group",
                "displayName": _name_of(kind, policy),
                "policyId": policy,
                **({} if kind in direct else {"groupId": _GROUP}),
            },
        }
        for kind, policy in sorted({**by_group, **direct}.items())
    ]


def _name_of(kind: str, policy: str) -> str:
    return next((name for name in NAMES.get(kind, ()) if policy_id_of(kind, name) == policy), policy)


def _late(call: Call, tenant: Tenant, user_id: str) -> None:
    until = call.sandbox.clock.now() + call.sandbox.delays.policy
    tenant.policies_shown[user_id] = until, dict(tenant.policies.get(user_id, {}))


_GROUP = "75ae6229-35fe-4b01-ae7f-7c50439d239c"


def assign_policies(call: Call, tenant: Tenant) -> Answer:
    """Give each user named a policy, all or nothing."""
    items = _items(call, tenant, ("userId", "policyType", "policyId"))
    for item in items:
        _late(call, tenant, item["userId"])
        tenant.policies.setdefault(item["userId"], {})[item["policyType"]] = item["policyId"]
        call.sandbox.effect("policy", f"{item['userId']}:{item['policyType']}")
    return Answer(204)


def unassign_policies(call: Call, tenant: Tenant) -> Answer:
    """Take each user named back to the inherited policy."""
    for item in _items(call, tenant, ("userId", "policyType")):
        _late(call, tenant, item["userId"])
        call.sandbox.effect("policy", f"{item['userId']}:{item['policyType']}")
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
