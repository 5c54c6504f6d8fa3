"""Notify: from the outbox to people. New messages for what they must notice, edits in place for what moves."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import defaultdict
from collections.abc import Awaitable, Callable

import structlog

from bot.context import Channel
from bot.delivery import Delivery
from bot.sealing import Sealer
from bot.turn import Answer, Card, Place, as_place, stored
from bot.views import render
from bot.views.viewer import Viewer
from services.changes.services import Services
from services.domain.errors import NotFound, RemoteError, RemoteRefused, SwitchboardError
from services.store.database import is_away, is_broken, reason
from services.store.tables import Contact, Message, Outbox

log = structlog.get_logger()

_EVERY = 0.4
_AT_ONCE = 8
_REST = 3.0  # while the database is away
_RELEASE_EVERY = 10.0
_MOST_SENDING = 600.0  # seconds; sending one message, with all its tries, takes less
_EDIT_EVERY = 2.0  # Teams takes 1,800 edits an hour in one chat: one every two seconds
_TRIES = 12
_LOST = 4  # looks, about five seconds, until a draft's first answer counts as never sent
_AFTER = 1.0  # seconds between two looks whether the author was told, before all others are
_NEW_MESSAGES = {"approval": "plan", "progress": "job", "closing": "closing", "decided": "decided"}


class Notifier:
    """Sends what is due, and keeps running jobs' cards fresh."""

    def __init__(
        self, services: Services, channel: Channel, sealer: Sealer, reads_only: Callable[[str, str], bool]
    ) -> None:
        self._services = services
        self._channel = channel
        self._sealer = sealer
        self._reads_only = reads_only
        self._delivery = Delivery(services, channel, sealer)
        self._edited: dict[str, float] = {}
        self._released = float("-inf")
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin; what a dead process was about to send is sent now."""
        await self._services.store.outbox.hasten()
        await self._release()
        # Apart, since an edit that gets no answer mustn't hold up what people wait for.
        self._tasks = [asyncio.create_task(self._run(act)) for act in (self._notices, self._progress)]

    async def stop(self) -> None:
        """Stop between two messages."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def sent(self, place: Place, subject: str, message_id: str) -> None:
        """Remember an answer that the channel sent, for the person of that conversation."""
        holder = await self._services.store.contacts.holder(place.tenant_id, place.conversation_id)
        await self.remember(place, subject, message_id, holder)

    async def remember(self, place: Place, subject: str, message_id: str, object_id: str) -> None:
        """Remember which message shows a subject, so that it is edited when the subject moves on."""
        await self._services.store.outbox.remember(
            Message(
                subject=subject,
                conversation_id=place.conversation_id,
                message_id=message_id,
                tenant_id=place.tenant_id,
                object_id=object_id,
                place=stored(place),
                shown="",  # an answer to a click took the place of what was drawn before
            )
        )

    async def _run(self, act: Callable[[], Awaitable[None]]) -> None:
        while True:
            rest = _EVERY
            try:
                await act()
            except Exception as error:
                if is_away(error):
                    rest = _REST
                    log.warning("notices wait for the database", why=reason(error))
                elif is_broken(error):
                    rest = _REST
                    log.error("notifying failed, going on", why=reason(error))
                else:
                    log.exception("notifying failed, going on")
                self._released = float("-inf")
            await asyncio.sleep(rest)

    async def _notices(self) -> None:
        await self._release()
        await self.deliver()

    async def _progress(self) -> None:
        if await self._services.store.presence.leads("progress"):
            await self._refresh_jobs()

    async def _release(self) -> None:
        """Put back what processes were sending that are gone now, and what nobody can be sending any more."""
        steady = self._services.steady.now()
        if steady < self._released + _RELEASE_EVERY:
            return
        self._released = steady
        outbox, presence = self._services.store.outbox, self._services.store.presence
        senders = await outbox.senders()
        if senders:
            # This process sends nothing right now, so its own are stuck, too.
            gone = {presence.name, *senders} - await presence.alive(senders - {presence.name})
            await outbox.release(gone, before=await self._services.store.db.now() - _MOST_SENDING)

    async def deliver(self) -> None:
        """Send everything that is due: of one subject in order, of several side by side.

        So a chat that doesn't answer holds no other one up, and a redraw finds the message that came before it. The
        end of a job needs no order: it is a message of its own.
        """
        due = await self._services.store.outbox.due(await self._services.store.db.now())
        groups: defaultdict[tuple[str, bool], list[Outbox]] = defaultdict(list)
        for notice in due:
            groups[notice.subject, notice.kind == "closing"].append(notice)
        gate = asyncio.Semaphore(_AT_ONCE)
        ends = await asyncio.gather(*(self._in_order(gate, group) for group in groups.values()), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end

    async def _in_order(self, gate: asyncio.Semaphore, group: list[Outbox]) -> None:
        outbox, presence, db = self._services.store.outbox, self._services.store.presence, self._services.store.db
        async with gate:
            for notice in group:
                if await outbox.claim(notice.id, presence.name, await db.now()):
                    await self._deliver(notice)

    async def _deliver(self, notice: Outbox) -> None:
        outbox, tries = self._services.store.outbox, notice.attempts + 1
        if notice.kind == "told" and not await self._author_told(notice):
            later = await self._services.store.db.now() + _AFTER
            await outbox.settle(notice.id, "new", due_at=later, tries=notice.attempts)
            return
        try:
            done = await self._act(notice)
        except RemoteRefused as error:
            log.warning("a message was refused", kind=notice.kind, why=error.message)
            await outbox.settle(notice.id, "failed", error=str(error), tries=tries)
            return
        except SwitchboardError as error:
            log.warning("a message waits", kind=notice.kind, why=str(error))
            done = False
        if done:
            await outbox.settle(notice.id, "sent", tries=tries)
            return
        state = "new" if tries < _TRIES else "failed"
        if state == "failed":
            log.error("a message reached nobody", kind=notice.kind, subject=notice.subject)
        later = await self._services.store.db.now() + min(60.0, 0.3 * 2**tries)
        await outbox.settle(notice.id, state, due_at=later, tries=tries, error="not delivered yet")

    async def _act(self, notice: Outbox) -> bool:
        match notice.kind:
            case "redraw":
                return await self._redraw(notice)
            case "told":
                return await self._tell_all(notice)
            case _:
                return await self._tell(notice)

    async def _redraw(self, notice: Outbox) -> bool:
        """Edit every message that shows the subject; False while none is known (its own sending is under way)."""
        messages = await self._services.store.outbox.messages(notice.subject)
        for message in messages:
            await self._edit(message)
        if messages or not notice.subject.startswith("draft:"):
            return True
        return notice.attempts >= _LOST and await self._send_lost(notice)

    async def _send_lost(self, notice: Outbox) -> bool:
        """A process died before its first answer to a draft: what came of it is a new message to the author."""
        draft = await self._services.store.drafts.get(notice.subject.removeprefix("draft:"), notice.tenant_id)
        if not await self._send(notice, draft.author, notice.subject):
            return False
        for message in await self._services.store.outbox.messages(notice.subject):
            await self._follow(message)
        return True

    async def _edit(self, message: Message) -> None:
        viewer = await self._viewer(message.tenant_id, message.object_id)
        card = await render(self._services, message.subject, viewer)
        print_ = hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()
        if print_ == message.shown:
            return
        await self._channel.update(as_place(message.place), message.message_id, self._answer(card, message.tenant_id))
        await self._services.store.outbox.shown(message, print_)
        await self._follow(message)

    async def _follow(self, message: Message) -> None:
        """A draft's message becomes its plan's message, so that decisions show on it."""
        if not message.subject.startswith("draft:"):
            return
        draft = await self._services.store.drafts.get(message.subject.removeprefix("draft:"), message.tenant_id)
        if draft.plan_id:
            subject = f"plan:{draft.plan_id}"
            await self.remember(as_place(message.place), subject, message.message_id, message.object_id)

    async def _author_told(self, notice: Outbox) -> bool:
        """Whether the job's author was told, or can't be: then the channel hears of it in one message, not in two."""
        closing = await self._closing(notice)
        return closing is None or closing.state in ("sent", "failed")

    async def _closing(self, notice: Outbox) -> Outbox | None:
        return await self._services.store.outbox.find(notice.key.replace("told:", "closing:", 1))

    async def _tell_all(self, notice: Outbox) -> bool:
        """Tell the workspace's channel that an upload has ended, unless the author's message went there already."""
        workspace = await self._services.store.workspaces.find(notice.tenant_id)
        closing = await self._closing(notice)
        if workspace is None or not workspace.channel:
            return True
        told_there = (
            closing is not None and closing.place.get("conversation_id") == workspace.channel["conversation_id"]
        )
        if closing is not None and closing.state == "sent" and told_there:
            return True
        return bool(await self._tell_channel(notice, f"uploaded:{notice.subject.split(':', 1)[1]}"))

    async def _tell(self, notice: Outbox) -> bool:
        """Send a new message to one person, or else to the workspace's channel; False when that has to wait."""
        ident = notice.subject.split(":", 1)[1]
        shown_as = _NEW_MESSAGES[notice.kind]
        decided = shown_as == "decided"
        subject = f"plan:{ident}" if decided else f"{shown_as}:{ident}"
        try:
            return await self._send(notice, notice.object_id, subject, edited_later=not decided)
        except (RemoteRefused, NotFound):
            told = await self._tell_channel(notice, f"ended:{ident}") if notice.kind == "closing" else None
            if told is None:
                raise
            return told

    async def _send(self, notice: Outbox, object_id: str, subject: str, *, edited_later: bool = True) -> bool:
        contact = await self._services.store.contacts.get(notice.tenant_id, object_id)
        if contact is None or not contact.installed:
            raise NotFound("This person has no chat with me.", fix="Let them add the app in Teams.")
        card = await render(self._services, subject, await self._viewer(notice.tenant_id, object_id))
        place = as_place(contact.place)
        message_id = await self._delivery.tell(notice, place, card, contact.user_id)
        if message_id and edited_later:
            await self.remember(place, subject, message_id, object_id)
        return bool(message_id)

    async def _tell_channel(self, notice: Outbox, subject: str) -> bool | None:
        """Counts only, since many read it; None when the workspace has no channel, False when it has to wait."""
        workspace = await self._services.store.workspaces.find(notice.tenant_id)
        if workspace is None or not workspace.channel:
            return None
        card = await render(self._services, subject, Viewer(notice.tenant_id, ""))
        return bool(await self._delivery.tell(notice, as_place(workspace.channel), card))

    async def _refresh_jobs(self) -> None:
        now = self._services.steady.now()
        for job in await self._services.store.ledger.unfinished():
            subject = f"job:{job.id}"
            if now - self._edited.get(subject, float("-inf")) < _EDIT_EVERY:
                continue
            self._edited[subject] = now
            for message in await self._services.store.outbox.messages(subject):
                try:
                    await self._edit(message)
                except RemoteError as error:
                    log.warning("progress not shown", job=job.id, why=error.message)

    async def _viewer(self, tenant_id: str, object_id: str) -> Viewer:
        contact: Contact | None = await self._services.store.contacts.get(tenant_id, object_id)
        zone = contact.time_zone if contact else "UTC"
        return Viewer(tenant_id, object_id, zone, reads_only=self._reads_only(tenant_id, object_id))

    def _answer(self, card: Card, tenant_id: str) -> Answer:
        return Answer(card=self._sealer.seal(card, tenant_id, self._services.clock.now()))
