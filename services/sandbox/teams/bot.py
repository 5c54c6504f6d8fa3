"""Delivers activities to the bot: one activity out, one HTTP answer back."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError, ClientTimeout

from services.sandbox.teams.chats import Json
from services.sandbox.teams.people import BOT_NAME
from services.sandbox.teams.room import Room, Seat
from services.sandbox.teams.signing import token_for

UNREACHABLE = "Unable to reach app. Please try again."


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's HTTP status and body; `error` is what the person is told, `away`: nobody listens at its address."""

    status: int
    body: Any = None
    error: str | None = None
    away: bool = False


async def deliver(room: Room, activity: Json) -> Answer:
    """Deliver an activity and wait for the answer as long as Teams does; it can be delivered again by its id."""
    room.chats.activities[activity["id"]] = activity
    url = f"{room.sandbox.options.bot_url.rstrip('/')}/api/messages"
    patience = ClientTimeout(total=room.chats.answer_seconds)
    try:
        async with room.session.post(url, json=activity, headers=_signed(room, activity), timeout=patience) as response:
            return _read(response.status, await response.read())
    except TimeoutError:
        return Answer(504, error=UNREACHABLE)
    except ClientError:
        return Answer(502, error=UNREACHABLE, away=True)


def _signed(room: Room, activity: Json) -> dict[str, str]:
    """The connector's token, which a bot in local mode doesn't ask for."""
    return {} if room.sandbox.options.local else {"Authorization": f"Bearer {token_for(activity['serviceUrl'])}"}


def _read(status: int, content: bytes) -> Answer:
    try:
        body = json.loads(content) if content else None
    except ValueError:
        body = content.decode("utf-8", "replace")
    return Answer(status, body, f"{BOT_NAME} answered with an error ({status})." if status >= 300 else None)


async def deliver_in_chat(seat: Seat, activity: Json) -> Answer:
    """Like `deliver`; an error also becomes a line in the chat that only this person sees."""
    answer = await deliver(seat.room, activity)
    if answer.error:
        seat.note(answer.error)
    return answer
