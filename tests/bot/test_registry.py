"""The registry: what can be said finds its command, and every button of every card has a handler."""

from __future__ import annotations

import pytest

from bot.registry import ACTIONS, COMMANDS, find_command, load_commands, suggest
from tests.cards import samples
from tests.support.chat import actions_of

load_commands()


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("help", "help", ""),
        ("HELP!", "help", ""),
        ("  Hello ", "hi", ""),
        ("/lines", "lines", ""),
        ("lines 101", "lines", "101"),
        ("Ready Alice Tan", "ready", "Alice Tan"),
        ("who am i?", "whoami", ""),
        ("phone numbers 6789", "numbers", "6789"),
    ],
)
def test_words_find_their_command(text: str, name: str, rest: str) -> None:
    found = find_command(text)
    assert found is not None
    assert (found[0].name, found[1]) == (name, rest)


@pytest.mark.parametrize("text", ["", "   ", "order a pizza", "liness"])
def test_other_words_find_none(text: str) -> None:
    assert find_command(text) is None


def test_misspelt_words_get_suggestions_this_person_may_use() -> None:
    assert "lines" in suggest("liness", lambda one: True)
    assert suggest("liness", lambda one: False) == ()


def test_a_command_that_reads_no_more_words_says_so() -> None:
    assert COMMANDS["line"].takes_words
    assert not COMMANDS["assign all"].takes_words
    assert not COMMANDS["connect"].takes_words


def test_what_takes_something_away_is_never_suggested() -> None:
    for text in ("releas", "unasign", "disconect", "please", "delete templates"):
        assert not {"release", "unassign", "disconnect", "delete template"} & set(suggest(text, lambda one: True))
    assert "licences" not in suggest("cancel", lambda one: True)
    assert "connect" not in suggest("stop", lambda one: True)


def test_no_two_commands_share_a_word() -> None:
    words = [word for command in COMMANDS.values() for word in command.words]
    assert len(words) == len(set(words))


def test_every_button_has_a_handler() -> None:
    made = samples.usual()
    verbs = {action["verb"] for card in made.values() for action in actions_of(card) if "verb" in action}
    assert len(verbs) > 20
    assert verbs - {"say"} <= set(ACTIONS)
