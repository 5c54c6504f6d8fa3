"""Who is meant in a file, what is missing for them, and files that come the wrong way."""

from __future__ import annotations

import pytest

from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town


@pytest.mark.slow
async def test_two_people_of_one_name_are_asked_about(place: Town) -> None:
    alex = await place.connected()
    await alex.send("chris.csv", csv(("101", "6567891230", "Chris Lee", TEAMS)))
    card = await alex.sees("Who do you mean?", "Row 2: Chris Lee")
    assert "Chris Lee (chris.lee@contoso.com)" in card.words
    assert await place.effects() == {}
    await alex.click("Continue", card)
    card = await alex.becomes(card, "Who do you mean?")
    await alex.click("Continue", card, who_2="11111111-2222-3333-4444-555555555555")
    card = await alex.becomes(card, "Who do you mean?")
    second = next(p for p in place.tenant().people.values() if p.user_principal_name == "chris.lee2@contoso.com")
    await alex.click("Continue", card, who_2=second.id)
    plan = await alex.becomes(card, "Your plan", "chris.lee2@contoso.com")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "chris.csv")
    number = (await place.in_teams())["+6567891230"]
    assert number["assignment_target_id"] == second.id
    members = (await place.in_cpaas())["members"]
    holder = members[(await place.in_cpaas())["extensions"]["101"]["identity_uuid"]]
    assert holder["email"] == "chris.lee2@contoso.com"


@pytest.mark.slow
async def test_each_row_is_asked_about_by_itself(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    rows = [("101", "6567891230", "Chris Lee", TEAMS), ("102", "", "Chris Lee", PHONE)]
    await alex.send("both.csv", csv(*rows))
    card = await alex.sees("Who do you mean?", "Row 2: Chris Lee", "Row 3: Chris Lee")
    first, second = (p.id for p in place.tenant().people.values() if p.display_name == "Chris Lee")
    await alex.click("Continue", card, who_2=first)
    card = await alex.until(lambda m: m.id == card.id and "Row 3" in m.words and "Row 2" not in m.words)
    await alex.click("Continue", card, who_3=second)
    await alex.becomes(card, "Your plan")
    await alex.click("Send for approval")
    await sam.sees("Please check this plan")
    await sam.click("Approve")
    await alex.sees("All done", "both.csv")
    extensions = (await place.in_cpaas())["extensions"]
    members = (await place.in_cpaas())["members"]
    emails = [members[extensions[key]["identity_uuid"]]["email"] for key in ("101", "102")]
    assert emails == ["chris.lee@contoso.com", "chris.lee2@contoso.com"]


OBSTACLES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("101", "", "Halie", PHONE), ("Nobody of this name", "Did you mean Hallie (hallie@contoso.com)")),
    (("101", "6567891230", "Omar", TEAMS), ("Omar has no Teams Phone licence.", "Microsoft 365 admin centre")),
    (("101", "6567891230", "Priya", TEAMS), ("Priya's usage location is India", "the number is from Singapore")),
    (("101", "6581234567", "John", TEAMS), ("isn't one of your CPaaS numbers", "order the number")),
    (("101", "6567891249", "John", TEAMS), ("is on extension 100", "take it off 100 first")),
    (("100", "", "John", PHONE), ("Extension 100 belongs to Wei Ling", "Choose a free extension")),
    (
        ("101", "6567891230", "Resource Account", TEAMS),
        ("is a resource account", "Use device_import_msteams_OC_res"),
    ),
    (("101", "6567891230", "John", f"{TEAMS}_resource"), ("John is a person", "Use device_import_msteams_OC.")),
)


@pytest.mark.slow
async def test_what_stands_in_a_persons_way_is_said_with_what_to_do(place: Town) -> None:
    alex = await place.connected()
    for no, (row, words) in enumerate(OBSTACLES):
        await alex.send(f"file-{no}.csv", csv(row))
        card = await alex.sees("Please mend the file", f"file-{no}.csv", *words)
        assert "Row 2" in card.words
    assert await place.effects() == {}


async def test_a_person_who_is_no_member_of_the_organisation(place: Town) -> None:
    members = place.organisation().members
    del members[next(key for key, m in members.items() if m.email == "john@contoso.com")]
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "", "John", PHONE)))
    await alex.sees("isn't a member of your CPaaS organisation", "Invite them there first")


async def test_a_consent_that_does_not_cover_the_country(place: Town) -> None:
    place.organisation().numbers.append("442079460018")
    place.organisation().index = None
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "442079460018", "John", TEAMS)))
    await alex.sees("Please mend the file", "covers Singapore, not United Kingdom", "Voice > Operators")
    place.sandbox.world.operator.consents[place.tenant().id].status = "suspended"
    await alex.send("two.csv", csv(("101", "6567891230", "John", TEAMS)))
    await alex.sees("Please mend the file", "two.csv", "Your consent to the operator is suspended.")
    assert await place.effects() == {}


async def test_too_few_seats_stop_the_whole_plan(place: Town) -> None:
    place.organisation().pool["device_ip_phone"] = 1
    alex = await place.connected()
    await alex.send("many.csv", csv(("101", "", "John", PHONE), ("102", "", "Alice", PHONE)))
    card = await alex.sees("Please mend the file", "IP phone: the plan needs 2 and 1 of 1 are free.", "Buy 1 more")
    assert not any(title.startswith("Plan the other") for title in card.actions)
    assert await place.effects() == {}


@pytest.mark.slow
async def test_a_number_that_teams_gave_to_somebody_else(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await alex.send("one.csv", csv(("101", "6567891230", "John", TEAMS)))
    await alex.sees("Apply now")
    await alex.click("Apply now")
    await alex.sees("All done")
    await alex.send("again.csv", csv(("102", "6567891231", "John", TEAMS)))
    await alex.sees("Please mend the file", "John already has +65 6789 1230 in Teams.")


async def test_files_come_one_at_a_time_and_in_the_own_chat_only(place: Town) -> None:
    alex = await place.connected()
    await alex.send("one.csv", csv(("1", "", "John", PHONE)))
    await alex.sees("Please mend the file")
    sent = place.activity(alex.sent)
    two = {**sent, "id": "two-files", "attachments": [sent["attachments"][0], sent["attachments"][0]]}
    assert await place.deliver(two) == 200
    await alex.sees("One file at a time, please.", "You sent 2.")
    among = await place.person("Alex", "Telecom admins")
    await among.say("hi")
    spoken = place.activity(among.sent)
    assert await place.deliver({**spoken, "id": "shared", "attachments": sent["attachments"]}) == 200
    await among.sees("I take files in our own chat only")
    assert sum("Please mend the file" in m.words for m in await alex.messages()) == 1
    assert await place.effects() == {}


async def test_a_readers_file_is_refused(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    await kim.send("one.csv", csv(("101", "", "John", PHONE)))
    await kim.sees("You may not change anything.")


async def test_the_sample_can_be_taken_and_sent_back(place: Town) -> None:
    alex = await place.connected()
    assert "Just send me the file here" in (await alex.say("bulk")).words
    await alex.click("Sample file")
    await alex.send("switchboard-sample.xlsx", await alex.take_file())
    plan = await alex.sees("Your plan", "4 lines would change.")
    assert "101 John" in plan.words
