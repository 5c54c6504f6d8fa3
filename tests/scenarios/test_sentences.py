"""Sentences: what people type in their own words is answered, planned or asked about, never guessed into a write."""

from __future__ import annotations

import pytest

from tests.support.marks import first_quick
from tests.support.sheets import PHONE, TEAMS
from tests.support.town import Town

RECORDING = "call_recording"


@pytest.mark.slow
async def test_a_bare_thing_is_shown_and_questions_are_answered_at_once(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS, RECORDING)
    place.line("103", "priya", "6567891233", TEAMS)
    alex = await place.connected()
    for typed, seen in (
        ("alice", "+65 6789 1231"),
        ("102", "Alice"),
        ("6567891231", "Alice"),
        ("what's alice's number?", "+65 6789 1231"),
        ("who can't call?", "Who can call"),
        ("why can't priya call", "103 Priya"),
        ("which numbers are free in Singapore", "Free numbers in Singapore"),
        ("how many licences are left", "Licences"),
        ("who has call recording", "Call Recording"),
        ("which extensions are free?", "No extension is free."),
        ("which numbers are not uploaded", "Not uploaded"),
    ):
        card = await alex.say(typed)
        assert seen in card.words, (typed, card.words)
        assert "That didn't work" not in card.words, typed
    assert await place.effects() == {}


async def test_a_number_and_an_add_on_are_given_by_a_sentence(place: Town) -> None:
    place.line("102", "alice", "", PHONE)
    alex = await place.connected()
    plan = await alex.say("give Alice the next free number and call recording")
    assert "Give +65 6789 1230 and Call Recording to 102 Alice" in plan.words
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    made = (await place.in_cpaas())["extensions"]["102"]
    assert made["numbers"] == ["6567891230"]
    assert RECORDING in made["addons"]


@pytest.mark.long
async def test_a_pronoun_means_whom_was_talked_about_just_now(place: Town) -> None:
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    await alex.say("line 102")
    assert "+65 6789 1231" in (await alex.say("her number?")).words
    assert "Give Call Recording to 102 Alice" in (await alex.say("give her call recording")).words
    await alex.say("jobs")
    assert "102 Alice" in (await alex.say("why can't she call?")).words
    sam = await place.person("Sam")
    assert "Whom or what do you mean by “her”?" in (await sam.say("give her call recording")).words


@pytest.mark.long
async def test_a_group_is_one_plan_told_by_its_size_and_whom_it_leaves_out(place: Town) -> None:
    for key, user, number in (("101", "john", "6567891230"), ("102", "alice", "6567891231"), ("105", "ben", "")):
        place.line(key, user, number, PHONE, RECORDING)
    work = (("John", "Support", "London"), ("Alice", "Sales", "London"), ("Ben", "Sales", "Hanoi"))
    for name, department, office in work:
        somebody = place.somebody(name)
        somebody.department, somebody.office = department, office
    alex = await place.connected()
    await alex.say("remove recording from everyone in Sales")
    await alex.sees("Take Call Recording from Sales: 2 lines")
    await alex.say("everyone but Alice loses recording")
    await alex.sees("from everybody but 102 Alice: 3 lines")
    await alex.say("stop recording 101-102")
    await alex.sees("Take Call Recording from 101-102: 2 lines")
    assert "102 · Line 102" in (await alex.say("people in London")).words
    assert "105 · Line 105" not in (await alex.last()).words
    assert await place.effects() == {}


async def test_what_is_conditional_told_or_quoted_is_never_planned(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE, RECORDING)
    alex = await place.connected()
    for typed, why in (
        ("if 101 is free give it to Nadia", "I do nothing on a condition"),
        ("unless ben objects, release 6567891230", "I do nothing on a condition"),
        ("my boss says release 6567891230", "It isn't clear to me whether that is to be done"),
        ("“release 6567891230” is what the ticket says", "It isn't clear to me whether that is to be done"),
        ("don't give alice recording and remove alice's number", "I do nothing"),
        ("release 6567891230, don't", "Did you mean one of these?"),
    ):
        card = await alex.say(typed)
        assert why in card.words, typed
        assert "Your plan" not in card.words, typed
    assert "Inbound Missed Calls" in (await alex.say("don't touch alice's recording, only remove her voicemail")).words
    assert "There is nothing to cancel" in (await alex.say("cancel")).words


async def test_a_new_line_comes_with_the_number_that_was_asked_for(place: Town) -> None:
    alex = await place.connected()
    assert "+65 6789 1230" in (await alex.say("give nadia ext 120 and a number")).words
    assert "Provision 10 extensions, 120 to 129" in (await alex.say("create extensions 120 to 129")).words


async def test_an_ellipsis_says_the_same_of_somebody_else(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE)
    place.line("102", "john", "6567891231", PHONE)
    alex = await place.connected()
    assert "Give Call Recording to 101 Alice" in (await alex.say("give alice recording")).words
    assert "Give Call Recording to 102 John" in (await alex.say("same for john")).words
    assert "Give Mobile app to 102 John" in (await alex.say("and the mobile app too")).words


async def test_a_what_if_is_shown_and_keeps_nothing(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE, RECORDING)
    alex = await place.connected()
    shown = await alex.say("what happens if I remove recording from 101")
    assert "What would happen" in shown.words
    assert "Take Call Recording from 101 John" in shown.words
    assert set(shown.actions) == {"Home"}
    assert "Nothing waits" in (await alex.say("approvals")).words or "approve" in (await alex.last()).words
    assert "There is nothing to cancel" in (await alex.say("cancel")).words
    plan = await alex.say("remove recording from 101")
    assert "Your plan" in plan.words
    assert {"Apply now", "Discard"} <= set(plan.actions)
    assert await place.effects() == {}


async def test_a_tie_a_slip_and_a_stranger_are_one_question(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE, RECORDING)
    alex = await place.connected()
    asked = await alex.say("give chris lee call recording")
    assert "Who do you mean?" in asked.words
    assert len(asked.actions) == 2
    asked = await alex.say("remvoe recording from alice")
    assert "Did you mean this?" in asked.words
    await alex.click(next(iter(asked.actions)), asked)
    await alex.becomes(asked, "Take Call Recording from 101 Alice")
    asked = await alex.say("give zorro call recording")
    assert "I know nobody called “zorro”" in asked.words
    asked = await alex.say("give alice call recording and release 6567891230")
    assert "One thing at a time, please" in asked.words
    assert await place.effects() == {}


@pytest.mark.long
async def test_numbers_move_and_lines_swap(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    place.line("105", "alice", "6567891235", PHONE)
    alex = await place.connected()
    asked = await alex.say("move john's number to nadia")
    assert "Move the whole line to Nadia?" in asked.words
    await alex.click("Move 101", asked)
    await alex.becomes(asked, "Your plan", "Give 101 to Nadia")
    plan = await alex.say("swap 101 and 105")
    assert "Swap 101 John and 105 Alice" in plan.words
    assert "Send for approval" in plan.actions
    plan = await alex.say("move john's number to alice")
    assert "Move +65 6789 1230 from 101 John to 105 Alice" in plan.words
    assert "Send for approval" in plan.actions
    assert await place.effects() == {}


@pytest.mark.long
async def test_somebody_leaves_and_somebody_joins(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE)
    place.line("102", "ben", "6567891231", PHONE, TEAMS, RECORDING)
    alex = await place.connected()
    plan = await alex.say("alice is leaving on Friday")
    assert "Take 101 from Alice, who leaves" in plan.words
    plan = await alex.say("new: Nadia, Sales, like Ben")
    assert "A line for Nadia, like Ben" in plan.words
    assert "Apply now" in plan.actions
    assert await place.effects() == {}


@pytest.mark.long
async def test_short_words_get_short_answers_and_take_nothing_away(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE)
    alex = await place.connected()
    assert (await alex.say("thanks")).words.strip() == "You're welcome."
    assert "I do nothing" in (await alex.say("don't release 6567891230")).words
    for typed in ("delete everything", "release all numbers", "remove everyone"):
        assert "nothing was planned" in (await alex.say(typed)).words, typed
    assert "Nothing runs" in (await alex.say("stop")).words
    plan = await alex.say("unassign 101")
    asked = await alex.say("cancel")
    (discard, _) = asked.actions
    assert discard.startswith("Discard: Take 101")
    await alex.click(discard, asked)
    await alex.becomes(asked, "Plan discarded")
    assert "There is nothing of yours to undo" in (await alex.say("undo that")).words
    assert plan.id
    assert await place.effects() == {}


@pytest.mark.slow
async def test_what_was_done_is_undone_by_two_words(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE)
    alex = await place.connected()
    await alex.click("Apply now", await alex.say("give alice call recording"))
    await alex.sees("All done")
    plan = await alex.say("undo that")
    assert "Undo: Give Call Recording to 101 Alice" in plan.words


async def test_pasted_rows_are_taken_like_a_file(place: Town) -> None:
    place.line("101", "", "", PHONE)
    alex = await place.connected()
    for rows in ("Ext Key\tUser\n101\talice", "Ext Key,User\n101,alice", "Ext Key;User\n101;alice"):
        await alex.say(rows)
        await alex.sees("Your plan", "101 Alice")
    for sign in "\t,;":
        read = await alex.say(f"101{sign}6567891230{sign}alice\n102{sign}{sign}ben")
        await alex.becomes(read, "There are no headings of a bulk file.", "Ext Key,Number,User,Addon license 1")
    assert await place.effects() == {}


@pytest.mark.parametrize(
    "typed", first_quick(["who can't call?", "give alice call recording", "alice", "Ext Key\tUser\n101\talice"])
)
async def test_where_others_read_along_a_sentence_tells_nothing(place: Town, typed: str) -> None:
    await place.connected()
    alex = await place.person("Alex", "Telecom admins")
    said = await alex.say(typed)
    assert "Let's do this in our own chat" in said.words or "I didn't understand that" in said.words
    assert "contoso.com" not in said.words


async def test_a_second_number_and_a_private_one_are_asked_for_in_words(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    plan = await alex.say("make 6567891231 john's private number")
    assert "private" in plan.words
    assert "6789 1231" in plan.words
    assert "+65 6789 1231 is private on" in plan.words
    refused = await alex.say("make 6567891230 john's private number")
    assert "stands first on" in refused.words
    plan = await alex.say("give john a second number")
    assert "Your plan" in plan.words
    assert "Give +65 " in plan.words


@pytest.mark.long
async def test_an_answer_is_chosen_by_its_place(place: Town) -> None:
    place.line("101", "alice", "6567891230", PHONE, RECORDING)
    place.line("102", "ben", "6567891231", PHONE)
    alex = await place.connected()
    asked = await alex.say("remove alice")
    assert [title.partition(":")[0] for title in asked.actions] == [
        "Somebody leaves", "Take the number away", "Take the line away", "Help"
    ]  # fmt: skip
    assert "Take +65 6789 1230 from 101 Alice" in (await alex.say("the second one")).words
    await alex.say("remove alice")
    assert "from Alice, who leaves" in (await alex.say("1st please")).words
    await alex.say("give alice and ben the mobile app, and release 6567891231")
    assert "I do nothing" in (await alex.say("neither")).words
    assert "Take +65" not in (await alex.say("the second one")).words, "the question is over"
    assert await place.effects() == {}


async def test_the_form_for_somebody_without_a_line_says_why_it_is_there(place: Town) -> None:
    place.somebody("Ben")
    alex = await place.connected()
    form = await alex.say("give ben the next free number")
    assert "Ben has no line yet. Unless you change it, this gives them extension 101" in form.words
    assert "with +65 6789 1230 and Teams Operator Connect." in form.words
    assert [node for node in form.card["body"] if node.get("color") == "Attention"] == []  # nothing is wrong
    ticked = next(node for node in form.card["body"] if node.get("id") == "devices")
    assert ticked["value"] == TEAMS
    form = await alex.say("give ben the next free number and call recording")
    assert "+65 6789 1230 and Teams Operator Connect and Call Recording." in form.words
    form = await alex.say("give resource.account@contoso.onmicrosoft.com the next free number")
    assert "with +65 6789 1230 and Teams Operator Connect, resource account." in form.words


async def test_nobody_can_be_like_somebody_without_a_line(place: Town) -> None:
    alex = await place.connected()
    said = await alex.say("new: Nadia, Sales, like Ben")
    assert "Ben has no line yet, so nobody can get one like it." in said.words
    assert await place.effects() == {}


async def test_a_question_that_fits_stands_under_no_excuse(place: Town) -> None:
    place.line("103", "priya", "6567891233", PHONE)
    alex = await place.connected()
    card = await alex.say("delete 103")
    assert "What is to go?" in card.words
    assert "I didn't understand that" not in card.words


async def test_a_change_in_words_of_its_own_is_asked_and_planned_by_one_click(place: Town) -> None:
    place.line("103", "priya", "6567891233", PHONE)
    alex = await place.connected()
    asked = await alex.say("kit 103 out with whatever records its calls")
    assert "Did you mean this?" in asked.words
    first = next(iter(asked.actions))
    assert first == "Record their calls: 103"
    assert await place.effects() == {}
    await alex.click(first, asked)
    assert "Your plan" in (await alex.now(asked)).words


async def test_a_number_on_no_line_is_found_and_leads_on(place: Town) -> None:
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    for typed in ("why does 6567891239 not work", "ready 6567891239", "unassign 6567891239"):
        refused = await alex.say(typed)
        assert "+65 6789 1239 is on no line." in refused.words, (typed, refused.words)
        assert "Line 6567891239" in refused.actions, typed
    await alex.click("Line 6567891239", refused)
    await alex.sees("+65 6789 1239 is yours and on no line.")


async def test_what_of_a_number_is_to_go_isnt_asked_twice(place: Town) -> None:
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    asked = await alex.say("delete 6567891231")
    await alex.click("Unassign it in Teams: +65 6789 1231", asked)
    assert "The line, or its number in Teams?" not in (await alex.last()).words


async def test_a_number_is_assigned_in_any_spelling(place: Town) -> None:
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    for typed in ("assign 6567891236 to alice", "assign 67891236 to alice"):
        assert "Give +65 6789 1236 to 102 Alice" in (await alex.say(typed)).words, typed


async def test_a_number_that_isnt_ours_gets_no_button(place: Town) -> None:
    alex = await place.connected()
    asked = await alex.say("block +65 9123 4567 for ben")
    assert "Show +65 9123 4567" not in asked.actions


async def test_busy_on_busy_is_no_status(place: Town) -> None:
    place.line("102", "alice", "6567891231", PHONE)
    alex = await place.connected()
    assert "Call waiting" in (await alex.say("alice wants to be busy on busy")).words
    assert await place.effects() == {}


async def test_a_joiners_plan_says_that_it_waits_for_no_day(place: Town) -> None:
    alex = await place.connected()
    assert "it doesn't wait for" in (await alex.say("omar joins on monday")).words
    assert "it doesn't wait for" not in (await alex.say("omar joins")).words
