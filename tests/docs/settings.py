"""The README's table of the program's settings, made from their entries."""

from __future__ import annotations

import re

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.config import PREFIX, Settings
from services.domain.service_settings import ServiceSettings
from tests.docs.pages import text_of

_TABLE = re.compile(r"(?<=\| Variable \| Meaning \| Default \|\n\|---\|---\|---\|\n)(?:\|.*\n)*")


def rendered() -> str:
    """The README with the table of settings as they are."""
    fields = Settings.model_fields
    names = sorted(fields, key=lambda name: name in ServiceSettings.model_fields)
    rows = "".join(_row(name, fields[name]) for name in names)
    page, found = _TABLE.subn(lambda _: rows, text_of("README.md"), count=1)
    assert found, "the README has no table of settings"
    return page


def _row(name: str, field: FieldInfo) -> str:
    return f"| `{PREFIX}{name.upper()}` | {field.description} | {_default(field)} |\n"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, int | float):
        return f"{int(default):,}" if default >= 10_000 else f"{default:g}"
    return f"`{default}`" if default else when_empty(field)


def when_empty(field: FieldInfo) -> str:
    """What holds while the setting is empty, in words."""
    extra = field.json_schema_extra
    return str(extra.get("when_empty", "")) if isinstance(extra, dict) else ""
