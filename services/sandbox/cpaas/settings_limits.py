"""The limits of an extension's settings that the provider publishes, section by section.

https://portal.hoiio.net/kb/cpaas/phone-system-end-user-guide/1devices (forwarding, ringing),
https://b3networks.helpjuice.com/phone-system-admin-guide/ps-inbound-call (texts),
https://b3networks.helpjuice.com/phone-system-admin-guide/call-recordings (announcement, licence),
https://b3networks.helpjuice.com/phone-system-end-user-guide/lm-delegate (delegates).
Other fields are open, and so are other sections.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.world import Extension, Organisation

Device = Literal["mobile", "desktop", "ipPhone", "webPhone", "msTeams", "sim"]
RingMode = Literal["ringAll", "sequential"]
RingAll = Annotated[int, Field(ge=5, le=60)]
Sequential = Annotated[int, Field(ge=15, le=90)]
Target = Annotated[str, Field(pattern=r"^[0-9]{3,15}$")]
Speech = Annotated[str, Field(max_length=2000)]
Nine = Annotated[int, Field(ge=0, le=9)]
Treatment = Literal["ringDevices", "ringDelegates", "forward", "missedCall", "announcement", "hangup"]

_RECORDING, _DNC = "call_recording", "license_dnc_checking_enabled"


class Limits(BaseModel):
    """A section: known fields are checked, others are accepted as they are."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", strict=True)


class Ringing(Limits):
    """Whether several devices ring at once or one after the other, and for how long."""

    ring_mode: RingMode = "ringAll"
    ring_all_seconds: RingAll = 30
    sequential_seconds: Sequential = 20


class Status(Limits):
    """The person's availability."""

    value: Literal["available", "busy", "away", "offline"] = "available"


class Forwarding(Ringing):
    """Where calls are forwarded."""

    enabled: bool = False
    numbers: list[Target] = Field(default_factory=list, max_length=5)


class Recording(Limits):
    """Which calls are recorded."""

    incoming: bool = False
    outgoing: bool = False
    announcement: str = Field(default="", max_length=450)
    pitch: Nine = 5
    rate: Nine = 5


class Delegates(Ringing):
    """Who takes the calls."""

    enabled: bool = False
    extensions: list[str] = Field(default_factory=list)
    when_busy: Literal["busy", "hangup"] = "busy"
    unanswered: Literal["unanswered", "hangup"] = "unanswered"


class Devices(Ringing):
    """Which devices ring."""

    active: list[Device] = Field(default_factory=list)
    order: list[Device] = Field(default_factory=list)
    call_waiting: bool = True
    sip_generation: int = Field(default=1, ge=1)


class Inbound(Limits):
    """How incoming calls are treated, by scenario."""

    available: Treatment = "ringDevices"
    busy: Treatment = "missedCall"
    away: Treatment = "missedCall"
    offline: Treatment = "missedCall"
    non_working: Treatment = "missedCall"
    holidays: Treatment = "missedCall"
    text: Speech = ""


class Rule(Limits):
    """A rule of the inbound filter."""

    type: Literal["startWith", "exactMatch"]
    number: Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
    action: Literal["block", "gothrough", "ringDevices", "delegate", "forward"]


class Filter(Limits):
    """Which callers are treated otherwise."""

    internal: Literal["gothrough", "ringDevices"] = "gothrough"
    anonymous: Literal["gothrough", "block"] = "gothrough"
    rules: list[Rule] = Field(default_factory=list, max_length=50)


class Missed(Limits):
    """What happens to a call that nobody answers."""

    text: Speech = ""


class Outbound(Limits):
    """How calls go out."""

    dnc_action: str = "off"
    consent_action: str = "off"


SECTIONS: Mapping[str, type[Limits]] = {
    "status": Status,
    "callForwarding": Forwarding,
    "callRecording": Recording,
    "delegate": Delegates,
    "devices": Devices,
    "inboundCall": Inbound,
    "inboundFilter": Filter,
    "missedCalls": Missed,
    "outboundCall": Outbound,
}


def check_extension(organisation: Organisation, extension: Extension, settings: Mapping[str, Any]) -> None:
    """Refuse invalid new settings of an extension with `settings.invalid`; only sections that change are checked."""
    touched = {name: values for name, values in settings.items() if values != extension.settings.get(name)}
    for name, values in touched.items():
        if name in SECTIONS:
            _need_limits(name, values)
    _need_licences(extension, touched)
    _need_newer_credentials(extension, touched)
    if "delegate" in touched:
        _need_delegates(organisation, extension, touched["delegate"])


def _need_limits(name: str, values: Mapping[str, Any]) -> None:
    try:
        SECTIONS[name].model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join([name, *(str(part) for part in first["loc"])])
        raise CpaasError("settings.invalid", f"{place}: {first['msg']}") from error


def _need_licences(extension: Extension, touched: Mapping[str, Any]) -> None:
    recording, outbound = touched.get("callRecording", {}), touched.get("outboundCall", {})
    records = recording.get("incoming") or recording.get("outgoing")
    checks = any(outbound.get(name, "off") != "off" for name in ("dncAction", "consentAction"))
    for wanted, code, name in ((records, _RECORDING, "callRecording"), (checks, _DNC, "outboundCall")):
        if wanted and code not in extension.addons:
            raise CpaasError("settings.invalid", f"{name}: extension {extension.ext_key} has no add-on {code}.")


def _need_newer_credentials(extension: Extension, touched: Mapping[str, Any]) -> None:
    if "devices" not in touched:
        return
    before = extension.settings.get("devices", {}).get("sipGeneration", 1)
    after = touched["devices"].get("sipGeneration", 1)
    if after < before:
        raise CpaasError("settings.invalid", f"devices.sipGeneration: {after} is older than {before}.")


def _need_delegates(organisation: Organisation, extension: Extension, values: Mapping[str, Any]) -> None:
    for key in values.get("extensions", []):
        other = organisation.extensions.get(key)
        if other is None or key == extension.ext_key:
            raise CpaasError("settings.invalid", f"delegate.extensions: {key!r} is no other extension.")
        if other.settings.get("delegate", {}).get("enabled"):
            raise CpaasError("settings.invalid", f"delegate.extensions: extension {key} delegates its own calls.")
    if values.get("enabled") and _is_delegate(organisation, extension.ext_key):
        raise CpaasError("settings.invalid", f"delegate.enabled: extension {extension.ext_key} is a delegate itself.")


def _is_delegate(organisation: Organisation, key: str) -> bool:
    found = (other.settings.get("delegate", {}) for other in organisation.extensions.values())
    return any(values.get("enabled") and key in values.get("extensions", []) for values in found)
