"""The interface of the channel to either of Microsoft's SDKs; messages are activities as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.turn import ConversationReference, Turn, Who

Message = dict[str, Any]
Post = Callable[[Message], Awaitable[str]]
Logic = Callable[[Post], Awaitable[Message | None]]


class Adapter(Protocol):
    """Receives turns and sends messages through one of Microsoft's SDKs; every method raises Failure when it fails."""

    async def take(self, turn: Turn, activity_type: str, logic: Logic) -> Message | None:
        """Run `logic` on the turn, with a function that replies in it; the answer, for an invoke."""

    async def post(self, place: ConversationReference, message: Message) -> str:
        """Send a message; its id."""

    async def put(self, place: ConversationReference, message_id: str, message: Message) -> None:
        """Replace the message's content."""

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""

    async def open_personal(self, who: Who, bot_id: str, channel_id: str, service_url: str) -> ConversationReference:
        """Open the 1:1 conversation with that person; Teams always returns the same one."""
