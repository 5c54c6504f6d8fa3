"""The tenant itself and the licences it bought."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from services.sandbox.graph.call import Answer, Call
from services.sandbox.graph.paging import collection, refuse_other_options, selected
from services.sandbox.world import Sku, Tenant


def organization(call: Call, tenant: Tenant) -> Answer:
    """The tenant, as the only member of its collection."""
    refuse_other_options(call, frozenset({"$select"}))
    domain = {"capabilities": "Email, OfficeCommunicationsOnline", "type": "Managed"}
    name = tenant.domain.partition(".")[0]
    values = {
        "id": tenant.id,
        "displayName": tenant.display_name,
        "countryLetterCode": tenant.country,
        "defaultUsageLocation": tenant.country,
        "tenantType": "AAD",
        "verifiedDomains": [
            {**domain, "name": f"{name}.com", "isDefault": True, "isInitial": False},
            {**domain, "name": tenant.domain, "isDefault": False, "isInitial": True},
        ],
    }
    return collection(call, [selected(call, values)])


def subscribed_skus(call: Call, tenant: Tenant) -> Answer:
    """The licences with their seats; Graph allows no filter here."""
    refuse_other_options(call, frozenset({"$select"}))
    return collection(call, [selected(call, _subscribed(tenant, sku)) for sku in tenant.skus.values()])


def service_plans(sku: Sku, off: Collection[str] = ()) -> list[dict[str, Any]]:
    """The service plans of a licence as Graph lists them; those that are `off` for somebody are disabled."""
    return [
        {
            "servicePlanId": plan_id,
            "servicePlanName": name,
            "provisioningStatus": "Disabled" if plan_id in off else "Success",
            "appliesTo": "User",
        }
        for plan_id, name in sku.plans.items()
    ]


def _subscribed(tenant: Tenant, sku: Sku) -> dict[str, Any]:
    return {
        "id": f"{tenant.id}_{sku.sku_id}",
        "accountId": tenant.id,
        "accountName": tenant.display_name,
        "skuId": sku.sku_id,
        "skuPartNumber": sku.part_number,
        "appliesTo": "User",
        "capabilityStatus": "Enabled",
        "consumedUnits": tenant.consumed.get(sku.sku_id, 0),
        "prepaidUnits": {"enabled": sku.enabled, "suspended": 0, "warning": 0, "lockedOut": 0},
        "servicePlans": service_plans(sku),
        "subscriptionIds": [],
    }
