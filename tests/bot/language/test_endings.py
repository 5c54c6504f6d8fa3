"""A number of ours is called by its last figures, where they can't be anything else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.language.find import find_items
from bot.language.interpretation import Interpretation
from bot.language.names import Names
from bot.language.things import ThingKind
from bot.registry import load_commands
from tests.bot.language.place import firm, read

load_commands()
TWIN = "+6569991236"


def things(text: str, known: Names) -> list[tuple[ThingKind, str]]:
    """The things that it names."""
    return [next(iter(item.means.items())) for item in find_items(text, known) if item.means]


@pytest.mark.parametrize(
    ("utterance", "intent", "named"),
    [
        ("upload 1236", "upload", [(ThingKind.NUMBER, "+6567891236")]),
        ("release 1240", "release", [(ThingKind.NUMBER, "+6567891240")]),
        ("upload 1241 to 1245", "upload", [(ThingKind.RANGE, "+6567891241-+6567891245")]),
        ("upload 1241-1245", "upload", [(ThingKind.RANGE, "+6567891241-+6567891245")]),
    ],
)
def test_the_last_four_figures_name_the_number(utterance: str, intent: str, named: list[tuple[ThingKind, str]]) -> None:
    assert things(utterance, firm()) == named
    found = read(utterance, firm())
    assert isinstance(found, Interpretation)
    assert found.intent.name == intent


@pytest.mark.parametrize(
    "utterance",
    [
        "create extension 1236",
        "create extensions 1236 to 1238",
        "create lines from 1236 to 1238",
        "assign ext. 1236 to Ben Lim",
        "change extension 105 to ext 1236",
        "upload 236",
        "upload 9999",
    ],
)
def test_what_is_called_an_extension_or_ends_no_number_of_ours_is_none(utterance: str) -> None:
    assert not {kind for kind, _ in things(utterance, firm())} & {ThingKind.NUMBER, ThingKind.RANGE}


def test_the_ending_of_two_numbers_names_neither() -> None:
    known = replace(firm(), ours={**firm().ours, TWIN: ""})
    assert things("upload 1236", known) == [(ThingKind.LINE, "1236")]


def test_where_extensions_have_as_many_figures_they_are_extensions() -> None:
    known = replace(firm(), lines={**firm().lines, "2001": ""})
    assert things("upload 1236", known) == [(ThingKind.LINE, "1236")]
