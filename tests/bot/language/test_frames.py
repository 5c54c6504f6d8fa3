"""What is to be so is a wish, whatever words say it; what is told to be so is none."""

from __future__ import annotations

import pytest

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()


@pytest.mark.parametrize(
    ("text", "intent", "things"),
    [
        ("recording has to be on for 103", "give", "call_recording,103"),
        ("please make sure that Alice has recording", "give", "alice.tan,call_recording"),
        ("make sure John Ong is able to use the mobile app", "give", "john.ong,device_mobile_app"),
        ("Wei Ling should be recorded from now on", "record_calls", "wei.ling"),
        ("the mobile app must be away from Ben", "take", "ben.lim,device_mobile_app"),
        ("Priya should lose the mobile app", "take", "priya.nair,device_mobile_app"),
        ("please delete recording by John Ong", "take", "john.ong,call_recording"),
        ("Ben's number to Nadia", "move_number", "ben.lim,nadia.hassan"),
        ("find Nadia a free number", "give", "nadia.hassan,next"),
        ("we don't need recording on 105 any more", "take", "call_recording,105"),
        ("Ben's calls should no longer be recorded", "take", "ben.lim,call_recording"),
        ("no recording in support please", "take", "Support,call_recording"),
        ("recording for Priya please", "give", "priya.nair,call_recording"),
        ("recording for all of Finance please", "give", "Finance,call_recording"),
        ("Alice is back at her desk, make her available", "set_status", "alice.tan"),
        ("don't want Ben to be able to call abroad", "rule", "ben.lim"),
        ("102 should become 140", "renumber", "102,140"),
        ("everyone but me should lose recording", "take", "everybody,not:alex,call_recording"),
    ],
)
def test_a_state_is_wished(text: str, intent: str, things: str) -> None:
    found = told(read(text, firm()))
    assert (found[0], set(found[1].split(","))) == (intent, set(things.split(",")))


@pytest.mark.parametrize(
    "text",
    [
        "Alice has recording",
        "not Ben, Alice should have the mobile app",
        "Alice should have recording, not the app",
        "Alice gets recording and loses the mobile app",
        "turn recording off for Priya and on for Nadia",
        "Alice must not have recording",
        "Give Ben the number that Alice does not use",
        "give Nadia a number and take Ben's away",
        "they want us to take recording away from Support",
        "Ben asked for recording",
        "uninstall 103",
        "Ben's recording can go to Alice",
        "no number for Hallie please",
        "no, recording for 103 please",
        "tak recording from ben",
        "which number belongs to Priya",
    ],
)
def test_a_state_that_is_told_denied_or_shared_out_plans_nothing(text: str) -> None:
    found = read(text, firm())
    planned = isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ
    assert not planned, told(found)


def test_what_is_not_to_be_is_asked_first() -> None:
    assert told(read("Alice must not have recording", firm()))[0] == "near:take"
    assert told(read("Ben asked for recording", firm()))[0] == "near:give"
    assert told(read("tak recording from ben", firm()))[0] == "near:take"
    assert told(read("turn recording for ben", firm()))[0] == "near:give"


def test_one_for_another_is_two_wishes() -> None:
    found = read("take recording off alice and put it on ben", firm())
    assert found == Several(("take recording off alice", "put recording on ben"))


@pytest.mark.parametrize(
    ("text", "intent", "things"),
    [
        ("is it correct that Maria Tan has no outbound call rule?", "rule", "maria.tan"),
        ("when does Alice's voicemail kick in", "change_setting", "alice.tan,missedCalls"),
        ("who has Ben's old number now", "history", "ben.lim"),
        ("who uses which licence", "licences", ""),
        ("what exactly would happen were we to take Ben's number away?", "if:take_number", "ben.lim"),
        ("did anyone call Ben this morning", "calls", "ben.lim"),
    ],
)
def test_a_question_is_the_same_with_a_no_in_it(text: str, intent: str, things: str) -> None:
    found = told(read(text, firm()))
    assert (found[0], set(found[1].split(","))) == (intent, set(things.split(",")))
