"""What isn't read for sure is ranked: a wish that names somebody gets a tile that does it, filled in."""

from __future__ import annotations

import pytest

from bot.answering import nearest
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Unsure
from bot.language.names import Names
from tests.bot.language.place import cases, firm, read, told

KNOWN: Names = firm()


def titles(utterance: str) -> list[str]:
    found = read(utterance, KNOWN)
    assert isinstance(found, Unsure), found
    return [click.title for click in nearest(found, KNOWN, may_change=True)]


@pytest.mark.parametrize(
    ("utterance", "offered"),
    [
        ("recording for everybody in Sales except Hallie", "Give it: Call Recording, everybody in Sales, not Hallie"),
        ("gosh recording for 101 to 105 except 103", "Give it: Call Recording, 101 to 105, not 103"),
        ("two new hires on monday: Tina Turner and Max Frisch, give them what Ben has", "Somebody joins"),
    ],
)
def test_a_wish_that_is_not_read_is_offered_with_what_it_names(utterance: str, offered: str) -> None:
    assert any(title.startswith(offered) for title in titles(utterance)), titles(utterance)


def test_what_is_left_out_is_shown_by_its_own_name() -> None:
    assert titles("recording on 101 to 105 except 103")[2] == "Show 103"


@pytest.mark.parametrize(
    ("utterance", "losses"),
    [
        ("remove ben", ["Somebody leaves: Ben Lim", "Take the number away: Ben Lim", "Take the line away: Ben Lim"]),
        ("delete 103", ["Take the line away: 103", "Take the number away: 103", "Show 103"]),
        ("get rid of 110", ["Take the line away: 110", "Take the number away: 110", "Show 110"]),
        ("delete hallie", ["Somebody leaves: Hallie Brooks", "Show Hallie Brooks", "Check Hallie Brooks"]),
    ],
)
def test_a_bare_removal_is_one_question_what_is_to_go(utterance: str, losses: list[str]) -> None:
    assert titles(utterance) == losses


def test_a_removal_of_one_of_two_asks_first_who_is_meant() -> None:
    assert told(read("remove john", KNOWN))[0] == "ask:leave"


@pytest.mark.parametrize(
    "utterance",
    [
        "don't recording for 101 to 105",
        "no recording thing for everybody in Sales",
        "recording for Sales if Ben agrees",
    ],
)
def test_nothing_that_changes_is_offered_where_it_is_denied_or_depends(utterance: str) -> None:
    found = read(utterance, KNOWN)
    offers = found.offers if isinstance(found, Unsure) else ()
    assert all(one.intent.weight is Weight.READ or one.intent.form for one in offers)
    assert not (isinstance(found, Interpretation) and found.intent.weight is not Weight.READ)


@pytest.mark.parametrize(("utterance", "intent"), [one[:2] for one in cases("firm-offered.txt")])
def test_what_was_meant_is_one_of_the_first_two_tiles(utterance: str, intent: str) -> None:
    found = read(utterance, KNOWN)
    assert isinstance(found, Unsure)
    assert intent in [one.intent.name for one in (*found.readings, *found.offers)][:2]
