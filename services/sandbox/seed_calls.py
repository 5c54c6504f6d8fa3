"""The calls a front desk had in the last days, counted back from the present moment."""

from __future__ import annotations

from typing import Any

from services.sandbox.clock import Clock

_HOUR = 3600.0
# (hours ago, direction, the other number, seconds, result)
_CALLS = (
    (0.5, "inbound", "6591234567", 61, "answered"),
    (1.0, "outbound", "6562345678", 185, "answered"),
    (2.0, "inbound", "6598765432", 0, "missed"),
    (3.5, "inbound", "60312345678", 424, "answered"),
    (5.0, "outbound", "6591234567", 0, "noAnswer"),
    (26.0, "inbound", "6581112222", 33, "answered"),
    (27.0, "inbound", "", 0, "missed"),
    (29.0, "outbound", "622150851234", 740, "answered"),
    (30.0, "inbound", "6591234567", 12, "voicemail"),
    (50.0, "outbound", "6567890000", 0, "busy"),
    (51.0, "inbound", "441632960001", 302, "answered"),
    (53.0, "inbound", "6598765432", 95, "answered"),
)


def calls_of(ext_key: str, number: str, now: float) -> list[dict[str, Any]]:
    """The calls of this extension with this number, oldest first; a hidden caller has no number."""
    return [_call(no, ext_key, number, now) for no in reversed(range(len(_CALLS)))]


def _call(no: int, ext_key: str, own: str, now: float) -> dict[str, Any]:
    hours, direction, other, seconds, result = _CALLS[no]
    inbound = direction == "inbound"
    return {
        "callUuid": f"call-{ext_key}-{no:04d}",
        "extKey": ext_key,
        "direction": direction,
        "fromNumber": other if inbound else own,
        "toNumber": own if inbound else other,
        "startedAt": Clock.stamp(now - hours * _HOUR),
        "durationSeconds": seconds,
        "result": result,
    }
