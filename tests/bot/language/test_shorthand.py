"""Words as they are typed on a phone, and turns of speech of many countries; none makes a wish of what is none."""

from __future__ import annotations

import pytest

from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()


@pytest.mark.parametrize(
    ("text", "intent", "things"),
    [
        # Short for
        ("wht is 105", "show", "105"),
        ("gv nadia a nmbr", "give", "nadia.hassan,next"),
        ("who chg'd 102 y'day", "history", "102,2026-11-24"),
        ("hwo many nbrs left in hanoi", "free_numbers", "Hanoi"),
        ("xfer Ben's number to Hallie", "move_number", "ben.lim,hallie.brooks"),
        # Asked late, or in passing
        ("yesterday who give number to Wei Ling?", "history", "wei.ling,2026-11-24"),
        ("can help check 110 is whose?", "show", "110"),
        ("we want return two numbers, how ah", "how_to", ""),
        ("please suggest how to go about porting Alice's DID to Hallie", "how_to", "alice.tan,hallie.brooks"),
        ("I have forgotten how I give somebody a licence", "how_to", ""),
        ("the demand of Nadia is it accepted?", "approvals", "nadia.hassan"),
        ("any chance Nadia could get hooked up with recording?", "give", "nadia.hassan,call_recording"),
        # Come and go
        ("Maria no more working here", "leave", "maria.tan"),
        ("Wei Ling has been relieved, please deprovision", "leave", "wei.ling"),
        ("from 1 January works Priya no more for us", "leave", "priya.nair,2027-01-01"),
        # Done
        ("everyone in Sales needs recording bar Ben", "give", "Sales,call_recording,not:ben.lim"),
        ("delete forward call of Priya help me", "change_setting", "priya.nair,callForwarding"),
        ("John Ong and Wei Ling change line together", "swap", "john.ong,wei.ling"),
        ("number 6567891240 no use, return to provider", "release", "+6567891240"),
        ("we must attribute a number to Hallie", "give", "hallie.brooks,next"),
        ("Hanoi team work from 8h to 17h", "settings_many", "Hanoi,from 8h to 17h"),
        ("nothing for now, thanks", "okay", ""),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, intent: str, things: str) -> None:
    found = told(read(text, firm()))
    assert (found[0], set(found[1].split(","))) == (intent, set(things.split(",")))


@pytest.mark.parametrize(
    "text",
    [
        "we're about to take Alice's number away", "I'm going to release 6567891240", "we plan to give Ben recording",
        "cnt give Ben recording", "do nto give Ben recording", "nto recording for Ben",
        "Today who gave Ben 105", "any chance Ben could lose recording?", "any chance Ben could not get recording",
        "Alice and Ben don't change line together", "it is no use releasing 6567891240",
        "Ben should stop using his phone", "has Wei Ling been relieved", "Ben has quit, please remove recording",
        "Ben has quit, remove Alice", "how I give Ben a number", "give Ben nothing else",
        "meet Ben at the bar Alice likes",
        "works Priya no more for us?", "I've forgotten to release 6567891240", "stop job 12",
    ],
)  # fmt: skip
def test_what_is_told_denied_or_asked_plans_nothing(text: str) -> None:
    found = read(text, firm())
    done = isinstance(found, Interpretation) and found.sure and not found.what_if
    assert not (done and found.intent.weight is not Weight.READ), told(found)
