"""Which changes of the organisation's settings take something from people and so need a second person."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.settings.paths import ADMIN_DEVICES, OUTBOUND_RULES, STUN, TLS
from services.domain.settings.records import Record, key_of, records_of

_PROTECTIONS = (TLS, STUN)


def loses(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> bool:
    """Whether afterwards somebody can dial less, can be reached less, or connects less securely."""
    switched_off = any(before.get(path) is not False and after.get(path) is False for path in _PROTECTIONS)
    fewer_devices = ADMIN_DEVICES in after and _some_gone(before.get(ADMIN_DEVICES), after[ADMIN_DEVICES])
    return switched_off or fewer_devices or (OUTBOUND_RULES in after and _dials_less(before, after))


def _dials_less(before: Mapping[str, JsonValue], after: Mapping[str, JsonValue]) -> bool:
    there = {key_of(rule): rule for rule in records_of(after.get(OUTBOUND_RULES))}
    return any(_rule_loses(rule, there.get(key_of(rule))) for rule in records_of(before.get(OUTBOUND_RULES)))


def _rule_loses(before: Record, after: Record | None) -> bool:
    """Whether a rule is gone or has lost a country or dial plan; a changed dial plan counts as lost."""
    if after is None:
        return True
    return any(_some_gone(before.get(part), after.get(part)) for part in ("countries", "dialPlans"))


def _some_gone(before: JsonValue, after: JsonValue) -> bool:
    had = before if isinstance(before, list) else []
    has = after if isinstance(after, list) else []
    return any(item not in has for item in had)
