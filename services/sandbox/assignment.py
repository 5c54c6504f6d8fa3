"""The rules of assigning phone numbers, and the operations that carry them out as time passes.

Microsoft doesn't document which refusals come at once and which only as a failed operation; here whatever isn't found
is refused at once and everything else fails in the operation. The texts are those seen in public reports.
"""

from __future__ import annotations

import heapq

from services.sandbox import numbering
from services.sandbox.directory import phone_since
from services.sandbox.state import Sandbox
from services.sandbox.world import Operation, Person, TeamsNumber, Tenant

_MAX_BY_CATEGORY = {"alternate": 9}


def obstacle(tenant: Tenant, number: TeamsNumber, person: Person, category: str) -> str | None:
    """Why this number cannot go to this person, in Microsoft's words; None when it can."""
    resource = person.account_type == "resourceAccount"
    if number.assignment_target_id not in (None, person.id):
        return f"Telephone Number '{number.telephone_number}' has already been assigned to another user."
    if ("voiceApplicationAssignment" if resource else "userAssignment") not in number.capabilities:
        kind = "voice applications" if resource else "users"
        return f"Telephone Number '{number.telephone_number}' does not have the capability to be assigned to {kind}."
    if person.on_premises_line:
        return (
            f"The user '{person.id}' already has a telephone number set in the on-premises Active Directory and "
            "synchronized to the cloud. To manage this user's telephone number in the cloud, first clear the phone "
            "number in the on-premises directory and synchronize to Active Directory."
        )
    if not person.teams_only:
        return f"User '{person.id}' is not in TeamsOnly mode."
    if phone_since(tenant, person) is None:
        return f"User '{person.id}' lacks appropriate licenses to assign a 'OperatorConnect' number"
    if category != "alternate" and person.usage_location != number.iso_country_code:
        return (
            f"The usage location '{person.usage_location or ''}' of user '{person.id}' does not match the country "
            f"'{number.iso_country_code}' of Telephone Number '{number.telephone_number}'."
        )
    return _too_many(tenant, number, person, category)


def unassign_all(sandbox: Sandbox, tenant: Tenant, person: Person) -> None:
    """Take every number from a person: what losing the Teams Phone plan does.

    https://learn.microsoft.com/en-us/microsoftteams/phone-numbers-licensing-changes
    """
    for telephone_number in sorted(tenant.numbers_of.get(person.id, ())):
        numbering.free(tenant, tenant.numbers[telephone_number])
        sandbox.effect("unassign", telephone_number)


def finish_due(sandbox: Sandbox) -> None:
    """End every operation that is due, in the order of their ends."""
    now = sandbox.clock.now()
    for tenant in sandbox.world.tenants.values():
        while tenant.running and tenant.running[0][0] <= now:
            operation = tenant.operations[heapq.heappop(tenant.running)[1]]
            operation.detail = operation.detail or _attempt(sandbox, tenant, operation)
            operation.status = "failed" if operation.detail else "succeeded"


def _attempt(sandbox: Sandbox, tenant: Tenant, operation: Operation) -> str | None:
    number = tenant.numbers.get(operation.telephone_number)
    if number is None:
        return f"Telephone Number '{operation.telephone_number}' is not found from tenant '{tenant.id}'"
    if operation.kind == "Unassignment":
        return _unassign(sandbox, tenant, number)
    number.activation_state = "activated"
    return _assign(sandbox, tenant, number, operation)


def _unassign(sandbox: Sandbox, tenant: Tenant, number: TeamsNumber) -> str | None:
    if number.assignment_target_id:
        numbering.free(tenant, number)
        sandbox.effect("unassign", number.telephone_number)
    return None


def _assign(sandbox: Sandbox, tenant: Tenant, number: TeamsNumber, operation: Operation) -> str | None:
    person = tenant.people.get(operation.target_id or "")
    if person is None:
        return f"The user '{operation.target_id}' is not found."
    if problem := obstacle(tenant, number, person, operation.category):
        return problem
    if operation.location_id:
        number.location_id = operation.location_id
        number.civic_address_id = numbering.civic_address_of(sandbox.world, tenant.id, operation.location_id)
    if number.assignment_target_id is None:
        resource = person.account_type == "resourceAccount"
        numbering.occupy(tenant, number, person.id, resource, operation.category)
        sandbox.effect("assign", number.telephone_number)
    return None


def _too_many(tenant: Tenant, number: TeamsNumber, person: Person, category: str) -> str | None:
    """Why the person can't have another number of this category, in Microsoft's words; None when they can.

    A person has at most one primary number, one private number of the same type, and nine alternate ones.

    https://learn.microsoft.com/microsoftteams/multi-line and https://learn.microsoft.com/microsoftteams/private-line
    """
    held = [tenant.numbers[one] for one in tenant.numbers_of.get(person.id, set()) - {number.telephone_number}]
    same = sum(other.assignment_category == category for other in held)
    if same >= _MAX_BY_CATEGORY.get(category, 1):
        return f"User '{person.id}' already has a '{category}' telephone number assigned."
    primary = next((other for other in held if other.assignment_category == "primary"), None)
    if category == "primary":
        return None
    if primary is None or person.account_type == "resourceAccount":
        return f"User '{person.id}' must have a primary telephone number before a '{category}' one can be assigned."
    if category == "private" and primary.number_type != number.number_type:
        return f"A private telephone number must be of the type of the primary one, '{primary.number_type}'."
    return None
