"""Delivery: a new message reaches its reader exactly once in effect, through crashes and lost answers.

The Bot Connector can't be asked what a conversation holds, and a POST can't be repeated without doubling. So what is
posted is a small card that asks to be refreshed: when it comes into view it names its own id. The first id known is
*the* message, and only that one is ever edited into the real card; any other one that shows up later is deleted.
https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/overview
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

import structlog

from bot.context import Channel
from bot.sealing import Sealer
from bot.turn import Answer, ConversationReference, stored_reference
from cards.workspace.notices import arriving
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import RemoteError, RemoteRefused, RemoteUnknown
from services.store.records import Notice

log = structlog.get_logger()

_CONFIRM_SECONDS = 6.0  # that a message of unknown fate gets to show up before it is posted once more


Remember = Callable[[str], Awaitable[None]]  # keeps what the message of this id shows


async def _no_need(_message_id: str) -> None:
    """For a message that is never edited later."""


class Delivery:
    """Posts notices and completes them."""

    def __init__(self, services: Services, channel: Channel, sealer: Sealer) -> None:
        self._outbox = services.store.outbox
        self._clock = services.clock
        self._db = services.store.db
        self._channel = channel
        self._sealer = sealer

    async def tell(
        self,
        notice: Notice,
        place: ConversationReference,
        answer: Answer,
        reader: str = "",
        remember: Remember = _no_need,
    ) -> str:
        """The id of the one message that shows the answer; empty while the fate of an earlier one is open.

        `reader` is the channel's id of the person whose client tells when the message is seen. What it shows is
        `remember`ed before there are buttons: a click on them must not put another card in its place.
        """
        known = notice.message_id
        if known and notice.conversation.get("conversation_id") != place.conversation_id:
            await self._outbox.forget_message(notice.id)
            known = ""
        known = known or await self._post(notice, place, answer, reader)
        if known:
            await remember(known)
            await self._channel.update(place, known, self._sealed(answer, notice.tenant_id))
        return known

    async def _post(self, notice: Notice, place: ConversationReference, answer: Answer, reader: str) -> str:
        now = await self._db.now()
        # A clock that was put back meanwhile must not make this last.
        if 0.0 <= now - notice.asked_at < _CONFIRM_SECONDS:
            return ""
        await self._outbox.asked(notice.id, now, stored_reference(place))
        spoken = str((answer.card or {}).get("fallbackText", "")) or answer.text
        first = Answer(card=arriving(notice.kind, spoken, notice.id, reader))
        try:
            posted = await self._channel.send(place, self._sealed(first, notice.tenant_id))
        except RemoteUnknown as lost:
            log.warning("nobody knows whether a message arrived", notice=notice.id, **for_log(lost))
            return ""
        except RemoteError:
            await self._outbox.asked(notice.id, notice.asked_at, stored_reference(place))
            raise
        known = await self._outbox.adopt(notice.id, posted)
        if known != posted:
            await self._take_back(place, posted)
        return known

    async def _take_back(self, place: ConversationReference, message_id: str) -> None:
        try:
            await self._channel.delete(place, message_id)
        except RemoteRefused as gone:
            log.info("a message was gone already", **for_log(gone))

    def _sealed(self, answer: Answer, tenant_id: str) -> Answer:
        if answer.card is None:
            return answer
        return replace(answer, card=self._sealer.seal(answer.card, tenant_id, self._clock.now()))
