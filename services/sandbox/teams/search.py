"""Type-ahead in a card: the directory's people picker, and the bot's own choices.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
"""

from __future__ import annotations

from aiohttp import web

from services.sandbox.teams import bot
from services.sandbox.teams.chats import Json
from services.sandbox.teams.room import Room, Seat, body_of

_DIRECTORY = "graph.microsoft.com/users"
_MOST_RESULTS = 15
_FOUND = "application/vnd.microsoft.search.searchResponse"


async def search(request: web.Request) -> web.Response:
    """POST /chat/{person}/search {dataset, queryText, messageId?, data?}: the search response the card gets."""
    body = await body_of(request)
    room, key, message_id = Room.of(request), request.match_info["person"], body.get("messageId")
    seat = room.seat_at(key, str(message_id))[0] if message_id else room.seat(key)
    dataset, text = str(body.get("dataset", "")), str(body.get("queryText", ""))
    if dataset.partition("?")[0] == _DIRECTORY:
        people = _directory(seat, text, "scope=currentContext" in dataset)
        return web.json_response({"statusCode": 200, "type": _FOUND, "value": {"results": people}})
    value: Json = {"queryText": text, "queryOptions": {"skip": 0, "top": _MOST_RESULTS}, "dataset": dataset}
    value |= {"data": body["data"]} if body.get("data") else {}
    answer = await bot.deliver(room, seat.sender().invoke(seat.new_id(), "application/search", value, message_id, None))
    return web.json_response(answer.body if answer.status == 200 else _failed(answer))


def _directory(seat: Seat, text: str, only_members: bool) -> list[Json]:
    words = text.lower()
    users = (p for p in seat.tenant.people.values() if p.account_type == "user")
    found = (p for p in users if not only_members or p.id in seat.conversation.members)
    return [
        {"title": p.display_name, "value": p.id, "subtitle": p.mail or p.user_principal_name}
        for p in found
        if words == p.id or words in p.display_name.lower() or words in p.user_principal_name.lower()
    ][:_MOST_RESULTS]


def _failed(answer: bot.Answer) -> Json:
    value = {"code": str(answer.status), "message": answer.error}
    return {"statusCode": answer.status, "type": "application/vnd.microsoft.error", "value": value}
