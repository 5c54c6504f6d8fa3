"""A day's journeys, each counted in what the asker types and clicks; the approver has one click."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.sandbox.catalogue import TEAMS_PHONE
from tests.scenarios.test_journeys import Counted
from tests.support.chat import inputs_of
from tests.support.road import approved
from tests.support.sheets import PHONE, TEAMS, csv
from tests.support.town import Town, town


@pytest.mark.slow
async def test_a_number_for_somebody_unlicensed(place: Town) -> None:
    ben = place.somebody("Ben")
    ben.usage_location = None
    place.line("101", "ben", "", TEAMS)
    asker = Counted(await place.connected())
    plan = await asker.say("give ben the next free number")
    assert "This plan gives Teams Phone Standard, and the usage location Singapore." in plan.words
    assert await place.effects() == {}  # a paid licence shows its plan first
    await asker.click("Give licence, then plan", plan)
    await asker.who.sees("All done", "Ben")
    assert (asker.messages, asker.clicks) == (1, 1)
    assert TEAMS_PHONE in ben.sku_ids
    number = (await place.in_cpaas())["extensions"]["101"]["numbers"][0]
    assert (await place.in_teams())[f"+{number}"]["holder"] == "Ben"


@pytest.mark.slow
async def test_a_file_of_unlicensed_people_is_planned_with_their_licences(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    asker = Counted(alex)
    rows = csv(("101", "6567891230", "ben", TEAMS), ("105", "6567891231", "omar", TEAMS), ("106", "", "alice", PHONE))
    await alex.send("site.csv", rows)
    faulty = await alex.sees("Please mend the file", "Ben has no Teams Phone licence.")
    assert next(iter(faulty.actions)) == "Give 2 licences, then plan"
    await asker.click("Give 2 licences, then plan", faulty)
    plan = await alex.becomes(faulty, "Your plan", "3 lines would change.", "This plan gives Teams Phone Standard")
    await asker.click("Give licence, then plan", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "site.csv")
    assert asker.clicks == 2
    there = await place.in_teams()
    assert [there[f"+656789123{end}"]["holder"] for end in (0, 1)] == ["Ben", "Omar"]


@pytest.mark.slow
async def test_a_file_with_other_faults_too_names_only_those_that_are_left(place: Town) -> None:
    alex = await place.connected()
    await alex.send("site.csv", csv(("101", "6567891230", "ben", TEAMS), ("105", "", "nobody", PHONE)))
    faulty = await alex.sees("Please mend the file", "Ben has no Teams Phone licence.", "Nobody of this name")
    await alex.click("Give licence, then plan", faulty)
    left = await alex.becomes(faulty, "Please mend the file", "1 error")
    assert "Ben has no Teams Phone licence." not in left.words.replace("licence. This plan", "")
    assert "Give licence, then plan" not in left.actions


def with_template(place: Town) -> None:
    """Ben's line, from which the template Sales is kept."""
    place.line("102", "ben", "", PHONE, TEAMS)
    place.organisation().extensions["102"].settings = {"callRecording": {"language": "zh"}}


@pytest.mark.long
async def test_somebody_joins_by_a_template(place: Town) -> None:
    with_template(place)
    alex = await place.connected()
    await alex.say("save settings of ben as Night Shift")
    asker = Counted(alex)
    plan = await asker.say("new: Nadia, Night Shift")
    assert "A line for Nadia, by template Night Shift" in plan.words
    await asker.click("Apply now", plan)
    await alex.sees("All done", "A line for Nadia, by template Night Shift", "1 assigned, 1 can call")
    assert (asker.messages, asker.clicks) == (1, 1)
    assert (await place.in_cpaas())["extensions"]["101"]["settings"]["callRecording"] == {"language": "zh"}


@pytest.mark.long
async def test_the_form_of_somebody_who_joins(place: Town) -> None:
    with_template(place)
    alex = await place.connected()
    await alex.say("save settings of ben as Night Shift")
    form = await alex.say("someone joins")
    nadia = place.somebody("Nadia").id
    await alex.click("See the plan", form, person=nadia, like="102", template="Night Shift")
    plan = await alex.becomes(form, "Your plan", "A line for Nadia, like Ben, by template Night Shift")
    await alex.click("Apply now", plan)
    await alex.sees("All done", "A line for Nadia")
    assert "Can call" in (await alex.say("line 101")).words


HEADS = ("Ext Key", "Number", "User", "Addon license 1", "Template")


@pytest.mark.long
async def test_a_site_of_40_with_a_template_can_call_at_the_end(tmp_path: Path) -> None:
    async with town(tmp_path, people=40, numbers=40) as place:
        with_template(place)
        alex, sam = await place.connected(), await place.person("Sam")
        await alex.say("save settings of ben as Night Shift")
        asker = Counted(alex)
        rows = [(str(200 + i), str(6564000000 + i), f"person{i + 1:04d}", TEAMS, "night shift") for i in range(40)]
        await alex.send("site.csv", csv(*rows, head=HEADS))
        closing = await asker.approved_by(sam, await alex.sees("Your plan", "40 lines would change."))
        assert "40 assigned, 40 can call" in closing.words
        assert asker.clicks == 1
        settings = [(await place.in_cpaas())["extensions"][str(200 + i)]["settings"] for i in range(40)]
        assert all(one["callRecording"] == {"language": "zh"} for one in settings)
        assert all(one["outboundCall"]["outgoingCallRule"] for one in settings)


async def test_a_template_that_is_not_there_is_named_with_the_nearest_one(place: Town) -> None:
    with_template(place)
    alex = await place.connected()
    await alex.say("save settings of ben as Night Shift")
    await alex.send("site.csv", csv(("101", "6567891230", "john", TEAMS, "Night Shfit"), head=HEADS))
    await alex.sees("Please mend the file", "There is no template “Night Shfit”.", "Did you mean night shift?")


@pytest.mark.slow
async def test_a_file_of_30_rows_with_18_faulty_is_mended_on_cards(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    asker = Counted(alex)
    wrong = ["Moble app"] * 14 + ["zzz"] * 2
    addons = ["device_mobile_app"] * 12 + wrong + ["device_mobile_app"] * 2
    people = [""] * 28 + ["jonh", "nobody at all"]
    rows = [(str(200 + no), "", people[no], addons[no]) for no in range(30)]
    await alex.send("site.csv", csv(*rows))
    faulty = await alex.sees("Please mend the file", "site.csv")
    await asker.click("Accept 15 suggestions", faulty)
    left = await alex.becomes(faulty, "Please mend the file", "3 errors")
    await asker.click("Mend here", left)
    form = await alex.sees("Mend the file here", "Clear a field to leave its row out.", "3 faults")
    await asker.click("Use these", form, cell_0="device_mobile_app", cell_1="", cell_2="")
    plan = await alex.sees("Your plan", "28 lines would change.")
    await asker.approved_by(sam, plan)
    made = (await place.in_cpaas())["extensions"]
    assert len([key for key in made if key.startswith("2")]) == 28
    assert made["212"]["addons"] == ["device_mobile_app"]
    assert not {"227", "229"} & set(made)
    assert (asker.messages, asker.clicks) == (0, 4)  # nothing was uploaded again


@pytest.mark.slow
async def test_a_rejected_file_is_changed_on_its_card_and_sent_again(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    asker = Counted(alex)
    rows = (("101", "6567891230", "john", TEAMS), ("105", "6567891231", "alice", TEAMS), ("106", "", "nadia", PHONE))
    await alex.send("site.csv", csv(*rows))
    await asker.click("Send for approval", await alex.sees("Your plan", "3 lines would change."))
    await sam.click("Reject", await sam.sees("Please check this plan"), comment="Not Nadia, and Alice gets 1235.")
    rejected = await alex.sees("Rejected", "Not Nadia, and Alice gets 1235.")
    await asker.click("Change and resend", rejected)
    form = await alex.sees("Change and resend", "Not Nadia, and Alice gets 1235.", "105 Alice")
    typed = {"number_1": "6567891230", "person_1": "John", "number_2": "6567891235", "person_2": "Alice"}
    await asker.click("See the plan", form, **typed, out_1="false", out_2="false", out_3="true")
    plan = await alex.becomes(form, "Your plan", "2 lines would change.", "+65 6789 1235")
    await asker.approved_by(sam, plan)
    assert (asker.messages, asker.clicks) == (0, 4)
    made = (await place.in_cpaas())["extensions"]
    assert made["105"]["numbers"] == ["6567891235"]
    assert "106" not in made


async def test_what_a_rejected_file_lacked_is_added_on_its_card(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    head = ("Ext Key", "User", "Addon license 1")  # no column for numbers
    await alex.send("site.csv", csv(("105", "alice", TEAMS), ("106", "", PHONE), head=head))
    await alex.click("Send for approval", await alex.sees("Your plan", "105 Alice"))
    await sam.click("Reject", await sam.sees("Please check this plan"), comment="Alice needs 1231, and 106 is Nadia's.")
    await alex.click("Change and resend", await alex.sees("Rejected", "Alice needs 1231"))
    form = await alex.sees("Change and resend", "Alice needs 1231")
    typed = {"number_1": "6567891231", "person_1": "Alice", "number_2": "", "person_2": "nadia"}
    assert typed.keys() <= inputs_of(form.card).keys()
    await alex.click("See the plan", form, **typed, out_1="false", out_2="false")
    plan = await alex.becomes(form, "Your plan", "105 Alice", "106 Nadia", "+65 6789 1231")
    await approved(alex, sam, plan)
    assert (await place.in_cpaas())["extensions"]["105"]["numbers"] == ["6567891231"]


@pytest.mark.slow
async def test_what_was_rejected_for_want_of_a_reason_goes_again_as_it_is(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.send("site.csv", csv(("105", "", "alice", PHONE), ("106", "", "nadia", PHONE)))
    await alex.click("Send for approval", await alex.sees("Your plan", "105 Alice"))
    await sam.click("Reject", await sam.sees("Please check this plan"), comment="What is it for?")
    await alex.click("Change and resend", await alex.sees("Rejected", "What is it for?"))
    form = await alex.sees("Change and resend", "What is it for?")
    await alex.click("See the plan", form, out_1="false", out_2="false")
    plan = await alex.becomes(form, "Your plan", "105 Alice", "106 Nadia")
    await alex.click("Send for approval", plan, reason="CHG-7")
    await sam.sees("Please check this plan", "Why: CHG-7")
