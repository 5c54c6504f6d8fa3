"""People and their licences in a tenant, with indexes that keep requests fast."""

from __future__ import annotations

from services.sandbox.catalogue import RESOURCE_PHONE_PLANS, USER_PHONE_PLANS
from services.sandbox.world import DeletedPerson, Person, Tenant


def add_person(tenant: Tenant, person: Person) -> None:
    """Add a person to the directory; the licences they already have count as used seats."""
    tenant.people[person.id] = person
    tenant.order.append(person.id)
    tenant.by_name.setdefault(person.user_principal_name.lower(), person.id)
    for sku_id in person.sku_ids:
        tenant.consumed[sku_id] = tenant.consumed.get(sku_id, 0) + 1


def rename(tenant: Tenant, person: Person, principal_name: str) -> None:
    """Give somebody another principal name and mail, as an admin does when a name changes; the id stays."""
    tenant.by_name.pop(person.user_principal_name.lower(), None)
    person.user_principal_name = person.mail = principal_name
    tenant.by_name[principal_name.lower()] = person.id


def make_shared_mailbox(tenant: Tenant, person: Person) -> None:
    """Turn the account into a shared mailbox: no licence, and nobody signs in with it."""
    person.enabled = False
    for sku_id in tuple(person.sku_ids):
        take_licence(tenant, person, sku_id)


def delete_person(tenant: Tenant, person: Person, at: float) -> None:
    """Move a person to the deleted items: their seats become free, their principal name gets the id in front."""
    for sku_id in tuple(person.sku_ids):
        take_licence(tenant, person, sku_id)
    tenant.order.remove(person.id)
    tenant.by_name.pop(person.user_principal_name.lower(), None)
    person.user_principal_name = person.id.replace("-", "") + person.user_principal_name
    tenant.deleted[person.id] = DeletedPerson(tenant.people.pop(person.id), at)


def find_person(tenant: Tenant, key: str) -> Person | None:
    """The person with this object id or user principal name (any case). An e-mail address names nobody in Graph."""
    wanted = key.lower()
    found = tenant.people.get(wanted) or tenant.people.get(tenant.by_name.get(wanted, ""))
    if found is not None and wanted in (found.id, found.user_principal_name.lower()):
        return found
    return next((person for person in tenant.people.values() if person.user_principal_name.lower() == wanted), None)


def give_licence(tenant: Tenant, person: Person, sku_id: str, at: float) -> None:
    """Assign a licence that is known to have a free seat."""
    person.sku_ids.add(sku_id)
    person.licensed_at[sku_id] = at
    tenant.consumed[sku_id] = tenant.consumed.get(sku_id, 0) + 1


def take_licence(tenant: Tenant, person: Person, sku_id: str) -> None:
    """Take away a licence that the person has."""
    person.sku_ids.remove(sku_id)
    person.licensed_at.pop(sku_id, None)
    tenant.consumed[sku_id] -= 1


def plans_on(tenant: Tenant, person: Person, sku_id: str) -> set[str]:
    """The service plans of one of the person's licences that weren't switched off for them."""
    return tenant.skus[sku_id].plans.keys() - person.disabled_plans.get(sku_id, set())


def plan_since(tenant: Tenant, person: Person, plans: frozenset[str]) -> float | None:
    """When the person first got one of these service plans by a licence held today; None without such a licence."""
    moments = [
        person.licensed_at.get(sku_id, 0.0)
        for sku_id in person.sku_ids
        if not plans.isdisjoint(plans_on(tenant, person, sku_id))
    ]
    return min(moments, default=None)


def phone_since(tenant: Tenant, person: Person) -> float | None:
    """When the person (or resource account) got the Teams Phone plan that suits the account's type."""
    resource = person.account_type == "resourceAccount"
    return plan_since(tenant, person, RESOURCE_PHONE_PLANS if resource else USER_PHONE_PLANS)
