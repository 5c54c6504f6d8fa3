"""Outbound and inbound call rules: added, changed, taken out; who has which, and giving many another one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.domain.settings.countries import COUNTRIES
from tests.support.chat import Person, Shown, inputs_of
from tests.support.road import applied, approved
from tests.support.sheets import cells
from tests.support.town import Town

LOCAL_ONLY = {"id": "local-only", "name": "Local only", "countries": ["SG"], "dialPlans": []}


async def rules(place: Town, kind: str = "outbound") -> list[dict[str, Any]]:
    """The rules in the CPaaS."""
    found: list[dict[str, Any]] = (await place.in_cpaas())["system_settings"][f"{kind}CallRules"]
    return found


async def rule_of(place: Town, key: str) -> str | None:
    """The outbound call rule of an extension in the CPaaS."""
    settings: Mapping[str, Any] = (await place.in_cpaas())["extensions"][key]["settings"]
    found: str | None = settings.get("outboundCall", {}).get("outgoingCallRule")
    return found


def another_rule(place: Town) -> None:
    """A second rule that nobody goes by."""
    place.organisation().system_settings["outboundCallRules"].append(dict(LOCAL_ONLY))


def three_people(place: Town) -> None:
    """John and Alice without a rule, Hallie with the default one."""
    place.line("101", "john", "6567891230")
    place.line("102", "alice", "6567891231")
    place.line("103", "hallie", "6567891232")
    place.organisation().extensions["103"].settings = {"outboundCall": {"outgoingCallRule": "default-sg"}}


async def opened(person: Person, which: str = "0", kind: str = "outbound") -> Shown:
    """The form of a rule, by its place in the list."""
    card = await person.say(f"{kind} rules")
    await person.click("Open", card, which=which)
    return await person.becomes(card, f"{kind.capitalize()} call rule", "Name")


async def test_a_rule_is_added_with_default_dial_plans(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("outbound rules")
    await alex.click("Add a rule", card)
    form = await alex.becomes(card, "New outbound call rule", "Singapore", "Local; ^[3689][0-9]{7}$; 0; 65")
    await alex.click("Import defaults", form, name="Thai desk", countries="sg", dialPlans="", country="TH")
    form = await alex.becomes(form, "Thailand; ^0[2-9][0-9]{7,8}$; 1; 66", "Thai desk")
    assert await place.effects() == {}
    await alex.click("See the plan", form)
    plan = await alex.becomes(form, "Add outbound call rule Thai desk", "You can apply this yourself.")
    assert "Outbound call rules: Thai desk: none → 2 countries, 1 dial plan" in plan.words
    await applied(alex, plan)
    added = (await rules(place))[1]
    thai = {"name": "Thailand", "pattern": "^0[2-9][0-9]{7,8}$", "strip": 1, "prepend": "66"}
    assert added == {"id": "thai-desk", "name": "Thai desk", "countries": ["SG", "TH"], "dialPlans": [thai]}
    assert await place.effects() == {"settings:system": 1}


@pytest.mark.slow
async def test_a_country_that_was_found_while_typing_joins_those_that_are_there(place: Town) -> None:
    alex = await place.connected()
    form = await opened(alex)
    await alex.click("See the plan", form, more="Peru")
    await alex.becomes(form, "Peru")
    again = await opened(alex)
    await alex.click("See the plan", again, name="", more="Peru")
    wrong = await alex.becomes(again, "Outbound call rule", "Peru")
    assert inputs_of(wrong.card)["countries"].splitlines()[-1] == "Peru"
    assert not inputs_of(wrong.card)["more"]


@pytest.mark.long
async def test_more_countries_are_the_authors_own_decision_and_fewer_are_not(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    countries = " ".join((await rules(place))[0]["countries"])
    form = await opened(alex)
    assert "United Kingdom" in form.words
    await alex.click("See the plan", form, countries=f"{countries}, Spain".replace(" ", ","))
    plan = await alex.becomes(form, "Change outbound call rule Singapore default")
    assert "20 → 21 with Spain" in plan.words
    await applied(alex, plan)
    assert "ES" in (await rules(place))[0]["countries"]
    form = await opened(alex)
    await alex.click("See the plan", form, countries="SG")
    plan = await alex.becomes(form, "A second admin has to approve this.", "21 with Malaysia")
    await approved(alex, sam, plan)
    assert (await rules(place))[0]["countries"] == ["SG"]


@pytest.mark.slow
async def test_a_changed_dial_plan_takes_a_second_person(place: Town) -> None:
    alex, sam = await place.connected(), await place.person("Sam")
    form = await opened(alex)
    await alex.click("See the plan", form, dialPlans="Local; ^(6|8|9)[0-9]{7}$; 0; 65")
    plan = await alex.becomes(form, "A second admin has to approve this.")
    await approved(alex, sam, plan)
    assert (await rules(place))[0]["dialPlans"][0]["pattern"] == "^(6|8|9)[0-9]{7}$"


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"name": ""}, "A rule needs a name"),
        ({"name": "singapore DEFAULT"}, "There are two rules named “singapore DEFAULT”."),
        ({"countries": "SG, Atlantis"}, "“Atlantis” is no country's two letters"),
        ({"countries": ""}, "name at least one country"),
        ({"dialPlans": "Local; ^[36; 0; 65"}, "“^[36” is no pattern"),
        ({"dialPlans": "Local; ; 0; 65"}, "a pattern has 1 to 80 signs"),
        ({"dialPlans": f"Local; {'9' * 81}; 0; 65"}, "81 characters"),
        ({"dialPlans": "Local; ^9$; many; 65"}, "“many” isn't a whole number"),
        ({"dialPlans": "Local; ^9$; 0; abc"}, "isn't digits only"),
    ],
)
async def test_what_cannot_be_comes_back_in_the_form(place: Town, typed: dict[str, str], why: str) -> None:
    alex = await place.connected()
    card = await alex.say("outbound rules")
    await alex.click("Add a rule", card)
    form = await alex.becomes(card, "New outbound call rule")
    await alex.click(
        "See the plan", form, **{"name": "Sales", "countries": "SG", "dialPlans": "A; ^9$; 0; 65", **typed}
    )
    again = await alex.becomes(form, why)
    assert "See the plan" in again.actions
    assert all(part in again.words for part in typed.values())
    assert await place.effects() == {}


async def test_a_form_from_before_somebody_elses_change_overwrites_nothing(place: Town) -> None:
    alex = await place.connected()
    form = await opened(alex)
    another_rule(place)
    await alex.click("See the plan", form, name="Renamed")
    refused = await alex.sees("Somebody changed this list since the card was shown.")
    assert [rule["name"] for rule in await rules(place)] == ["Singapore default", "Local only"]
    await alex.click("Show it fresh", refused)
    await alex.sees("Local only")
    assert await place.effects() == {}


@pytest.mark.slow
async def test_a_rule_that_people_have_goes_only_after_they_have_another_one(place: Town) -> None:
    three_people(place)
    another_rule(place)
    alex, sam = await place.connected(), await place.person("Sam")
    form = await opened(alex)
    await alex.click("Delete", form)
    card = await alex.becomes(form, "This rule is in use", "Wei Ling and Hallie go by “Singapore default”")
    await alex.click("Give them that rule", card, rule="local-only")
    plan = await alex.sees("Your plan", "Outbound call rule Local only for 2 lines")
    await approved(alex, sam, plan)
    assert [await rule_of(place, key) for key in ("100", "103")] == ["local-only", "local-only"]
    form = await opened(alex)
    await alex.click("Delete", form)
    plan = await alex.becomes(form, "Delete outbound call rule Singapore default", "A second admin has to approve")
    await approved(alex, sam, plan)
    assert [rule["id"] for rule in await rules(place)] == ["local-only"]


@pytest.mark.long
async def test_a_rule_somebody_got_after_the_plan_stays(place: Town) -> None:
    three_people(place)
    another_rule(place)
    alex, sam = await place.connected(), await place.person("Sam")
    form = await opened(alex, "1")
    await alex.click("Delete", form)
    plan = await alex.becomes(form, "Delete outbound call rule Local only")
    place.organisation().extensions["101"].settings = {"outboundCall": {"outgoingCallRule": "local-only"}}
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("Some lines need you", "uses 'local-only'")
    assert len(await rules(place)) == 2


async def test_the_rule_of_new_lines_stays(place: Town) -> None:
    another_rule(place)
    place.organisation().system_settings["general"]["defaultOutboundRule"] = "local-only"
    alex = await place.connected()
    form = await opened(alex, "1")
    await alex.click("Delete", form)
    await alex.becomes(form, "Local only is the rule that new lines begin with.")
    assert await place.effects() == {}


async def test_a_rule_for_all_the_world_with_many_dial_plans_comes_back_whole(place: Town) -> None:
    """Names of 250 countries are longer than a field of a form, and so are thirty patterns."""
    plans = [{"name": f"Plan {no:02} {'n' * 31}", "pattern": "9" * 80, "strip": 0, "prepend": "65"} for no in range(30)]
    world = {"id": "world", "name": "World", "countries": [*COUNTRIES], "dialPlans": plans}
    place.organisation().system_settings["outboundCallRules"].append(world)
    alex = await place.connected()
    form = await opened(alex, "1")
    await alex.click("See the plan", form)
    await alex.becomes(form, "Nothing to do")
    form = await opened(alex, "1")
    await alex.click("See the plan", form, name="Whole world")
    plan = await alex.becomes(form, "World → Whole world")
    assert "countries" not in plan.words
    await applied(alex, plan)
    assert (await rules(place))[1] == {**world, "name": "Whole world"}


@pytest.mark.parametrize(("kind", "title"), [("outbound", "กฎการโทรออก"), ("inbound", "กฎสายเรียกเข้า")])
async def test_the_form_of_a_rule_is_headed_in_the_readers_language(place: Town, kind: str, title: str) -> None:
    rule = {"name": "Hide", "appliesTo": "caller", "startsWith": "", "strip": 0, "prepend": "9"}
    place.organisation().system_settings["inboundCallRules"] = [rule]
    alex = await place.connected()
    await alex.say("language thai")
    card = await alex.say(f"{kind} rules")
    await alex.click("เปิด", card, which="0")
    form = await alex.until(lambda m: m.id == card.id and "name" in inputs_of(m.card), "the form")
    assert form.words.strip().startswith(title)


async def test_a_place_the_list_does_not_have_is_refused(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("outbound rules")
    for which in ("7", "-1", "x", ""):
        await alex.click("Open", card, which=which)
        await alex.sees("That entry isn't in the list any more.")


@pytest.mark.slow
async def test_a_reader_looks_at_rules_and_changes_none(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    form = await opened(kim)
    assert "Japan" in form.words
    assert not {"See the plan", "Delete", "Import defaults"} & set(form.actions)
    listed = await kim.say("outbound rules")
    assert "Add a rule" not in listed.actions
    await kim.press(listed, "outbound.new", place.sealed("outbound.new", {}))
    await kim.sees("You may not change what all lines share.")


async def test_rules_are_given_as_a_file(place: Town) -> None:
    alex = await place.connected()
    await alex.click("As a file", await alex.say("outbound rules"))
    rows = cells(await alex.take_file())
    assert rows[0] == ["Short name", "Name", "Countries people may call", "Dial plans"]
    assert rows[1][:2] == ["default-sg", "Singapore default"]
    assert "Japan" in str(rows[1][2])


@pytest.mark.long
async def test_people_are_found_by_rule(place: Town) -> None:
    three_people(place)
    alex = await place.connected()
    everybody = await alex.say("who has rule")
    assert "4 lines" in everybody.words
    named = await alex.say("who has rule singapore DEFAULT")
    assert "2 lines" in named.words
    assert "103 · Hallie · Singapore default" in named.words
    assert "Alice" not in named.words
    without = await alex.say("people without a rule")
    assert "102 · Alice · no rule" in without.words
    assert "Hallie" not in without.words
    refused = await alex.say("who has rule Nowhere")
    assert "There is no outbound call rule “Nowhere”." in refused.words
    assert "Singapore default" in refused.words


@pytest.mark.long
async def test_one_persons_rule_is_changed_from_the_list(place: Town) -> None:
    three_people(place)
    alex = await place.connected()
    card = await alex.say("people without a rule")
    await alex.click("Change rule", card, ticked="", rule="default-sg")
    await alex.sees("Nobody is ticked.")
    await alex.click("Change rule", card, ticked="102,999", rule="default-sg")
    plan = await alex.becomes(card, "Outbound call rule Singapore default for Alice", "You can apply this yourself.")
    await applied(alex, plan)
    assert await rule_of(place, "102") == "default-sg"
    assert await place.effects() == {"settings:102": 1}


@pytest.mark.slow
async def test_ticks_are_carried_over_pages_and_all_can_be_changed(place: Town) -> None:
    another_rule(place)
    for no in range(12):
        place.line(str(200 + no), "john" if no % 2 else "alice")
    alex, sam = await place.connected(), await place.person("Sam")
    card = await alex.say("who has rule")
    assert "13 lines, page 1 of 2" in card.words
    await alex.click("Next", card, ticked="200,201")
    card = await alex.becomes(card, "page 2 of 2", "2 lines ticked on other pages.")
    await alex.click("Change rule", card, ticked="211", rule="local-only")
    plan = await alex.sees("Your plan", "Outbound call rule Local only for 3 lines")
    await approved(alex, sam, plan)
    assert [await rule_of(place, key) for key in ("200", "201", "211", "202")] == ["local-only"] * 3 + [None]
    card = await alex.say("people without a rule")
    await alex.click("Show", card, filter="all")
    card = await alex.becomes(card, "13 lines")
    await alex.click("Change all 13", card, rule="local-only")
    plan = await alex.sees("Outbound call rule Local only for 13 lines", "10 of 13 lines would change")
    await approved(alex, sam, plan)
    assert {await rule_of(place, str(200 + no)) for no in range(12)} == {"local-only"}


async def test_a_rule_that_is_gone_is_not_given(place: Town) -> None:
    three_people(place)
    alex = await place.connected()
    card = await alex.say("people without a rule")
    await alex.click("Change rule", card, ticked="102", rule="no-such-rule")
    await alex.sees("Choose the rule to give them.")
    assert await place.effects() == {}


async def test_who_has_which_rule_as_a_file(place: Town) -> None:
    three_people(place)
    alex = await place.connected()
    await alex.click("As a file", await alex.say("people without a rule"))
    rows = cells(await alex.take_file())
    assert rows == [["Ext Key", "User", "Outbound call rule"], ["101", "John", ""], ["102", "Alice", ""]]


@pytest.mark.slow
async def test_an_inbound_rule_is_added_changed_and_deleted(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("inbound rules")
    assert "No rules here." in card.words
    await alex.click("Add a rule", card)
    form = await alex.becomes(card, "New inbound call rule")
    await alex.click("See the plan", form, name="Hide trunk", startsWith="6567", strip="2", prepend="0")
    await applied(alex, await alex.becomes(form, "Add inbound call rule Hide trunk"))
    rule = {"name": "Hide trunk", "appliesTo": "caller", "startsWith": "6567", "strip": 2, "prepend": "0"}
    assert await rules(place, "inbound") == [rule]
    form = await opened(alex, "0", "inbound")
    await alex.click("See the plan", form, appliesTo="called", strip="99")
    form = await alex.becomes(form, "“99” isn't a whole number from 0 to 15")
    await alex.click("See the plan", form, strip="3")
    await applied(alex, await alex.becomes(form, "Change inbound call rule Hide trunk", "The called number"))
    assert await rules(place, "inbound") == [{**rule, "appliesTo": "called", "strip": 3}]
    form = await opened(alex, "0", "inbound")
    await alex.click("Delete", form)
    await applied(alex, await alex.becomes(form, "Delete inbound call rule Hide trunk", "You can apply this yourself."))
    assert await rules(place, "inbound") == []
    assert await place.effects() == {"settings:system": 3}
