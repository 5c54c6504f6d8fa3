"""Courtesy is taken off, and nothing that denies, doubts or says when."""

from __future__ import annotations

import pytest

from bot.language.courtesy import unwrapped
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()
BEGINNINGS = (
    "Could you kindly {}?", "Please would you be so kind as to {}", "I'd be most grateful if you could {}",
    "We would really appreciate it if someone could {}", "It would be lovely if you could {}", "Do you mind {}?",
    "I was wondering whether you could {}?", "Ticket 4711: {}", "Unfortunately we need to {}", "Go ahead and {}",
    "When you have a moment, {}", "As discussed, {}, no rush", "{}, that would be great", "{}. Much appreciated",
    "please see to it that you {}", "INC0012345 - {}", "if you have a minute, please {}, thanks in advance",
)  # fmt: skip
WISHES = {
    "give Nadia a number": ("give", "nadia.hassan,next"),
    "take recording away from 103": ("take", "103,call_recording"),
    "release 6567891240": ("release", "+6567891240"),
    "swap 101 and 105": ("swap", "101,105"),
}


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_a_wish_is_the_same_in_polite_words(beginning: str) -> None:
    for wish, (intent, things) in WISHES.items():
        found = told(read(beginning.format(wish), firm()))
        assert (found[0], set(found[1].split(","))) == (intent, set(things.split(","))), beginning.format(wish)


@pytest.mark.parametrize(
    "beginning",
    ["I'd be grateful if you didn't {}", "Would you mind not to {}", "It would be nice if nobody would {}",
     "could you not {}", "please {} if you think so", "I was wondering whether we should {}", "ticket 4711 says {}"],
)  # fmt: skip
def test_a_polite_denial_or_doubt_plans_nothing(beginning: str) -> None:
    for wish in WISHES:
        found = read(beginning.format(wish), firm())
        planned = isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ
        assert not planned, beginning.format(wish)


def test_each_word_that_stays_is_where_it_was() -> None:
    text = "Could you please give Nadia a number, thanks?"
    heard = unwrapped(text).text
    assert len(heard) == len(text)
    assert heard.index("Nadia") == text.index("Nadia")


def test_nothing_but_courtesy_stays_as_it_is() -> None:
    for text in ("thanks", "perfect, thanks", "please", "could you?"):
        assert unwrapped(text).text == text
