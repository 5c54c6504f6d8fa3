"""Talking: hello, help, whoami, home, words nobody knows, and all the ways of saying the same."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.chat import Shown
from tests.support.marks import first_quick
from tests.support.town import Town

CHANGES = ("bulk", "disconnect")
READS = ("line 101", "numbers 6789", "ready alice", "approvals", "jobs", "home")
ANYBODY = ("help", "hi", "whoami", "connect")


def entries(card: Shown) -> set[str]:
    """What the help card says that can be typed: some of it to a line."""
    return {entry for line in card.words.splitlines() for entry in line.split(" · ")}


def as_markdown(node: Any) -> list[str]:
    """Every text of a card that Teams reads as markdown."""
    if isinstance(node, list):
        return [text for item in node for text in as_markdown(item)]
    if not isinstance(node, dict):
        return []
    here = [str(node["text"])] if node.get("type") == "TextBlock" else []
    return here + [text for value in node.values() for text in as_markdown(value)]


PASTED = {"contentType": "text/html", "content": '<div><img src="x"></div>'}


async def test_hello_names_the_person_and_says_what_comes_next(place: Town) -> None:
    alex = await place.person("Alex")
    hello = await alex.say("hi")
    assert "Good to see you, Alex." in hello.words
    assert {"Home", "Help"} <= set(hello.actions)
    await alex.click("Home")
    await alex.sees("Not connected yet", "Connect your Microsoft tenant")
    assert await place.effects() == {}


async def test_one_thing_can_be_said_in_many_ways(place: Town) -> None:
    alex = await place.person("Alex")
    for typed, title in (
        ("HELLO!", "Good to see you"),
        ("/help", "What you can say"),
        ("?", "What you can say"),
        ("what can you do?", "What you can say"),
        ("  Who   Am I  ", "Who you are here"),
        ("/whoami", "Who you are here"),
        ("Dashboard", "Connect your Microsoft tenant"),
        ("SET UP", "One key links"),
    ):
        assert title in (await alex.say(typed)).words, typed


async def test_help_shows_only_what_the_person_may_do(place: Town) -> None:
    alex, kim, ben = await place.person("Alex"), await place.person("Kim"), await place.person("Ben")
    assert {*CHANGES, *READS, *ANYBODY} <= entries(await alex.say("help"))
    of_kim = entries(await kim.say("help"))
    assert {*READS, *ANYBODY} <= of_kim
    assert not of_kim & set(CHANGES)
    of_ben = entries(await ben.say("help"))
    assert set(ANYBODY) <= of_ben
    assert not of_ben & {*CHANGES, *READS}


async def test_whoami_tells_role_and_rights(place: Town) -> None:
    for name, role, may, may_not in (
        ("Alex", "owner", "approve", "nothing"),
        ("Kim", "reader", "read", "change"),
        ("Ben", "nobody", "say hello", "read"),
    ):
        card = await (await place.person(name)).say("whoami")
        rights = next(line for line in card.words.splitlines() if line.startswith(("read", "say hello")))
        assert role in card.words.splitlines()
        assert may in rights
        assert may_not not in rights
        assert place.tenant().id in card.words


async def test_somebody_without_a_role_reads_nothing(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    for words in ("lines", "numbers", "ready", "approvals", "jobs", "home"):
        refused = await ben.say(words)
        assert "You may not see this tenant's telephony." in refused.words
        assert "6789" not in refused.words


async def test_a_reader_changes_nothing(place: Town) -> None:
    await place.connected()
    kim = await place.person("Kim")
    for words in CHANGES:
        assert "You may not" in (await kim.say(words)).words
    assert await place.effects() == {}


async def test_unknown_words_get_a_guess_that_can_be_clicked(place: Town) -> None:
    alex = await place.connected()
    assert "uploaded to Teams" in (await alex.say("nubmers please")).words
    card = await alex.say("holidayz in the sun")
    assert "You wrote “holidayz in the sun”." in card.words
    assert set(card.actions) == {"Holidays", "Help"}
    await alex.click("Holidays", card)
    assert "Public holidays" in (await alex.now(card)).words


async def test_a_guess_is_never_something_the_person_may_not_do(place: Town) -> None:
    ben = await place.person("Ben")
    assert "You may not see this tenant's telephony." in (await ben.say("nubmers")).words
    card = await ben.say("nubmerics of my heart")
    assert "I didn't understand that" in card.words
    assert set(card.actions) == {"Help"}


async def test_odd_words_come_back_harmless(place: Town) -> None:
    alex = await place.person("Alex")
    for text in ("[click](http://evil.example)", "<at>everyone</at>", "x" * 5000, "=1+1", "\u202egnp.exe"):
        card = await alex.say(text)
        assert "I didn't understand that" in card.words
        assert not any("](" in shown or "<at>" in shown for shown in as_markdown(card.card))
        assert "\u202e" not in card.words
        assert len(card.words) < 1500


async def test_the_bot_is_mentioned_among_others(place: Town) -> None:
    for where in ("Telecom admins", "Telephony"):
        alex = await place.person("Alex", where)
        assert "Good to see you, Alex." in (await alex.say("hi")).words
        assert "Who you are here" in (await alex.say("@Switchboard WhoAmI")).words


async def test_a_key_is_not_taken_where_others_look_on(place: Town) -> None:
    alex = await place.person("Alex", "Telecom admins")
    card = await alex.say("connect")
    assert "Let's do this in our own chat" in card.words
    assert list(card.actions) == ["Open our chat ↗", "Help"]
    assert "/l/chat/0/0?users=28:" in card.actions["Open our chat ↗"]["url"]
    await alex.press(card, "connect.save", place.sealed("connect.save", {}), key="sb-contoso-key-0001")
    shown = await alex.messages()
    assert sum("Let's do this in our own chat" in m.words for m in shown) == 2
    assert not any("sb-contoso" in m.words for m in shown)
    assert (await place.in_cpaas())["tenant_id"] is None
    assert await place.effects() == {}


@pytest.mark.long
@pytest.mark.parametrize("words", ["lines", "numbers", "ready alice", "jobs"])
async def test_people_and_numbers_are_told_in_the_own_chat_only(place: Town, words: str) -> None:
    await place.connected()
    async with place.http.get("/chat/Alex/conversations") as answer:
        group = next(c["id"] for c in await answer.json() if c["kind"] == "groupChat")
    alex = await place.person("Alex", group)
    shown = await alex.say(words)
    assert "do this in our own chat" in shown.words
    assert "6789" not in shown.words


@pytest.mark.parametrize(
    ("attachments", "said"),
    first_quick(
        [
            ([{"contentType": "image/*", "contentUrl": "http://x"}, PASTED], "I can't read pictures"),
            ([PASTED], "I can't read pictures"),
            ([{"contentType": "audio/mp4", "contentUrl": "http://x"}], "I can't read this"),
            ([{"contentType": "application/vnd.microsoft.card.hero", "content": {}}], "I can't read this"),
            ([], "I didn't understand that"),
        ]
    ),
    ids=["screenshot", "pasted", "voice", "card", "nothing"],
)
async def test_a_message_without_words_is_told_what_to_do_instead(
    place: Town, attachments: list[dict[str, object]], said: str
) -> None:
    alex = await place.person("Alex")
    await alex.say("hi")
    spoken = place.activity(alex.sent)
    assert await place.deliver({**spoken, "id": "wordless", "text": "", "attachments": attachments}) == 200
    card = await alex.sees(said)
    assert set(card.actions) == {"Help", "Home"}
    assert ("send it as a spreadsheet: .xlsx or .csv" in card.words) == ("can't read" in said)
