"""Paths of settings in a document: `section.field`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

OUTBOUND_RULE = "outboundCall.outgoingCallRule"

# Of the system:
OUTBOUND_RULES = "outboundCallRules"  # the rules there are
INBOUND_RULES = "inboundCallRules"
HOLIDAYS = "publicHolidays"
GENERAL = "general"
ADMIN_TOOLS = "adminTools"
DEFAULT_RULE = "general.defaultOutboundRule"  # of new lines
ADMIN_DEVICES = "adminTools.devices"
TLS = "adminTools.tls"
STUN = "adminTools.stun"

# Without these nobody can call out, so taking one away takes service away.
VITAL = frozenset({OUTBOUND_RULE})


def value_at(settings: Mapping[str, JsonValue] | None, path: str) -> JsonValue:
    """The value at the path; None when nothing was set."""
    *outer, last = path.split(".")
    place = settings or {}
    for name in outer:
        inner = place.get(name)
        if not isinstance(inner, dict):
            return None
        place = inner
    return place.get(last)


def put_at(settings: Mapping[str, JsonValue], values: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    """The document with these values at their paths; unchanged sections are shared, not copied."""
    for path, value in values.items():
        name, _, rest = path.partition(".")
        inner = settings.get(name)
        section = inner if isinstance(inner, dict) else {}
        settings = {**settings, name: dict(put_at(section, {rest: value})) if rest else value}
    return settings


def patch_of(values: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The merge patch (https://www.rfc-editor.org/rfc/rfc7396) that puts these values at their paths."""
    patch: dict[str, JsonValue] = {}
    for path, value in values.items():
        *outer, last = path.split(".")
        place = patch
        for name in outer:
            inner = place.setdefault(name, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{path} runs through a value")
            place = inner
        place[last] = value
    return patch


def rules_of(system: Mapping[str, JsonValue]) -> dict[str, str]:
    """The outbound call rules of the system, name by id."""
    rules = system.get(OUTBOUND_RULES)
    found = [rule for rule in rules if isinstance(rule, dict)] if isinstance(rules, list) else []
    return {str(rule.get("id", "")): str(rule.get("name") or rule.get("id", "")) for rule in found}
