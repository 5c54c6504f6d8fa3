"""The settings table of the README against `bot/config.py`: every variable, in no second row, with its default."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from pydantic.fields import FieldInfo

from bot.config import PREFIX, Settings
from tests.docs.pages import quoted, table

ROWS = table("README.md", "Settings")
DEFAULTS = {quoted(row[0])[0]: row[2] for row in ROWS}


def shown(field: FieldInfo) -> str:
    """A default as the table shows it; empty for one that the table says in words."""
    if field.is_required():
        return "required"
    default = field.default.get_secret_value() if isinstance(field.default, SecretStr) else field.default
    if isinstance(default, bool):
        return "on" if default else "off"
    if isinstance(default, int | float):
        return f"{int(default):,}" if default >= 10_000 else f"{default:g}"
    return f"`{default}`" if default else ""


def test_the_table_has_every_variable_once() -> None:
    assert len(DEFAULTS) == len(ROWS)
    assert set(DEFAULTS) == {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_table_has_its_default(name: str) -> None:
    said, wanted = DEFAULTS[f"{PREFIX}{name.upper()}"], shown(Settings.model_fields[name])
    if wanted:
        assert said == wanted
    else:
        assert said not in ("", "required"), "it may be empty: say what holds then"
