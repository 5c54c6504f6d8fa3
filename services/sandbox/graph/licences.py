"""Licences of a user: what they have, and assigning or removing them.

https://learn.microsoft.com/en-us/graph/api/user-assignlicense
"""

from __future__ import annotations

from typing import Any

from services.sandbox.assignment import unassign_all
from services.sandbox.directory import give_licence, phone_since, take_licence
from services.sandbox.graph.call import Answer, Call, GraphError
from services.sandbox.graph.organization import service_plans
from services.sandbox.graph.paging import collection
from services.sandbox.graph.users import as_user, person_of
from services.sandbox.world import Person, Tenant


def licence_details(call: Call, tenant: Tenant) -> Answer:
    """The user's licences with their service plans."""
    person = person_of(call, tenant)
    details = [
        {
            "id": sku_id,
            "skuId": sku_id,
            "skuPartNumber": sku.part_number,
            "servicePlans": service_plans(sku, person.disabled_plans.get(sku_id, ())),
        }
        for sku_id in sorted(person.sku_ids)
        if (sku := tenant.skus[sku_id])
    ]
    return collection(call, details)


def assign_licence(call: Call, tenant: Tenant) -> Answer:
    """Add and remove licences in one step, all or nothing; losing the last Teams Phone plan frees the numbers."""
    person = person_of(call, tenant)
    added, removed = _asked(call.json_object())
    _check(tenant, person, added, removed)
    had_phone_since = phone_since(tenant, person)
    now = call.sandbox.clock.now()
    for sku_id in removed:
        take_licence(tenant, person, sku_id)
        call.sandbox.effect("licence.remove", f"{person.id}:{sku_id}")
    for sku_id in added:
        give_licence(tenant, person, sku_id, now)
        call.sandbox.effect("licence", f"{person.id}:{sku_id}")
    _keep_or_end_phone(call, tenant, person, had_phone_since)
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#users/$entity", **as_user(tenant, person)})


def _asked(body: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The licences to add (each once) and to remove; both lists are required."""
    adds, removes = body.get("addLicenses"), body.get("removeLicenses")
    if not isinstance(adds, list) or not isinstance(removes, list):
        raise _refused("One or more parameters of the operation 'assignLicense' are missing from the request payload.")
    if not all(isinstance(add, dict) and isinstance(add.get("skuId"), str) for add in adds):
        raise _refused("Invalid value specified for property 'addLicenses'.")
    return list(dict.fromkeys(add["skuId"].lower() for add in adds)), list(
        dict.fromkeys(str(r).lower() for r in removes)
    )


def _check(tenant: Tenant, person: Person, added: list[str], removed: list[str]) -> None:
    for sku_id in removed:
        if sku_id not in person.sku_ids:
            raise _refused("User does not have a corresponding license.")
        if sku_id in person.group_sku_ids:
            inherited = "User license is inherited from a group membership and it cannot be removed directly"
            raise _refused(f"{inherited} from the user.")
    added[:] = [sku_id for sku_id in added if sku_id not in person.sku_ids or sku_id in removed]
    for sku_id in added:
        sku = tenant.skus.get(sku_id)
        if sku is None:
            raise _refused(f"License {sku_id} does not correspond to a valid company License.")
        if not person.usage_location:
            raise _refused("License assignment cannot be done for user with invalid usage location.")
        if tenant.consumed.get(sku_id, 0) - removed.count(sku_id) >= sku.enabled:
            raise _refused(f"Subscription with SKU {sku_id} does not have any available licenses.")


def _keep_or_end_phone(call: Call, tenant: Tenant, person: Person, had_since: float | None) -> None:
    if phone_since(tenant, person) is None:
        unassign_all(call.sandbox, tenant, person)
    elif had_since is not None:
        # A swap in one call keeps the plan without a gap, so Teams does not enable it anew.
        for sku_id in person.sku_ids:
            person.licensed_at[sku_id] = min(person.licensed_at.get(sku_id, had_since), had_since)


def _refused(text: str) -> GraphError:
    return GraphError(400, "Request_BadRequest", text)
