"""The phone service plans that are on for somebody: those of their licences, without those switched off for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.remote.graph import GraphUser, SubscribedSku
from services.remote.graph_licences import RESOURCE_PHONE_PLANS, USER_PHONE_PLANS

_PHONE = USER_PHONE_PLANS | RESOURCE_PHONE_PLANS


def phone_plans_by_sku(skus: Iterable[SubscribedSku]) -> Mapping[str, frozenset[str]]:
    """The phone plans of each valid licence; a subscription that has ended has none."""
    held = {
        sku.sku_id: _PHONE.intersection(plan.service_plan_id for plan in sku.service_plans) for sku in skus if sku.sold
    }
    return {sku_id: plans for sku_id, plans in held.items() if plans}


def phone_plans_of(user: GraphUser, by_sku: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    """The phone plans that are on for this person, whether Teams has provisioned them yet or not."""
    on = {
        plan
        for licence in user.assigned_licenses
        for plan in by_sku.get(licence.sku_id, frozenset()).difference(licence.disabled_plans)
    }
    return tuple(sorted(on))
