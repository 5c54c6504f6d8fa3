"""Turns of speech, reports, states and second thoughts: what they come to, and what is asked first."""

from __future__ import annotations

import pytest

from bot.language.find import find_items
from bot.language.idioms import in_plainer_words
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation, Several
from bot.language.slips import nearest
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()


def meant(text: str) -> tuple[str, set[str]]:
    intent, things = told(read(text, firm()))
    return intent, set(things.split(","))


@pytest.mark.parametrize(
    ("text", "intent", "things"),
    [
        # A wish at the end of which stands “can?”
        ("give Nadia a number can?", "give", "nadia.hassan,next"),
        ("help me swap Alice and Ben number can or not", "swap", "alice.tan,ben.lim"),
        ("got how many licence left ah", "licences", ""),
        ("106 dun need the desk phone liao", "take", "106,device_ip_phone"),
        ("Ben he quit job already, take back all", "leave", "ben.lim"),
        ("what happens to Maria's number when she leaves?", "if:leave", "maria.tan"),
        # One of what was spoken of
        ("Nadia has no number yet, give her one", "give", "nadia.hassan,next"),
        ("Hallie still hasn't got a number, can you sort her out with one?", "give", "hallie.brooks,next"),
        ("don't give Nadia a number yet, just tell me which ones are free", "free_numbers", ""),
        # What somebody says is wrong
        ("Priya says she cannot hear the others", "why", "priya.nair"),
        ("Maria complains that nobody can reach her", "why", "maria.tan"),
        ("102 says that calls get cut off", "why", "102"),
        # How somebody is of whom something is wished
        ("Alice is on maternity leave, give Ben her number", "move_number", "alice.tan,ben.lim"),
        ("Nadia is on holiday, take recording off her", "take", "nadia.hassan,call_recording"),
        # Who is told by where they are
        ("take recording off John in Support", "take", "john.miller,call_recording"),
        ("why can't John (Finance) call", "why", "john.ong"),
        ("give Nadia in Hanoi a number", "give", "nadia.hassan,next"),
        # Without a verb
        ("no voicemail on 102", "change_setting", "102,missedCalls"),
        ("ben no vm", "change_setting", "ben.lim,missedCalls"),
        ("can we have recording for all of Finance?", "give", "Finance,call_recording"),
        ("could I please get a number for Nadia?", "give", "nadia.hassan,next"),
        # Open at other times
        ("we close at 3pm on Fridays", "settings_of_all", "on fridays,at 3pm"),
        ("on 24 December we're open until noon only", "holidays", "2026-12-24,until noon"),
        # Tickets, and what was spoken of before
        ("RITM0041233 - give Nadia a number please", "give", "nadia.hassan,next"),
        ("User Wei Ling reports no inbound calls since this morning", "why", "wei.ling"),
        ("give ben recording >> and take it off alice", "take", "call_recording,alice.tan"),
        ("who can't call >> and in London?", "who_cannot_call", "London"),
        ("would anyone notice if I released 6567891242?", "if:release", "+6567891242"),
        ("the announcement must be changed at 102", "settings", "callRecording,102"),
        ("use the Sales Rep template for Hallie and Ben", "templates_for", "Sales Rep,hallie.brooks,ben.lim"),
        ("licence usage", "licences", ""),
        ("I'd feel better if Priya had recording too", "give", "priya.nair,call_recording"),
        ("why is onboarding of Hallie blocked", "why", "hallie.brooks"),
        ("hallie >> what does she still need", "why", "hallie.brooks"),
        ("wah why so slow the upload", "jobs", ""),
        # About who stands in, since when, and the plan of somebody
        ("who stands in for me", "substitute", ""),
        ("since when has Alice had 102", "history", "alice.tan,102"),
        ("withdraw the plan for Nadia", "cancel", ""),
        ("who approved yesterday", "who_approved", "2026-11-24"),
    ],
)
def test_what_is_said_in_other_words(text: str, intent: str, things: str) -> None:
    assert meant(text) == (intent, set(things.split(",")))


@pytest.mark.parametrize(
    "leaving",
    [
        "we're letting {} go", "{} got the sack", "{} has tendered his resignation",
        "{}'s contract won't be renewed", "{} hands in his notice",
        "we parted ways with {}", "{} is no longer in the company", "{} goes into retirement on 4 December",
    ],
)  # fmt: skip
def test_somebody_leaves_in_many_words(leaving: str) -> None:
    intent, things = meant(leaving.format("Ben"))
    assert (intent, "ben.lim" in things) == ("leave", True)


@pytest.mark.parametrize(
    "text",
    ["Ben's leaving do is on Friday", "Ben's got another job in the queue", "Alice's farewell party is on Friday"],
)
def test_a_leaving_party_is_no_leaving(text: str) -> None:
    assert meant(text)[0] != "leave"


def test_an_ordinary_word_is_no_slip_of_a_short_name() -> None:
    assert meant("kindly say which extensions are lying around")[1] == {""}
    assert "wei.ling" not in meant("which extensions are for the fling")[1]
    assert meant("why can't Wei Lign call") == ("why", {"wei.ling"})


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Nadia doesn't want the number", "take_number"),
        ("Priya no longer wants the mobile app", "take"),
        ("Alice wants Ben's number", "move_number"),
        ("let Nadia use Ben's number this week", "move_number"),
        ("give Ben's line to Nadia for two weeks", "give_line"),
        ("Nadia has no number but she doesn't need one", "take_number"),
        ("Ben was supposed to lose recording", "take"),
        ("only Ben needs recording", "give"),
        ("Ben is packing it in for today", "leave"),
        ("Ben is calling it a day on Friday", "leave"),
        ("Ben hands in his notice of leave", "leave"),
        ("Ben's last day of leave is Friday", "leave"),
        ("Ben is moving on", "leave"),
        ("Ben left on Friday", "leave"),
        ("Ben left the company last Friday", "leave"),
        ("Alice found a new job in the list", "leave"),
        ("Ben's recording can go on", "take"),
        ("Ben's recording may go live", "take"),
        ("Ben's number can go live", "take_number"),
        ("turn Ben's recording off and on again", "take"),
        ("no recording in support", "take"),
        ("Priya's number now belongs to Nadia", "move_number"),
        ("take recording off everyone in Sales in London", "take"),
        ("let Ben's number go", "join"),
        ("swap 101 and 105 >> give it to alice", "give_line"),
    ],
)
def test_what_is_told_or_only_for_a_while_is_asked_first(text: str, near: str) -> None:
    assert meant(text)[0] in (f"near:{near}", f"nobody:{near}", "-")
    found = read(text, firm())
    assert not (isinstance(found, Interpretation) and found.sure and found.intent.weight is not Weight.READ)


@pytest.mark.parametrize(
    "text",
    [
        "Alice's extension has to be 130 instead of 102",
        "give Alice extension 130 instead",
        "Alice to have 130 rather than 102",
    ],
)
def test_another_extension_in_place_of_theirs_is_offered_as_that(text: str) -> None:
    assert meant(text)[0] == "near:renumber"


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "turn recording on and the mobile app off for Ben",
            ("turn recording on for Ben", "turn mobile app off for Ben"),
        ),
        (
            "Alice and Ben: voicemail off, recording on",
            ("turn voicemail off for Alice and Ben", "turn recording on for Alice and Ben"),
        ),
    ],
)
def test_one_thing_on_and_another_off_are_two_wishes(text: str, clauses: tuple[str, ...]) -> None:
    assert read(text, firm()) == Several(clauses)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("give Alice recording and take Ben's away", "take Ben's recording away"),
        ("give Nadia a number and remove Ben's", "remove Ben's number"),
    ],
)
def test_a_noun_left_out_of_the_second_clause_is_that_of_the_first(text: str, second: str) -> None:
    found = read(text, firm())
    assert isinstance(found, Several)
    assert found.clauses[1] == second


def test_the_app_may_be_either_and_is_asked() -> None:
    for text in ("give Hallie the app", "drop the app from Ben's line", "app for john miller pls"):
        found = read(text, firm())
        assert isinstance(found, Interpretation)
        assert not found.sure, text
        assert [item.meant for item in found.slips] == ["mobile app"]


def test_plainer_words_leave_each_other_word_where_it_was() -> None:
    for text in (
        "pls off the voicemail of 103 ah",
        "what happens to Ben's number when he leaves?",
        "got how many left",
    ):
        plain = in_plainer_words(text)
        assert len(plain) == len(text)
        assert all(text[item.start : item.end] for item in find_items(plain, firm()))


def test_a_slip_is_the_same_word_in_whatever_order_words_are_known() -> None:
    known = ("mark", "pack", "bark", "part", "dark", "lark", "hark", "perk", "pork")
    assert nearest("park", known) == nearest("park", known[::-1])
