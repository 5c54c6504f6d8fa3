"""Personal settings of a line's holder, and what happens to them when the line goes to somebody else. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.phrases import tr
from services.domain.settings.catalogue import FIELDS, SECTION_OF, effective
from services.domain.settings.fields import Field
from services.domain.settings.requested import same

# What callers of somebody who left hear, until the line has a new holder, who doesn't inherit it.
LEFT_ANNOUNCEMENT = tr("The person you are calling can't be reached on this number any more.")

# A reset of credentials can't be undone, so it never happens as a side effect.
_ANNOUNCED = ("missedCalls.action", "missedCalls.text")
PERSONAL: Mapping[str, Field] = {
    path: field
    for path, field in FIELDS.items()
    if (field.personal or SECTION_OF[path].goes_with_holder) and not field.final
}


def to_defaults(settings: Mapping[str, JsonValue], *, held: bool) -> dict[str, JsonValue]:
    """What goes back to its default when the holder changes, by path.

    While nobody holds the line (`held` False), settings that a template can hold may have been prepared for the next
    holder: they stay, except choices that would lead nowhere, such as forwarding without a number.
    """
    if not settings:  # nothing was ever set
        return {}
    going = [field for field in PERSONAL.values() if held or field.personal]
    left = effective(settings, "missedCalls.text") == LEFT_ANNOUNCEMENT
    going += [PERSONAL[path] for path in _ANNOUNCED if left and not held]
    paths = {field.path for field in going if not same(field.path, effective(settings, field.path), field.default)}
    leading_nowhere = [field for field in PERSONAL.values() if _needs_one(field, paths, settings)]
    gone = {*paths, *(field.path for field in leading_nowhere)}
    return {path: field.default for path, field in PERSONAL.items() if path in gone}


def _needs_one(field: Field, paths: set[str], settings: Mapping[str, JsonValue]) -> bool:
    value = effective(settings, field.path)
    return any(value == with_value and path in paths for with_value, path in field.needs)
