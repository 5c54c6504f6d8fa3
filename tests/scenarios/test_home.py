"""Home: the guide's six steps with true progress, and the next click."""

from __future__ import annotations

import pytest

from cards.workspace import home as tiles
from tests.support.chat import Shown
from tests.support.sheets import TEAMS
from tests.support.town import Town

TILES = [one.title for one in tiles.TILES]
RULE = {"outboundCall": {"outgoingCallRule": "default-sg"}}


def nobody_yet(place: Town) -> None:
    """An organisation without any line."""
    place.organisation().extensions.clear()
    place.organisation().index = None


def step(home: Shown, no: int) -> str:
    """What is said of a step: its title, its progress, its state."""
    lines = home.words.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{no}. "))
    title, state, _in_older_clients, progress = lines[start : start + 4]
    return " | ".join((title, progress, state))


async def test_before_the_tenant_is_linked(place: Town) -> None:
    alex = await place.person("Alex")
    home = await alex.say("home")
    assert "Not connected yet" in home.words
    assert "0 of 6 steps done" in home.words
    await alex.click("Connect", home)
    await alex.until(lambda m: "Connect" in m.actions and "CPaaS organisation" in m.words)
    kim = await place.person("Kim")
    home = await kim.say("home")
    assert "An administrator has to say connect" in home.words
    assert list(home.actions) == ["Help"]


async def test_without_lines_a_file_comes_next(place: Town) -> None:
    nobody_yet(place)
    alex = await place.connected()
    home = await alex.say("home")
    assert "1 of 6 steps done" in home.words
    assert "no line in Teams yet | Up next" in step(home, 2)
    assert list(home.actions)[:6] == [*TILES, "Help"]


@pytest.mark.long
async def test_a_person_goes_through_all_six_steps_by_the_next_click(place: Town) -> None:
    nobody_yet(place)
    place.line("101", "ben", "", TEAMS)
    place.somebody("Ben").usage_location = "MY"
    alex = await place.connected()
    clicks = (
        ("Give 1 free number", "Give 1 free number"),
        ("Upload 1 number", "Upload 1 number"),
        ("Give 1 phone licence", "Give Teams Phone Standard"),
        ("Set 1 usage location", "Set 1 usage location"),
        ("Assign 1 number", "Assign 1 number in Teams"),
        ("Give the rule Singapore default", "Give the outbound rule Singapore default"),
    )
    place.somebody("Ben").usage_location = "SG"
    for button, done in clicks:
        if button == "Set 1 usage location":
            place.somebody("Ben").usage_location = "MY"
        home = await alex.say("home")
        assert list(home.actions) == [*TILES, button], home.words
        await alex.click(button, home)
        if "licence" in button:
            await alex.click("Apply now", await alex.sees("Your plan", done))
        await alex.sees("All done", done)
    home = await alex.say("home")
    assert "You're ready to call" in home.words
    assert "6 of 6 steps done" in home.words
    assert "1 of 1 line | Done" in step(home, 6)
    assert (await place.in_teams())["+6567891230"]["holder"] == "Ben"
    assert place.organisation().extensions["101"].settings == RULE


async def test_what_is_on_its_way_is_counted_as_such(place: Town) -> None:
    nobody_yet(place)
    place.sandbox.delays.visible = 100_000.0
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await alex.say("mend upload 101")
    for _ in range(50):
        home = await alex.say("home")
        if "1 on the way" in home.words:
            break
    assert "0 of 1 line, 1 on the way" in step(home, 3)
    assert "Upload 1 number" not in home.actions


async def test_missing_system_settings_keep_step_five_open(place: Town) -> None:
    nobody_yet(place)
    place.line("101", "john", "6567891230", TEAMS)
    place.organisation().extensions["101"].settings = RULE
    place.organisation().system_settings["outboundCallRules"] = []
    alex = await place.connected()
    assert "missing in the system: Outbound Call Rule" in step(await alex.say("home"), 5)
    place.organisation().system_settings["outboundCallRules"] = [{"id": "default-sg", "name": "Singapore default"}]
    assert "1 of 1 line | Done" in step(await alex.say("home"), 5)


@pytest.mark.long
async def test_a_reader_gets_no_button_that_changes(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    await place.connected()
    kim = await place.person("Kim")
    home = await kim.say("home")
    assert "0 of 2 lines" in home.words
    assert list(home.actions) == ["Numbers", "Who can't call", "Help"]


async def test_home_is_one_look_at_each_system(place: Town) -> None:
    place.line("101", "john", "6567891230", TEAMS)
    alex = await place.connected()
    await alex.say("whoami")
    systems = ("cpaas GET", "graph GET", "operator GET")
    before = [await place.calls(system) for system in systems]
    await alex.say("home")
    spent = [await place.calls(system) - was for system, was in zip(systems, before, strict=True)]
    # One of the CPaaS's seven: does the organisation still belong to this tenant? Of Graph's four: accounts, deleted
    # ones, numbers, and what each licence holds, in place of the plans of each person.
    assert spent == [7, 4, 2]
