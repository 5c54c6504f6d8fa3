"""Hints, exchanges and things only looked at: what is asked or offered first, and what is never half done."""

from __future__ import annotations

import pytest

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several, Unsure
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()


def is_done(text: str) -> bool:
    """Whether it is planned without a question."""
    found = read(text, firm())
    if not isinstance(found, Interpretation) or found.what_if:
        return False
    return found.sure and found.intent.weight is not Weight.READ


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Ben could use recording", "give"),
        ("Alice could do with the mobile app", "give"),
        ("Alice deserves recording", "give"),
        ("Priya can do without recording", "take"),
        ("what about Ben leaving", "leave"),
        ("how about giving Hallie 6567891243", "give"),
        ("Ben left the office", "leave"),
        ("Ben is gone from the list", "leave"),
        ("Alice found a new job in the list", "leave"),
        ("show Alice leaving", "leave"),
    ],
)
def test_a_hint_or_a_look_is_only_offered(text: str, near: str) -> None:
    found = read(text, firm())
    assert isinstance(found, Unsure)
    assert found.label == f"near:{near}"


@pytest.mark.parametrize(
    "text",
    [
        "we won't need to give Ben recording", "we don't need to give Ben recording",
        "you won't need to release 6567891240",
        "nobody needs to give Ben recording", "Ben won't need to call", "who won't need recording",
        "don't open recording for Ben", "Ben is not going to need recording?",
    ],
)  # fmt: skip
def test_what_need_not_be_given_is_not_taken(text: str) -> None:
    assert not is_done(text)


@pytest.mark.parametrize(
    "text", ["I just wanted to see where we're at with the number uploads", "Ben leaves the list open", "swap with me"]
)
def test_what_only_looks_or_lacks_a_side_plans_nothing(text: str) -> None:
    assert not is_done(text)


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("Alice instead of Ben gets recording", ("give recording to Alice", "take recording from Ben")),
        ("Ben rather than 103 should have the mobile app", ("give mobile app to Ben", "take mobile app from 103")),
        ("give recording to Alice in place of Ben", ("give recording to Alice", "take recording from Ben")),
    ],
)
def test_an_exchange_is_both_sides_of_it(text: str, wishes: tuple[str, ...]) -> None:
    assert read(text, firm()) == Several(wishes)


@pytest.mark.parametrize(
    "text",
    [
        "everyone in Sales instead of Ben gets recording",
        "if Alice instead of Ben gets recording",
        "maybe Alice instead of Ben gets recording",
        "John instead of Ben gets recording",
        "Alice shouldn't get recording instead of Ben",
    ],
)
def test_half_of_an_exchange_is_never_planned(text: str) -> None:
    assert not is_done(text)


@pytest.mark.parametrize(
    ("text", "intent", "things"),
    [
        ("swap me with Ben", "swap", "alex,ben.lim"),
        ("swap my number with Ben's", "swap", "alex,ben.lim"),
        ("swap Ben's extension with mine", "swap", "alex,ben.lim"),
        ("Ben and I want to swap numbers", "swap", "alex,ben.lim"),
        ("please stop recording me", "stop_recording", "alex"),
        ("don't record me any more", "stop_recording", "alex"),
        ("take recording off me", "take", "alex,call_recording"),
        ("Hallie won't need the desktop app", "take", "hallie.brooks,device_desktop_app"),
        ("point Ben's calls at Alice", "forward", "ben.lim,alice.tan"),
        ("open recording for Ben", "give", "ben.lim,call_recording"),
        ("reason for call failure of Priya", "why", "priya.nair"),
        ("Ben's relieving date is 18 December", "leave", "ben.lim,2026-12-18"),
        ("I could do with a number for Nadia", "give", "nadia.hassan,next"),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, intent: str, things: str) -> None:
    found = told(read(text, firm()))
    assert (found[0], set(found[1].split(","))) == (intent, set(things.split(",")))
