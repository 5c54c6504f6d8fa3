"""One line: its card, and each form on it, down to what is so in the end on every side."""

from __future__ import annotations

import pytest

from tests.support.chat import Json, Person, Shown
from tests.support.sheets import PHONE, TEAMS, cells
from tests.support.town import Town

RECORDING, MOBILE = "call_recording", "device_mobile_app"


async def applied(alex: Person, plan: Shown) -> Shown:
    """The closing card of a plan that its author may apply."""
    before = {message.id for message in await alex.messages()}
    await alex.click("Apply now", plan)
    return await alex.until(lambda m: m.id not in before and "All done" in m.words, "a closing card")


async def approved(alex: Person, sam: Person, plan: Shown, title: str) -> Shown:
    """The closing card of a plan that took a second person."""
    assert "Apply now" not in plan.actions
    before = {message.id for message in await alex.messages()}
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", title)
    await sam.click("Approve")
    return await alex.until(lambda m: m.id not in before and "All done" in m.words, "a closing card")


async def in_teams(place: Town, alex: Person, key: str, person: str, number: str) -> None:
    """Assign a new Teams line, applied to the end."""
    plan = await alex.say(f"assign {key} to {person} with {TEAMS}, {number}")
    await alex.click("Apply now", plan)
    await alex.sees("All done", f"Assign {key} to ")
    assert (await place.in_teams())[f"+{number}"]["assignment_status"] != "unassigned"


async def form(alex: Person, title: str, key: str = "101") -> Shown:
    """The form behind this button of the line's card."""
    card = await alex.say(f"line {key}")
    await alex.click(title, card)
    return await alex.becomes(card, "Back")


async def extension(place: Town, key: str = "101") -> Json:
    """The extension as the CPaaS has it."""
    found: Json = (await place.in_cpaas())["extensions"][key]
    return found


async def test_a_line_by_extension_person_and_number(place: Town) -> None:
    alex = await place.connected()
    for words in ("100", "wei ling", "wei.ling@contoso.com", "+6567891249", "6567891249"):
        card = await alex.say(f"line {words}")
        for part in ("Line 100 · Front desk", "Wei Ling (wei.ling@contoso.com)", "Teams Operator Connect"):
            assert part in card.words, words
        assert "+65 6789 1249" in card.words
        assert "First number" in card.words
        assert "Not in Teams" in card.words
        assert "✔ Teams Phone licence" in card.words
        assert "Can't call yet" in card.words
        assert list(card.actions) == [
            "What's missing",
            "Give to another",
            "Add-ons",
            "Numbers",
            "Name and extension",
            "Settings",
        ]
    await alex.click("What's missing", card)
    await alex.becomes(card, "Number uploaded to Teams")
    assert await place.effects() == {}


async def test_a_reader_sees_the_line_and_no_button_that_changes(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("line 100")
    assert list(card.actions) == ["What's missing", "Settings"]
    for verb, inputs in (
        ("line.give", {}),
        ("line.give_to", {"person": "john"}),
        ("line.unassign", {}),
        ("line.set_addons", {}),
        ("line.set_numbers", {}),
        ("line.rename", {"key": "150", "label": "x"}),
    ):
        seen = len(await kim.messages())
        await kim.press(card, verb, place.sealed(verb, {"line": "100", "seen": 1}), **inputs)
        assert len(await kim.messages()) == seen + 1
        assert "You may not change anything." in (await kim.last()).words
    for words in ("give 100 to john", "unassign 100", "rename 100 to 150", "assign 101 to john", "provision 2"):
        assert "You may not change anything." in (await kim.say(words)).words
    assert await place.effects() == {}


async def test_nobody_hears_of_lines_among_others(place: Town) -> None:
    await place.connected()
    alex = await place.person("Alex", "Telecom admins")
    for words in ("line 100", "licences", "assign", "provision", "unassign 100", "give 100 to john", "rename 100"):
        assert "Let's do this in our own chat" in (await alex.say(words)).words


async def test_what_is_no_line(place: Town) -> None:
    alex = await place.connected()
    assert "I can't find “999”." in (await alex.say("line 999")).words
    unknown = await alex.say("line alic")
    assert "Did you mean Alice (alice@contoso.com)?" in unknown.words
    alone = await alex.say("line alice")
    assert "Alice (alice@contoso.com) has no line." in alone.words
    await alex.click("Assign a line", alone)
    await alex.becomes(alone, "Who gets it?", "Alice (alice@contoso.com)")
    free = await alex.say("line +65 6789 1230")
    assert "+65 6789 1230 is yours and on no line." in free.words
    await alex.click("Assign a line", free)
    await alex.becomes(free, "Who gets it?", "+65 6789 1230")


async def test_two_of_a_name_are_told_apart(place: Town) -> None:
    place.line("101", "chris.lee", "", PHONE)
    place.line("102", "chris.lee2", "", PHONE)
    alex = await place.connected()
    card = await alex.say("line chris lee")
    assert "chris.lee@contoso.com" in card.words
    assert "chris.lee2@contoso.com" in card.words
    await alex.click("Open", card, line="102")
    await alex.sees("Line 102 · Line 102", "Chris Lee (chris.lee2@contoso.com)")


@pytest.mark.long
async def test_a_line_is_opened_from_the_list(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    card = await alex.say("lines")
    await alex.click("Open", card, line="101")
    opened = await alex.sees("Line 101 · Line 101", "IP phone")
    assert opened.id != card.id
    await alex.click("Open", card, line="")
    await alex.sees("No line is chosen.")
    del place.organisation().extensions["101"]
    place.organisation().index = None
    await alex.click("Open", card, line="101", later="yes")
    gone = await alex.sees("Extension 101 is gone.")
    await alex.click("Show it fresh", gone)
    await alex.becomes(gone, "1 line")


async def test_a_click_on_a_row_opens_the_line_and_chips_filter_the_list(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "", "6567891231", PHONE)
    place.line("103", "alice", "6567891232", TEAMS)
    alex = await place.connected()
    listed = await alex.say("lines")
    await alex.click("Open 103", listed)
    opened = await alex.sees("Alice", "103")
    assert (await alex.now(listed)).words == listed.words
    assert opened.id != listed.id
    await alex.click("Free · 1", listed)
    free = await alex.becomes(listed, "1 line", "102")
    assert "101" not in free.words
    await alex.click("As a file", free)
    assert [row[0] for row in cells(await alex.take_file())[1:]] == ["102"]
    await alex.click("Not in Teams · 1", free)
    await alex.becomes(listed, "✓ Not in Teams · 1")


@pytest.mark.long
async def test_name_and_extension_change_and_come_back(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Name and extension")
    await alex.click("See the plan", shown, key="150", label="Reception")
    plan = await alex.becomes(shown, "Your plan", "Rename 101 to 150 as Reception")
    assert await place.effects() == {}
    closing = await applied(alex, plan)
    assert "Line 101" in closing.words
    assert "Reception" in closing.words
    found = await place.in_cpaas()
    assert "101" not in found["extensions"]
    moved = found["extensions"]["150"]
    assert (moved["ext_label"], moved["numbers"], moved["addons"]) == ("Reception", ["6567891230"], [PHONE])
    await alex.click("Undo", closing)
    await applied(alex, await alex.sees("Your plan", "Undo: Rename 101"))
    assert (await extension(place))["ext_label"] == "Line 101"
    assert "150" not in (await place.in_cpaas())["extensions"]
    assert await place.effects() == {
        "extension.label:101": 2,
        "extension.rekey:101:150": 1,
        "extension.rekey:150:101": 1,
    }


@pytest.mark.long
async def test_a_wrong_extension_is_named_and_what_was_typed_is_kept(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Name and extension")
    for key, wrong in (
        ("100", "Extension 100 exists already (Wei Ling). Choose another one of 3 to 5 digits. (SW-305)"),
        ("12", "“12” is no extension: it takes 3 to 5 digits."),
        ("10a", "“10a” is no extension"),
        ("", "An extension needs its 3 to 5 digits."),
    ):
        await alex.click("See the plan", shown, key=key, label="Reception")
        shown = await alex.becomes(shown, wrong)
        assert "Reception" in shown.words
    await alex.click("See the plan", shown, key="101", label="")
    shown = await alex.becomes(shown, "A directory name can't be empty.")
    await alex.click("See the plan", shown, key="101", label="Line 101")
    await alex.becomes(shown, "Nothing to do")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_rename_by_words(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    await applied(alex, await alex.say("rename 101 to 150"))
    assert (await extension(place, "150"))["ext_label"] == "Line 101"
    plan = await alex.say("rename 150 as Front Office")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Rename 150 as Front Office")
    assert (await extension(place, "150"))["ext_label"] == "Front Office"
    assert "Rename 150 as Lobby phone" in (await alex.say("rename 150 to Lobby phone")).words
    assert "exists already (Wei Ling)" in (await alex.say("rename 150 to 100")).words
    assert "Extension (3 to 5 digits)" in (await alex.say("rename 150")).words
    assert "Which line?" in (await alex.say("rename")).words


@pytest.mark.slow
async def test_a_line_goes_to_another_and_its_number_moves_along_in_teams(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await in_teams(place, alex, "101", "john", "6567891230")
    before = await extension(place)
    shown = await form(alex, "Give to another")
    alice = place.somebody("Alice").id
    await alex.click("See the plan", shown, person=alice)
    plan = await alex.becomes(shown, "Your plan", "Give 101 to Alice")
    assert "give to Alice instead of John" in plan.words
    assert "rename to “Alice”" in plan.words
    closing = await approved(alex, sam, plan, "Give 101 to Alice")
    assert "John" in closing.words
    number = (await place.in_teams())["+6567891230"]
    assert number["holder"] == "Alice"
    after = await extension(place)
    assert after["identity_uuid"] != before["identity_uuid"]
    assert after["ext_label"] == "Alice"
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: Give 101 to Alice")
    await approved(alex, sam, plan, "Undo: Give 101 to Alice")
    assert (await place.in_teams())["+6567891230"]["holder"] == "John"
    again = await extension(place)
    assert {**again, "version": 0} == {**before, "version": 0}
    effects = await place.effects()
    assert effects["unassign:+6567891230"] == 2
    assert effects["assign:+6567891230"] == 3


@pytest.mark.slow
async def test_give_by_words_says_who_is_unknown_and_asks_who_is_meant(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    place.line("102", "", "", PHONE)
    alex, sam = await place.connected(), await place.person("Sam")
    unknown = await alex.say("give 101 to bob")
    assert "Nobody of this name in your directory." in unknown.words
    assert "See the plan" in unknown.actions
    await alex.click("See the plan", unknown, person="")
    await alex.becomes(unknown, "Choose who gets the line.")
    await alex.say("give 101 to chris lee")
    asked = await alex.sees("Who do you mean?")
    await alex.click("Continue", asked, who_101=place.somebody("Chris Lee").id)
    plan = await alex.sees("Your plan", "Give 101 to chris lee")
    await approved(alex, sam, plan, "Give 101 to chris lee")
    member = (await place.in_cpaas())["members"][str((await extension(place))["identity_uuid"])]
    assert member["display_name"] == "Chris Lee"
    await applied(alex, await alex.say("give 102 to alice"))
    assert (await extension(place, "102"))["identity_uuid"]
    assert "Which line?" in (await alex.say("give")).words
    assert "Who gets it?" in (await alex.say("give 102")).words


@pytest.mark.slow
async def test_unassign_takes_the_person_off_and_the_number_from_them_in_teams(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await in_teams(place, alex, "101", "john", "6567891230")
    plan = await alex.say("unassign 101")
    assert "take away John" in plan.words
    closing = await approved(alex, sam, plan, "Take 101 from John")
    found = await extension(place)
    assert found["identity_uuid"] is None
    assert found["numbers"] == ["6567891230"]
    assert (await place.in_teams())["+6567891230"]["assignment_status"] == "unassigned"
    card = await alex.say("line 101")
    assert "Nobody yet" in card.words
    assert "Give to somebody" in card.actions
    assert "Nobody has extension 101." in (await alex.say("unassign 101")).words
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: Take 101 from John")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Undo: Take 101 from John")
    assert (await place.in_teams())["+6567891230"]["holder"] == "John"
    assert (await extension(place))["identity_uuid"]


@pytest.mark.slow
async def test_take_it_away_by_the_form(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex, sam = await place.connected(), await place.person("Sam")
    shown = await form(alex, "Give to another")
    await alex.click("Take it away", shown)
    plan = await alex.becomes(shown, "Your plan", "Take 101 from John")
    await approved(alex, sam, plan, "Take 101 from John")
    assert (await extension(place))["identity_uuid"] is None


@pytest.mark.slow
async def test_add_ons_are_ticked_counted_and_taken_away(place: Town) -> None:
    place.line("101", "john", "", PHONE, RECORDING)
    alex, sam = await place.connected(), await place.person("Sam")
    shown = await form(alex, "Add-ons")
    assert "Call Recording · 19 free" in shown.words
    assert "IP phone · 9 free" in shown.words
    assert "Mobile app · 30 free · how many?" in shown.words
    await alex.click("See the plan", shown, features="team_chat", count_device_mobile_app="2")
    plan = await alex.becomes(shown, "Your plan", "Add-ons of 101")
    assert "add Team Chat, 2 × Mobile app; take away Call Recording" in plan.words
    closing = await applied(alex, plan)
    assert (await extension(place))["addons"] == [PHONE, "team_chat", MOBILE, MOBILE]
    shown = await form(alex, "Add-ons")
    assert "Mobile app · 28 free · how many?" in shown.words
    await alex.click("See the plan", shown, devices="", count_device_mobile_app="1")
    plan = await alex.becomes(shown, "Your plan", "take away IP phone, Mobile app")
    second = await approved(alex, sam, plan, "Add-ons of 101")
    assert (await extension(place))["addons"] == ["team_chat", MOBILE]
    assert second.id != closing.id
    await alex.click("Undo", second)
    await applied(alex, await alex.sees("Your plan", "Undo: Add-ons of 101"))
    assert sorted((await extension(place))["addons"]) == sorted([PHONE, MOBILE, MOBILE, "team_chat"])


@pytest.mark.slow
async def test_add_ons_that_exclude_each_other_are_named_and_the_ticks_kept(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Add-ons")
    both = f"{TEAMS},{TEAMS}_resource"
    await alex.click("See the plan", shown, devices=both, features=RECORDING, count_device_mobile_app="3")
    shown = await alex.becomes(shown, "can't have both Teams Operator Connect and")
    assert both in shown.words
    assert RECORDING in shown.words.splitlines()
    await alex.click("See the plan", shown, devices=PHONE, count_device_mobile_app="a few")
    shown = await alex.becomes(shown, "Mobile app: “a few” is no number from 0 to 99.")
    place.organisation().pool[RECORDING] = 0
    await alex.click("See the plan", shown, devices=PHONE, features=RECORDING)
    shown = await alex.becomes(shown, "Call Recording: the plan needs 1 and 0 of 0 are free.")
    assert await place.effects() == {}


async def test_an_add_on_nobody_told_us_of_is_given_as_it_is(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    place.organisation().pool["device_sim_card"] = 3
    alex = await place.connected()
    shown = await form(alex, "Add-ons")
    assert "device_sim_card · 3 free" in shown.words
    await alex.click("See the plan", shown, others="device_sim_card")
    await applied(alex, await alex.becomes(shown, "Your plan"))
    assert (await extension(place))["addons"] == [PHONE, "device_sim_card"]
    assert "device_sim_card" in (await alex.say("line 101")).words


@pytest.mark.slow
async def test_a_teams_add_on_dropped_takes_the_number_from_the_person_in_teams(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await in_teams(place, alex, "101", "john", "6567891230")
    shown = await form(alex, "Add-ons")
    await alex.click("See the plan", shown, devices="")
    plan = await alex.becomes(shown, "Your plan", "take away Teams Operator Connect")
    await approved(alex, sam, plan, "Add-ons of 101")
    assert (await extension(place))["addons"] == []
    assert (await place.in_teams())["+6567891230"]["assignment_status"] == "unassigned"


@pytest.mark.slow
async def test_several_numbers_and_another_one_first(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await in_teams(place, alex, "101", "john", "6567891230")
    shown = await form(alex, "Numbers")
    assert "+65 6789 1230 · Assigned in Teams" in shown.words
    await alex.click("See the plan", shown, add="+6567891231", more="6567891232, +65 6789 1233")
    plan = await alex.becomes(shown, "Your plan", "Numbers of 101")
    await applied(alex, plan)
    numbers = ["6567891230", "6567891231", "6567891232", "6567891233"]
    assert (await extension(place))["numbers"] == numbers
    teams = await place.in_teams()
    assert {number: (one["holder"], one["assignment_category"]) for number, one in teams.items()} == {
        "+6567891230": ("John", "primary"),
        "+6567891231": ("John", "alternate"),
        "+6567891232": ("John", "alternate"),
        "+6567891233": ("John", "alternate"),
    }
    shown = await form(alex, "Numbers")
    assert "+65 6789 1231 · Alternate in Teams" in shown.words
    await alex.click("See the plan", shown, primary="+6567891232", keep="+6567891230,+6567891232,+6567891233")
    plan = await alex.becomes(shown, "Your plan", "take away +65 6789 1231", "put +65 6789 1232 first")
    closing = await approved(alex, sam, plan, "Numbers of 101")
    assert "First number" in closing.words
    assert (await extension(place))["numbers"] == ["6567891232", "6567891230", "6567891233"]
    teams = await place.in_teams()
    assert teams["+6567891232"]["holder"] == teams["+6567891230"]["holder"] == "John"
    assert teams["+6567891232"]["assignment_category"] == "primary"
    assert teams["+6567891230"]["assignment_category"] == "alternate"
    assert teams["+6567891231"]["assignment_status"] == "unassigned"
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: Numbers of 101")
    await approved(alex, sam, plan, "Undo: Numbers of 101")
    restored = (await extension(place))["numbers"]
    assert restored[0] == "6567891230"
    assert sorted(restored) == numbers
    teams = await place.in_teams()
    assert {number: (one["holder"], one["assignment_category"]) for number, one in teams.items()} == {
        "+6567891230": ("John", "primary"),
        "+6567891231": ("John", "alternate"),
        "+6567891232": ("John", "alternate"),
        "+6567891233": ("John", "alternate"),
    }


@pytest.mark.slow
async def test_one_of_a_persons_numbers_is_private(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await in_teams(place, alex, "101", "john", "6567891230")
    shown = await form(alex, "Numbers")
    await alex.click("See the plan", shown, add="+6567891231", private="added")
    shown = await alex.becomes(shown, "as private number")
    await applied(alex, shown)
    assert (await place.in_teams())["+6567891231"]["assignment_category"] == "private"
    shown = await form(alex, "Numbers")
    assert "+65 6789 1231 · Private in Teams" in shown.words
    await alex.click("See the plan", shown, private="none")
    plan = await alex.becomes(shown, "Your plan", "as alternate number")
    await approved(alex, sam, plan, "Numbers of 101")
    assert (await place.in_teams())["+6567891231"]["assignment_category"] == "alternate"


@pytest.mark.slow
async def test_the_first_number_taken_off_makes_the_next_one_first(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await in_teams(place, alex, "101", "john", "6567891230")
    shown = await form(alex, "Numbers")
    await alex.click("See the plan", shown, keep="", add="+6567891235")
    plan = await alex.becomes(shown, "Your plan", "Numbers of 101")
    await approved(alex, sam, plan, "Numbers of 101")
    assert (await extension(place))["numbers"] == ["6567891235"]
    teams = await place.in_teams()
    assert teams["+6567891235"]["holder"] == "John"
    assert teams["+6567891230"]["assignment_status"] == "unassigned"


@pytest.mark.long
async def test_wrong_numbers_are_named_and_what_was_typed_is_kept(place: Town) -> None:
    place.line("101", "john", "6567891230", PHONE)
    alex = await place.connected()
    shown = await form(alex, "Numbers")
    for more, wrong in (
        ("6567899999", "+65 6789 9999 isn't one of your CPaaS numbers."),
        ("6567891249", "+65 6789 1249 is on extension 100."),
        ("hello", "“hello”: it has signs that are no digits."),
        ("67891231", "“67891231”: the country code is missing."),
    ):
        await alex.click("See the plan", shown, more=more)
        shown = await alex.becomes(shown, wrong)
        assert more in shown.words
    await alex.click("See the plan", shown, more="", primary="added")
    shown = await alex.becomes(shown, "No number is added that could stand first.")
    await alex.click("See the plan", shown, add="+6567891231", more="6567891232", primary="added")
    await applied(alex, await alex.becomes(shown, "Your plan", "put +65 6789 1231 first"))
    assert (await extension(place))["numbers"] == ["6567891231", "6567891230", "6567891232"]


async def test_back_shows_the_line_again(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    alex = await place.connected()
    for title in ("Give to another", "Add-ons", "Numbers", "Name and extension"):
        shown = await form(alex, title)
        await alex.click("Back", shown)
        await alex.becomes(shown, "Line 101 · Line 101", "Settings")
