"""Mend: what keeps people from calling is put right with a click, for one at once, for many by a plan."""

from __future__ import annotations

import pytest

from tests.support.chat import Person
from tests.support.marks import first_quick
from tests.support.sheets import PHONE, TEAMS
from tests.support.town import Town

RESOURCE = "device_import_msteams_OC_resource"
RULE = {"outboundCall": {"outgoingCallRule": "default-sg"}}


def rule_of(place: Town, key: str) -> object:
    """The outbound call rule of an extension in the CPaaS."""
    return place.organisation().extensions[key].settings.get("outboundCall", {}).get("outgoingCallRule")


def licensed(place: Town, name: str) -> bool:
    """Whether somebody has a Teams Phone licence."""
    somebody = place.somebody(name)
    return any("MCOEV" in place.tenant().skus[sku].plans.values() for sku in somebody.sku_ids)


async def approved(alex: Person, sam: Person, *words: str) -> None:
    """The second admin agrees to the plan that holds these words, and it is done."""
    await alex.click("Send for approval", await alex.sees("Your plan", *words))
    await sam.click("Approve", await sam.sees("Please check this plan", *words))
    await alex.sees("All done", *words)


async def test_a_missing_rule_is_named_and_mended_with_one_click(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    chain = await alex.say("ready john")
    assert "Without it the person can't call out" in chain.words
    await alex.click("Give the rule Singapore default", chain)
    closing = await alex.sees("All done", "Give the outbound rule Singapore default: 101 John")
    assert "Singapore default" in closing.words
    assert rule_of(place, "101") == "default-sg"
    assert await place.effects() == {"settings:101": 1}
    chain = await alex.say("ready john")
    assert "Give the rule Singapore default" not in chain.actions


@pytest.mark.long
async def test_all_missing_rules_are_one_plan(place: Town) -> None:
    for key, who, number in (("101", "john", "6567891230"), ("102", "alice", "6567891231"), ("103", "omar", "")):
        place.line(key, who, number, TEAMS)
    place.line("104", "resource.account", "6567891232", RESOURCE)
    alex, sam = await place.connected(), await place.person("Sam")
    ready = await alex.say("ready")
    assert "No outbound rule" in ready.words
    assert "101 John, 102 Alice, 103 Omar" in ready.words
    await alex.click("Give the rule Singapore default", ready)
    await approved(alex, sam, "Give the outbound rule Singapore default to 3 lines")
    assert [rule_of(place, key) for key in ("101", "102", "103", "104")] == ["default-sg"] * 3 + [None]
    assert await place.effects() == {"settings:101": 1, "settings:102": 1, "settings:103": 1}
    assert "No outbound rule" not in (await alex.say("ready")).words


@pytest.mark.slow
async def test_the_system_s_default_rule_is_given(place: Town) -> None:
    system = place.organisation().system_settings
    system["outboundCallRules"].append({"id": "local", "name": "Local only", "countries": ["SG"], "dialPlans": []})
    system["general"]["defaultOutboundRule"] = "local"
    place.line("101", "john", "", TEAMS)
    alex = await place.connected()
    await alex.say("mend rule john")
    await alex.sees("All done", "Local only")
    assert rule_of(place, "101") == "local"


@pytest.mark.long
async def test_of_several_rules_one_is_chosen(place: Town) -> None:
    system = place.organisation().system_settings
    system["outboundCallRules"].append({"id": "local", "name": "Local only", "countries": ["SG"], "dialPlans": []})
    place.line("101", "john", "", TEAMS)
    alex = await place.connected()
    await alex.click("Give a rule", await alex.say("ready 101"))
    form = await alex.sees("Which outbound call rule?")
    await alex.click("Give it", form, rule="nonsense")
    await alex.sees("Which outbound call rule?")
    assert rule_of(place, "101") is None
    await alex.click("Give it", rule="local")
    await alex.sees("All done", "Local only")
    assert rule_of(place, "101") == "local"


async def test_without_any_rule_it_is_said_where_to_make_one(place: Town) -> None:
    place.organisation().system_settings["outboundCallRules"] = []
    place.line("101", "john", "", TEAMS)
    alex = await place.connected()
    answer = await alex.say("mend rule 101")
    assert "Your system has no outbound call rule yet." in answer.words
    assert "settings outbound call rule" in answer.words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_numbers_are_uploaded_and_then_assigned(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await alex.click("Upload the number", await alex.say("ready 101"))
    await alex.sees("All done", "Upload 1 number: 101 John")
    assert (await place.in_teams())["+6567891230"]["holder"] is None
    await alex.click("Assign the number", await alex.say("ready 101"))
    await alex.sees("All done", "Assign 1 number in Teams: 101 John")
    assert (await place.in_teams())["+6567891230"]["holder"] == "John"
    assert await place.effects() == {"upload:+6567891230": 1, "assign:+6567891230": 1}


@pytest.mark.long
async def test_the_next_free_number_of_the_right_country(place: Town) -> None:
    place.line("101", "john", "", TEAMS)
    place.line("102", "alice", "6567891230", TEAMS)
    place.line("103", "priya", "", TEAMS)
    alex = await place.connected()
    await alex.click("Give a free number", await alex.say("ready 101"))
    await alex.sees("All done", "Give 1 free number")
    assert (await place.in_cpaas())["extensions"]["101"]["numbers"] == ["6567891231"]
    assert await place.in_teams() == {}
    answer = await alex.say("mend number 103")
    assert "No free number from India." in answer.words
    assert (await place.in_cpaas())["extensions"]["103"]["numbers"] == []


@pytest.mark.slow
async def test_the_teams_addon_for_a_line_that_has_none(place: Town) -> None:
    place.line("105", "hallie", "6567891230", PHONE)
    place.line("106", "resource.account", "", PHONE)
    alex = await place.connected()
    await alex.click("Give the Teams add-on", await alex.say("ready hallie"))
    # An add-on takes a seat, so its plan is shown first.
    await alex.click("Apply now", await alex.sees("Your plan", "Give 1 Teams add-on: 105 Hallie"))
    await alex.sees("All done", "Give 1 Teams add-on: 105 Hallie")
    assert (await place.in_cpaas())["extensions"]["105"]["addons"] == [PHONE, TEAMS]
    await alex.say("mend addon 106")
    await alex.click("Apply now", await alex.sees("Your plan", "Give 1 Teams add-on: 106 Resource Account"))
    await alex.sees("All done", "Give 1 Teams add-on: 106 Resource Account")
    assert (await place.in_cpaas())["extensions"]["106"]["addons"] == [PHONE, RESOURCE]
    assert await place.in_teams() == {}


async def test_what_is_mended_elsewhere_says_where(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.line("104", "", "6567891231", TEAMS)
    alex = await place.connected()
    consent = place.sandbox.world.operator.consents[place.tenant().id]
    consent.countries = ["MY"]
    chain = await alex.say("ready 101")
    assert "It covers Malaysia, not Singapore" in chain.words
    assert "Teams admin centre ↗" in chain.actions
    assert "Upload the number" not in chain.actions
    answer = await alex.say("mend consent")
    assert "Voice > Operators" in answer.words
    assert "Teams admin centre ↗" in answer.actions
    answer = await alex.say("mend person 104")
    assert "Nobody holds the line." in answer.words
    assert await place.effects() == {}


async def test_what_has_to_wait_for_another_link_says_so(place: Town) -> None:
    place.line("101", "ben", "6567891230", TEAMS)
    alex = await place.connected()
    answer = await alex.say("mend assign ben")
    assert "Can't mend: number not assigned" in answer.words
    assert "Number uploaded to Teams: not uploaded." in answer.words
    assert "Nothing to mend" in (await alex.say("mend assign")).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_somebody_s_first_broken_link_by_name_alone(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    place.organisation().extensions["101"].settings = RULE
    alex = await place.connected()
    await alex.say("mend john")
    await alex.sees("All done", "Upload 1 number: 101 John")
    await alex.say("mend john")
    await alex.sees("All done", "Assign 1 number in Teams: 101 John")
    assert "101 John can call in Teams." in (await alex.say("mend john")).words


@pytest.mark.parametrize(
    ("words", "answer"),
    first_quick(
        [
            ("mend", "What shall I mend?"),
            ("mend rule zoe", "I can't find “zoe”."),
            ("mend rule chris lee", "fits several lines: 102, 103."),
            ("mend licence omar", "Omar has no line yet."),
            ("mend rule 100", "There is nothing to mend: this is so already."),
        ]
    ),
)
async def test_words_that_mend_nothing(place: Town, words: str, answer: str) -> None:
    place.line("102", "chris.lee", "", TEAMS)
    place.line("103", "chris.lee2", "", TEAMS)
    alex = await place.connected()
    assert answer in (await alex.say(words)).words
    assert await place.effects() == {}


async def test_a_reader_sees_the_chain_and_no_button_that_changes(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    await place.connected()
    kim = await place.person("Kim")
    assert list((await kim.say("ready")).actions) == ["As a file", "Home"]
    chain = await kim.say("ready 101")
    assert list(chain.actions) == ["Home"]
    await kim.press(chain, "ready.mend", place.sealed("ready.mend", {"link": "rule", "key": "101"}))
    await kim.sees("You may not change anything.")
    assert "You may not change anything." in (await kim.say("mend rule")).words
    assert await place.effects() == {}


@pytest.mark.long
async def test_a_double_click_has_one_effect(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    chain = await alex.say("ready 101")
    for _ in range(3):
        await alex.click("Give the rule Singapore default", chain)
    await alex.resend()
    await alex.sees("All done", "Give the outbound rule Singapore default")
    await alex.click("Give the rule Singapore default", chain, later="yes")
    await alex.sees("There is nothing to mend: this is so already.")
    assert "Give the outbound rule" in (await alex.now(chain)).words  # the plan's card isn't overwritten
    assert "1 job" in (await alex.say("jobs")).words
    assert rule_of(place, "101") == "default-sg"
    assert await place.effects() == {"settings:101": 1}


async def test_a_line_that_moved_is_shown_and_not_overwritten(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    chain = await alex.say("ready 101")
    line = place.organisation().extensions["101"]
    line.version += 1
    line.identity_uuid = next(m.identity_uuid for m in place.organisation().members.values() if m.username == "alice")
    await alex.click("Give the rule Singapore default", chain)
    await alex.becomes(chain, "This line was changed since that card was made.", "101 Alice can't call in Teams yet.")
    assert await place.effects() == {}
    await alex.click("Give the rule Singapore default", await alex.now(chain))
    await alex.sees("All done", "101 Alice")


async def test_a_line_of_nobody_s_is_gone(place: Town) -> None:
    place.line("101", "john", "", TEAMS)
    alex = await place.connected()
    chain = await alex.say("ready 101")
    del place.organisation().extensions["101"]
    place.organisation().index = None
    await alex.click("Give the rule Singapore default", chain)
    await alex.sees("Extension 101 is gone.")
    await alex.press(chain, "ready.mend", place.sealed("ready.mend", {"link": "moon", "key": "100"}))
    await alex.sees("I don't know how to mend this.")
    assert await place.effects() == {}
