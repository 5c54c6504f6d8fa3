"""Shows a person's conversations, by long poll and by server-sent events."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from aiohttp import web

from services.sandbox.teams import invokes
from services.sandbox.teams.chats import Chats, Conversation, Json, Message
from services.sandbox.teams.people import BOT_NAME
from services.sandbox.teams.room import Room, Seat

_LONGEST_WAIT = 60.0
_HEARTBEAT_SECONDS = 15.0
_AI = "AIGeneratedContent"


def shown(conversation: Conversation, message: Message, person_id: str) -> Json:
    """The message as this person sees it."""
    extra = message.extra
    return {
        "id": message.id,
        "seq": message.seq,
        "updatedSeq": message.seen_seq(person_id),
        "conversation": conversation.id,
        "thread": message.thread,
        "quoted": message.quoted,
        "from": message.sender,
        "fromName": message.sender_name,
        "timestamp": datetime.fromtimestamp(message.at, UTC).isoformat(timespec="milliseconds"),
        "text": "" if message.deleted else message.text,
        "textFormat": extra.get("textFormat", "markdown" if message.sender == "bot" else "plain"),
        "attachments": [] if message.deleted else message.attachments_for(person_id),
        "attachmentLayout": extra.get("attachmentLayout", "list"),
        "suggestedActions": (extra.get("suggestedActions") or {}).get("actions", []),
        "summary": extra.get("summary"),
        "aiGenerated": any(_AI in (e.get("additionalType") or []) for e in extra.get("entities") or []),
        "onlyYou": message.targeted,
        "edited": message.edited,
        "deleted": message.deleted,
        "consent": message.consent,
    }


async def poll(request: web.Request) -> web.Response:
    """GET /chat/{person}/messages?conversation=&after=SEQ&wait=SECONDS

    `seq` is a message's fixed position, `updatedSeq` its last change. `after` compares with the last change, so an
    overwritten card comes again. Cards to be refreshed for this person are refreshed first, as on sight.
    """
    seat = Room.of(request).seat(request.match_info["person"], request.query.get("conversation"))
    after = int(request.query.get("after", "0"))
    loop = asyncio.get_running_loop()
    until = loop.time() + min(float(request.query.get("wait", "0")), _LONGEST_WAIT)
    await invokes.refresh(seat)
    while (
        not (news := seat.conversation.visible(seat.person.id, seat.room.now, after))
        and (left := until - loop.time()) > 0
    ):
        await seat.room.chats.news(left)
        await invokes.refresh(seat)
    found = [shown(seat.conversation, message, seat.person.id) for message in news]
    typing = seat.conversation.typing_until > seat.room.now
    return web.json_response({"seq": seat.room.chats.seq, "messages": found, "typing": typing})


async def events(request: web.Request) -> web.StreamResponse:
    """GET /chat/{person}/events?conversation= (`*`: all): `message`, `typing`, `ready` after the past, `reset`."""
    room, key, wanted = Room.of(request), request.match_info["person"], request.query.get("conversation")
    first = room.seat(key, None if wanted == "*" else wanted)
    mine = room.chats.of_person(first.person.id) if wanted == "*" else [first.conversation]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
    await response.prepare(request)
    after = int(request.headers.get("Last-Event-ID") or request.query.get("after", "0"))
    with suppress(ConnectionResetError):  # the browser went away
        await Stream([replace(first, conversation=c) for c in mine], response, after).run(request)
    return response


class Stream:
    """One open event stream: sends each change, ends when the browser leaves or the sandbox is reset."""

    def __init__(self, seats: list[Seat], response: web.StreamResponse, after: int) -> None:
        self.room, self.seats, self.response, self.after = seats[0].room, seats, response, after
        self.typing: dict[str, bool] = {}

    async def run(self, request: web.Request) -> None:
        """Send until the other side has left."""
        await self._send_news()
        await self._send("ready", {"app": BOT_NAME})
        while request.transport is not None and not request.transport.is_closing():
            for seat in self.seats:
                await invokes.refresh(seat)
            await self._send_news()
            await self.room.chats.news(self._patience())
            if self.room.sandbox.part(Chats) is not self.room.chats:
                return await self._send("reset", {})
            await self.response.write(b": still here\n\n")
        return None

    async def _send_news(self) -> None:
        after, self.after = self.after, self.room.chats.seq
        person_id = self.seats[0].person.id
        changed = [
            (m, s.conversation) for s in self.seats for m in s.conversation.visible(person_id, self.room.now, after)
        ]
        changed.sort(key=lambda pair: pair[0].seq)
        for left, (message, conversation) in enumerate(changed, 1 - len(changed)):
            await self._send("message", shown(conversation, message, person_id), self.after if left == 0 else after)
        for seat in self.seats:
            await self._send_typing(seat.conversation)

    async def _send_typing(self, conversation: Conversation) -> None:
        typing = conversation.typing_until > self.room.now
        if typing != self.typing.get(conversation.id, False):
            self.typing[conversation.id] = typing
            await self._send("typing", {"conversation": conversation.id, "typing": typing})

    def _patience(self) -> float:
        ends = (seat.conversation.typing_until - self.room.now for seat in self.seats)
        speed = self.room.sandbox.live.clock.speed
        return min([_HEARTBEAT_SECONDS, *(seconds / speed + 0.01 for seconds in ends if seconds > 0)])

    async def _send(self, event: str, data: Json, seq: int | None = None) -> None:
        head = "" if seq is None else f"id: {seq}\n"
        await self.response.write(f"{head}event: {event}\ndata: {json.dumps(data)}\n\n".encode())
