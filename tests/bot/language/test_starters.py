"""What the welcome suggests to ask is understood, and reads only."""

from __future__ import annotations

import pytest

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.language.leads import HELP_TOPICS
from bot.registry import find_command, load_commands
from cards.actions import data_of
from cards.elements import Click
from cards.workspace import help
from services.domain.access import Right
from services.domain.settings.catalogue import find_section
from tests.bot.language.place import names, read
from tests.cards.look import clicks

load_commands()


@pytest.mark.parametrize("starter", [*help.STARTERS, *help.BEFORE], ids=lambda one: one.title)
def test_a_starter_is_understood_and_only_reads(starter: Click) -> None:
    words = data_of(starter.carried)["text"]
    if found := find_command(words):
        assert found[0].right in (Right.NONE, Right.READ)
        return
    meant = read(words, names())
    assert isinstance(meant, Interpretation)
    assert meant.sure
    assert meant.intent.weight is Weight.READ


def test_each_reader_gets_the_starters_that_lead_somewhere() -> None:
    titles = {first: set(clicks(help.welcome("Kim", first))) for first in (True, False)}
    assert {one.title for one in help.BEFORE} <= titles[True]
    assert {one.title for one in help.STARTERS} <= titles[False]
    assert not titles[True] & {one.title for one in help.STARTERS}


@pytest.mark.parametrize("topic", sorted({*HELP_TOPICS.values(), "assign", "assign number"}))
def test_how_to_do_something_leads_to_help_that_there_is(topic: str) -> None:
    found = find_command(topic)
    assert (found is not None and not found[1]) or find_section(topic.removeprefix("settings "))
