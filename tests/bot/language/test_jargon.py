"""Tickets, telephone engineers and turns of speech in plainer words; and what of the kind is a report and no wish."""

from __future__ import annotations

import pytest

from bot.language.idioms import in_plainer_words
from bot.language.intent import Weight
from bot.language.interpretation import Interpretation
from bot.registry import load_commands
from tests.bot.language.place import firm, read, told

load_commands()

READ = (
    # Tickets
    ("REQ: new DID x1, user Hallie Brooks", "give", "hallie.brooks,next"),
    ("leaver: Ben Lim", "leave", "ben.lim"),
    ("recording=off 102", "take", "102,call_recording"),
    ("CFWD 102 > 105 remove", "change_setting", "callForwarding,102,105"),
    ("new ext x3, next free block", "new_lines", "3"),
    ("Unassign DID 6567891231 ext 101", "take_number", "+6567891231,101"),
    ("upload 6567891240 thru 6567891244", "upload", "+6567891240-+6567891244"),
    # What is done as a noun
    ("kindly do the release of number +65 6789 1238 from Teams side", "release", "+6567891238"),
    ("please carry out the removal of recording for Ben", "take", "ben.lim,call_recording"),
    ("transfer of Ben's number to Hallie", "move_number", "ben.lim,hallie.brooks"),
    # Shown, or gone through
    ("please revert with the list of unassigned DIDs in Singapore", "free_numbers", "Singapore"),
    ("can you walk me through adding a new hire?", "how_to", ""),
    ("what's the process when someone quits?", "how_to", ""),
    ("could do with knowing which lines are going spare", "free_lines", ""),
    ("what did Priya do this morning?", "done_by", "priya.nair"),
    ("knock that approval back", "approvals", ""),
    ("I don't have the right to approve, why", "access", ""),
    # Come, go, and what goes with it
    ("John Miller's handed his notice in", "leave", "john.miller"),
    ("Mister Lim has quitted, please deactivate him", "leave", "ben.lim"),
    ("we have engaged Hallie Brooks as from 1 December, she needs everything", "join", "hallie.brooks,2026-12-01"),
    ("Hallie Brooks joins us on 1 December and needs everything Ben has", "join",
     "hallie.brooks,2026-12-01,like:ben.lim"),
    # Given and taken
    ("open number for Nadia", "give", "nadia.hassan,next"),
    ("stick Nadia on the next one going", "give", "nadia.hassan,next"),
    ("extend a phone licence to Hallie", "phone_licence", "hallie.brooks"),
    ("map 108 to Nadia", "give_line", "108,nadia.hassan"),
    ("I'd rather Ben had recording", "give", "ben.lim,call_recording"),
    ("I'd rather Alice's number went to Hallie", "move_number", "alice.tan,hallie.brooks"),
    ("whip the recording off Ben", "take", "ben.lim,call_recording"),
    ("change numbers of Alice and Ben with each other", "swap", "alice.tan,ben.lim"),
    ("bung Alice's calls over to Priya while she's at the dentist", "forward", "alice.tan,priya.nair"),
    ("please map DID 6567891240 against user Nadia Hassan", "give", "+6567891240,nadia.hassan"),
    ("kindly arrange recording facility for complete Sales team", "give", "Sales,call_recording"),
    ("ext swap 101/105", "swap", "101,105"),
    ("could we go ahead and get Nadia Hassan her own line?", "join", "nadia.hassan"),
    ("put the kibosh on that upload", "stop", ""),
    ("any joy with the Nadia approval?", "approvals", "nadia.hassan"),
    ("what's changed for Ben since last Monday?", "history", "ben.lim,2026-11-30"),
    ("this number 6567891241 bring into Teams please", "upload", "+6567891241"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "intent", "things"), READ)
def test_jargon_is_read(text: str, intent: str, things: str) -> None:
    found = told(read(text, firm()))
    assert (found[0], set(found[1].split(","))) == (intent, set(things.split(",")))


@pytest.mark.parametrize("text", [text for text, _, _ in READ])
def test_plainer_words_take_no_more_room(text: str) -> None:
    assert len(in_plainer_words(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        # Told of what is over, or of what somebody else wants
        "upload of 6567891240 done", "release of 6567891231 was wrong",
        "the transfer of Ben's number to Hallie is pending",
        "removal of recording for Ben failed", "app removal: Ben, yesterday", "who did the release of 6567891231",
        "105 is mapped to Nadia", "Ben would rather Alice had recording", "Priya says Ben already stop work",
        "Hallie joined on Monday and has a number", "Hallie's phone is engaged", "102 already stop working",
        "Ben has his own line", "Ben is starting to annoy me", "Ben voted against Alice's number going to Hallie",
        "change the owner of 103 to Ben", "need have a chat with Ben",
        # Denied, conditional, asked
        "should we go ahead and give Ben recording", "did we go ahead and give Ben recording",
        "release 6567891240 before Ben leaves",
        "don't do the release of 6567891240", "do the release of 6567891240 if Ben agrees", "leaver - Alice, not yet",
        "never mind giving Ben recording", "I'd rather Ben had no recording", "should I close Ben's line",
        "Ben has quit, don't deactivate him", "Ben has quit, deactivate Alice", "leaver: Ben?",
        # Only for a while, or of whom it isn't said
        "take recording off Ben while he's on holiday", "release 6567891240 while I'm off", "close his line",
        "Ben left the office", "take everything Ben has", "Alice and Ben hate each other",
        "Alice and Ben have each other's number", "Alice and Ben, but not Alice, get recording",
        "Only allow local calls for Hallie", "what's the weather in Singapore",
    ],
)  # fmt: skip
def test_what_only_sounds_like_it_plans_nothing(text: str) -> None:
    found = read(text, firm())
    done = isinstance(found, Interpretation) and found.sure and not found.what_if
    assert not (done and found.intent.weight is not Weight.READ), told(found)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("calls ben 24 nov", "calls ben.lim@contoso.com 2026-11-24"),
        ("calls ben on monday", "calls ben.lim@contoso.com 2026-11-23"),
        ("who called ben yesterday", "calls ben.lim@contoso.com 2026-11-24"),
        ("who changed 105 on 24 nov", "record 105 2026-11-24"),
    ],
)
def test_a_day_of_what_is_over_is_a_day_past(text: str, words: str) -> None:
    found = read(text, firm())
    assert isinstance(found, Interpretation)
    lead = found.lead(firm())
    assert lead is not None
    assert lead.words == words
