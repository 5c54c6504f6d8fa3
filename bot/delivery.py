"""Delivery: a new message reaches its reader exactly once in effect, through crashes and lost answers.

The Bot Connector can't list what a conversation holds, and a POST can't be repeated safely. So what is posted is a
small card that asks to be refreshed: when it comes into view, it tells its own id. The first id that is known is *the*
message, and only that one is edited into the real card; any other one that appears later is deleted.
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

_CONFIRM_SECONDS = 6.0  # for a message of unknown fate to come into view, before it is posted again


Remember = Callable[[str], Awaitable[None]]  # stores what the message with this id shows


async def _no_need(_message_id: str) -> None:
    """Remember nothing, for a message that is never edited later."""


class Delivery:
    """Posts notices and replaces each by its real card."""

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
        """The id of the one message that shows the answer; empty while the fate of an earlier one is unknown.

        `reader` is the channel's id of the person whose client reports that the message is in view. What it shows is
        `remember`ed before it gets buttons, since a click on them may replace its card.
        """
        known = notice.message_id
        if known and notice.conversation.get("conversation_id") != place.conversation_id:
            await self._outbox.forget_message(notice.id)
            known = ""
        known = known or await self._post(notice, place, answer, reader)
        if known:
            await remember(known)
            await self._channel.update(place, known, self._sealed(answer, notice.tenant_id, place))
        return known

    async def _post(self, notice: Notice, place: ConversationReference, answer: Answer, reader: str) -> str:
        now = await self._db.now()
        # A clock that was set back meanwhile must not prolong this.
        if 0.0 <= now - notice.asked_at < _CONFIRM_SECONDS:
            return ""
        await self._outbox.asked(notice.id, now, stored_reference(place))
        spoken = str((answer.card or {}).get("fallbackText", "")) or answer.text
        first = Answer(card=arriving(notice.kind, spoken, notice.id, reader))
        try:
            posted = await self._channel.send(place, self._sealed(first, notice.tenant_id, place))
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

    def _sealed(self, answer: Answer, tenant_id: str, place: ConversationReference) -> Answer:
        if answer.card is None:
            return answer
        now = self._clock.now()
        return replace(answer, card=self._sealer.seal(answer.card, tenant_id, now, place.only_for_id))
