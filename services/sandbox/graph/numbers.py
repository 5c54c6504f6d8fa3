"""Phone numbers of the tenant: list, get, assign, unassign, update.

https://learn.microsoft.com/en-us/graph/api/resources/teamsadministration-numberassignment
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from services.sandbox.graph.call import NUMBERS, Answer, Call, GraphError
from services.sandbox.graph.filters import Condition, parse_filter
from services.sandbox.graph.paging import page, refuse_other_options, resume_after, whole_number
from services.sandbox.world import TeamsNumber, Tenant

_OPTIONS = frozenset({"$filter", "$top", "$skip", "$skiptoken"})
_FIELDS: dict[str, Callable[[TeamsNumber], Any]] = {
    "telephoneNumber": lambda number: number.telephone_number,
    "operatorId": lambda number: number.operator_id,
    "numberType": lambda number: number.number_type,
    "activationState": lambda number: number.activation_state,
    "capabilities": lambda number: number.capabilities,
    "assignmentStatus": lambda number: number.assignment_status,
    "assignmentTargetId": lambda number: number.assignment_target_id,
    "assignmentCategory": lambda number: number.assignment_category,
    "locationId": lambda number: number.location_id,
    "civicAddressId": lambda number: number.civic_address_id,
    "networkSiteId": lambda _number: None,
    "isoCountryCode": lambda number: number.iso_country_code,
    "numberSource": lambda number: number.number_source,
    "portInStatus": lambda _number: None,
    "supportedCustomerActions": lambda number: number.customer_actions,
    "reverseNumberLookupOptions": lambda number: number.reverse_lookup,
}
# The documented samples use eq, and, any; other operators aren't mentioned.
_OPERATORS = frozenset({"eq", "any"})


def list_numbers(call: Call, tenant: Tenant) -> Answer:
    """A page of numbers in ascending order: 500 unless asked otherwise, at most 1000."""
    refuse_other_options(call, _OPTIONS)
    size = min(whole_number(call, "$top", 500, 1), 1000)
    skip = whole_number(call, "$skip", 0, 0)
    condition = parse_filter(call.query["$filter"], _FIELDS, _OPERATORS) if "$filter" in call.query else None
    matches = islice(_matches(tenant, condition, resume_after(call)), skip, None)
    return page(call, matches, size, lambda number: number.telephone_number, as_assignment)


def get_number(call: Call, tenant: Tenant) -> Answer:
    """One number by its id."""
    shown = as_assignment(_by_id(tenant, call.keys["id"]))
    context = f"{call.root}/$metadata#admin/teams/telephoneNumberManagement/numberAssignments/$entity"
    return Answer(200, {"@odata.context": context, **shown})


def number_id(number: TeamsNumber) -> str:
    """The id Graph gives a number: base64url of operator and number, without padding."""
    return base64.urlsafe_b64encode(f"{number.operator_id}|{number.telephone_number}".encode()).decode().rstrip("=")


def resource_location(root: str, number: TeamsNumber) -> str:
    """The address of a number."""
    return f"{root}{NUMBERS}/numberAssignments/{number_id(number)}"


def as_assignment(number: TeamsNumber) -> dict[str, Any]:
    """A number as Graph shows it."""
    shown = {name: read(number) for name, read in _FIELDS.items()}
    return {"id": number_id(number), **shown, "city": number.city}


def not_found(tenant: Tenant, telephone_number: str) -> GraphError:
    """The refusal of a number the tenant does not have, in Microsoft's words."""
    return GraphError(404, "NotFound", f"Telephone Number '{telephone_number}' is not found from tenant '{tenant.id}'")


def _by_id(tenant: Tenant, key: str) -> TeamsNumber:
    try:
        telephone_number = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)).decode().rpartition("|")[2]
    except ValueError:
        telephone_number = key
    number = tenant.numbers.get(telephone_number)
    if number is None or number_id(number) != key:
        raise not_found(tenant, telephone_number)
    return number


def _matches(tenant: Tenant, condition: Condition | None, after: str | None) -> Iterator[TeamsNumber]:
    """The numbers that satisfy the condition, ascending, beginning after the last one of the page before."""
    order = _candidates(tenant, condition)
    start = bisect_right(order, after) if after else 0
    for at in range(start, len(order)):
        number = tenant.numbers[order[at]]
        if condition is None or condition.test(number):
            yield number


def _candidates(tenant: Tenant, condition: Condition | None) -> list[str]:
    demands = condition.demands if condition else {}
    if "telephoneNumber" in demands:
        return sorted(demands["telephoneNumber"] & tenant.numbers.keys())
    if "assignmentTargetId" in demands:
        return sorted(
            number for target in demands["assignmentTargetId"] for number in tenant.numbers_of.get(target, ())
        )
    return tenant.number_order
