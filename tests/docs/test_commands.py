"""The commands in the docs: those of the chat against the registry, those of the program against its command line."""

from __future__ import annotations

import re

import pytest
import typer

from bot.__main__ import app
from bot.registry import find_command
from tests.docs.commands import rendered
from tests.docs.pages import quoted, table, text_of

SAID = {
    word
    for row in re.findall(r"^\|(.+)\|$", text_of("docs/coverage.md"), re.MULTILINE)
    if "::test_" in row
    for word in quoted(row.split(" | ")[1])
}
SENTENCES = {"give Alice the next free number and call recording"}


def test_the_page_is_made_from_the_registry() -> None:
    assert text_of("docs/commands.md") == rendered(), "make docs"


@pytest.mark.parametrize("words", sorted(SAID - SENTENCES))
def test_what_the_guides_page_says_to_type_is_a_command(words: str) -> None:
    assert find_command(words) is not None


def test_the_readme_lists_the_commands_of_the_program_with_their_options() -> None:
    rows = {
        quoted(row[0])[0].removeprefix("switchboard "): row[1] for row in table("README.md", "Commands of the program")
    }
    commands = typer.main.get_group(app).commands
    assert set(rows) == set(commands)
    for name, said in rows.items():
        options = {option for one in commands[name].params for option in one.opts}
        assert set(re.findall(r"`(--[\w-]+)", said)) <= options, name
