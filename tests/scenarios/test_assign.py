"""Assign: an extension, there or new, for somebody, with add-ons and a number, all the way into Teams."""

from __future__ import annotations

import pytest

from services.sandbox import numbering
from services.sandbox.world import TeamsNumber, Tenant
from tests.support.chat import Json, Person
from tests.support.road import applied
from tests.support.sheets import HEAD, PHONE, TEAMS, csv
from tests.support.town import Town

RECORDING = "call_recording"


async def found_by(alex: Person, dataset: str, text: str) -> list[str]:
    """What the type-ahead of a field offers."""
    body = {"dataset": dataset, "queryText": text}
    async with alex.http.post(f"/chat/{alex.name}/search", json=body) as answer:
        found: Json = await answer.json()
    return [choice["value"] for choice in found["value"]["results"]]


@pytest.mark.long
async def test_the_form_gives_a_new_line_and_brings_its_number_into_teams(place: Town) -> None:
    alex = await place.connected()
    form = await alex.say("assign")
    assert "101 is free" not in form.words
    assert "Call Recording · 20 free" in form.words
    (alice,) = await found_by(alex, "people", "alic")
    (number,) = await found_by(alex, "numbers.free", "1230")
    inputs = {"devices": f"{TEAMS}", "features": RECORDING, "count_device_mobile_app": "1"}
    await alex.click("See the plan", form, person=alice, new_key="101", number=number, label="Alice T", **inputs)
    plan = await alex.becomes(form, "Your plan", "Assign 101 to Alice", "upload to Teams → assign in Teams")
    assert await place.effects() == {}
    await alex.click("Apply now", plan)
    closing = await alex.sees("All done", "Assign 101 to Alice")
    made = (await place.in_cpaas())["extensions"]["101"]
    assert made["ext_label"] == "Alice T"
    assert sorted(made["addons"]) == sorted([TEAMS, RECORDING, "device_mobile_app"])
    assert made["numbers"] == ["6567891230"]
    assert (await place.in_teams())["+6567891230"]["holder"] == "Alice"
    assert (await place.at_operator()).keys() == {"+6567891230"}
    assert set((await place.effects()).values()) == {1}
    assert "Undo" in closing.actions


@pytest.mark.long
async def test_a_free_extension_is_offered_and_given(place: Town) -> None:
    place.line("105", "", "", PHONE)
    alex = await place.connected()
    form = await alex.say("assign")
    assert "105 · Line 105" in form.words
    assert await found_by(alex, "lines.free", "10") == ["105"]
    await alex.click("See the plan", form, person=place.somebody("John").id, key="105", number="none")
    plan = await alex.becomes(form, "Your plan", "Assign 105 to John")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    found = (await place.in_cpaas())["extensions"]["105"]
    assert (found["ext_label"], found["addons"], found["numbers"]) == ("Line 105", [PHONE], [])
    assert found["identity_uuid"]


@pytest.mark.long
async def test_by_words(place: Town) -> None:
    alex = await place.connected()
    plan = await alex.say("assign 101 to alice with Call Recording, Mobile app and +65 6789 1230")
    assert "101 Alice" in plan.words
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    made = (await place.in_cpaas())["extensions"]["101"]
    assert (made["addons"], made["numbers"]) == ([RECORDING, "device_mobile_app"], ["6567891230"])
    assert made["ext_label"] == "Alice"
    assert "I can't read that." in (await alex.say("assign something")).words
    assert "“teleporter” is no add-on and no number." in (await alex.say("assign 102 to john with teleporter")).words
    assert "102" in (await alex.say("assign 102")).words.splitlines()


@pytest.mark.long
async def test_what_is_wrong_is_named_and_what_was_typed_is_kept(place: Town) -> None:
    place.line("101", "john", "6567891231", PHONE)
    place.line("105", "", "", PHONE)
    alex = await place.connected()
    form = await alex.say("assign")
    alice = place.somebody("Alice").user_principal_name
    tries: tuple[tuple[dict[str, str], str], ...] = (
        ({"new_key": "110"}, "Choose who gets the line."),
        ({"person": alice}, "Choose an extension, or type a new one: 102 is free."),
        ({"person": alice, "key": "105", "new_key": "110"}, "Choose 105 or type a new extension, not both."),
        ({"person": alice, "new_key": "11"}, "“11” is no extension"),
        ({"person": alice, "new_key": "101"}, "Extension 101 exists already (John)."),
        ({"person": alice, "key": "101"}, "Extension 101 belongs to John"),
        ({"person": alice, "key": "999"}, "Extension 999 is gone."),
        ({"person": alice, "new_key": "110", "number": "+6567899999"}, "isn't one of your CPaaS numbers"),
        ({"person": alice, "new_key": "110", "number": "+6567891231"}, "+65 6789 1231 is on extension 101."),
        ({"person": alice, "new_key": "110", "devices": f"{TEAMS},{TEAMS}_resource"}, "can't have both"),
        ({"person": alice, "new_key": "110", "count_device_mobile_app": "-1"}, "is no number from 0 to 99"),
        ({"person": "nobody", "new_key": "110"}, "Nobody of this name in your directory."),
    )
    empty = {"person": "", "key": "", "new_key": "", "number": "", "devices": "", "count_device_mobile_app": "0"}
    for typed, wrong in tries:
        await alex.click("See the plan", form, **{**empty, "label": "Alice T", "features": RECORDING, **typed})
        form = await alex.becomes(form, wrong)
        assert "Alice T" in form.words
        assert RECORDING in form.words.splitlines()
        for value in set(typed.values()) - {"nobody", "999", "101", "-1"}:
            assert value in form.words, (value, wrong)
    assert await place.effects() == {}


async def test_somebody_without_a_phone_licence_gets_one_by_the_same_plan(place: Town) -> None:
    alex = await place.connected()
    form = await alex.say("assign 101")
    await alex.click("See the plan", form, person="hallie", new_key="101", number="+6567891230", devices=TEAMS)
    plan = await alex.becomes(form, "Your plan", "Hallie has no Teams Phone licence. This plan gives Teams Phone")
    assert "+65 6789 1230" in plan.words
    assert "Give licence, then plan" in plan.actions


@pytest.mark.slow
async def test_unknown_and_ambiguous_people(place: Town) -> None:
    alex = await place.connected()
    unknown = await alex.say("assign 101 to alic")
    assert "Nobody of this name in your directory. Did you mean Alice (alice@contoso.com)?" in unknown.words
    await alex.say("assign 101 to Chris Lee")
    asked = await alex.sees("Who do you mean?")
    await alex.click("Continue", asked, who_101=place.somebody("Chris Lee").id)
    plan = await alex.sees("Your plan", "Assign 101 to Chris Lee")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert (await place.in_cpaas())["extensions"]["101"]["identity_uuid"]


@pytest.mark.long
async def test_a_form_clicked_twice_and_a_plan_applied_twice_have_one_effect(place: Town) -> None:
    alex = await place.connected()
    form = await alex.say("assign")
    inputs = {"person": place.somebody("Alice").id, "new_key": "101", "features": RECORDING}
    await alex.click("See the plan", form, **inputs)
    first = await alex.becomes(form, "Your plan", "Assign 101 to Alice")
    await alex.click("See the plan", form, **inputs)
    second = await alex.becomes(form, "Your plan", "Assign 101 to Alice")
    await alex.click("Apply now", second)
    await alex.click("Apply now", second)
    await alex.sees("All done", "Assign 101 to Alice")
    assert not any("That didn't work" in m.words for m in await alex.messages())
    await alex.click("Apply now", first)
    await alex.until(lambda m: "Applied by" in m.words or "decided already" in m.words or "All done" in m.words)
    effects = await place.effects()
    assert effects == {"extension.create:101": 1, "member.assign:101": 1, f"addon.add:101:{RECORDING}": 1}


@pytest.mark.slow
async def test_a_seat_that_is_gone_by_then_ends_that_line_and_the_others_go_on(place: Town) -> None:
    place.line("101", "john", "", PHONE)
    place.line("102", "alice", "", PHONE)
    alex, sam = await place.connected(), await place.person("Sam")
    head = (*HEAD, "Addon license 2")
    rows = (("101", "", "John", PHONE, "Call Recording"), ("102", "", "Alice", PHONE, "Call Recording"))
    await alex.send("two.csv", csv(*rows, head=head))
    plan = await alex.sees("Send for approval")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    place.organisation().pool[RECORDING] = 1
    await sam.click("Approve")
    closing = await alex.sees("Some lines need you", "No free seat is left for an add-on.")
    assert "1 done" in closing.words
    assert "1 failed" in closing.words
    found = (await place.in_cpaas())["extensions"]
    assert [RECORDING in found[key]["addons"] for key in ("101", "102")] == [True, False]
    assert await place.effects() == {f"addon.add:101:{RECORDING}": 1}


@pytest.mark.slow
async def test_an_extension_made_meanwhile_is_not_taken_from_its_person(place: Town) -> None:
    alex = await place.connected()
    plan = await alex.say("assign 101 to alice")
    place.line("101", "john", "", PHONE)
    await alex.click("Apply now", plan)
    await alex.sees("Some lines need you", "Extension 101 exists by now.")
    found = (await place.in_cpaas())["extensions"]["101"]
    assert found["ext_label"] == "Line 101"
    assert await place.effects() == {}


@pytest.mark.slow
async def test_words_bring_several_numbers_and_one_of_them_private(place: Town) -> None:
    alex = await place.connected()
    twice = await alex.say(f"assign 102 to john with {TEAMS}, 6567891230, private 6567891231, 6567891232 private")
    assert "Only one number can be private." in twice.words
    plan = await alex.say(f"assign 102 to john with {TEAMS}, 6567891230, 6567891231 and private number 6567891232")
    assert "Your plan" in plan.words
    await applied(alex, plan)
    assert (await place.in_cpaas())["extensions"]["102"]["numbers"] == ["6567891230", "6567891231", "6567891232"]
    assert {
        number: (one["holder"], one["assignment_category"]) for number, one in (await place.in_teams()).items()
    } == {
        "+6567891230": ("John", "primary"),
        "+6567891231": ("John", "alternate"),
        "+6567891232": ("John", "private"),
    }


@pytest.mark.long
async def test_a_number_that_teams_gives_in_another_role_is_told(place: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the number itself says counts, not that the write was taken."""
    given = numbering.occupy

    def as_alternate(tenant: Tenant, number: TeamsNumber, target: str, resource: bool, _category: str) -> None:
        given(tenant, number, target, resource, "alternate")

    monkeypatch.setattr(numbering, "occupy", as_alternate)
    alex = await place.connected()
    plan = await alex.say(f"assign 102 to john with {TEAMS}, 6567891230")
    await alex.click("Apply now", plan)
    await alex.sees("Teams has given +65 6789 1230 to this person as their alternate number.")
