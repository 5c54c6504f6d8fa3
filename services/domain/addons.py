"""The table of licence codes an extension can carry.

Codes, names and limits are the provider's published ones:
https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction and
https://portal.hoiio.net/kb/cpaas (contact-centre and device pages).
The list is open: an unknown code is shown, not guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from services.domain.phrases import join_text, tr


class AddonKind(StrEnum):
    """What a licence code is for: the extension itself, a device that rings, or a feature."""

    BASE = "base"  # the extension
    DEVICE = "device"  # a device that rings
    FEATURE = "feature"  # anything else


MANY = 0  # limited only by seats


@dataclass(frozen=True, slots=True)
class Addon:
    """One licence code: its name, kind, how many an extension may have (0 = many) and codes it excludes."""

    code: str
    name: str
    kind: AddonKind
    limit: int = 1
    excludes: tuple[str, ...] = ()


TEAMS_USER = "device_import_msteams_OC"
TEAMS_RESOURCE = "device_import_msteams_OC_resource"
TEAMS_CODES = frozenset({TEAMS_USER, TEAMS_RESOURCE})
NUMBER = "license_number"
BASE = "license_phone_system"

# Other base licences are sold, too, but their codes aren't public: only the pools list them.
BASES: dict[str, Addon] = {BASE: Addon(BASE, tr("Phone System"), AddonKind.BASE)}

# A SIM is sold as an add-on too, at most one an extension; its code isn't public, so it is shown as it is.
# https://portal.hoiio.net/kb/cpaas/phone-system-admin-guide/devices
ADDONS: dict[str, Addon] = {
    addon.code: addon
    for addon in (
        Addon(TEAMS_USER, tr("Teams Operator Connect"), AddonKind.DEVICE, excludes=(TEAMS_RESOURCE,)),
        Addon(TEAMS_RESOURCE, tr("Teams Operator Connect, resource account"), AddonKind.DEVICE, excludes=(TEAMS_USER,)),
        Addon(NUMBER, tr("Number"), AddonKind.FEATURE, limit=MANY),
        Addon("team_chat", tr("Team Chat"), AddonKind.FEATURE),
        Addon("license_dnc_checking_enabled", "DNC", AddonKind.FEATURE),
        Addon("call_recording", tr("Call Recording"), AddonKind.FEATURE),
        Addon("license_call_recording_unlimited_enabled", tr("Unlimited recording storage"), AddonKind.FEATURE),
        Addon("device_mobile_app", tr("Mobile app"), AddonKind.DEVICE, limit=MANY),
        Addon("device_desktop_app", tr("Desktop app"), AddonKind.DEVICE, limit=MANY),
        Addon("device_ip_phone", tr("IP phone"), AddonKind.DEVICE),
        Addon("device_web_rtc", tr("Web phone"), AddonKind.DEVICE),
        Addon("license_center", tr("Contact Center"), AddonKind.FEATURE),
    )
}

_BY_FOLDED = {name.casefold(): code for code, addon in ADDONS.items() for name in (code, addon.name)}
_BY_FOLDED |= {
    "microsoft teams operator connect": TEAMS_USER,
    "microsoft teams operator connect resource account": TEAMS_RESOURCE,
    "unlimited call recording storage": "license_call_recording_unlimited_enabled",
    "mobile": "device_mobile_app",
    "desktop": "device_desktop_app",
    "device_web_phone": "device_web_rtc",
}


def find_code(text: str) -> str | None:
    """The code that a cell means, by code or by published name in any case; None when it is neither."""
    return _BY_FOLDED.get(join_text(" ", text.split()).casefold())


def name_of(code: str) -> str:
    """The add-on's name in plain words; an unknown code is shown as it is."""
    addon = ADDONS.get(code) or BASES.get(code)
    return addon.name if addon else code


def kind_of(code: str) -> AddonKind | None:
    """What the code gives; None for an unknown one."""
    addon = ADDONS.get(code) or BASES.get(code)
    return addon.kind if addon else None


def many(code: str) -> bool:
    """Whether one extension may have it several times."""
    return code in ADDONS and ADDONS[code].limit == MANY and ADDONS[code].kind is AddonKind.DEVICE


def over_limit(codes: Iterable[str]) -> list[str]:
    """The codes that are there more often than one extension may have them; an unknown code at most once."""
    counted = Counter(codes)
    limits = {code: ADDONS[code].limit if code in ADDONS else 1 for code in counted}
    return sorted(code for code, count in counted.items() if limits[code] != MANY and count > limits[code])


def conflicts(codes: frozenset[str] | set[str]) -> list[tuple[str, str]]:
    """The pairs of codes that can't be on one extension together."""
    return sorted({(c, x) for c in codes if c in ADDONS for x in ADDONS[c].excludes if x in codes and c < x})


def teams_addon_for(resource_account: bool) -> str:
    """The code of the add-on by which a person, or a resource account, calls in Teams."""
    return TEAMS_RESOURCE if resource_account else TEAMS_USER


def teams_code(codes: frozenset[str] | set[str] | tuple[str, ...]) -> str | None:
    """The Teams code among `codes`, if there is one: such a line's number goes to Microsoft Teams."""
    for code in codes:
        if code in TEAMS_CODES:
            return code
    return None
