"""Microsoft licences through Graph: what was bought, who has what, giving and taking.

Plan ids: https://learn.microsoft.com/entra/identity/users/licensing-service-plan-reference
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from services.remote.graph_calls import GraphCalls, segment
from services.remote.wire import CAMEL, Ident, Items, Name, Record, Text

_PHONE = "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"  # MCOEV
_RESOURCE_PHONE = "f47330e9-c134-43b3-9993-e7f004506889"  # MCOEV_VIRTUALUSER
USER_PHONE_PLANS = frozenset(
    {
        _PHONE,
        "ed777b71-af04-42ca-9798-84344c66f7c6",  # MCOEVSMB
        "db23fce2-a974-42ef-9002-d78dd42a0f22",  # MCOEV_GOV
    }
)
RESOURCE_PHONE_PLANS = frozenset(
    {
        _RESOURCE_PHONE,
        "0628a73f-3b4a-4989-bd7b-0f8823144313",  # MCOEV_VIRTUALUSER_GOV
    }
)

# Names of licences that bring a phone, by part number; others are shown as Microsoft spells them.
NAMES = {
    "MCOEV": "Teams Phone Standard",
    "MCOEV_VIRTUALUSER": "Teams Phone Resource Account",
    "PHONESYSTEM_VIRTUALUSER": "Teams Phone Resource Account",
    "MCOEV_GOV": "Teams Phone Standard (GCC)",
    "BUSINESS_VOICE_MED2": "Business Voice",
    "MCOTEAMS_ESSENTIALS": "Teams Phone with Calling Plan",
    "ENTERPRISEPREMIUM": "Office 365 E5",
    "SPE_E5": "Microsoft 365 E5",
}


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """One service within a licence."""

    __pydantic_config__ = CAMEL
    service_plan_id: Ident
    service_plan_name: Text = ""

    @property
    def phone(self) -> str:
        """The id of the phone plan that this is; empty for any other plan.

        One that is published nowhere yet and is called like them counts as the one it is called like.
        """
        if self.service_plan_id in USER_PHONE_PLANS | RESOURCE_PHONE_PLANS:
            return self.service_plan_id
        if not self.service_plan_name.upper().startswith("MCOEV"):
            return ""
        return _RESOURCE_PHONE if "VIRTUALUSER" in self.service_plan_name.upper() else _PHONE


@dataclass(frozen=True, slots=True)
class _Units:
    __pydantic_config__ = CAMEL
    enabled: int
    warning: int = 0


@dataclass(frozen=True, slots=True)
class SubscribedSku:
    """A licence the tenant bought and its seats."""

    __pydantic_config__ = CAMEL
    sku_id: Ident
    sku_part_number: Text
    capability_status: Text
    consumed_units: int
    prepaid_units: _Units
    service_plans: Items[ServicePlan]

    @property
    def name(self) -> str:
        """What people call it."""
        return NAMES.get(self.sku_part_number, self.sku_part_number or self.sku_id)

    @property
    def total(self) -> int:
        """Seats that were bought."""
        return self.prepaid_units.enabled + self.prepaid_units.warning

    @property
    def free(self) -> int:
        """Seats that can still be given."""
        return max(0, self.total - self.consumed_units)

    @property
    def sold(self) -> bool:
        """Whether it can be given: a subscription that has ended or was locked can't."""
        return self.capability_status in ("Enabled", "Warning", "")

    @property
    def for_resource_accounts(self) -> bool:
        """Whether it lets a resource account have a number."""
        return any(plan.phone in RESOURCE_PHONE_PLANS for plan in self.service_plans)

    @property
    def phone_only(self) -> bool:
        """Whether it includes the phone and nothing else, so that taking it back costs nobody their mail."""
        return bool(self.service_plans) and all(plan.phone for plan in self.service_plans)

    @property
    def for_people(self) -> bool:
        """Whether it lets a person have a number."""
        return any(plan.phone in USER_PHONE_PLANS for plan in self.service_plans)

    def fits(self, resource: bool) -> bool:
        """Whether it can be given so that a resource account, or a person, may have a number."""
        return self.sold and (self.for_resource_accounts if resource else self.for_people)


@dataclass(frozen=True, slots=True)
class LicenceDetail:
    """A licence somebody has."""

    __pydantic_config__ = CAMEL
    sku_id: Ident
    service_plans: Items[ServicePlan]
    sku_part_number: Text = ""


@dataclass(frozen=True, slots=True)
class _Person:
    id: Name


_GIVEN = Record(TypeAdapter(_Person))
_SKU = TypeAdapter(SubscribedSku)
_DETAIL = TypeAdapter(LicenceDetail)


class GraphLicences(GraphCalls):
    """Reads, gives and takes Microsoft licences."""

    async def subscribed_skus(self) -> tuple[SubscribedSku, ...]:
        """Every licence the tenant bought: https://learn.microsoft.com/graph/api/subscribedsku-list ."""
        skus = self._directory_pages("/subscribedSkus", _SKU, {}, cost=3)
        return tuple([sku async for sku in skus])

    async def licence_details(self, user_id: str) -> tuple[LicenceDetail, ...]:
        """The licences this person has: https://learn.microsoft.com/graph/api/user-list-licensedetails ."""
        details = self._directory_pages(f"/users/{segment(user_id)}/licenseDetails", _DETAIL, {}, cost=2)
        return tuple([detail async for detail in details])

    async def assign_licence(self, user_id: str, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Assigns and removes licences by SKU id, in one call.

        Giving needs a usage location, else Graph refuses with "invalid usage location". Taking one that isn't there is
        refused, so a call that takes is never repeated by itself. https://learn.microsoft.com/graph/api/user-assignlicense
        """
        body = {"addLicenses": [{"skuId": sku, "disabledPlans": []} for sku in add], "removeLicenses": list(remove)}
        path = f"/users/{segment(user_id)}/assignLicense"
        await self._directory_write("POST", path, _GIVEN, body, repeatable=not remove)
