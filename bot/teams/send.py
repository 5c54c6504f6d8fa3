"""Sends within Teams' rates, retries where that is safe, and raises our own errors."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import structlog

from bot.teams import retry, wire_out
from bot.teams.adapter import Adapter, Message, Post
from bot.teams.errors import SYSTEM, Failure
from bot.teams.pace import SendLimits
from bot.teams.pulse import ConnectionHealth
from bot.turn import ConversationReference, Who
from services.domain.errors import RemoteBusy
from services.domain.phrases import tr

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]
_log = structlog.get_logger(__name__)
_MAX_PAUSE_SECONDS = 60.0  # instead of a longer wait, an error says that Teams is busy


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends to Teams. Every method raises a RemoteError when it fails."""

    adapter: Adapter
    pace: SendLimits
    pulse: ConnectionHealth
    sleep: Sleep
    rng: random.Random

    async def post(self, place: ConversationReference, message: Message, reply: Post | None = None) -> str:
        """Send a message; its id. `reply` sends it within a turn."""

        async def call() -> str:
            return await (reply(message) if reply else self.adapter.post(place, message))

        return await self._repeat(place.conversation_id, call, repeatable=False)

    async def put(self, place: ConversationReference, message_id: str, message: Message) -> None:
        """Replace the message."""
        await self._repeat(place.conversation_id, lambda: self.adapter.put(place, message_id, message), repeatable=True)

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""
        await self._repeat(place.conversation_id, lambda: self.adapter.delete(place, message_id), repeatable=True)

    async def open_personal(self, who: Who, bot_id: str, channel_id: str, service_url: str) -> ConversationReference:
        """The 1:1 conversation. Asking twice gives the same one, so this may be retried."""
        return await self._repeat(
            who.user_id, lambda: self.adapter.open_personal(who, bot_id, channel_id, service_url), repeatable=True
        )

    async def typing(self, place: ConversationReference) -> None:
        """Show that the bot is typing, unless that would use up the conversation's rate.

        It isn't shown for private turns in shared conversations, as no way is published to show it to one person.
        """
        if place.only_for or self.pace.wait(place.conversation_id):
            return
        with self.pulse.felt():
            self.pace.book(place.conversation_id)
            try:
                await self.adapter.post(place, wire_out.TYPING)
            except Failure as failure:
                raise retry.error(failure) from failure

    async def _repeat(self, thread: str, call: Callable[[], Awaitable[T]], *, repeatable: bool) -> T:
        with self.pulse.felt():
            attempt = 0
            while True:
                await self._in_pace(thread)
                try:
                    return await call()
                except Failure as failure:
                    if retry.is_doubtful(failure):
                        self.pulse.doubt()
                    again_in = retry.wait(failure, attempt, repeatable=repeatable, rng=self.rng)
                    if again_in is None:
                        raise retry.error(failure) from failure
                    _log.info("teams_call_repeated", status=failure.status, attempt=attempt + 1, pause=again_in)
                await self.sleep(again_in)
                attempt += 1

    async def _in_pace(self, thread: str) -> None:
        pause = self.pace.wait(thread)
        if pause > _MAX_PAUSE_SECONDS:
            busy = RemoteBusy(
                SYSTEM, 0, "pace", tr("This conversation has had as many messages as Teams takes for now.")
            )
            busy.retry_after = pause
            raise busy
        if pause := self.pace.book(thread):
            await self.sleep(pause)
