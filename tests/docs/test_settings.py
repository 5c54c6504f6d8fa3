"""The README's table of settings against their entries, each of which says what the setting means."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.config import PREFIX, Settings
from tests.docs.pages import quoted, table, text_of
from tests.docs.settings import rendered, when_empty


def test_the_table_is_made_from_the_entries() -> None:
    assert text_of("README.md") == rendered(), "make docs"


def test_the_table_has_every_variable_once() -> None:
    variables = [quoted(row[0])[0] for row in table("README.md", "Settings")]
    assert sorted(variables) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_an_entry_says_what_it_means_and_what_holds_while_it_is_empty(name: str) -> None:
    field = Settings.model_fields[name]
    assert field.description
    assert "|" not in f"{field.description}{when_empty(field)}"
    if field.default in ("", SecretStr("")):
        assert when_empty(field)
