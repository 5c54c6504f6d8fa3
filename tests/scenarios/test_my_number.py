"""Somebody without a role: a hello instead of a refusal, and their own line, read-only."""

from __future__ import annotations

from tests.support.sheets import TEAMS
from tests.support.town import Town


async def test_who_says_hi_hears_what_this_is_and_their_own_number(place: Town) -> None:
    place.line("101", "ben", "6567891230", TEAMS)
    place.line("102", "john", "6567891231", TEAMS)
    await place.connected()
    ben = await place.person("Ben")
    hello = await ben.say("hi")
    for words in ("I look after your organisation's phone lines", "+65 6789 1230", "Extension 101", "Ask Alex"):
        assert words in hello.words
    assert "+65 6789 1231" not in hello.words
    assert list(hello.actions) == ["My number"]
    await ben.click("My number", hello)
    await ben.sees("Your number", "It can't call in Teams yet: number not in Teams yet.")


async def test_the_welcome_to_somebody_without_a_role_names_nothing_that_they_may_not(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    card = await ben.sees("Welcome to Switchboard", "I look after your organisation's phone lines")
    assert list(card.actions) == ["My number", "Help"]
    for words in ("home", "plan", "Six steps"):
        assert words not in card.words


async def test_it_is_asked_for_in_words_too(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    for words in ("what's my number?", "my extension", "What is my number"):
        assert "You have no phone line here yet. If you need one, ask Alex." in (await ben.say(words)).words
    alex = await place.person("Alex")
    assert "Hello" in (await alex.say("hi")).words
    assert "I look after" not in (await alex.say("hi")).words


async def test_before_the_organisation_is_linked_it_says_who_can_do_that(place: Town) -> None:
    ben = await place.person("Ben")
    assert "You have no phone line here yet." in (await ben.say("hi")).words
    assert "Your organisation hasn't set me up yet." in (await ben.say("my number")).words


async def test_a_refusal_names_who_can_do_it(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    assert "Ask Alex, or say" in (await ben.say("lines")).words


async def test_an_administrator_is_named_although_many_others_come_before_them(place: Town) -> None:
    await place.connected()
    ben = await place.person("Ben")
    for no in range(12):
        values = {"name": f"Aaron {no}", "user_id": f"u{no}", "conversation_id": f"c{no}", "installed": True}
        await place.bot.store.contacts.save(place.tenant().id, f"00000000-0000-4000-8000-{no:012d}", values)
    assert "Ask Alex, or say" in (await ben.say("lines")).words
