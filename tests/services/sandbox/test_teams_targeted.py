"""Messages that one person alone sees, among others: who is shown them, and what the connector refuses."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.sandbox.teams.chats import TARGETED_SECONDS
from tests.services.sandbox.fake_bot import Json
from tests.services.sandbox.teams_chat import Chat, chatting

ASIDE = "?isTargetedActivity=true"


@pytest.fixture
async def chat() -> AsyncIterator[Chat]:
    async with chatting() as started:
        yield started


async def asked(chat: Chat, text: str = "lines") -> Json:
    """What the bot is sent when Alex says this to it alone, in the group."""
    group = await chat.conversation("Alex", "groupChat")
    await chat.post("Alex/messages", text=text, conversation=group, targeted=True)
    return chat.bot.of_type("message")[-1]


async def told(chat: Chat, to: Json, where: str = f"/activities{ASIDE}", **more: Any) -> tuple[int, Json]:
    """The connector's answer to a message for whoever sent `to`."""
    message = {"type": "message", "text": "for you", "recipient": {"id": to["from"]["id"]}, **more}
    status, body, _ = await chat.bot.call("POST", to, where, **message)
    return status, body


async def test_one_person_alone_sees_it(chat: Chat) -> None:
    activity = await asked(chat)
    assert activity["recipient"]["isTargeted"] is True
    status, body = await told(chat, activity, entities=[{"type": "targetedMessageInfo", "messageId": activity["id"]}])
    assert status == 201
    group = activity["conversation"]["id"]
    mine = {m["id"]: m for m in await chat.messages("Alex", f"?conversation={group}")}
    assert (mine[activity["id"]]["onlyYou"], mine[body["id"]]["onlyYou"]) == (True, True)
    assert not {activity["id"], body["id"]} & {m["id"] for m in await chat.messages("Sam", f"?conversation={group}")}
    chat.sandbox.live.clock.advance(TARGETED_SECONDS)
    assert not {activity["id"], body["id"]} & {m["id"] for m in await chat.messages("Alex", f"?conversation={group}")}
    message = {"type": "message", "text": "later"}
    gone = await chat.bot.call("PUT", activity, f"/activities/{body['id']}{ASIDE}", **message)
    assert (gone[0], gone[1]["error"]["code"]) == (404, "ActivityNotFoundInConversation")
    late = await told(chat, activity, entities=[{"type": "targetedMessageInfo", "messageId": activity["id"]}])
    assert (late[0], late[1]["error"]["code"]) == (404, "TARGETED_MESSAGE_EXPIRED_OR_DELETED")


async def test_who_sees_a_message_cant_be_changed(chat: Chat) -> None:
    activity = await asked(chat)
    _, body = await told(chat, activity)
    path, message = f"/activities/{body['id']}", {"type": "message", "text": "other"}
    assert (await chat.bot.call("PUT", activity, path, **message))[0] == 400
    assert (await chat.bot.call("DELETE", activity, path))[0] == 400
    recipient = await chat.bot.call("PUT", activity, f"{path}{ASIDE}", **message, recipient=activity["from"])
    assert (recipient[0], recipient[1]["error"]["message"]) == (400, "Cannot edit Recipient of Targeted Message")
    assert (await chat.bot.call("PUT", activity, f"{path}{ASIDE}", **message))[0] == 200
    assert (await chat.bot.call("DELETE", activity, f"{path}{ASIDE}"))[0] == 200
    chat.sandbox.live.clock.advance(60)  # Teams takes only so much at once
    _, body, _ = await chat.bot.call("POST", activity, "/activities", **message)
    assert (await chat.bot.call("DELETE", activity, f"/activities/{body['id']}{ASIDE}"))[0] == 400


async def test_it_wants_somebody_of_the_conversation_and_no_personal_chat(chat: Chat) -> None:
    activity = await asked(chat)
    for recipient in ({}, {"id": "29:nobody"}):
        assert (await told(chat, activity, recipient=recipient))[0] == 400
    assert (await told(chat, activity, entities=[{"type": "targetedMessageInfo", "messageId": "1"}]))[0] == 400
    await chat.say("Alex", "hello")
    assert (await told(chat, chat.bot.of_type("message")[-1]))[0] == 400
    async with chat.http.post("/chat/Alex/messages", json={"text": "x", "targeted": True}) as answer:
        assert answer.status == 400
