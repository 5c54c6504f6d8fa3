"""Users of the directory: list, find, change the usage location and the business phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from services.sandbox.directory import find_person, plans_on
from services.sandbox.graph.call import Answer, Call, GraphError, advanced, bad_request
from services.sandbox.graph.filters import Condition, parse_filter
from services.sandbox.graph.paging import page, refuse_other_options, resume_at, selected, whole_number
from services.sandbox.graph.search import parse_search
from services.sandbox.world import Person, Tenant

WRITERS = frozenset({"User.ReadWrite.All", "Directory.ReadWrite.All"})
_LIST_OPTIONS = frozenset({"$search", "$filter", "$select", "$top", "$count", "$skiptoken"})
_DEFAULT = frozenset(
    {"id", "displayName", "userPrincipalName", "mail", "givenName", "surname", "jobTitle", "businessPhones"}
)
_FIELDS: dict[str, Callable[[Person], Any]] = {
    "id": lambda person: person.id,
    "displayName": lambda person: person.display_name,
    "userPrincipalName": lambda person: person.user_principal_name,
    "mail": lambda person: person.mail,
}
_FILTERED = {
    **_FIELDS,
    "accountEnabled": lambda person: person.enabled,
    "usageLocation": lambda person: person.usage_location,
}
_MASTERED_ON_PREMISES = (
    "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently "
    "undergoing migration."
)
_DENIED = GraphError(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
_OPERATORS = frozenset({"eq", "ne", "in", "startswith"})


def list_users(call: Call, tenant: Tenant) -> Answer:
    """A page of users, found by `$filter`, `$search` or neither."""
    refuse_other_options(call, _LIST_OPTIONS)
    size = whole_number(call, "$top", 100, 1)
    if size > 999:
        raise bad_request(f"Invalid page size specified: '{size}'. Must be between 1 and 999 inclusive.")
    condition = parse_filter(call.query["$filter"], _FILTERED, _OPERATORS) if "$filter" in call.query else None
    search = parse_search(call, _FIELDS)

    def matches(start: int) -> Iterator[tuple[int, Person]]:
        for at, person in _candidates(tenant, condition, start):
            if (condition is None or condition.test(person)) and (search is None or search(person)):
                yield at, person

    answer = page(
        call,
        matches(resume_at(call)),
        size,
        lambda found: str(found[0] + 1),
        lambda found: _shown(call, tenant, found[1]),
    )
    if answer.body is not None and advanced(call):
        answer.body["@odata.count"] = sum(1 for _ in matches(0))
    return answer


def get_user(call: Call, tenant: Tenant) -> Answer:
    """One user by object id or principal name."""
    refuse_other_options(call, frozenset({"$select"}))
    shown = _shown(call, tenant, person_of(call, tenant))
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#users/$entity", **shown})


def patch_user(call: Call, tenant: Tenant) -> Answer:
    """Set the usage location and the business phone, the only writable properties here: both or neither."""
    changes = call.json_object()
    if "usageLocation" in changes and call.granted.isdisjoint(WRITERS):
        raise _DENIED
    person = person_of(call, tenant)
    if "businessPhones" in changes and person.directory_roles:
        raise _DENIED  # a sensitive property of an administrator
    if others := changes.keys() - _WRITTEN.keys():
        raise GraphError(400, "Request_BadRequest", f"Property '{min(others)}' is read-only and cannot be set.")
    for name, value in changes.items():
        _WRITTEN[name](person, value)
    if (location := changes.get("usageLocation")) is not None:
        person.usage_location = location.upper()
    if (phones := changes.get("businessPhones")) is not None:
        person.business_phones = list(phones)
    return Answer(204)


def _location_fits(person: Person, location: object) -> None:
    if not isinstance(location, str) or not re.fullmatch(r"[A-Za-z]{2}", location):
        raise _invalid("usageLocation")
    if person.location_on_premises:
        raise GraphError(400, "Request_BadRequest", _MASTERED_ON_PREMISES)


def _phones_fit(person: Person, phones: object) -> None:
    """Refuse more than one number, although it is a list: https://learn.microsoft.com/en-us/graph/api/user-update"""
    if not isinstance(phones, list) or len(phones) > 1 or not all(isinstance(one, str) and one for one in phones):
        raise _invalid("businessPhones")
    if person.synchronised or person.on_premises_line:
        raise GraphError(400, "Request_BadRequest", _MASTERED_ON_PREMISES)


_WRITTEN: dict[str, Callable[[Person, object], None]] = {
    "usageLocation": _location_fits,
    "businessPhones": _phones_fit,
}


def _invalid(name: str) -> GraphError:
    text = f"Invalid value specified for property '{name}' of resource 'User'."
    return GraphError(400, "Request_BadRequest", text)


def person_of(call: Call, tenant: Tenant) -> Person:
    """The user the path names; raises `GraphError` 404."""
    key = call.keys["user"]
    if person := find_person(tenant, key):
        return person
    text = f"Resource '{key}' does not exist or one of its queried reference-property objects are not present."
    raise GraphError(404, "Request_ResourceNotFound", text)


def as_user(tenant: Tenant, person: Person) -> dict[str, Any]:
    """Every property of a user that the sandbox knows."""
    given, _, surname = person.display_name.partition(" ")
    return {
        "id": person.id,
        "displayName": person.display_name,
        "givenName": given,
        "surname": surname or None,
        "jobTitle": None,
        "userPrincipalName": person.user_principal_name,
        "mail": person.mail,
        "usageLocation": person.usage_location,
        "accountEnabled": person.enabled,
        "userType": "Guest" if person.account_type == "guest" else "Member",
        "proxyAddresses": _proxies(person),
        "otherMails": person.other_mails,
        "businessPhones": person.business_phones,
        "department": person.department,
        "officeLocation": person.office,
        "employeeId": person.employee_id,
        "onPremisesSyncEnabled": True if person.synchronised or person.on_premises_line else None,
        "assignedLicenses": [
            {"skuId": sku_id, "disabledPlans": sorted(person.disabled_plans.get(sku_id, ()))}
            for sku_id in sorted(person.sku_ids)
        ],
        "licenseAssignmentStates": _licence_states(person),
        "assignedPlans": [
            {
                "assignedDateTime": "2026-01-05T08:00:00Z",
                "capabilityStatus": "Enabled" if plan_id in plans_on(tenant, person, sku_id) else "Deleted",
                "service": name,
                "servicePlanId": plan_id,
            }
            for sku_id in sorted(person.sku_ids)
            for plan_id, name in tenant.skus[sku_id].plans.items()
        ],
    }


LICENCE_GROUP = "7a1e0c52-5b0c-4d0e-9d7e-6c1f0f1a2b3c"  # the group that the licences come from


def _licence_states(person: Person) -> list[dict[str, Any]]:
    """How each licence was assigned: https://learn.microsoft.com/graph/api/resources/licenseassignmentstate"""
    had = [
        (sku_id, LICENCE_GROUP if sku_id in person.group_sku_ids else None, "None") for sku_id in sorted(person.sku_ids)
    ]
    failed = [(sku_id, LICENCE_GROUP, error) for sku_id, error in sorted(person.group_errors.items())]
    return [
        {
            "skuId": sku_id,
            "assignedByGroup": group,
            "disabledPlans": [],
            "state": "Active" if error == "None" else "Error",
            "error": error,
            "lastUpdatedDateTime": "2026-01-05T08:00:00Z",
        }
        for sku_id, group, error in (*had, *failed)
    ]


def _proxies(person: Person) -> list[str]:
    """The addresses, the primary one with `SMTP` in capitals: https://learn.microsoft.com/graph/api/resources/user"""
    first = [f"SMTP:{person.mail}"] if person.mail else []
    return [*first, *(f"smtp:{alias}" for alias in person.aliases)]


def _shown(call: Call, tenant: Tenant, person: Person) -> dict[str, Any]:
    return selected(call, as_user(tenant, person), _DEFAULT)


def _candidates(tenant: Tenant, condition: Condition | None, start: int) -> Iterator[tuple[int, Person]]:
    """The people who may match, with their position: by index when the filter names ids or names, else all."""
    demands = condition.demands if condition else {}
    for name in ("id", "userPrincipalName"):
        if name in demands:
            found = {person.id: person for key in sorted(demands[name]) if (person := find_person(tenant, key))}
            return islice(enumerate(found.values()), start, None)
    return ((at, tenant.people[tenant.order[at]]) for at in range(start, len(tenant.order)))
