"""Actions on cards, and the refreshes that Teams makes for a person.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from services.sandbox.teams import bot, chat, install, people
from services.sandbox.teams.chats import CARD, Json, Message
from services.sandbox.teams.room import Room, Seat, body_of
from services.sandbox.world import Person

_MOST_REFRESHED = 60
_WRONG = "Something went wrong. Please try again."


async def act(request: web.Request) -> web.Response:
    """POST /chat/{person}/actions {messageId, verb, data, actionId?, inputs?, type?, title?}

    `type` Action.Submit becomes a message with a value, everything else an adaptiveCard/action invoke.
    """
    body = await body_of(request)
    seat, message = Room.of(request).seat_at(request.match_info["person"], str(body.get("messageId", "")))
    ready = await install.ready(seat)
    if ready.status == 409:
        return web.json_response({"status": 409, "body": None, "error": ready.error})
    if body.get("type") == "Action.Submit":
        return web.json_response(await _submit(seat, message, body))
    activity = _card_action(seat, message, _action(body), "manual")
    answer = await bot.deliver_in_chat(seat, activity)
    _take(seat, message, answer)
    error = answer.error or _fault(answer.body)
    result = {"status": answer.status, "body": answer.body, "activityId": activity["id"], "error": error}
    return web.json_response(result)


async def refresh(seat: Seat) -> None:
    """Refresh the person's cards as Teams does on sight: once for each version of a card that lists them."""
    person = seat.person
    for message in seat.conversation.visible(person.id, seat.room.now):
        action = _refresh_action(message, person)
        if action is None or person.id in message.refreshed or seat.conversation.install != "installed":
            continue
        message.refreshed.add(person.id)
        answer = await bot.deliver(seat.room, _card_action(seat, message, action, "automatic"))
        _take(seat, message, answer)
        if answer.away:
            message.refreshed.discard(person.id)
        elif fault := answer.error or _fault(answer.body):
            seat.note(fault)


def _card_action(seat: Seat, message: Message, action: Json, trigger: str) -> Json:
    value = {"action": action, "trigger": trigger}
    thread = message.thread or message.id
    return seat.sender().invoke(seat.new_id(), "adaptiveCard/action", value, message.id, thread)


def _take(seat: Seat, message: Message, answer: bot.Answer) -> None:
    if answer.status == 200 and _is_card_answer(answer.body) and answer.body["type"] == CARD:
        seat.room.chats.set_view(message, seat.person.id, answer.body["value"])


async def _submit(seat: Seat, message: Message, body: Mapping[str, Any]) -> Json:
    data = {**(body.get("data") or {}), **(body.get("inputs") or {})}
    teams: Json = data.get("msteams") or {}
    if teams.get("type") == "imBack":
        return {**await chat.write(seat, str(teams.get("value", "")), thread=message.thread), "body": None}
    if teams.get("displayText"):
        seat.post(text=str(teams["displayText"]), thread=message.thread)
    activity = seat.sender().message(seat.new_id(), str(teams.get("text", "")), message.thread or message.id, [])
    activity |= {"value": teams.get("value", data), "replyToId": message.id}
    answer = await bot.deliver_in_chat(seat, activity)
    return {"status": answer.status, "body": answer.body, "activityId": activity["id"], "error": answer.error}


def _action(body: Mapping[str, Any]) -> Json:
    data = body.get("data")
    merged = {**data, **(body.get("inputs") or {})} if isinstance(data, dict) else data or body.get("inputs") or {}
    action: Json = {"type": "Action.Execute", "verb": body.get("verb"), "data": merged}
    given = {"id": body.get("actionId"), "title": body.get("title")}
    return action | {name: value for name, value in given.items() if value}


def _is_card_answer(body: Any) -> bool:
    return isinstance(body, dict) and isinstance(body.get("statusCode"), int) and isinstance(body.get("type"), str)


def _fault(body: Any) -> str | None:
    """The error shown for an invalid answer, or None: a card or a text is valid, an empty string isn't."""
    if not _is_card_answer(body):
        return _WRONG
    return None if body.get("value") else bot.UNREACHABLE


def _refresh_action(message: Message, person: Person) -> Json | None:
    refresh = (message.card() or {}).get("refresh") or {}
    listed = (refresh.get("userIds") or [])[:_MOST_REFRESHED]
    action = refresh.get("action")
    if message.deleted or not isinstance(action, dict) or people.mri(person.id) not in listed:
        return None
    return {name: action[name] for name in ("type", "id", "title", "verb", "data") if name in action}
