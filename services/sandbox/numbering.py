"""A tenant's phone numbers as Graph holds them, with their indexes."""

from __future__ import annotations

from bisect import bisect_left, insort

from services.sandbox.world import TeamsNumber, Tenant, World

_COUNTRIES = {"+65": "SG", "+60": "MY", "+62": "ID", "+66": "TH", "+84": "VN", "+91": "IN", "+44": "GB", "+61": "AU"}


def country_of(number: str) -> str:
    """The country of an E.164 number by its code; the North American plan counts as US."""
    return _COUNTRIES.get(number[:3], "US")


def put(tenant: Tenant, number: TeamsNumber) -> None:
    """Put a number into the tenant, or replace it."""
    if number.telephone_number not in tenant.numbers:
        insort(tenant.number_order, number.telephone_number)
    tenant.numbers[number.telephone_number] = number


def remove(tenant: Tenant, telephone_number: str) -> None:
    """Remove a number from the tenant, whoever has it; an unknown one has no effect."""
    if (number := tenant.numbers.pop(telephone_number, None)) is None:
        return
    free(tenant, number)
    del tenant.number_order[bisect_left(tenant.number_order, telephone_number)]


def occupy(tenant: Tenant, number: TeamsNumber, target_id: str, voice_application: bool, category: str) -> None:
    """Give a number to a person or, as voice application, to a resource account."""
    number.assignment_status = "voiceApplicationAssigned" if voice_application else "userAssigned"
    number.assignment_target_id = target_id
    number.assignment_category = category
    tenant.numbers_of.setdefault(target_id, set()).add(number.telephone_number)


def free(tenant: Tenant, number: TeamsNumber) -> None:
    """Make a number unassigned."""
    if number.assignment_target_id:
        tenant.numbers_of.get(number.assignment_target_id, set()).discard(number.telephone_number)
    number.assignment_status = "unassigned"
    number.assignment_target_id = number.assignment_category = None


def civic_address_of(world: World, tenant_id: str, location_id: str) -> str | None:
    """The civic address that owns an emergency location of the tenant; None for an unknown location."""
    names = [account.name for account in world.operator.accounts.values() if account.tenant_id == tenant_id]
    for address in (address for name in names for address in world.operator.civic_addresses.get(name, [])):
        if location_id == address["defaultLocationId"] or any(
            location["id"] == location_id for location in address.get("locations", [])
        ):
            return str(address["id"])
    return None
