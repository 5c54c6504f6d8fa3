"""Where a setting stands in a document of settings: `section.field`."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

OUTBOUND_RULE = "outboundCall.outgoingCallRule"
OUTBOUND_RULES = "outboundCallRules"  # of the system: the rules there are

# Without these nobody can call out, so taking one away takes service away.
VITAL = frozenset({OUTBOUND_RULE})


def value_at(settings: Mapping[str, JsonValue] | None, path: str) -> JsonValue:
    """What stands at the path, None when nothing was set."""
    found: JsonValue = dict(settings or {})
    for name in path.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(name)
    return found


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
