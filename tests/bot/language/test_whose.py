"""Whose thing is meant where two people are named: from whom to whom, and whose settings."""

from __future__ import annotations

import pytest

from bot.language.interpretation import Interpretation
from bot.language.slots import Lead
from cards.lines.sentence_clicks import GiveThings, MoveNumber, TargetRole
from tests.bot.language.place import firm, read


def lead(text: str) -> Lead:
    found = read(text, firm())
    assert isinstance(found, Interpretation), found
    assert found.sure, found
    led = found.lead(firm())
    assert led is not None
    return led


@pytest.mark.parametrize(
    "text",
    [
        "Wei Ling to get the number which John Miller has",
        "Wei Ling gets the number that John Miller holds",
        "give Wei Ling the number that belongs to John Miller",
        "the number belonging to John Miller goes to Wei Ling",
        "move John Miller's number to Wei Ling",
    ],
)
def test_a_number_goes_from_whoever_has_it(text: str) -> None:
    action = lead(text).action
    assert isinstance(action, MoveNumber)
    sources = [one.text for one in action.targets if one.role in (TargetRole.OF, TargetRole.FROM)]
    assert sources == ["john.miller@contoso.com"]
    assert {one.text for one in action.targets} == {"john.miller@contoso.com", "wei.ling@contoso.com"}


def test_a_line_goes_from_whoever_has_it() -> None:
    assert lead("Ben gets the extension that belongs to Priya").words == "give 103 to ben.lim@contoso.com"


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("calls to Priya should land at Maria's", "priya.nair@contoso.com"),
        ("calls for maria shouldn't land at priya's phone any longer", "maria.tan@contoso.com"),
        ("102 should ring at Ben's phone", "102"),
        ("forward Ben's calls to Alice", "ben.lim@contoso.com"),
    ],
)
def test_calls_are_sent_on_from_whoever_is_called(text: str, whose: str) -> None:
    assert lead(text).words == f"settings {whose} callForwarding"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("give Ben a desk phone", False),
        ("a mobile app licence for John Ong please", False),
        ("give Alice and Ben a mobile app", False),
        ("give Ben a number and recording", True),
        ("give Ben the next number and a mobile app", True),
    ],
)
def test_a_number_comes_along_only_where_one_was_named(text: str, number: bool) -> None:
    action = lead(text).action
    assert isinstance(action, GiveThings)
    assert action.next_number is number
