"""The licence codes the CPaaS sells, with the limits one extension has.

Codes and names:
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction and
https://portal.hoiio.net/kb/cpaas/contact-center-supervisor-guide/4assign-contact-center-license-to-agents;
device limits: https://portal.hoiio.net/kb/cpaas/phone-system-admin-guide/devices
"""

from __future__ import annotations

from dataclasses import dataclass

from services.sandbox.world import Organisation

BASE = "license_phone_system"
NUMBER = "license_number"
MANY = 1_000


@dataclass(frozen=True, slots=True)
class Sku:
    """A licence code: its name, how many one extension may carry and which codes it excludes."""

    code: str
    name: str
    kind: str = "ADDON"
    limit: int = 1
    excludes: frozenset[str] = frozenset()


_TEAMS = "device_import_msteams_OC"
_TEAMS_RESOURCE = "device_import_msteams_OC_resource"

SKUS: dict[str, Sku] = {
    sku.code: sku
    for sku in (
        Sku(BASE, "Phone System", kind="BASE"),
        Sku(_TEAMS, "Teams Operator Connect", excludes=frozenset({_TEAMS_RESOURCE})),
        Sku(_TEAMS_RESOURCE, "Teams Operator Connect Resource Account", excludes=frozenset({_TEAMS})),
        Sku(NUMBER, "Number", limit=MANY),
        Sku("team_chat", "Team Chat"),
        Sku("license_dnc_checking_enabled", "DNC"),
        Sku("call_recording", "Call Recording"),
        Sku("license_call_recording_unlimited_enabled", "Unlimited recording storage"),
        Sku("device_mobile_app", "Mobile", limit=MANY),
        Sku("device_desktop_app", "Desktop", limit=MANY),
        Sku("device_ip_phone", "IP Phone"),
        Sku("device_web_rtc", "Web Phone"),
        Sku("license_center", "Contact Center"),
    )
}


def sku_of(organisation: Organisation, code: str) -> Sku:
    """The licence of this code in the organisation; its `kind` is empty when nobody sells it.

    An unknown code that the organisation bought counts as one per extension, with its code as name.
    """
    if code in SKUS:
        return SKUS[code]
    if code in organisation.bases:
        return Sku(code, code, kind="BASE")
    return Sku(code, code, kind="ADDON" if code in organisation.pool else "")
