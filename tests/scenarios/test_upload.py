"""Upload: what the operator needs is asked once, remembered, shown, and goes with every number."""

from __future__ import annotations

from typing import Any

import pytest

from tests.scenarios.test_numbers import three_lines
from tests.support.chat import Json, Person, Shown, inputs_of
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town
from tests.support.uploads import planned

RESOURCE = "device_import_msteams_OC_resource"


def configuration(record: Json) -> Json:
    """What went to the operator with a number."""
    found: Json = record["resource"]["serviceDetails"]["teamsOperatorConnect"]["configuration"]
    return found


def places_of(card: Json) -> dict[str, str]:
    """The emergency addresses that a form offers: title by value."""
    inputs: list[Any] = [node for node in card["body"] if node.get("id") == "place"]
    return {choice["value"]: choice["title"] for choice in inputs[0]["choices"]}


def homeless(place: Town) -> None:
    """A tenant that has an address and no default one."""
    place.sandbox.world.operator.civic_addresses["contoso"][0]["defaultLocationId"] = None


async def form_for(alex: Person, ticked: str) -> Shown:
    await alex.click("Upload ticked", await alex.say("numbers"), ticked=ticked)
    return await alex.sees("Before the upload")


@pytest.mark.long
async def test_the_first_upload_asks_and_the_choice_goes_with_it(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    form = await form_for(alex, "+6567891230")
    assert "numbers from Singapore; your consent to the operator covers Singapore" in form.words
    offered = places_of(form.card)
    assert offered["default"].startswith("Your tenant's default: Head office, 1 Raffles Place")
    (office,) = [value for value in offered if value != "default"]
    await alex.click("See the plan", form, place=office, open="true")
    plan = await alex.becomes(form, "Your plan", "Upload 1 number")
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Upload 1 number")
    sent = configuration((await place.at_operator())["+6567891230"])
    assert (sent["usage"], sent["locationId"]) == ("CallingUserAssignment", office)
    assert sent["allowTenantAddressUpdate"] is True
    listed = await alex.say("numbers")
    assert "Uploads go with Head office, 1 Raffles Place" in listed.words
    assert "your tenant may change it" in listed.words


@pytest.mark.slow
async def test_the_next_upload_asks_nothing_and_files_use_the_same(place: Town) -> None:
    three_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    options = await alex.say("upload options")
    (office,) = [value for value in places_of(options.card) if value != "default"]
    await alex.click("Save", options, place=office)
    await alex.becomes(options, "Kept for the next uploads", "Head office", "your tenant can't change it")
    plan = await alex.say("upload 6567891230")
    assert "Your plan" in plan.words
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Upload 1 number")
    await alex.send("alice.csv", csv(("102", "6567891231", "Alice", TEAMS)))
    await alex.click("Apply now", await alex.sees("Your plan", "alice.csv"))
    await alex.sees("All done", "alice.csv")
    records = await place.at_operator()
    assert {configuration(records[n])["locationId"] for n in ("+6567891230", "+6567891231")} == {office}
    assert "Save" not in (await sam.say("upload 6567891230")).actions
    assert "Nothing to do" in (await sam.last()).words


@pytest.mark.slow
async def test_usage_comes_from_the_line_and_is_asked_for_numbers_on_none(place: Town) -> None:
    place.line("104", "resource.account", "6567891230", RESOURCE)
    place.line("101", "john", "6567891231", TEAMS)
    alex, sam = await place.connected(), await place.person("Sam")
    form = await form_for(alex, "+6567891230,+6567891231,+6567891232")
    assert "1 number is on no line. For whom?" in form.words
    await alex.click("See the plan", form, usage="FirstPartyAppAssignment")
    plan = await alex.becomes(form, "Your plan", "Upload 3 numbers")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    await alex.sees("All done", "3 done")
    found = {n: r["capabilities"] for n, r in (await place.in_teams()).items()}
    assert found == {
        "+6567891230": ["voiceApplicationAssignment"],
        "+6567891231": ["userAssignment"],
        "+6567891232": ["voiceApplicationAssignment"],
    }


@pytest.mark.slow
async def test_people_without_any_address_are_stopped_in_the_form_which_keeps_what_was_typed(place: Town) -> None:
    three_lines(place)
    homeless(place)
    alex = await place.connected()
    form = await form_for(alex, "+6567891230,+6567891235")
    assert "None; your tenant has no default address" in form.words
    await alex.click("See the plan", form, usage="FirstPartyAppAssignment")
    form = await alex.becomes(form, "Numbers for people need an emergency address")
    assert inputs_of(form.card)["usage"] == "FirstPartyAppAssignment"
    await alex.click("See the plan", form, open="true")
    await alex.becomes(form, "Your plan", "Upload 2 numbers")
    alone = await alex.say("upload 6567891235")  # for resource accounts, as was chosen; no address is asked for
    await alex.click("Apply now", alone)
    await alex.sees("All done")
    assert (await place.in_teams())["+6567891235"]["capabilities"] == ["voiceApplicationAssignment"]


@pytest.mark.slow
async def test_a_number_that_failed_for_want_of_an_address_is_mended_by_choosing_one(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    plan = await planned(alex, "Upload ticked", await alex.say("numbers"), ticked="+6567891230")
    homeless(place)  # between plan and apply
    await alex.click("Apply now", plan)
    closing = await alex.sees("Some lines need you", "no default emergency location")
    await alex.click("Failed numbers", closing)
    listed = await alex.sees("Tick what to try again", "Choose an address in “numbers failed”")
    await alex.click("Retry ticked", listed, ticked="+6567891230")
    form = await alex.sees(
        "Before the upload", "The last upload failed: Your tenant has no default emergency location."
    )
    (office,) = [value for value in places_of(form.card) if value != "default"]
    await alex.click("See the plan", form, place=office)
    plan = await alex.becomes(form, "Your plan", "Upload 1 number")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Upload 1 number")
    assert configuration((await place.at_operator())["+6567891230"])["locationId"] == office
    assert list(await place.in_teams()) == ["+6567891230"]


async def test_an_address_that_is_gone_is_refused_in_the_form(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    form = await form_for(alex, "+6567891230")
    await alex.click("See the plan", form, place="gone")
    await alex.becomes(form, "isn't in your tenant any more", "See the plan")
    assert await place.bot.store.preferences.get(place.tenant().id, "upload") == {}
    assert await place.effects() == {}


async def test_a_country_that_the_consent_does_not_cover_is_named(place: Town) -> None:
    three_lines(place)
    place.sandbox.world.operator.consents[place.tenant().id].countries = ["MY"]
    alex = await place.connected()
    form = await form_for(alex, "+6567891230")
    assert "your consent to the operator covers Malaysia" in form.words
    await alex.click("See the plan", form)
    await alex.becomes(form, "Your consent to the operator covers Malaysia, not Singapore.", "See the plan")
    assert await place.effects() == {}


async def test_a_line_without_teams_add_on_is_refused_by_name(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    form = await alex.say("upload 6567891232")
    await alex.click("See the plan", form)
    await alex.becomes(form, "+65 6789 1232 is on extension 103, which has no Teams add-on.")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_a_double_click_uploads_once(place: Town) -> None:
    three_lines(place)
    alex = await place.connected()
    form = await form_for(alex, "+6567891230")
    await alex.click("See the plan", form)
    plan = await alex.becomes(form, "Your plan")
    await alex.click("Apply now", plan)
    await alex.resend()
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Upload 1 number")
    assert await place.effects() == {"upload:+6567891230": 1}


@pytest.mark.long
async def test_readers_are_told_who_may(place: Town) -> None:
    three_lines(place)
    await place.connected()
    kim = await place.person("Kim")
    for words in ("upload 6567891230", "upload options", "release 6567891230", "assign all", "assign number"):
        assert "You may not change anything." in (await kim.say(words)).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_undo_takes_it_out_and_undoing_a_release_brings_it_back_as_it_was(place: Town) -> None:
    three_lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    form = await form_for(alex, "+6567891230")
    (office,) = [value for value in places_of(form.card) if value != "default"]
    await alex.click("See the plan", form, place=office, open="true")
    await alex.click("Apply now", await alex.becomes(form, "Your plan"))
    await alex.sees("All done", "Upload 1 number")
    plan = await alex.say("release 6567891230")
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan", "Release +65 6789 1230"))
    closing = await alex.sees("All done", "Release +65 6789 1230")
    assert await place.at_operator() == {}
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: Release")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "Undo: Release")
    again = configuration((await place.at_operator())["+6567891230"])
    assert (again["locationId"], again["allowTenantAddressUpdate"]) == (office, True)
    assert list(await place.in_teams()) == ["+6567891230"]
