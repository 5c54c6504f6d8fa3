"""Templates: a person's settings saved under a name, given to others by words and by tick, and forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from services.domain.access import Role
from services.domain.reach import Reach, ReachKind
from tests.support.chat import inputs_of
from tests.support.reach import give
from tests.support.sheets import TEAMS, cells
from tests.support.town import Town

SALES: dict[str, Any] = {
    "devices": {"callWaiting": False, "sipGeneration": 7},
    "workingHours": {"start": "10:00"},
    "overview": {"email": "alice@contoso.com", "language": "ms"},
    "callForwarding": {"enabled": True, "numbers": ["6567891249"], "ringMode": "sequential"},
}
GIVEN = {
    "devices": {"callWaiting": False},
    "workingHours": {"start": "10:00"},
    "overview": {"language": "ms"},
    "callForwarding": {"ringMode": "sequential"},
}


def lines(place: Town) -> None:
    """Alice with settings of her own, and three others."""
    place.line("101", "alice", "", TEAMS)
    place.organisation().extensions["101"].settings = SALES
    for key, user in (("102", "john"), ("103", "hallie"), ("104", "nadia")):
        place.line(key, user, "", TEAMS)


async def held(place: Town, key: str) -> dict[str, Any]:
    """What the CPaaS has of an extension's settings."""
    found: dict[str, Any] = (await place.in_cpaas())["extensions"][key]["settings"]
    return found


@pytest.mark.slow
async def test_saved_by_words_and_given_by_words(place: Town) -> None:
    lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    saved = await alex.say("save settings of alice as Sales")
    assert "Template saved" in saved.words
    assert "101 Alice" in saved.words
    await alex.say("apply sales to john, hallie and nadia")
    plan = await alex.sees("Your plan", "Template Sales for 3 lines", "3 lines would change.")
    assert "103: Devices: Call waiting\non → off" in plan.words
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "3 done")
    for key in ("102", "103", "104"):
        assert await held(place, key) == GIVEN
    assert await held(place, "101") == SALES


@pytest.mark.slow
async def test_saved_by_button_and_given_to_one(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    card = await alex.say("settings alice")
    await alex.click("Save as a template", card)
    form = await alex.becomes(card, "What is their own stays out")
    await alex.click("Save", form, name="")
    assert "A name has 1 to 60 letters." in (await alex.becomes(card, "A name has")).words
    await alex.click("Save", await alex.now(card), name="  Night   shift ")
    await alex.becomes(card, "Template saved", "Night shift")
    card = await alex.say("settings john")
    await alex.click("Use a template", card)
    await alex.click("See the plan", await alex.becomes(card, "For 102 John."))
    plan = await alex.becomes(card, "Your plan", "4 settings", "Overview: Language", "English → Malay")
    await alex.click("Apply now", plan)
    closing = await alex.sees("All done", "09:00 → 10:00")
    assert await held(place, "102") == GIVEN
    await alex.click("Undo", closing)
    await alex.click("Apply now", await alex.sees("Your plan", "Undo: Template Night shift"))
    await alex.sees("All done", "10:00 → 09:00")
    assert (await held(place, "102"))["workingHours"] == {"start": "09:00"}


@pytest.mark.slow
async def test_given_by_tick(place: Town) -> None:
    lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.click("Apply to people", await alex.say("save settings of 101 as Sales"))
    page = await alex.sees("Template for many", "Template: Sales")
    await alex.click("Apply to ticked", page)
    await alex.becomes(page, "Nobody is ticked.")
    await alex.click("Apply to ticked", await alex.now(page), ticked="102,103")
    plan = await alex.sees("Your plan", "Template Sales for 2 lines")
    await alex.click("Send for approval", plan)
    await sam.click("Approve", await sam.sees("Please check this plan"))
    await alex.sees("All done", "2 done")
    assert await held(place, "103") == GIVEN
    assert await held(place, "104") == {}


async def test_the_list_says_who_and_when_and_forgets(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    assert "No templates yet." in (await alex.say("templates")).words
    await alex.say("save settings of alice as Sales")
    assert "It takes the place of the one" in (await alex.say("save settings of john as SALES")).words
    card = await alex.say("templates")
    assert "1 template" in card.words
    assert "by Alex, today" in card.words
    await alex.click("As a file", card)
    rows = cells(await alex.take_file())
    assert rows[0] == ["Template", "Saved by", "When", "Section", "Setting", "Value"]
    assert len(rows) > 10
    assert {tuple(row[:2]) for row in rows[1:]} == {("SALES", "Alex")}
    assert ["Overview", "Language", "English"] in [row[3:] for row in rows]
    await alex.click("Open", card)
    one = await alex.becomes(card, "SALES", "Working Hours")
    await alex.click("Delete", one)
    await alex.click("Keep it", await alex.becomes(card, "Delete this template?"))
    await alex.click("Delete", await alex.becomes(card, "Working Hours"))
    await alex.click("Delete it", await alex.becomes(card, "Delete this template?"))
    await alex.becomes(card, "No templates yet.")
    assert "There is no template" in (await alex.say("apply sales to john")).words
    assert await place.effects() == {}


async def test_what_cannot_be_meant_is_said(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    assert "Under which name?" in (await alex.say("save settings of alice")).words
    assert "I can't find “bert”." in (await alex.say("save settings of bert as Sales")).words
    assert "A name has 1 to 60 letters." in (await alex.say(f"save settings of alice as {'x' * 61}")).words
    await alex.say("save settings of alice as Door to door")
    assert "I know nobody called “bert”" in (await alex.say("apply door to door to john, bert")).words
    assert "There is no template “door”" in (await alex.say("apply door to door")).words
    assert "Which template, and to whom?" in (await alex.say("apply Door")).words
    assert "There is no template “Lager”" in (await alex.say("apply Lager to john")).words
    assert await place.effects() == {}


@pytest.mark.slow
async def test_another_workspace_has_templates_of_its_own(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    await alex.say("save settings of alice as Sales")
    fiona = await place.connected("Fiona", "sb-fabrikam-key-0001")
    assert "No templates yet." in (await fiona.say("templates")).words
    assert "There is no template" in (await fiona.say("templates Sales")).words


async def test_a_reader_sees_templates_and_saves_none(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    await alex.say("save settings of alice as Sales")
    kim = await place.person("Kim")
    card = await kim.say("templates sales")
    assert set(card.actions) == {"Templates"}
    assert "You may not change what all lines share." in (await kim.say("save settings of alice as Mine")).words
    assert "You may not change anything." in (await kim.say("apply sales to john")).words
    before = {m.id for m in await kim.messages()}
    await kim.press(card, "template.forget", place.sealed("template.forget", {"template": "Sales"}))
    await kim.until(lambda m: m.id not in before and "You may not change what all lines share." in m.words)
    assert "1 template" in (await alex.say("templates")).words


async def test_a_role_for_some_lines_gives_templates_but_neither_saves_nor_deletes_them(place: Town) -> None:
    lines(place)
    alex, ben = await place.connected(), await place.person("Ben")
    await alex.say("save settings of alice as Sales")
    await give(place, ("Ben", Role.OPERATOR, Reach(ReachKind.LINES, ("100-199",))))
    for words in ("save settings of john as Sales", "delete template Sales"):
        refused = await ben.say(words)
        assert "You may not change what all lines share." in refused.words
        assert "Keep it" not in refused.actions
    assert "by Alex" in (await alex.say("templates sales")).words
    assert "Apply now" in (await ben.say("apply sales to john")).actions


async def test_a_template_that_was_saved_anew_outlives_the_question_about_the_old_one(place: Town) -> None:
    lines(place)
    alex, sam = await place.connected(), await place.person("Sam")
    await alex.say("save settings of alice as Sales")
    question = await alex.say("delete template Sales")
    await sam.say("save settings of john as Sales")
    await alex.click("Delete it", question)
    refused = await alex.sees("“Sales” may have been saved anew since this card was shown.", "Nothing was deleted.")
    await alex.click("Show it fresh", refused)
    await alex.becomes(refused, "1 template", "by Sam")
    await alex.click("Delete it", await alex.say("delete template Sales"))
    assert "No templates yet." in (await sam.say("templates")).words


async def test_a_template_that_is_gone_meanwhile(place: Town) -> None:
    lines(place)
    alex = await place.connected()
    await alex.say("save settings of alice as Sales")
    card = await alex.say("templates sales")
    store, tenant = place.bot.store.templates, place.tenant().id
    await store.delete(tenant, "sales", (await store.get(tenant, "sales")).made_at)
    await alex.click("Apply to people", card)
    await alex.sees("There is no template “Sales”.")
    assert inputs_of(card.card) == {}
