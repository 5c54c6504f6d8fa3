"""The system settings an organisation starts with.

The sections follow the portal's tabs; the Singapore dial plan is the provider's own example.
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction
"""

from __future__ import annotations

from typing import Any

_COUNTRIES = [
    "SG",
    "MY",
    "ID",
    "TH",
    "VN",
    "PH",
    "HK",
    "TW",
    "JP",
    "KR",
    "CN",
    "IN",
    "AU",
    "NZ",
    "GB",
    "US",
    "CA",
    "DE",
    "FR",
    "NL",
]


def default_settings() -> dict[str, Any]:
    """System settings by section, with one outbound call rule that everybody may be given."""
    return {
        "general": {"timeZone": "Asia/Singapore", "language": "en"},
        "publicHolidays": [],
        "adminTools": {"tls": True, "stun": True},
        "inboundCallRules": [],
        "outboundCallRules": [_singapore()],
    }


def _singapore() -> dict[str, Any]:
    local = {"name": "Local", "pattern": "^[3689][0-9]{7}$", "strip": 0, "prepend": "65"}
    return {"id": "default-sg", "name": "Singapore default", "countries": list(_COUNTRIES), "dialPlans": [local]}
