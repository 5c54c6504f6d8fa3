"""The catalogue of all settings: forms, checks, plans, help and file columns come from it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import JsonValue

from services.domain.people import fold
from services.domain.settings.fields import Field, Section
from services.domain.settings.paths import value_at
from services.domain.settings.system import SYSTEM
from services.domain.settings.user import USER

SECTIONS: Mapping[str, Section] = {section.name: section for section in (*USER, *SYSTEM)}
FIELDS: Mapping[str, Field] = {field.path: field for section in SECTIONS.values() for field in section.fields}
SECTION_OF: Mapping[str, Section] = {field.path: section for section in SECTIONS.values() for field in section.fields}


def effective(settings: Mapping[str, JsonValue] | None, path: str) -> JsonValue:
    """The effective value at the path: what was set, or the field's default."""
    value = value_at(settings, path)
    field = FIELDS.get(path)
    return field.default if value is None and field is not None else value


def find_section(text: str, sections: tuple[Section, ...] = (*USER, *SYSTEM)) -> Section | None:
    """The section that somebody's words name, by its title, name, or the beginning of its title; None for none."""
    wanted = fold(text)
    exact = next((s for s in sections if wanted in (fold(s.title), fold(s.name))), None)
    begins = [s for s in sections if wanted and fold(s.title).startswith(wanted)]
    return exact or (begins[0] if len(begins) == 1 else None)
