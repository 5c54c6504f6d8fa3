"""The usages for which a number can be uploaded, each with its mandatory and its optional capabilities.

Usages and choosable capabilities:
https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/communications-gateway/manage-enterprise-operator-connect.md
Which capabilities each usage brings is not documented; the mandatory ones are a guess from the samples.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from services.sandbox.operator.call import Json, OperatorError
from services.sandbox.operator.models import NumberConfiguration
from services.sandbox.world import Account

CALLING_USER = "CallingUserAssignment"


@dataclass(frozen=True, slots=True)
class Plan:
    """A usage of numbers."""

    name: str
    usage: str
    mandatory: tuple[str, ...]
    choosable: tuple[str, ...]
    toll_free: bool

    @property
    def view(self) -> Json:
        """The plan as the API shows it."""
        return {
            "name": self.name,
            "usage": self.usage,
            "mandatoryCapabilities": list(self.mandatory),
            "choosableCapabilities": list(self.choosable),
            "supportsTollFree": self.toll_free,
        }


PLANS: dict[str, Plan] = {
    plan.usage: plan
    for plan in (
        Plan(
            "Calling User", CALLING_USER, ("UserAssignment", "Office365"), ("InboundCalling", "OutboundCalling"), False
        ),
        Plan(
            "Voice Application",
            "FirstPartyAppAssignment",
            ("FirstPartyAppAssignment",),
            ("InboundCalling", "OutboundCalling"),
            True,
        ),
        Plan("Conference", "ConferenceAssignment", ("ConferenceAssignment",), ("InboundCalling",), True),
    )
}


def plans_for(account: Account) -> dict[str, Plan]:
    """The plans of an account by usage, as the account has them; none without Operator Connect."""
    if not account.operator_connect:
        return {}
    if account.offers is None:
        return PLANS
    return {usage: replace(PLANS[usage], choosable=tuple(choosable)) for usage, choosable in account.offers.items()}


def plans_of(account: Account, configuration: NumberConfiguration) -> list[Plan]:
    """The plans of a number's usages; 400 for an unknown usage or a capability that none of them offers."""
    offered = plans_for(account)
    usages = [configuration.usage, *(configuration.additional_usages or ())]
    for usage in usages:
        if usage not in offered:
            message = f"Usage '{usage}' is not one of {', '.join(offered)}."
            raise OperatorError(400, message, "InvalidProperty", target="usage")
    plans = [offered[usage] for usage in dict.fromkeys(usages)]
    allowed = {capability for plan in plans for capability in plan.choosable}
    for capability in configuration.choosable_capabilities:
        if capability not in allowed:
            message = f"Capability '{capability}' can not be chosen for this usage."
            raise OperatorError(400, message, "InvalidProperty", target="choosableCapabilities")
    return plans


def acquired(plans: list[Plan], chosen: list[str]) -> list[str]:
    """The capabilities a synced number has."""
    return list(dict.fromkeys([*(capability for plan in plans for capability in plan.mandatory), *chosen]))


def available(plans: list[Plan]) -> list[str]:
    """All capabilities a number can have under these plans."""
    return list(dict.fromkeys(capability for plan in plans for capability in (*plan.mandatory, *plan.choosable)))
