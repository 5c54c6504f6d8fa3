"""Sends the outbox to people: each notice once, with bounded retries; unreachable people are reported."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.context import Channel
from bot.delivery import Delivery
from bot.sealing import Sealer
from bot.shown import TRIES_OF_A_CHAT, ShownMessages
from bot.telling import Telling
from bot.turn import Answer, ConversationReference, Scope, Turn, place_of, stored_reference, to_keep
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import (
    NotAllowed,
    NotFound,
    RemoteRefused,
    RemoteUnknown,
    SwitchboardError,
    Unreachable,
)
from services.domain.notice_kind import NoticeKind
from services.domain.states import NoticeState
from services.domain.subject import Subject
from services.domain.trace import following, span
from services.store.bell import Bell
from services.store.database import is_away, is_broken, reason
from services.store.outbox import MAX_WAIT_SECONDS
from services.store.records import Notice

log = structlog.get_logger()

_POLL_SECONDS = 0.4  # between two looks for notices that another process has queued, or that are due again
_MAX_PARALLEL = 8
_DATABASE_PAUSE_SECONDS = 3.0  # while the database is away
_STOP_SECONDS = 5.0  # for messages under way when the program stops
_RELEASE_INTERVAL_SECONDS = 10.0
_MAX_SENDING_SECONDS = 600.0  # sending one message, with all retries, takes less
_MAX_TRIES = 12  # some five minutes in all
_TRIES_BY_STATUS = {403: TRIES_OF_A_CHAT, 404: TRIES_OF_A_CHAT, 410: TRIES_OF_A_CHAT, 413: 1}
_RECHECK_SECONDS = 1.0  # between two checks of whether a message can be sent


class Notifier:
    """Sends what is due, and keeps running jobs' cards up to date. `messages` are those that are edited."""

    def __init__(
        self,
        services: Services,
        channel: Channel,
        sealer: Sealer,
        reads_only: Callable[[str, str], bool],
    ) -> None:
        self._services = services
        self.messages = ShownMessages(services, channel, sealer, reads_only)
        self._telling = Telling(services, Delivery(services, channel, sealer), self.messages)
        self._release_at = float("-inf")
        self._over = asyncio.Event()
        self._stopped = Bell()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Start, first sending what a dead process left."""
        self._over.clear()
        await self._release()
        # Separately, since an edit without an answer mustn't delay messages that people wait for.
        bell = self._services.store.outbox.bell
        self._tasks = [
            asyncio.create_task(self._run(self._notices, bell)),
            asyncio.create_task(self._run(self._progress, self._stopped)),
        ]

    async def stop(self) -> None:
        """Stop between two messages; one that takes too long is left for the next start."""
        self._over.set()
        for bell in (self._services.store.outbox.bell, self._stopped):
            bell.ring()
        tasks, self._tasks = self._tasks, []
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=_STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def sent(self, place: ConversationReference, subject: Subject, message_id: str) -> None:
        """Remember an answer that the channel sent, for the person in that conversation."""
        holder = self._services.store.contacts.holder
        reader = place.only_for_id or await holder(place.tenant_id, place.conversation_id)
        await self.messages.remember(place, subject, message_id, reader)

    async def keep(self, turn: Turn, answer: Answer) -> None:
        """Queue an answer that Teams didn't, or may not have, accepted; it is then sent like a notice."""
        place = place_of(turn, answer)
        await self._services.store.outbox.add(
            key=f"answer:{self._services.make_id()}",
            tenant_id=turn.conversation.tenant_id or turn.who.tenant_id,
            object_id=turn.who.object_id,
            kind=NoticeKind.ANSWER,
            subject=answer.subject,
            conversation=stored_reference(place),
            # In a channel a card has no reader of its own.
            reader=turn.who.user_id if place.only_for or place.scope is not Scope.CHANNEL else "",
            answer=to_keep(answer),
        )

    async def _run(self, act: Callable[[], Awaitable[None]], bell: Bell) -> None:
        """Do this again and again: whenever the bell rings, and otherwise after a rest."""
        while not self._over.is_set():
            rest = _POLL_SECONDS
            try:
                await act()
            except Exception as error:
                if is_away(error):
                    rest = _DATABASE_PAUSE_SECONDS
                    log.warning("notices wait for the database", why=reason(error))
                elif is_broken(error):
                    rest = _DATABASE_PAUSE_SECONDS
                    log.error("notifying failed, going on", why=reason(error))
                else:
                    log.exception("notifying failed, going on")
                self._release_at = float("-inf")
            await bell.wait(rest)

    async def _notices(self) -> None:
        await self._release()
        await self.deliver()

    async def _progress(self) -> None:
        if await self._services.store.presence.leads("progress"):
            await self.messages.progress()

    async def _release(self) -> None:
        """Put back notices claimed by dead processes, and those claimed too long ago."""
        steady = self._services.steady.now()
        if steady < self._release_at:
            return
        self._release_at = steady + _RELEASE_INTERVAL_SECONDS
        outbox, presence = self._services.store.outbox, self._services.store.presence
        senders = await outbox.senders()
        if senders:
            # This process is sending nothing now, so its own are stuck, too.
            gone = {presence.name, *senders} - await presence.alive(senders - {presence.name})
            await outbox.release(gone, before=await self._services.store.db.now() - _MAX_SENDING_SECONDS)

    async def deliver(self) -> None:
        """Send everything that is due, in order for each subject, in parallel for different ones.

        So a chat that doesn't answer delays no other, and a redraw finds the message before it. The end of a job needs
        no order, as it is a message of its own.
        """
        due = await self._services.store.outbox.due(await self._services.store.db.now())
        groups: defaultdict[tuple[str, bool], list[Notice]] = defaultdict(list)
        for notice in due:
            groups[_order(notice), notice.kind is NoticeKind.CLOSING].append(notice)
        gate = asyncio.Semaphore(_MAX_PARALLEL)
        ends = await asyncio.gather(*(self._in_order(gate, group) for group in groups.values()), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def _in_order(self, gate: asyncio.Semaphore, group: list[Notice]) -> None:
        outbox, presence, db = self._services.store.outbox, self._services.store.presence, self._services.store.db
        async with gate:
            for notice in group:
                if not self._over.is_set() and await outbox.claim(notice.id, presence.name, await db.now()):
                    with following(notice.ref), span(f"notice {notice.kind}"):
                        await self._deliver(notice)

    async def _deliver(self, notice: Notice) -> None:
        outbox, tries = self._services.store.outbox, notice.attempts + 1
        if not await self._telling.may_go(notice):
            await outbox.settle(
                notice.id, NoticeState.NEW, due_at=await self._in(_RECHECK_SECONDS), tries=notice.attempts
            )
            return
        error = await self._tried(notice)
        if error is None:
            await outbox.settle(notice.id, NoticeState.SENT, tries=tries)
        elif tries < _max_tries(error):
            log.info("a message waits", kind=notice.kind, **for_log(error))
            pause = min(MAX_WAIT_SECONDS, 0.3 * 2**tries)
            await outbox.settle(notice.id, NoticeState.NEW, due_at=await self._in(pause), tries=tries, error=str(error))
        else:
            await self._give_up(notice, error, tries)

    async def _in(self, seconds: float) -> float:
        return await self._services.store.db.now() + seconds

    async def _tried(self, notice: Notice) -> SwitchboardError | None:
        """Try to send it; why it couldn't be sent yet, or None once it is."""
        try:
            done = await self._telling.tell(notice)
        except SwitchboardError as error:
            return error
        except Exception as error:
            if is_away(error):
                raise
            log.exception("a message couldn't be made", kind=notice.kind, subject=str(notice.subject))
            return SwitchboardError("The message couldn't be made.")
        return None if done else RemoteUnknown("Microsoft Teams", 0, "", "Not delivered yet.")

    async def _give_up(self, notice: Notice, error: SwitchboardError, tries: int) -> None:
        """Tell somebody else, if there is one, that the person couldn't be reached."""
        outbox = self._services.store.outbox
        told = await self._telling.tell_instead(notice) if notice.kind is NoticeKind.CLOSING else None
        if told:
            await outbox.settle(notice.id, NoticeState.SENT, tries=tries)
        elif told is False and tries < _MAX_TRIES:
            await outbox.settle(
                notice.id, NoticeState.NEW, due_at=await self._in(_RECHECK_SECONDS), tries=tries, error=str(error)
            )
        else:
            log.error("a message reached nobody", kind=notice.kind, subject=str(notice.subject), **for_log(error))
            await outbox.give_up(notice, str(error), tries, await self._follows(notice))

    async def _follows(self, notice: Notice) -> list[dict[str, Any]]:
        """Tell the author that an approver couldn't be reached: on the plan's card and in one message."""
        if notice.kind is not NoticeKind.APPROVAL:
            return []
        ident = notice.subject.id
        plan = await self._services.store.plans.get(ident, notice.tenant_id)
        redraw = {"key": f"redraw:{ident}:unreached:{notice.object_id}", "kind": NoticeKind.REDRAW}
        tell = {"key": f"unreached:{ident}", "kind": NoticeKind.UNREACHED, "object_id": plan.author}
        return [{**one, "subject": notice.subject} for one in (redraw, tell)]


def _max_tries(error: SwitchboardError) -> int:
    """The number of tries in all for a message that fails with this error."""
    if isinstance(error, (NotFound, NotAllowed, Unreachable)):
        return 1
    return _TRIES_BY_STATUS.get(error.status, _MAX_TRIES) if isinstance(error, RemoteRefused) else _MAX_TRIES


def _order(notice: Notice) -> str:
    """The key of messages that are sent in order: those about one subject, and answers in one conversation."""
    if notice.kind is NoticeKind.ANSWER:
        return str(notice.conversation.get("conversation_id", ""))
    return str(notice.subject)
