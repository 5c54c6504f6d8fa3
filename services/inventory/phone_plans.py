"""The phone service plans that are on for somebody: those of their licences, without those switched off for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from services.remote.graph import GraphUser, SubscribedSku

PhonePlans = Mapping[str, Mapping[str, str]]  # licence -> id of each plan that is one of a phone -> which one


def phone_plans_by_sku(skus: Iterable[SubscribedSku]) -> PhonePlans:
    """The phone plans of each valid licence; a subscription that has ended has none."""
    held = {
        sku.sku_id: {plan.service_plan_id: plan.phone for plan in sku.service_plans if plan.phone}
        for sku in skus
        if sku.sold
    }
    return {sku_id: plans for sku_id, plans in held.items() if plans}


def phone_plans_of(user: GraphUser, by_sku: PhonePlans) -> tuple[str, ...]:
    """The phone plans that are on for this person, whether Teams has provisioned them yet or not."""
    on = {
        phone
        for licence in user.assigned_licenses
        for plan, phone in by_sku.get(licence.sku_id, {}).items()
        if plan not in licence.disabled_plans
    }
    return tuple(sorted(on))
