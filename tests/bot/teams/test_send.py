"""Messages on the bot's own account: what goes over the wire, what is repeated, what never is."""

from __future__ import annotations

import asyncio
import json
import random
import threading
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from aiohttp import ClientSession, web
from hypothesis import given
from hypothesis import strategies as st

from bot.teams import retry
from bot.teams.botbuilder_connector import ConnectorFactory
from bot.teams.errors import Blocked, Failure, Gone, TooLarge
from bot.teams.pace import LIMITS, SendLimits
from bot.teams.tokens import BotToken
from bot.turn import Answer, ConversationReference, FileAnswer, Scope, Who
from services.domain.errors import NotAllowed, RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown, RemoteUnreadable
from services.domain.subject import Subject, SubjectKind
from tests.bot.teams.harness import TENANT, Connector, Scripted, Ticks, answers, serving, talking

WHO = Who(TENANT, "aad-alex", "29:alex", "Alex")
HELLO = Answer(text="Hello")


def error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "It went wrong."}}


async def test_send_update_delete_and_typing() -> None:
    async with talking() as (bot, connector):
        menu = Subject(SubjectKind.DRAFT, "menu")
        message_id = await bot.teams.send(bot.place, Answer(text="Hello", subject=menu))
        await bot.teams.update(bot.place, message_id, Answer(card={"type": "AdaptiveCard"}))
        await bot.teams.typing(bot.place)
        await bot.teams.delete(bot.place, message_id)
        activities = "/teams/v3/conversations/a:chat/activities"
        assert [(call.method, call.path) for call in connector.calls] == [
            ("POST", activities),
            ("PUT", f"{activities}/m1"),
            ("POST", activities),
            ("DELETE", f"{activities}/m1"),
        ]
        assert [call.body.get("type") for call in connector.calls] == ["message", "message", "typing", None]
        first = connector.calls[0].body
        assert (first["from"], first["conversation"]["id"], first["text"]) == ({"id": "28:bot"}, "a:chat", "Hello")
        assert "replyToId" not in first
        assert connector.calls[1].body["id"] == "m1"
        assert bot.sent == [(bot.place, menu, "m1")]


async def test_half_a_character_is_no_reason_to_say_nothing() -> None:
    async with talking() as (bot, connector):
        await bot.teams.send(bot.place, Answer(text="You wrote \ud83d"))
        assert connector.calls[0].body["text"].startswith("You wrote ")


async def test_an_empty_answer_sends_nothing() -> None:
    async with talking() as (bot, connector):
        assert await bot.teams.send(bot.place, Answer()) == ""
        await bot.teams.update(bot.place, "m1", Answer())
        assert connector.calls == []


async def test_the_personal_conversation_is_asked_for() -> None:
    async with talking() as (bot, connector):
        connector.script.append(answers(201, {"id": "a:new"}))
        place = await bot.teams.open_personal(WHO, bot.service_url)
        assert place == ConversationReference("a:new", Scope.PERSONAL, bot.service_url, "msteams", "28:local", TENANT)
        (call,) = connector.calls
        assert (call.method, call.path) == ("POST", "/teams/v3/conversations")
        assert call.body["members"] == [{"id": "29:alex"}]
        assert call.body["isGroup"] is False
        assert call.body["channelData"] == {"tenant": {"id": TENANT}}


async def test_the_stored_file_is_shown() -> None:
    async with talking() as (bot, connector):
        answer = FileAnswer(True, {}, "m1", "r.xlsx", "http://up", "http://content", "u1", "xlsx")
        assert await bot.teams.send(bot.place, Answer(given=answer)) == "m1"
        assert connector.calls[0].body["summary"] == "r.xlsx"
        assert connector.calls[0].body["attachments"] == [
            {
                "contentType": "application/vnd.microsoft.teams.card.file.info",
                "contentUrl": "http://content",
                "name": "r.xlsx",
                "content": {"uniqueId": "u1", "fileType": "xlsx"},
            }
        ]


async def test_retry_after_is_obeyed() -> None:
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, connector):
        connector.script.extend([answers(429, error("TooManyRequests"), **{"Retry-After": "7"})] * 2)
        assert await bot.teams.send(bot.place, HELLO) == "m3"
        assert len(ticks.slept) == 2
        assert all(7 <= slept <= 7.7 for slept in ticks.slept)


@pytest.mark.parametrize("status", [412, 429, 502, 504])
async def test_what_teams_names_is_repeated_with_growing_pauses(status: int) -> None:
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, connector):
        connector.script.extend([answers(status)] * 3)
        assert await bot.teams.send(bot.place, HELLO) == "m4"
        assert [0.5 * 2**n <= slept <= 2**n for n, slept in enumerate(ticks.slept)] == [True] * 3


async def test_a_page_instead_of_json_keeps_its_status() -> None:
    async with talking() as (bot, connector):
        page = partial(web.Response, status=502, text="<html>Bad gateway</html>", content_type="text/html")
        connector.script.append(page)
        assert await bot.teams.send(bot.place, HELLO) == "m2"


async def test_a_good_status_without_json_has_no_id() -> None:
    async with talking() as (bot, connector):
        connector.script.append(partial(web.Response, status=200, text="<html>OK</html>", content_type="text/html"))
        assert await bot.teams.send(bot.place, HELLO) == ""


@pytest.mark.parametrize("status", [408, 500, 503])
async def test_a_new_message_isnt_repeated_when_nobody_knows_whether_it_arrived(status: int) -> None:
    async with talking() as (bot, connector):
        connector.script.append(answers(status))
        with pytest.raises(RemoteUnknown):
            await bot.teams.send(bot.place, HELLO)
        assert len(connector.calls) == 1


async def test_a_broken_line_after_sending_isnt_repeated() -> None:
    async with talking() as (bot, connector):
        connector.script.append(ConnectionResetError())
        with pytest.raises(RemoteUnknown):
            await bot.teams.send(bot.place, HELLO)
        assert len(connector.calls) == 1


async def test_503_that_says_when_to_come_back_is_repeated() -> None:
    async with talking() as (bot, connector):
        connector.script.append(answers(503, **{"Retry-After": "0.05"}))
        assert await bot.teams.send(bot.place, HELLO) == "m2"


@pytest.mark.parametrize("trouble", [408, 500, 503, ConnectionResetError()])
async def test_edits_and_deletes_are_repeated(trouble: int | Exception) -> None:
    async with talking() as (bot, connector):
        for call in (bot.teams.update(bot.place, "m1", HELLO), bot.teams.delete(bot.place, "m1")):
            connector.script.append(answers(trouble) if isinstance(trouble, int) else trouble)
            await call
        assert [call.method for call in connector.calls] == ["PUT", "PUT", "DELETE", "DELETE"]


async def test_opening_a_conversation_may_be_repeated() -> None:
    async with talking() as (bot, connector):
        connector.script.extend([answers(500), answers(201, {"id": "a:new"})])
        assert (await bot.teams.open_personal(WHO, bot.service_url)).conversation_id == "a:new"


async def test_a_connector_that_isnt_there_had_no_effect() -> None:
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, _):
        nowhere = ConversationReference("a:chat", Scope.PERSONAL, "http://127.0.0.1:1/", "msteams", "28:bot", TENANT)
        with pytest.raises(RemoteBusy):
            await bot.teams.send(nowhere, HELLO)
        assert len(ticks.slept) == retry.ATTEMPTS - 1


async def test_it_gives_up_in_the_end() -> None:
    async with talking() as (bot, connector):
        connector.script.extend([answers(429, **{"Retry-After": "3"})] * 9)
        with pytest.raises(RemoteBusy) as caught:
            await bot.teams.send(bot.place, HELLO)
        assert len(connector.calls) == retry.ATTEMPTS
        assert caught.value.retry_after == 3


async def test_a_long_pause_is_left_to_the_caller() -> None:
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, connector):
        connector.script.append(answers(429, **{"Retry-After": "900"}))
        with pytest.raises(RemoteBusy) as caught:
            await bot.teams.send(bot.place, HELLO)
        assert (caught.value.retry_after, ticks.slept) == (900, [])


BLOCKED = {"errorCode": 209, "message": json.dumps({"subCode": "MessageWritesBlocked", "details": "blocked"})}


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (answers(403, BLOCKED), Blocked, "MessageWritesBlocked"),
        (answers(403, error("BotNotInConversationRoster")), Blocked, "BotNotInConversationRoster"),
        (answers(403, error("Other")), RemoteRefused, "Other"),
        (answers(404, error("ConversationNotFound")), Gone, "ConversationNotFound"),
        (answers(410), Gone, ""),
        (answers(413, error("MessageSizeTooBig")), TooLarge, "MessageSizeTooBig"),
        (answers(400, error("BadArgument")), RemoteRefused, "BadArgument"),
        (answers(401), RemoteRefused, ""),
        (answers(302, Location="http://127.0.0.1:1/"), RemoteRefused, ""),
    ],
)
async def test_refusals_have_a_name(answer: Scripted, kind: type[RemoteError], code: str) -> None:
    async with talking() as (bot, connector):
        connector.script.append(answer)
        with pytest.raises(kind) as caught:
            await bot.teams.send(bot.place, HELLO)
        assert (type(caught.value), caught.value.code) == (kind, code)
        assert len(connector.calls) == 1


async def test_a_stored_place_elsewhere_is_never_called() -> None:
    async with talking() as (bot, connector):
        for url in ("https://evil.example/", "http://169.254.169.254/", "https://smba.trafficmanager.net/apac/"):
            place = ConversationReference(url, Scope.PERSONAL, url, "msteams", "28:bot", TENANT)
            for call in (bot.teams.send(place, HELLO), bot.teams.update(place, "m1", HELLO), bot.teams.typing(place)):
                with pytest.raises(NotAllowed):
                    await call
            with pytest.raises(NotAllowed):
                await bot.teams.open_personal(WHO, url)
        assert connector.calls == []


async def test_the_bots_token_goes_along_and_fetching_it_blocks_nobody() -> None:
    beaten = threading.Event()

    def slowly() -> dict[str, Any]:
        assert beaten.wait(20), "the loop stood still"
        return {"access_token": "t0ken"}

    connector, token = Connector(), BotToken(slowly)
    async with serving(connector.app()) as url, ClientSession() as session:
        client = await ConnectorFactory(session, token.get, local=True).create(url)
        beats = 0
        call = asyncio.create_task(client.conversations.delete_activity("c", "m1"))
        while not call.done():
            await asyncio.sleep(0)
            beats += 1
            if beats == 10:
                beaten.set()
        await call
        token.close()
        assert beats >= 10
        assert connector.calls[0].headers["Authorization"] == "Bearer t0ken"


async def test_a_refused_token_says_what_to_check() -> None:
    token = BotToken(lambda: {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid secret"})
    with pytest.raises(RemoteRefused, match="AADSTS7000215") as caught:
        await token.get()
    assert caught.value.code == "invalid_client"
    token.close()


@pytest.mark.parametrize(
    ("trouble", "kind"), [(OSError("away"), RemoteBusy), (ValueError("no JSON"), RemoteUnreadable)]
)
async def test_trouble_with_the_log_in_has_a_name(trouble: Exception, kind: type[RemoteError]) -> None:
    def acquire() -> dict[str, Any]:
        raise trouble

    token = BotToken(acquire)
    with pytest.raises(kind):
        await token.get()
    token.close()


async def test_a_log_in_that_never_ends_holds_nobody_up_for_long() -> None:
    over = threading.Event()

    def hangs() -> dict[str, Any]:
        over.wait(30)
        return {"access_token": "late"}

    token = BotToken(hangs, within=0.05)
    for _ in range(2):
        with pytest.raises(RemoteBusy):
            await token.get()
    over.set()
    assert await token.get() == "late"
    token.close()


async def test_a_burst_is_spread_so_that_teams_never_throttles() -> None:
    ticks = Ticks()
    async with talking(ticks=ticks) as (bot, connector):
        for _ in range(70):
            await bot.teams.send(bot.place, HELLO)
        times = [call.at for call in connector.calls]
        for most, seconds in LIMITS:
            assert all(later - earlier >= seconds for earlier, later in zip(times, times[most:], strict=False))
        assert times[6] - times[0] < 0.1


async def test_typing_that_is_answered_with_an_id_is_no_message() -> None:
    async with talking() as (bot, connector):
        connector.script.append(answers(201, {"id": "typing-1"}))
        await bot.teams.typing(bot.place)
        assert bot.sent == []
        assert await bot.teams.send(bot.place, HELLO) == "m2"


async def test_typing_is_left_out_when_the_pace_is_used_up() -> None:
    async with talking() as (bot, connector):
        for _ in range(7):
            await bot.teams.send(bot.place, HELLO)
        await bot.teams.typing(bot.place)
        assert connector.of_type("typing") == []


@pytest.mark.long
async def test_many_conversations_leave_the_bot_answering() -> None:
    """It shows that it types in each of 1,500, and then answers everywhere."""
    async with talking() as (bot, connector):
        places = [replace(bot.place, conversation_id=f"a:{no}") for no in range(1_500)]
        for part in range(0, len(places), 50):
            await asyncio.gather(*map(bot.teams.typing, places[part : part + 50]))
        assert len(connector.of_type("typing")) == 1_500
        for place in places[::500]:
            assert await bot.teams.send(place, HELLO)


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([0.0, 0.5, 40.0, 4_000.0])), max_size=200))
def test_the_pace_of_many_conversations_is_kept_and_stays_small(steps: list[tuple[int, float]]) -> None:
    """Whatever is asked in whatever order: it never raises, and what is old or too much is forgotten."""
    ticks = Ticks()
    pace = SendLimits(ticks, threads=20)
    for no, pause in steps:
        ticks.now += pause
        assert (pace.wait(f"t{no}") == 0) == (pace.book(f"t{no}") == 0)
        assert pace.known <= 20
    ticks.now += 2 * 3_600
    assert pace.known == 0


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), st.floats(0, 5)), max_size=150))
def test_no_window_ever_holds_too_many(steps: list[tuple[str, float]]) -> None:
    ticks = Ticks()
    pace, booked = SendLimits(ticks), {"a": list[float](), "b": list[float]()}
    for thread, pause in steps:
        ticks.now += pause
        foreseen = pace.wait(thread)
        wait = pace.book(thread)
        assert wait == foreseen >= 0
        booked[thread].append(ticks.now + wait)
    for times in booked.values():
        assert times == sorted(times)
        for most, seconds in LIMITS:
            assert all(later - earlier > seconds for earlier, later in zip(times, times[most:], strict=False))


@given(
    st.sampled_from([0, 302, 400, 401, 403, 404, 408, 412, 413, 429, 500, 502, 503, 504]),
    st.integers(0, 10),
    st.booleans(),
    st.booleans(),
    st.none() | st.floats(0, 120),
)
def test_the_decision_to_repeat(
    status: int, attempt: int, repeatable: bool, sent: bool, retry_after: float | None
) -> None:
    failure = Failure(status, sent=sent or status != 0, retry_after=retry_after)
    wait = retry.wait(failure, attempt, repeatable=repeatable, rng=random.Random(0))
    assert isinstance(retry.error(failure), RemoteError)
    if wait is None:
        return
    assert 0 <= wait <= 66
    assert attempt < retry.ATTEMPTS - 1
    assert wait >= (retry_after or 0)
    assert repeatable or status in {412, 429, 502, 503, 504} or not failure.sent
