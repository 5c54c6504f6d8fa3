"""What only looks, or opens a form, is answered although a word of it isn't known; what changes something never is."""

from __future__ import annotations

import pytest

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Unsure
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Please inform me about who has performed the last changes on 103", "history"),
        ("What time does the job run tonight", "jobs"),
        ("Hmm that didn't work, can you try the failed ones again?", "jobs"),
        ("Any Teams licence sleeping?", "licences"),
        ("while I'm on vacation John Ong is my deputy for approvals", "substitute"),
        ("Alice is on leave the whole of next week, send her calls to Ben", "forward"),
    ],
)
def test_a_question_far_nearer_than_any_other_is_answered(text: str, intent: str) -> None:
    assert told(read(text, firm()))[0] == intent


@pytest.mark.parametrize(
    "text",
    [
        "Who'll have no phone if I remove Teams Phone from Sales?",  # it depends on something
        "They should go to the voicemail at night, not to poor Hallie",  # whose form it is isn't clear
        "don't wait, give Ben 107",  # only one half of it is denied
        "don't take the app off Ben, take off the recording",
        "licencez in the sun",  # the only word that is known was guessed
        "“which licences are left” is what she wrote about the parking lot",
    ],
)
def test_what_may_be_meant_otherwise_is_offered(text: str) -> None:
    assert isinstance(read(text, firm()), Unsure)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Whatever you do, don't give Ben a licence", "decline"),
        ("Please do not yet remove Maria's line, she has to finish the month", "decline"),
        ("wipe the lot, every number, every line, start over", "too_much"),
        ("erase the lot, all lines and all numbers, and begin again", "too_much"),
    ],
)
def test_what_nothing_may_follow_from_is_answered(text: str, intent: str) -> None:
    assert told(read(text, firm()))[0] == intent


@pytest.mark.parametrize(
    "text", ["gosh recording for 101 to 105", "kindly zap recording of Ben", "1241 zorbs to Nadia"]
)
def test_nothing_that_changes_is_settled(text: str) -> None:
    found = read(text, firm())
    assert not (isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ)
