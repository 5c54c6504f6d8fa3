"""What the channel asks of Microsoft's SDK, whichever it is; messages are activities as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.turn import ConversationReference, Turn, Who

Message = dict[str, Any]
Post = Callable[[Message], Awaitable[str]]
Logic = Callable[[Post], Awaitable[Message | None]]


class Adapter(Protocol):
    """Takes in turns and sends messages through one of Microsoft's SDKs; every call raises Failure when it failed."""

    async def take(self, turn: Turn, activity_type: str, logic: Logic) -> Message | None:
        """What `logic` answers to the turn, for an invoke; `logic` gets a function that replies in the turn."""

    async def post(self, place: ConversationReference, message: Message) -> str:
        """The new message's id."""

    async def put(self, place: ConversationReference, message_id: str, message: Message) -> None:
        """Replace the message's content."""

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""

    async def open_personal(self, who: Who, bot_id: str, channel_id: str, service_url: str) -> ConversationReference:
        """The 1:1 conversation with that person; Teams gives the same one each time."""
