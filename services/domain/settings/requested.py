"""Requested settings, compared with present ones."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.settings.catalogue import FIELDS
from services.domain.settings.fields import FieldKind
from services.domain.settings.values import Wrong, alike, read


def same(path: str, one: JsonValue, other: JsonValue) -> bool:
    """Whether two values of this setting mean the same."""
    field = FIELDS.get(path)
    return one == other if field is None else alike(field, one, other)


def by_rule_ids(requested: Mapping[str, JsonValue], rules: Mapping[str, str]) -> dict[str, JsonValue]:
    """The settings with outbound call rules by id instead of by name; an unknown name stays as it is."""
    return {path: _rule_id(path, value, rules) for path, value in requested.items()}


def _rule_id(path: str, value: JsonValue, rules: Mapping[str, str]) -> JsonValue:
    field = FIELDS.get(path)
    if field is None or field.kind is not FieldKind.RULE or value is None:
        return value
    found = read(field, str(value), rules)
    return value if isinstance(found, Wrong) else found
