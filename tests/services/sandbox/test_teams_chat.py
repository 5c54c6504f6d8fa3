"""What a person does reaches the bot as Teams would send it, and what the bot does reaches the person."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse, web

from services.sandbox.app import Options
from tests.services.sandbox.conftest import CONTOSO, running
from tests.services.sandbox.fake_bot import Json, listening
from tests.services.sandbox.teams_chat import Chat, chatting


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with chatting() as started:
        yield started


async def test_people_are_those_who_can_open_teams(chat: Chat) -> None:
    people = await chat.get("people")
    names = [person["name"] for person in people]
    assert {"Alex", "Sam", "Kim", "John", "Fiona"} <= set(names)
    assert "Resource Account" not in names
    alex = next(person for person in people if person["name"] == "Alex")
    assert alex["role"] == "Teams Administrator"
    assert alex["tenantId"] == CONTOSO


async def test_conversations_are_the_persons_own(chat: Chat) -> None:
    kinds = {name: [c["kind"] for c in await chat.get(f"{name}/conversations")] for name in ("Alex", "John", "Fiona")}
    assert kinds == {
        "Alex": ["personal", "groupChat", "channel"],
        "John": ["personal", "channel"],
        "Fiona": ["personal"],
    }


async def test_two_people_of_one_name_need_an_id(chat: Chat) -> None:
    ids = [person["id"] for person in await chat.get("people") if person["name"] == "Chris Lee"]
    assert len(ids) == 2
    async with chat.http.get("/chat/Chris Lee/conversations") as answer:
        assert answer.status == 404
    assert await chat.get(f"{ids[1]}/conversations")


async def test_install_is_told_once(chat: Chat) -> None:
    await asyncio.gather(*(chat.post("Alex/install") for _ in range(3)))
    await chat.post("Alex/install")
    assert [a["type"] for a in chat.bot.heard] == ["installationUpdate", "conversationUpdate"]
    added, joined = chat.bot.heard
    assert added["action"] == "add"
    assert joined["membersAdded"] == [{"id": joined["recipient"]["id"]}]


async def test_a_message_looks_like_one_from_teams(chat: Chat) -> None:
    sent = await chat.say("Alex", "hello")
    assert sent["status"] == 200
    message = chat.bot.of_type("message")[0]
    assert message["id"] == sent["messageId"]
    assert message["text"] == "hello"
    assert message["channelId"] == "msteams"
    assert message["serviceUrl"] == f"{chat.url}/teams/"
    assert message["from"]["id"] == f"29:{message['from']['aadObjectId']}"
    assert message["recipient"]["id"].startswith("28:")
    assert message["conversation"]["conversationType"] == "personal"
    assert message["conversation"]["tenantId"] == message["channelData"]["tenant"]["id"] == CONTOSO
    assert message["localTimezone"] == "Asia/Singapore"
    assert message["localTimestamp"].endswith("+08:00")
    info = message["entities"][0]
    assert (info["type"], info["locale"], info["country"], info["timezone"]) == (
        "clientInfo",
        "en-SG",
        "SG",
        "Asia/Singapore",
    )


async def test_ids_are_never_used_twice(chat: Chat) -> None:
    for text in ("one", "two", "three"):
        await chat.say("Alex", text)
    ids = [activity["id"] for activity in chat.bot.heard]
    assert len(set(ids)) == len(ids)


async def test_group_chat_mentions_the_bot(chat: Chat) -> None:
    group = await chat.conversation("Sam", "groupChat")
    await chat.say("Sam", "@Switchboard help", conversation=group)
    await chat.say("Sam", "lines", conversation=group)
    first, second = chat.bot.of_type("message")
    assert first["text"] == "<at>Switchboard</at> help"
    assert second["text"] == "<at>Switchboard</at> lines"
    mention = first["entities"][0]
    assert (mention["type"], mention["mentioned"]["id"]) == ("mention", first["recipient"]["id"])
    assert first["conversation"]["isGroup"] is True
    kim = await chat.messages("Kim", f"?conversation={group}")
    assert [m["fromName"] for m in kim] == ["Sam", "Sam"]


async def test_people_can_talk_without_the_bot(chat: Chat) -> None:
    group = await chat.conversation("Sam", "groupChat")
    said = await chat.say("Sam", "lunch?", conversation=group, mention=False)
    assert said["delivered"] is False
    assert not chat.bot.of_type("message")


async def test_channel_posts_and_replies_are_threads(chat: Chat) -> None:
    channel = await chat.conversation("Alex", "channel")
    post = await chat.say("Alex", "status", conversation=channel)
    await chat.say("Alex", "more", conversation=channel, replyTo=post["messageId"])
    first, second = chat.bot.of_type("message")
    assert first["conversation"]["id"] == second["conversation"]["id"] == f"{channel};messageid={post['messageId']}"
    assert first["channelData"]["team"]["name"] == "IT"
    await chat.bot.say(first, text="All well")
    shown = await chat.messages("Alex", f"?conversation={channel}")
    assert [m["thread"] for m in shown] == [None, post["messageId"], post["messageId"]]


async def test_the_bot_is_seen_typing_until_it_answers(chat: Chat) -> None:
    await chat.say("Alex", "hi")
    hello = chat.bot.of_type("message")[0]
    status, body, _ = await chat.bot.call("POST", hello, "/activities", type="typing")
    assert (status, body) == (202, None)
    assert (await chat.get("Alex/messages"))["typing"] is True
    await chat.bot.say(hello, text="Hello Alex")
    seen = await chat.get("Alex/messages")
    assert seen["typing"] is False
    assert [(m["from"], m["text"]) for m in seen["messages"]][-1] == ("bot", "Hello Alex")


async def test_long_poll_returns_at_the_answer(chat: Chat) -> None:
    await chat.say("Alex", "hi")
    seq = (await chat.get("Alex/messages"))["seq"]
    waiting = asyncio.create_task(chat.get(f"Alex/messages?after={seq}&wait=20"))
    await chat.bot.say(chat.bot.of_type("message")[0], text="There you are")
    found = await asyncio.wait_for(waiting, 60)
    assert [m["text"] for m in found["messages"]] == ["There you are"]


async def test_a_changed_message_comes_again_in_its_old_place(chat: Chat) -> None:
    await chat.say("Alex", "hi")
    hello = chat.bot.of_type("message")[0]
    first = await chat.bot.say(hello, text="Working")
    await chat.bot.say(hello, text="Something else")
    seq = (await chat.get("Alex/messages"))["seq"]
    assert (await chat.bot.call("PUT", hello, f"/activities/{first}", type="message", text="Done"))[0] == 200
    changed = await chat.messages("Alex", f"?after={seq}")
    assert [(m["text"], m["edited"]) for m in changed] == [("Done", True)]
    assert [m["text"] for m in await chat.messages("Alex")] == ["hi", "Done", "Something else"]
    assert (await chat.bot.call("DELETE", hello, f"/activities/{first}"))[0] == 200
    assert (await chat.messages("Alex"))[1]["deleted"] is True


async def test_events_bring_the_past_then_ready_then_the_news(chat: Chat) -> None:
    await chat.say("Alex", "hi")
    async with chat.http.get("/chat/Alex/events?conversation=*") as stream:
        past = await _until(stream, "event: ready")
        assert "event: message" in past
        await chat.bot.call("POST", chat.bot.of_type("message")[0], "/activities", type="typing")
        assert '"typing": true' in await _until(stream, "event: typing")
        await chat.bot.say(chat.bot.of_type("message")[0], text="News")
        assert '"News"' in await _until(stream, "event: message")


async def _until(stream: ClientResponse, line: str) -> str:
    seen = ""
    while line not in seen or not seen.endswith("\n\n"):
        seen += (await asyncio.wait_for(stream.content.readline(), 60)).decode()
    return seen


async def test_after_uninstall_the_bot_may_not_write(chat: Chat) -> None:
    await chat.say("Alex", "hi")
    hello = chat.bot.of_type("message")[0]
    await chat.post("Alex/uninstall")
    assert chat.bot.of_type("installationUpdate")[-1]["action"] == "remove"
    status, body, _ = await chat.bot.call("POST", hello, "/activities", type="message", text="Still there?")
    assert (status, body["errorCode"]) == (403, 209)
    assert "MessageWritesBlocked" in body["message"]
    assert (await chat.say("Alex", "hello?"))["status"] == 409
    await chat.post("Alex/install")
    await chat.bot.say(hello, text="Back")


async def test_a_bot_that_is_not_there_yet_hears_of_the_install_later() -> None:
    async with listening() as gone:
        port = int(gone.url.rpartition(":")[2])
    async with running(Options(bot_url=f"http://127.0.0.1:{port}")) as box:
        async with box.http.post("/chat/Alex/install", json={}) as answer:
            first = await answer.json()
        assert first == {"status": 502, "installed": False, "waiting": True}
        async with listening(port) as bot, box.http.post("/chat/Alex/messages", json={"text": "hi"}) as answer:
            assert (await answer.json())["status"] == 200
            assert [a["type"] for a in bot.heard] == ["installationUpdate", "conversationUpdate", "message"]


async def test_a_bots_error_is_told_to_the_caller_and_the_person(chat: Chat) -> None:
    await chat.post("Alex/install")

    async def fail(_: Json) -> web.Response:
        return web.Response(status=500)

    chat.bot.reaction = fail
    said = await chat.say("Alex", "hi")
    assert said["status"] == 500
    last = (await chat.messages("Alex"))[-1]
    assert (last["from"], "500" in last["text"]) == ("system", True)


async def test_resend_delivers_the_same_activity_again(chat: Chat) -> None:
    sent = await chat.say("Alex", "hi")
    await chat.post("Alex/resend", messageId=sent["messageId"])
    first, second = chat.bot.of_type("message")
    assert first == second
    await chat.post("Sam/resend", messageId=sent["messageId"], expect=404)


async def test_reset_starts_the_chats_over(chat: Chat) -> None:
    await chat.say("Alex", "hi")
    chat.sandbox.reset()
    assert await chat.messages("Alex") == []
