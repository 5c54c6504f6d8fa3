"""The chat API: people, adding the app, writing to the bot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from services.sandbox.teams import bot, install, people
from services.sandbox.teams.activities import MENTION
from services.sandbox.teams.chats import Conversation, Json, Message
from services.sandbox.teams.room import Room, Seat, body_of, missing, wrong


async def everyone(request: web.Request) -> web.Response:
    """GET /chat/people"""
    world = Room.of(request).sandbox.live.world
    found = [
        {"id": p.id, "name": p.display_name, "tenant": t.display_name, "tenantId": t.id, "role": people.role(p)}
        for t, p in people.everybody(world)
    ]
    return web.json_response(found)


async def conversations(request: web.Request) -> web.Response:
    """GET /chat/{person}/conversations"""
    room = Room.of(request)
    mine = room.chats.of_person(room.seat(request.match_info["person"]).person.id)
    return web.json_response([{"id": c.id, "kind": c.kind, "title": c.title} for c in mine])


async def add_app(request: web.Request) -> web.Response:
    """POST /chat/{person}/install {conversation?}: `waiting`: the bot can't be reached yet."""
    seat, _ = await _seat(request)
    answer = await install.add(seat)
    installed = seat.conversation.install == "installed"
    return web.json_response({"status": answer.status, "installed": installed, "waiting": answer.away})


async def remove_app(request: web.Request) -> web.Response:
    """POST /chat/{person}/uninstall {conversation?}"""
    seat, _ = await _seat(request)
    answer = await install.remove(seat)
    return web.json_response({"status": answer.status, "installed": False})


async def say(request: web.Request) -> web.Response:
    """POST /chat/{person}/messages {text, conversation?, replyTo?, quote?, mention?, targeted?}

    `replyTo` is the post of a channel that is answered under, `quote` the message that *Reply* was pressed on.

    In group chats and channels a bot only hears what mentions it, so a mention is put in front where there is none;
    `mention: false` keeps the words among people, `targeted: true` between this person and the bot.
    """
    seat, body = await _seat(request)
    if body.get("targeted"):
        return web.json_response(await _whisper(seat, str(body.get("text", "")), body.get("replyTo")))
    text = as_mentioned(seat.conversation, body)
    quoted = seat.conversation.messages.get(str(body.get("quote", "")))
    if body.get("quote") and (quoted is None or quoted.only_for not in (None, seat.person.id)):
        raise missing(f"There is no message {body['quote']} here.")
    return web.json_response(await write(seat, text, thread=body.get("replyTo"), quoted=quoted))


async def write(
    seat: Seat,
    text: str,
    files: list[Json] | None = None,
    thread: str | None = None,
    quoted: Message | None = None,
) -> Json:
    """Post the person's message and deliver it; `status` is the bot's, `delivered` whether it could be reached."""
    ready = await install.ready(seat)
    if ready.status == 409:
        return {"status": 409, "messageId": None, "delivered": False, "error": ready.error}
    message = seat.post(text=text, attachments=files or [], thread=thread, quoted=quoted.id if quoted else None)
    if seat.conversation.kind != "personal" and MENTION not in text:
        return {"status": 200, "messageId": message.id, "delivered": False}
    # https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4: bots get files in personal chats.
    heard = (files or []) if seat.conversation.kind == "personal" else []
    activity = seat.sender().message(message.id, text, thread or message.id, heard, quoted)
    answer = await bot.deliver_in_chat(seat, activity)
    return {"status": answer.status, "messageId": message.id, "delivered": not answer.away, "error": answer.error}


async def _whisper(seat: Seat, text: str, thread: str | None) -> Json:
    """Post the message for the bot alone, as Teams does with what begins with a slash, and deliver it."""
    if seat.conversation.kind == "personal":
        raise wrong("Nobody else reads a personal chat.")
    ready = await install.ready(seat)
    if ready.status == 409:
        return {"status": 409, "messageId": None, "delivered": False, "error": ready.error}
    message = seat.post(text=text, thread=thread, only_for=seat.person.id)
    activity = seat.sender().message(message.id, text, thread or message.id, [], targeted=True)
    answer = await bot.deliver_in_chat(seat, activity)
    return {"status": answer.status, "messageId": message.id, "delivered": not answer.away, "error": answer.error}


async def resend(request: web.Request) -> web.Response:
    """POST /chat/{person}/resend {messageId}: the same activity again, as Teams sends it when it missed the answer."""
    room = Room.of(request)
    person = room.seat(request.match_info["person"]).person
    activity_id = str((await body_of(request)).get("messageId", ""))
    activity = room.chats.activities.get(activity_id)
    if activity is None or activity["from"]["aadObjectId"] != person.id:
        raise missing(f"{person.display_name} sent the bot nothing with the id {activity_id}.")
    answer = await bot.deliver(room, activity)
    return web.json_response({"status": answer.status, "body": answer.body, "error": answer.error})


def as_mentioned(conversation: Conversation, body: Mapping[str, Any]) -> str:
    """The text as it is sent: with a mention of the bot where it only receives mentions."""
    text = str(body.get("text", ""))
    if conversation.kind == "personal" or MENTION in text:
        return text
    typed = f"@{people.BOT_NAME}"
    if typed in text:
        return text.replace(typed, MENTION, 1)
    return f"{MENTION} {text}" if body.get("mention", True) else text


async def _seat(request: web.Request) -> tuple[Seat, Mapping[str, Any]]:
    body = await body_of(request)
    return Room.of(request).seat(request.match_info["person"], body.get("conversation")), body
