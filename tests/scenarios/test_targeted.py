"""With the setting for it, what isn't for all in a group chat or channel is answered to whoever asked, and nobody else.

On both of Microsoft's SDKs. Nothing of it is told to the others, by words, buttons, edits or refusals.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.registry import ACTIONS
from bot.teams.channel import TeamsSdk
from services.domain.errors import RemoteRefused
from services.domain.record.entries import Recorded
from services.domain.subject import Subject
from services.sandbox.teams.chats import TARGETED_SECONDS, Chats
from tests.scenarios.test_record import recorded
from tests.scenarios.test_shared_places import REFUSED, SHARED_ACTIONS, clicked, elsewhere, last, nothing_happened
from tests.support.chat import Person, Shown
from tests.support.marks import first_quick
from tests.support.processes import until
from tests.support.sheets import PHONE
from tests.support.town import Town, town

GROUP = "Telecom admins"
pytestmark = pytest.mark.parametrize("sdk", first_quick(TeamsSdk))


@pytest.fixture
async def place(tmp_path: Path, sdk: TeamsSdk) -> AsyncIterator[Town]:
    """A fresh world, and a bot with the setting."""
    async with with_it(tmp_path, sdk) as here:
        yield here


@asynccontextmanager
async def with_it(home: Path, sdk: TeamsSdk) -> AsyncIterator[Town]:
    async with town(home, SWITCHBOARD_TARGETED="1", SWITCHBOARD_TEAMS_SDK=sdk) as here:
        yield here


async def among(place: Town, name: str = "Alex", where: str = GROUP) -> Person:
    """Somebody there, with lines 101 of John's and 102 that is free."""
    if not place.sandbox.part(Chats).activities:
        place.line("101", "john", "6567891230", PHONE)
        place.line("102")
        await place.connected()
    return await place.person(name, where)


async def all_of(place: Town, name: str, where: str = GROUP) -> str:
    """Every word that somebody sees there."""
    return await Person(name, place.http, where).transcript()


def only_me(shown: Shown) -> bool:
    """Whether Teams says so."""
    return bool(shown.raw["onlyYou"])


@pytest.mark.parametrize("where", first_quick([GROUP, "Telephony"]))
async def test_what_isnt_for_all_is_told_to_the_asker_alone(place: Town, where: str) -> None:
    alex, sam = await among(place, where=where), await place.person("Sam", where)
    card = await alex.say("line 101")
    assert only_me(card)
    assert "John" in card.words
    assert "Numbers" in card.actions
    for word in ("John", "6789", REFUSED):
        assert word not in await all_of(place, "Sam", where)
    assert not only_me(await sam.say("home"))


async def test_after_a_slash_all_is_between_the_two(place: Town) -> None:
    alex = await among(place)
    await place.person("Sam", GROUP)
    before = await all_of(place, "Sam")
    assert "101" in (await alex.whisper("lines")).words
    help_ = await alex.whisper("help")
    assert only_me(help_)
    assert "Everything about people and numbers goes in our own chat" not in help_.words
    assert only_me(await alex.whisper("order a pizza"))
    assert await all_of(place, "Sam") == before


@pytest.mark.long
async def test_its_buttons_do_what_they_do_in_the_own_chat(place: Town) -> None:
    alex = await among(place)
    await place.person("Sam", GROUP)
    before = await all_of(place, "Sam")
    form = await alex.whisper("assign")
    found = {"dataset": "people", "queryText": "alic", "conversation": GROUP, "messageId": form.id}
    async with place.http.post("/chat/Alex/search", json=found) as answer:
        (alice,) = [choice["value"] for choice in (await answer.json())["value"]["results"]]
    await alex.click("See the plan", form, person=alice, key="102", number="none")
    plan = await alex.becomes(form, "Your plan", "Assign 102 to Alice")
    await alex.click("Apply now", plan)
    await alex.becomes(form, "Applied by Alex", "The job has ended.")
    assert (await place.in_cpaas())["extensions"]["102"]["identity_uuid"]
    assert await all_of(place, "Sam") == before
    who = place.somebody("Alex").id
    assert {entry["actor"] for entry in await recorded(place, Recorded.PLAN_MADE)} == {who}


async def test_nobody_else_can_use_its_buttons(place: Town) -> None:
    alex, sam = await among(place), await place.person("Sam", GROUP)
    card = await alex.whisper("lines")
    public = await sam.say("home")
    clicked_there = [action for action in card.actions.values() if "verb" in action]
    assert clicked_there
    for action in clicked_there:
        body = await sam.press(public, action["verb"], action["data"])
        assert "isn't one of mine" in str(body["body"]), action["verb"]
    assert "101" not in await all_of(place, "Sam")


@pytest.mark.slow
async def test_a_button_of_the_own_chat_still_does_nothing_there(place: Town) -> None:
    await place.connected()
    for no, verb in enumerate(sorted(set(ACTIONS) - SHARED_ACTIONS)):
        conversation = elsewhere(place, "groupChat", no)
        assert (await clicked(place, conversation, verb, no))["value"] == REFUSED, verb
        assert REFUSED in last(conversation), verb
    await nothing_happened(place)


async def test_an_old_client_is_answered_alone_too(place: Town) -> None:
    alex = await among(place)
    await place.person("Sam", GROUP)
    card = await alex.say("lines")
    title = next(title for title, action in card.actions.items() if "fallback" in action)
    assert only_me(await alex.press_fallback(title, card))
    assert "101" not in await all_of(place, "Sam")


@pytest.mark.parametrize("status", first_quick([400, 403, 404]))
async def test_where_teams_refuses_it_all_get_the_way_to_the_own_chat(place: Town, status: int) -> None:
    alex = await among(place)
    await place.person("Sam", GROUP)
    await place.fault(system="teams", kind="before", status=status, times=1, match="POST .*/activities")
    card = await alex.say("lines")
    assert REFUSED in card.words
    assert "Open our chat ↗" in card.actions
    assert not only_me(card)
    assert "101" not in card.words
    assert REFUSED in await all_of(place, "Sam")
    await alex.click("Help", card)
    await alex.becomes(card, "What you can say")


async def test_what_comes_later_comes_to_the_asker_alone_too(place: Town) -> None:
    alex = await among(place)
    await place.person("Sam", GROUP)
    await place.fault(system="teams", kind="before", status=500, times=1, match="POST .*/activities")
    await alex.say("lines")
    card = await alex.sees("101", "102")
    assert only_me(card)
    assert "101" not in await all_of(place, "Sam")


async def test_what_is_refused_later_leads_to_the_own_chat_too(place: Town) -> None:
    alex = await among(place)
    await place.fault(system="teams", kind="before", status=500, times=1, match="POST .*/activities")
    await place.fault(system="teams", kind="before", status=400, times=1, match="POST .*/activities")
    with capture_logs() as logs:
        await alex.say("lines")
        assert not only_me(await alex.sees(REFUSED))
    assert [line["status"] for line in logs if line["event"] == "answer_not_taken_aside"] == [400]


async def test_who_cant_be_written_to_later_is_answered_before_nobody_else(place: Town) -> None:
    await among(place)
    sent = "POST .*/activities"
    await place.fault(system="teams", kind="before", status=500, times=1, match=sent)
    await place.fault(system="teams", kind="before", status=403, code="BotNotInConversationRoster", times=1, match=sent)
    with capture_logs() as logs:
        async with place.http.post("/chat/Alex/messages", json={"text": "lines", "conversation": GROUP}) as answer:
            assert answer.status == 200

        async def given_up() -> bool:
            return any(line["event"] == "a message reached nobody" for line in logs)

        await until(given_up, "the answer was given up")
    assert REFUSED not in await all_of(place, "Alex")


async def shown_aside(place: Town) -> Subject:
    """A plan that is shown to Alex alone."""
    alex = await among(place)
    form = await alex.whisper("assign")
    await alex.click("See the plan", form, person=place.somebody("Alice").id, key="102", number="none")
    await alex.becomes(form, "Your plan")
    (plan,) = await place.bot.store.messages.shown_by(place.tenant().id, form.raw["conversation"], form.id)
    return plan


async def test_what_vanished_is_edited_no_more(place: Town) -> None:
    plan = await shown_aside(place)
    place.sandbox.live.clock.advance(TARGETED_SECONDS)
    await place.bot.notifier.messages.redraw(plan)
    assert await place.bot.store.messages.copies(plan) == ()


@pytest.mark.parametrize(("status", "code"), [(400, ""), (403, ""), (403, "BotNotInConversationRoster")])
async def test_what_teams_refuses_to_edit_for_now_is_not_forgotten(place: Town, status: int, code: str) -> None:
    plan = await shown_aside(place)
    await place.fault(system="teams", kind="before", status=status, code=code, match="PUT .*/activities")
    with nullcontext() if code else pytest.raises(RemoteRefused):  # to whoever took the app out, nothing is due
        await place.bot.notifier.messages.redraw(plan)
    assert len(await place.bot.store.messages.copies(plan)) == 1


@pytest.mark.long
async def test_rights_are_the_same(place: Town) -> None:
    await among(place)
    kim, ben = await place.person("Kim", GROUP), await place.person("Ben", "Telephony")
    refused = await kim.say("assign")
    assert only_me(refused)
    assert "You may not change anything" in refused.words
    refused = await ben.say("lines")
    assert only_me(refused)
    assert "You may not see" in refused.words
    told = await recorded(place, Recorded.REFUSED)
    assert {entry["detail"]["asked"] for entry in told} == {"assign", "lines"}


async def test_files_stay_in_the_own_chat(place: Town) -> None:
    alex = await among(place)
    card = await alex.whisper("bulk")
    await alex.click("Sample file", card)
    assert only_me(await alex.sees("I can't give files here"))


async def test_a_key_that_all_could_read_is_not_taken(place: Town) -> None:
    alex = await place.person("Alex", GROUP)
    card = await alex.say("sb-contoso-key-0001")
    assert "Everybody here can read it." in card.words


@pytest.mark.long
async def test_a_sentence_is_understood_there(place: Town) -> None:
    alex = await among(place)
    card = await alex.say("who has 6567891230?")
    assert only_me(card)
    assert "John" in card.words
