"""What isn't understood offers three tiles about what it names, and never a change where something is denied."""

from __future__ import annotations

import pytest

from bot.answering import nearest
from bot.language.find import find_items
from bot.language.grammar import understand
from bot.language.intent import Weight
from bot.language.intents import BY_NAME
from bot.language.interpretation import Hindrance, Interpretation, Several, Unsure
from bot.language.memory import Topic
from bot.language.names import Names
from bot.language.things import Span
from bot.titles import TITLES
from cards.actions import Say
from cards.elements import Click
from services.domain.phrases import Phrase
from tests.bot.language.place import names, read

KNOWN: Names = names()


def tiles(utterance: str, *, may_change: bool = True) -> list[Click]:
    found = read(utterance, KNOWN)
    assert isinstance(found, Unsure), found
    return list(nearest(found, KNOWN, may_change=may_change))


@pytest.mark.parametrize(
    ("utterance", "titles"),
    [
        ("park 103", ["Show 103"]),
        ("what about the weather for alice and the parking for 102", ["Show Alice", "Show 102", "Check Alice"]),
        ("could ben get a number please", ["Give it: Ben", "Show Ben"]),
        (
            "please can john's extension go to nadia",
            ["Give the line: John, Nadia", "Forward calls: John", "Show John"],
        ),
        ("release 6567891230 tomorrow", ["Release it: +65 6789 1230", "Show +65 6789 1230"]),
        ("don't you ever release 6567891230 with a holiday", None),
        ("licences and parking and coffee in the canteen of next month", ["Licences"]),
    ],
)
def test_tiles_are_about_what_was_named(utterance: str, titles: list[str] | None) -> None:
    if titles is None:
        assert not isinstance(read(utterance, KNOWN), Unsure)
        return
    found = [click.title for click in tiles(utterance)]
    assert found[: len(titles)] == titles
    assert 1 <= len(found) <= 3


@pytest.mark.parametrize(
    ("utterance", "first"),
    [
        ("as Omar takes over Alice's customers, he ought to get Alice's phone number", "Numbers"),  # who has two
        ("110 is needed by Nadia, as she'll sit in for Wei Ling", "Lines"),
    ],
)
def test_what_is_meant_but_cannot_be_done_so_opens_its_page(utterance: str, first: str) -> None:
    assert tiles(utterance)[0].title == first


def test_whoever_may_not_change_anything_is_offered_no_change() -> None:
    assert tiles("could ben get a number please", may_change=False)[0].title == "Show Ben"


def test_a_tile_that_shows_says_words_that_are_a_command() -> None:
    assert tiles("park 103")[0].carried == Say("line 103")


@pytest.mark.parametrize(
    ("utterance", "clauses"),
    [
        ("give nadia and omar a number", ("give nadia a number", "give omar a number")),
        ("release alice's and ben's numbers", ("release alice's numbers", "release ben's numbers")),
        ("fix priya, 103 and ben", None),
        ("offboard alice, ben and hallie", ("offboard alice", "offboard ben", "offboard hallie")),
        ("can alice and ben call?", ("can alice call?", "can ben call?")),
    ],
)
def test_what_is_done_of_one_at_a_time_is_asked_of_each(utterance: str, clauses: tuple[str, ...] | None) -> None:
    found = read(utterance, KNOWN)
    if clauses is None:
        assert not (isinstance(found, Interpretation) and found.intent.weight is not Weight.READ)
        return
    assert isinstance(found, Several)
    assert found.clauses == clauses


@pytest.mark.parametrize(
    ("utterance", "hindrance"),
    [
        ("delete 103", Hindrance.REMOVAL),
        ("give hallie a number on friday", Hindrance.LATER),
        ("please can john's extension go to nadia", Hindrance.NEAR),
        ("release 6567891240 if ben agrees", Hindrance.CONDITION),
        ("what about the weather for alice and the parking for 102", None),
    ],
)
def test_a_question_that_fits_says_what_keeps_it_open(utterance: str, hindrance: Hindrance | None) -> None:
    found = read(utterance, KNOWN)
    assert isinstance(found, Unsure)
    assert found.hindrance is hindrance


@pytest.mark.parametrize(
    ("utterance", "title"),
    [
        ("the printer on the 3rd floor is jammed", "Jobs"),
        ("hallie is pregnant and goes on leave in march", "Status: Hallie"),
    ],
)
def test_a_title_names_no_thing_that_the_button_passes_over(utterance: str, title: str) -> None:
    assert tiles(utterance)[0].title == title


def test_a_title_names_what_a_pronoun_stands_for() -> None:
    found = understand("take it away from her", KNOWN, Topic(tuple(thing("102"))))
    assert isinstance(found, Unsure)
    assert next(click.title for click in nearest(found, KNOWN, may_change=True)).endswith(": 102")


def thing(text: str) -> list[Span]:
    return [item for item in find_items(text, KNOWN) if item.means]


def test_every_intent_that_is_offered_has_a_title_to_translate() -> None:
    untitled = {name for name in BY_NAME if not isinstance(TITLES.get(name), Phrase)}
    assert untitled == {"greet", "thanks", "okay", "decline", "show", "too_much"}
    assert TITLES.keys() <= BY_NAME.keys()
