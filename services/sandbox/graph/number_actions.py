"""Assign, unassign and update phone numbers.

https://learn.microsoft.com/en-us/graph/api/teamsadministration-numberassignment-assignnumber
"""

from __future__ import annotations

from typing import Any

from services.sandbox import numbering
from services.sandbox.directory import phone_since
from services.sandbox.errors import code_of, text_of
from services.sandbox.faults import Rule
from services.sandbox.graph.call import Answer, Call, GraphError, bad_request
from services.sandbox.graph.numbers import not_found
from services.sandbox.graph.operations import location_of, start
from services.sandbox.world import Person, TeamsNumber, Tenant

_TYPES = frozenset({"directrouting", "callingplan", "operatorconnect"})
_CATEGORIES = frozenset({"primary", "private", "alternate"})
_LOOKUPS = frozenset({"skipInternalVoip"})
_OPERATOR_OWNS_ADDRESS = "Contact your operator to change the emergency address for this number."


def assign_number(call: Call, tenant: Tenant) -> Answer:
    """Start giving a number to a user or resource account."""
    body = call.json_object()
    number = _number(tenant, body)
    category = str(body.get("assignmentCategory") or "primary")
    if category not in _CATEGORIES:
        raise bad_request(f"Invalid value '{category}' for assignmentCategory.")
    person = _target(call, tenant, _text(body, "assignmentTargetId"))
    location = body.get("locationId") or None
    if location:
        _check_location(call, tenant, number, location)
    detail = _struck(call, number)
    begun = number.assignment_target_id is None or number.activation_state.endswith("Failed")
    if begun and detail is None:
        number.activation_state = "assignmentPending"
    operation = start(call, tenant, "Assignment", number, person.id, detail)
    operation.category, operation.location_id = category, location
    return Answer(202, headers={"Location": location_of(call.root, operation)})


def unassign_number(call: Call, tenant: Tenant) -> Answer:
    """Start taking a number from whoever has it."""
    number = _number(tenant, call.json_object())
    operation = start(call, tenant, "Unassignment", number, number.assignment_target_id, _struck(call, number))
    return Answer(202, headers={"Location": location_of(call.root, operation)})


def update_number(call: Call, tenant: Tenant) -> Answer:
    """Change the emergency location ("" clears it) or the lookup options of a number, at once."""
    body = call.json_object()
    number = _number(tenant, {**body, "numberType": None}, typed=False)
    lookups = body.get("reverseNumberLookupOptions")
    if lookups is not None and (not isinstance(lookups, list) or not _LOOKUPS.issuperset(lookups)):
        raise bad_request("Invalid value for reverseNumberLookupOptions.")
    if (location := body.get("locationId")) is not None:
        _check_location(call, tenant, number, location)
        number.location_id = location or None
        number.civic_address_id = numbering.civic_address_of(call.sandbox.world, tenant.id, location)
    if lookups is not None:
        number.reverse_lookup = list(lookups)
    return Answer(200)


def _text(body: dict[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value.strip():
        raise bad_request(f"The parameter '{name}' is required.")
    return value.strip()


def _number(tenant: Tenant, body: dict[str, Any], typed: bool = True) -> TeamsNumber:
    """The number that a body names, with or without plus, checked against the type it gives."""
    telephone_number = "+" + _text(body, "telephoneNumber").removeprefix("+")
    number = tenant.numbers.get(telephone_number)
    if typed and (kind := _text(body, "numberType").lower()) not in _TYPES:
        raise bad_request(f"Invalid value '{kind}' for numberType.")
    if number is None or (typed and number.number_type.lower() != kind):
        raise not_found(tenant, telephone_number)
    return number


def _target(call: Call, tenant: Tenant, target_id: str) -> Person:
    """The account with this object id, once Teams knows its licence."""
    person = tenant.people.get(target_id.lower())
    if person is None:
        raise GraphError(404, "NotFound", f"The user '{target_id}' is not found.")
    since = phone_since(tenant, person)
    if since is not None and since > call.sandbox.clock.now() - call.sandbox.delays.licence:
        resource = person.account_type == "resourceAccount"
        late = f"The user '{target_id}' is not found." if resource else "Resource not found."
        raise GraphError(404, "NotFound", late)
    return person


def _check_location(call: Call, tenant: Tenant, number: TeamsNumber, location: Any) -> None:
    if location == number.location_id:
        return
    if "locationUpdate" not in number.customer_actions:
        raise bad_request(_OPERATOR_OWNS_ADDRESS)
    if number.activation_state.endswith("Pending"):
        raise bad_request("The location can't be updated because the activation state is pending")
    if location and numbering.civic_address_of(call.sandbox.world, tenant.id, str(location)) is None:
        raise bad_request(f"The location '{location}' is not found.")


def _struck(call: Call, number: TeamsNumber) -> str | None:
    """The reason why a fault makes the operation on this number fail; raises when the fault has its own status."""
    rule: Rule | None = call.sandbox.faults.number_error("graph", number.telephone_number, f"{call.method} {call.path}")
    if rule is None:
        return None
    if rule.status is not None:
        raise GraphError(rule.status, rule.code or code_of(rule.status), rule.text or text_of(rule.status))
    return rule.text or text_of(503)
