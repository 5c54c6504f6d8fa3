"""Provision: vacant extensions in a row, with collisions and seats told by name."""

from __future__ import annotations

import pytest

from tests.support.sheets import PHONE
from tests.support.town import Town


@pytest.mark.slow
async def test_five_by_words_take_a_second_person(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    plan = await alex.say("provision 5 from 120")
    assert "Provision 5 extensions, 120 to 124" in plan.words
    assert "Create extensions: \n5" in plan.words
    assert "120 Line 120\nnew extension" in plan.words
    assert "49 → 44 of 50" in plan.words
    assert await place.effects() == {}
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Provision 5 extensions")
    await sam.click("Approve")
    closing = await alex.sees("All done", "Provision 5 extensions", "5 done")
    found = (await place.in_cpaas())["extensions"]
    assert sorted(found) == ["100", "120", "121", "122", "123", "124"]
    assert {found[key]["identity_uuid"] for key in found if key != "100"} == {None}
    assert await place.effects() == {f"extension.create:{key}": 1 for key in range(120, 125)}
    await alex.click("Undo", closing)
    plan = await alex.sees("Your plan", "Undo: Provision 5 extensions")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan", "Undo: Provision 5 extensions")
    await sam.click("Approve")
    await alex.sees("All done", "Undo: Provision 5 extensions")
    assert list((await place.in_cpaas())["extensions"]) == ["100"]


@pytest.mark.long
async def test_the_form_proposes_the_next_free_extension(place: Town) -> None:
    place.line("101", "", "", PHONE)
    place.line("102", "", "", PHONE)
    alex = await place.connected()
    form = await alex.say("provision")
    assert "Phone System · 47 free" in form.words
    assert "103" in form.words.splitlines()
    await alex.click("See the plan", form, count="1")
    plan = await alex.becomes(form, "Your plan", "Provision 1 extension, 103")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert "103" in (await place.in_cpaas())["extensions"]


async def test_collisions_are_named_and_what_was_typed_is_kept(place: Town) -> None:
    place.line("121", "john", "", PHONE)
    place.line("123", "", "", PHONE)
    alex = await place.connected()
    form = await alex.say("provision 5 from 120")
    assert "There already: 121 (John), 123 (Line 123)." in form.words
    assert "From 124 on, 5 extensions in a row are free." in form.words
    await alex.click("See the plan", form, start="100", count="1")
    form = await alex.becomes(form, "There already: 100 (Wei Ling). 101 is free.")
    for count, start, wrong in (
        ("0", "120", "A number from 1 to 1,000."),
        ("5000", "120", "A number from 1 to 1,000."),
        ("2", "12", "“12” is no extension."),
        ("2", "front", "“front” is no extension."),
        ("5", "99998", "From 99998 on there are only 2 extensions up to 99999."),
        ("60", "200", "Phone System: the plan needs 60 and 47 of 50 are free."),
    ):
        await alex.click("See the plan", form, start=start, count=count)
        form = await alex.becomes(form, wrong)
        assert start in form.words.splitlines()
    assert "I can't read that." in (await alex.say("provision some lines")).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_an_extension_made_meanwhile_is_not_taken_over(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    plan = await alex.say("provision 2 from 120")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    place.line("120", "john", "", PHONE)
    place.organisation().extensions["120"].ext_label = "Warehouse"
    await sam.click("Approve")
    closing = await alex.sees("Some lines need you", "Extension 120 exists by now.")
    assert "1 done" in closing.words
    found = (await place.in_cpaas())["extensions"]
    assert found["120"]["ext_label"] == "Warehouse"
    assert "121" in found


@pytest.mark.slow
async def test_another_base_licence_of_the_pool(place: Town) -> None:
    place.organisation().pool["license_other"] = 2
    place.organisation().bases.add("license_other")
    alex = await place.connected()
    form = await alex.say("provision")
    assert "license_other · 2 free" in form.words
    await alex.click("See the plan", form, count="1", start="300", base="license_nonsense")
    form = await alex.becomes(form, "“license_nonsense” is no licence for extensions.")
    await alex.click("See the plan", form, count="1", start="300", base="license_other")
    plan = await alex.becomes(form, "Your plan", "license_other", "2 → 1 of 2")
    await alex.click("Apply now", plan)
    await alex.sees("All done")
    assert (await place.in_cpaas())["extensions"]["300"]["base_sku"] == "license_other"
    assert "license_other" in (await alex.say("line 300")).words


async def test_hundreds_are_planned_beside_the_chat(place: Town) -> None:
    place.organisation().pool["license_phone_system"] = 500
    alex = await place.connected()
    await alex.say("provision 150 from 2000")
    plan = await alex.sees("Your plan", "Provision 150 extensions, 2000 to 2149")
    assert "Create extensions: \n150" in plan.words


@pytest.mark.slow
async def test_a_seat_that_is_gone_by_then_ends_its_line_only(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    plan = await alex.say("provision 3 from 120")
    await alex.click("Send for approval", plan)
    await sam.sees("Please check this plan")
    place.organisation().pool["license_phone_system"] = 3
    await sam.click("Approve")
    closing = await alex.sees("Some lines need you", "No free seat is left")
    assert "2 done" in closing.words
    assert sorted((await place.in_cpaas())["extensions"]) == ["100", "120", "121"]
