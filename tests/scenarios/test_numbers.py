"""Numbers: found, filtered and ticked; uploaded to Teams without being assigned; a refusal told with what to do."""

from __future__ import annotations

import pytest

from tests.support.chat import Person, Shown
from tests.support.sheets import PHONE, TEAMS, cells
from tests.support.town import Town
from tests.support.uploads import planned


def three_lines(place: Town) -> None:
    """Three lines whose numbers aren't in Teams yet, one of which has no business there."""
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    place.line("103", "hallie", "6567891232", PHONE)


async def uploaded(alex: Person, ticked: str) -> Shown:
    """The plan for these numbers."""
    return await planned(alex, "Upload ticked", await alex.say("numbers"), ticked=ticked)


@pytest.mark.long
async def test_one_number_is_uploaded_at_once_and_not_assigned(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    card = await alex.say("numbers")
    assert "0 of 20 numbers uploaded to Teams" in card.words
    assert "20 numbers, page 1 of 2" in card.words
    plan = await uploaded(alex, "+6567891230")
    assert "Nothing is written yet." in plan.words
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Upload 1 number")
    number = (await place.in_teams())["+6567891230"]
    assert number["assignment_status"] == "unassigned"
    assert number["capabilities"] == ["userAssignment"]
    assert list(await place.at_operator()) == ["+6567891230"]
    assert await place.effects() == {"upload:+6567891230": 1}
    found = await alex.say("numbers 6789 1230")
    assert "1 number" in found.words
    assert "Uploaded" in found.words
    assert "Upload ticked" not in found.actions


@pytest.mark.slow
async def test_several_numbers_take_a_second_person(place: Town) -> None:
    three_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    plan = await uploaded(alex, "+6567891230,+6567891231,+6567891232,+6599999999")
    assert "Upload 2 numbers" in plan.words
    assert "Apply now" not in plan.actions
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Upload 2 numbers")
    await sam.click("Approve")
    await alex.sees("All done", "Upload 2 numbers", "2 done")
    assert set(await place.in_teams()) == {"+6567891230", "+6567891231"}
    assert await place.effects() == {"upload:+6567891230": 1, "upload:+6567891231": 1}


async def test_nothing_ticked(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    await alex.click("Upload ticked", await alex.say("numbers"), ticked="")
    refused = await alex.sees("No number is ticked.")
    await alex.click("Upload ticked", ticked="+6567891232")
    told = await alex.sees("None of the ticked numbers can be uploaded.")
    assert "No number is ticked." not in told.words
    assert refused.id != told.id
    assert await place.effects() == {}


async def test_a_reader_sees_numbers_and_uploads_none(place: Town) -> None:
    three_lines(place)
    await place.connected()
    kim = await place.person("Kim")
    card = await kim.say("numbers")
    assert "+65 6789 1230" in card.words
    assert not {"Upload ticked", "Upload all 3", "Upload options"} & set(card.actions)
    forged = place.sealed("numbers.upload", {"filter": "all"})
    await kim.press(card, "numbers.upload", forged, ticked="+6567891230")
    await kim.sees("You may not change anything.")
    assert await place.effects() == {}


@pytest.mark.long
async def test_numbers_are_searched_filtered_and_paged(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    assert "1 number" in (await alex.say("numbers john")).words
    assert "1 number" in (await alex.say("numbers +6567891231")).words
    assert "No numbers here." in (await alex.say("numbers nobody")).words
    card = await alex.say("numbers")
    assert "+65 6789 1249" not in card.words
    await alex.click("Next", card, ticked="+6567891230")
    card = await alex.becomes(card, "page 2 of 2", "+65 6789 1249", "1 number ticked on other pages.")
    assert "+65 6789 1230" not in card.words
    await alex.click("Previous", card, ticked="+6567891249")
    card = await alex.becomes(card, "page 1 of 2", "1 number ticked on other pages.")
    await alex.click("Show", card, filter="failed")
    card = await alex.becomes(card, "No numbers here.")
    await alex.click("Show", card, filter="not_uploaded", query="1249")
    card = await alex.becomes(card, "1 number")
    plan = await planned(alex, "Upload ticked", card, ticked="+6567891249")
    assert "Upload 2 numbers" in plan.words
    assert "101 Line 101" in plan.words
    assert "100 Front desk" in plan.words


@pytest.mark.slow
async def test_ticks_can_be_taken_away_on_their_own_page(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    card = await alex.say("numbers")
    await alex.click("Show", card, ticked="+6567891230,+6567891231")
    await alex.click("Show", await alex.now(card), ticked="+6567891231")
    plan = await planned(alex, "Upload ticked", await alex.now(card))
    assert "Upload 1 number" in plan.words
    assert "102 Line 102" in plan.words


async def test_the_list_as_a_file(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    await alex.click("As a file", await alex.say("numbers john"))
    rows = cells(await alex.take_file())
    assert rows == [
        ["Number", "Ext Key", "User", "Status", "Reason"],
        ["+6567891230", "101", "John", "Not uploaded", ""],
    ]


@pytest.mark.slow
async def test_a_refused_number_shows_reason_and_fix_and_can_be_uploaded_again(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    text = "The tenant has no default location and none was given."
    fault = {"system": "operator", "kind": "number_error", "numbers": ["+6567891230"]}
    await place.fault(**fault, code="unable_to_retrieve_default_location", text=text)
    plan = await uploaded(alex, "+6567891230")
    await alex.click("Apply now", plan)
    closing = await alex.sees("Some lines need you", "1 failed")
    assert "emergency location" in closing.words
    assert "in the Teams admin centre" in closing.words
    assert await place.in_teams() == {}
    listed = await alex.say("numbers 1230")
    assert "Failed" in listed.words
    assert "emergency location" in listed.words
    assert "in the Teams admin centre" in listed.words
    await alex.click("Show", listed, filter="failed")
    await alex.becomes(listed, "1 number", "ext 101")
    await alex.click("As a file", await alex.now(listed))
    row = cells(await alex.take_file())[1]
    assert row[:4] == ["+6567891230", "101", "John", "Failed"]
    assert text in str(row[4])
    await place.calm()
    plan = await uploaded(alex, "+6567891230")
    assert "The last upload of +65 6789 1230 failed" in plan.words
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Upload 1 number")
    assert list(await place.in_teams()) == ["+6567891230"]


async def test_upload_all_takes_every_page(place: Town) -> None:
    for no in range(12):
        place.line(str(200 + no), "", str(6567891230 + no), TEAMS)
    alex = await place.connected()
    plan = await planned(alex, "Upload all 13", await alex.say("numbers"))
    assert "Upload 13 numbers" in plan.words
    assert "13 lines would change." in plan.words
