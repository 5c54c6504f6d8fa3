"""Help: short and by group, more about one thing, the settings there are; only what the person may do."""

from __future__ import annotations

import pytest

from bot.commands.workspace.help import GROUPS
from bot.registry import COMMANDS, load_commands
from services.domain.access import Access, HeldRole, Role, may
from services.domain.settings.catalogue import SECTIONS
from tests.scenarios.test_search import found
from tests.support.chat import Shown
from tests.support.marks import first_quick
from tests.support.town import Town

load_commands()
READER = Access((HeldRole(Role.READER),))


def said(card: Shown) -> set[str]:
    """What the card says that can be typed."""
    return {entry for line in card.words.splitlines() for entry in line.split(" · ")}


async def test_help_names_every_command_an_admin_has_and_fits_a_screen_or_two(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("help")
    assert {one.usage for one in COMMANDS.values()} <= said(card)
    assert len(card.card["body"]) <= 9
    tiles = ["Someone joins", "Someone leaves", "Numbers", "Who can't call", "A file"]
    assert list(card.actions) == [*tiles, "Tell me more"]
    assert {one.group for one in COMMANDS.values()} <= set(GROUPS)


async def test_a_reader_is_offered_only_what_readers_may(place: Town) -> None:
    kim = await place.person("Kim")
    card = await kim.say("help")
    of_readers = {one.usage for one in COMMANDS.values() if may(READER, one.right).allowed}
    others = {one.usage for one in COMMANDS.values()} - of_readers
    assert of_readers <= said(card)
    assert not others & said(card)
    assert "command:assign" not in card.words
    await kim.click("Tell me more", card, topic="All of Changes")
    card = await kim.becomes(card, "Plans that wait for a decision")
    assert "Many lines from a file" not in card.words


async def test_one_command_shows_its_form_and_runs(place: Town) -> None:
    alex = await place.connected()
    card = await alex.say("help calls")
    for words in ("Who called whom, newest first.", "calls alice today", "calls 101 yesterday", "call history"):
        assert words in card.words
    await alex.click("Run “calls”", card)
    await alex.becomes(card, "Call history", "12 calls")
    card = await alex.say("help assign")
    assert "assign 101 to alice" in card.words
    assert "It shows a plan first, unless it is free" in card.words
    assert await place.effects() == {}


async def test_what_somebody_may_not_do_is_explained_and_not_offered(place: Town) -> None:
    kim = await place.person("Kim")
    card = await kim.say("help bulk")
    assert "It takes a Teams administrator role" in card.words
    assert set(card.actions) == {"Help", "Home"}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_says_what_it_does_in_a_line(name: str) -> None:
    one = COMMANDS[name]
    assert 5 <= len(one.help) <= 100
    assert not one.help.endswith(".")
    assert one.usage.casefold().startswith(one.words)


@pytest.mark.parametrize(("words", "shown"), [("lines", "All lines"), ("start", "whoami"), ("numbers", "release")])
async def test_a_group_tells_each_of_its_commands(place: Town, words: str, shown: str) -> None:
    alex = await place.person("Alex")
    assert shown in (await alex.say(f"help {words}")).words


async def test_settings_are_listed_with_their_fields_and_opened(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("help settings")
    for section in SECTIONS.values():
        assert section.title in card.words
    assert "Recording of incoming calls, Recording of outgoing calls" in card.words
    await alex.click("Tell me more", card, topic="section:callRecording")
    card = await alex.becomes(
        card, "Recording of incoming calls", "Takes the add-on Call Recording", "At most 450 characters"
    )
    await alex.click("All settings", card)
    await alex.becomes(card, "Of the organisation")


@pytest.mark.parametrize(
    ("typed", "shown"),
    first_quick(
        [
            ("help call recording", "Takes the add-on Call Recording"),
            ("help settings working hours", "Working at any time"),
            ("help settings status", "Whether the person is there for calls."),
            ("help outbound call rule", "rule alice Singapore default"),
            ("help HOLIDAYS", "Public holidays: see, add and remove."),
        ]
    ),
)
async def test_words_find_the_section_or_the_command(place: Town, typed: str, shown: str) -> None:
    alex = await place.person("Alex")
    assert shown in (await alex.say(typed)).words


async def test_words_nobody_knows_get_a_guess(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("help nubmers")
    assert "You wrote “nubmers”." in card.words
    assert "numbers" in card.actions


async def test_a_topic_of_ones_own_making_leads_back_to_help(place: Town) -> None:
    alex = await place.person("Alex")
    card = await alex.say("help")
    for topic in ("group:Nowhere", "", "x"):
        await alex.click("Tell me more", card, topic=topic)
    assert "What you can say" in (await alex.say("help")).words
    await alex.click("Tell me more", await alex.last(), topic="section:nothing")
    await alex.sees("Of the organisation")


async def test_help_has_a_tile_for_each_job_and_is_searched_while_typing(place: Town) -> None:
    alex = await place.connected()
    await alex.click("Someone leaves", await alex.say("help"))
    await alex.sees("Someone leaves", "Who takes their calls")
    assert "templates" in await found(alex, "help", "templ")


async def test_help_speaks_of_files_to_those_who_may_send_them(place: Town) -> None:
    alex, ben = await place.connected(), await place.person("Ben")
    assert "send me a spreadsheet" in (await alex.say("help")).words
    assert "send me a spreadsheet" not in (await ben.say("help")).words
