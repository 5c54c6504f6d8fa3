"""The licence codes the CPaaS sells, with the limits one extension has.

Codes and names:
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction and
https://portal.hoiio.net/kb/cpaas/contact-center-supervisor-guide/4assign-contact-center-license-to-agents;
device limits: https://portal.hoiio.net/kb/cpaas/phone-system-admin-guide/devices
"""

from __future__ import annotations

from dataclasses import dataclass

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


def is_addon(code: str) -> bool:
    """Whether the code names an add-on (and not a base licence or nothing at all)."""
    return code in SKUS and SKUS[code].kind == "ADDON"
