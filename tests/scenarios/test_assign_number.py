"""A free number and who is to have it; and every number to the line it belongs to."""

from __future__ import annotations

import pytest

from tests.scenarios.test_release import agreed
from tests.scenarios.test_search import found
from tests.support.chat import Person, Shown, inputs_of
from tests.support.marks import first_quick
from tests.support.sheets import PHONE, TEAMS
from tests.support.town import Town
from tests.support.uploads import answered

RESOURCE = "device_import_msteams_OC_resource"


async def uploaded(place: Town, words: str) -> tuple[Person, Person]:
    """These numbers are in Teams and nobody has them there."""
    alex, sam = await place.connected(), await place.person("Sam")
    before = {m.id for m in await alex.messages()}
    await alex.say(f"upload {words}")
    plan = await answered(alex, before)
    if "Apply now" in plan.actions:
        await alex.click("Apply now", plan)
        await alex.sees("All done", "Upload 1 number")
    else:
        await agreed(alex, sam, plan, "Upload ")
    return alex, sam


async def done(place: Town, alex: Person, plan: Shown, number: str, holder: str) -> None:
    before = {m.id for m in await alex.messages()}
    await alex.click("Apply now", plan)
    await alex.until(lambda m: m.id not in before and "All done" in m.words, "the end")
    assert (await place.in_teams())[number]["holder"] == holder


@pytest.mark.slow
async def test_typed_with_number_and_name(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230")
    plan = await alex.say("assign number 6567891230 to john")
    assert "Assign +65 6789 1230 to John" in plan.words
    assert (await place.effects()).keys() == {"upload:+6567891230"}
    await done(place, alex, plan, "+6567891230", "John")


async def test_a_name_without_a_number_is_kept_in_the_form(place: Town) -> None:
    alex = await place.connected()
    for words in ("assign number to alice", "give number to Alice", "assign number for alice@contoso.com"):
        form = await alex.say(words)
        assert inputs_of(form.card)["person"] == "alice@contoso.com", words


@pytest.mark.slow
async def test_by_the_form_a_number_on_no_line_is_put_on_the_persons_line(place: Town) -> None:
    place.line("102", "alice", "", TEAMS)
    alex, _ = await uploaded(place, "6567891235")
    form = await alex.say("assign number")
    assert "1 number in Teams has nobody yet." in form.words
    assert "+65 6789 1235 · for people" in form.words
    alice = place.somebody("Alice").id
    await alex.click("See the plan", form, number="+6567891235", person=alice)
    plan = await alex.becomes(form, "Your plan", "+65 6789 1235")
    await done(place, alex, plan, "+6567891235", "Alice")
    assert (await place.in_cpaas())["extensions"]["102"]["numbers"] == ["6567891235"]
    effects = await place.effects()
    assert set(effects.values()) == {1}
    assert "Nothing to do" in (await alex.say("assign number 6567891235 to alice")).words


@pytest.mark.slow
async def test_a_resource_account_gets_a_number_of_its_kind_only(place: Town) -> None:
    place.line("104", "resource.account", "6567891230", RESOURCE)
    alex, _ = await uploaded(place, "6567891230, 6567891235")
    person = place.somebody("Resource Account").user_principal_name
    refused = await alex.say("assign number 6567891235 to Resource Account")
    assert "+65 6789 1235 was uploaded for people. Release it and upload it again." in refused.words
    assert inputs_of(refused.card) == {"number": "+6567891235", "person": person}
    plan = await alex.say("assign number 6567891230 to Resource Account")
    await done(place, alex, plan, "+6567891230", "Resource Account")


@pytest.mark.long
async def test_without_a_line_the_next_step_is_named(place: Town) -> None:
    alex, _ = await uploaded(place, "6567891235")
    refused = await alex.say("assign number 6567891235 to alice")
    assert "Alice has no line yet. Give them one first." in refused.words
    assert refused.actions["Give a line"]["verb"] == "say"
    assert inputs_of(refused.card)["number"] == "+6567891235"


@pytest.mark.slow
async def test_without_the_phone_licence_the_same_plan_gives_it(place: Town) -> None:
    place.line("103", "hallie", "6567891232", TEAMS)
    alex, _ = await uploaded(place, "6567891232")
    plan = await alex.say("assign number 6567891232 to hallie")
    assert "Hallie has no Teams Phone licence. This plan gives Teams Phone" in plan.words
    assert "Apply now" not in plan.actions
    await alex.click("Give licence, then plan", plan)
    await alex.sees("All done", "Assign +65 6789 1232 to Hallie")
    assert (await place.in_teams())["+6567891232"]["holder"] == "Hallie"


@pytest.mark.long
@pytest.mark.parametrize(("bought", "told"), [(True, "No free seat"), (False, "Your tenant has no such licence")])
async def test_where_no_phone_licence_is_free_the_form_says_so(place: Town, bought: bool, told: str) -> None:
    place.line("103", "hallie", "6567891232", TEAMS)
    alex, _ = await uploaded(place, "6567891232")
    for sku in place.tenant().skus.values():
        sku.enabled = 0
        sku.plans = {plan: name for plan, name in sku.plans.items() if bought or not name.startswith("MCOEV")}
    refused = await alex.say("assign number 6567891232 to hallie")
    assert "Hallie has no Teams Phone licence. Your tenant has no free seat of one: buy it" in refused.words
    await alex.click("Microsoft licences", refused)
    await alex.sees(told)


@pytest.mark.slow
async def test_the_wrong_usage_location_is_set_with_the_same_plan(place: Town) -> None:
    place.line("106", "priya", "", TEAMS)
    alex, _ = await uploaded(place, "6567891235")
    refused = await alex.say("assign number 6567891235 to priya")
    assert "Priya's usage location is India, the number is from Singapore." in refused.words
    await alex.click("Set usage location too", refused)
    plan = await alex.becomes(refused, "Your plan", "set usage location India → Singapore")
    await done(place, alex, plan, "+6567891235", "Priya")
    assert place.somebody("Priya").usage_location == "SG"


@pytest.mark.slow
async def test_undo_says_that_a_usage_location_stays_where_none_was(place: Town) -> None:
    place.line("106", "priya", "", TEAMS)
    place.somebody("Priya").usage_location = None
    alex, _ = await uploaded(place, "6567891235")
    refused = await alex.say("assign number 6567891235 to priya")
    await alex.click("Set usage location too", refused)
    plan = await alex.becomes(refused, "Your plan", "set usage location none → Singapore")
    await done(place, alex, plan, "+6567891235", "Priya")
    await alex.click("Undo")
    await alex.sees("Undo:", "there was none before, and Microsoft takes no empty one, so it stays", "106 Priya")


@pytest.mark.slow
async def test_who_is_meant_is_never_guessed(place: Town) -> None:
    place.line("107", "chris.lee2", "", TEAMS)
    alex, _ = await uploaded(place, "6567891235")
    asked = await alex.say("assign number 6567891235 to Chris Lee")
    assert "2 people are called Chris Lee. Choose one of them." in asked.words
    assert "chris.lee2@contoso.com" in asked.words
    second = next(p for p in place.tenant().people.values() if p.user_principal_name.startswith("chris.lee2@"))
    await alex.click("See the plan", asked, person=second.id)
    plan = await alex.becomes(asked, "Your plan")
    await done(place, alex, plan, "+6567891235", "Chris Lee")
    assert (await place.in_teams())["+6567891235"]["assignment_target_id"] == second.id


@pytest.mark.parametrize(
    ("typed", "why"),
    first_quick(
        [
            ("assign number 6567891235 to nobody", "Nobody is called “nobody”."),
            ("assign number 6567891235 to alic", "Did you mean Alice (alice@contoso.com)?"),
            ("assign number 6588888888 to alice", "+65 8888 8888 isn't one of your CPaaS numbers."),
            ("assign number abc to alice", "“abc” is no number"),
            ("assign number 6567891231 to john", "+65 6789 1231 is on extension 102, which Alice holds."),
            ("assign number 6567891235 to hallie", "Extension 103 of Hallie has no Teams add-on."),
            ("assign number 6567891235 to john", "John has extensions 101 and 108. Say which"),
            ("assign number 6567891235 to 109", "Nobody holds extension 109."),
        ]
    ),
)
async def test_what_cannot_be_done_comes_back_in_the_form(place: Town, typed: str, why: str) -> None:
    place.line("101", "john", "", TEAMS)
    place.line("108", "john", "", TEAMS)
    place.line("109", "", "", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    place.line("103", "hallie", "", PHONE)
    alex = await place.connected()
    card = await alex.say(typed)
    assert why in card.words
    assert "See the plan" in card.actions
    assert await place.effects() == {}


@pytest.mark.slow
async def test_an_extension_says_which_line_is_meant(place: Town) -> None:
    place.line("101", "john", "", TEAMS)
    place.line("108", "john", "", TEAMS)
    alex, _ = await uploaded(place, "6567891235")
    await done(place, alex, await alex.say("assign number 6567891235 to 108"), "+6567891235", "John")
    assert (await place.in_cpaas())["extensions"]["108"]["numbers"] == ["6567891235"]


@pytest.mark.slow
async def test_numbers_are_found_while_typing(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex, _ = await uploaded(place, "6567891230, 6567891235")
    form = await alex.say("assign number 1235")
    (number,) = [node for node in form.card["body"] if node.get("id") == "number"]
    assert number["choices.data"]["dataset"] == "numbers.unassigned"
    assert {choice["value"] for choice in number["choices"]} == {"+6567891230", "+6567891235"}
    assert await found(alex, "numbers.unassigned", "6789-1235") == ["+65 6789 1235 · for people"]
    assert await found(alex, "numbers.unassigned", "1230") == ["+65 6789 1230 · ext 101 · for people"]


@pytest.mark.slow
async def test_assign_all_pairs_numbers_with_their_lines_and_names_those_left(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "6567891231", TEAMS)
    alex, sam = await uploaded(place, "6567891230-31, 6567891235")
    listed = await alex.say("numbers unassigned")
    await alex.click("Assign all 2", listed)
    plan = await alex.sees("Your plan", "Assign 2 numbers in Teams")
    assert "Left out, on no line: +65 6789 1235." in plan.words
    await agreed(alex, sam, plan, "Assign 2 numbers in Teams")
    held = {number: record["holder"] for number, record in (await place.in_teams()).items()}
    assert held == {"+6567891230": "John", "+6567891231": "Alice", "+6567891235": None}


@pytest.mark.slow
async def test_ticked_numbers_go_to_their_lines_and_one_on_no_line_is_asked_about(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("102", "alice", "", TEAMS)
    alex, _ = await uploaded(place, "6567891230, 6567891235")
    listed = await alex.say("numbers unassigned")
    await alex.click("Assign ticked", listed, ticked="+6567891230")
    plan = await alex.sees("Your plan", "Assign 1 number in Teams")
    await done(place, alex, plan, "+6567891230", "John")
    await alex.click("Assign ticked", listed, ticked="+6567891235")
    form = await alex.sees("Assign a number")
    assert inputs_of(form.card)["number"] == "+6567891235"
    await alex.click("See the plan", form, person=place.somebody("Alice").id)
    await done(place, alex, await alex.becomes(form, "Your plan"), "+6567891235", "Alice")


@pytest.mark.slow
async def test_a_line_that_moved_meanwhile_is_not_overwritten(place: Town) -> None:
    """The number went to another line after the plan was shown: the line ends with that reason."""
    place.line("102", "alice", "", TEAMS)
    alex, _ = await uploaded(place, "6567891235")
    plan = await alex.say("assign number 6567891235 to alice")
    place.line("110", "nadia", "6567891235", TEAMS)
    await alex.click("Apply now", plan)
    await alex.sees("Some lines need you", "another extension")
    assert (await place.in_teams())["+6567891235"]["holder"] is None


async def test_nothing_to_assign(place: Town) -> None:
    alex = await place.connected()
    assert "There is no number to assign." in (await alex.say("assign all")).words
