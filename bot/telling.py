"""What each kind of notice does when it is due."""

from __future__ import annotations

import structlog

from bot.delivery import Delivery
from bot.readers import reader_for
from bot.shown import TRIES_OF_A_CHAT, ShownMessages
from bot.turn import Answer, read_reference, to_all
from bot.views import render
from bot.views.viewer import Viewer
from bot.views.workspace.notices import shown, subject_of
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import NotFound, RemoteRefused, SwitchboardError, Unreachable
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import reading, tr
from services.domain.states import NoticeState, PlanState
from services.domain.subject import Subject, SubjectKind
from services.store.records import Notice

log = structlog.get_logger()

_LOOKS_UNTIL_LOST = 4  # checks, about five seconds, until a draft's first answer counts as never sent


class Telling:
    """Sends a notice's message or edits those that show its subject."""

    def __init__(self, services: Services, delivery: Delivery, messages: ShownMessages) -> None:
        self._services = services
        self._delivery = delivery
        self._shown = messages

    async def may_go(self, notice: Notice) -> bool:
        """Whether everything that this message waits for is settled."""
        if notice.kind is NoticeKind.TOLD:
            return await self._author_told(notice)
        if notice.kind is NoticeKind.UNREACHED:
            asked = await self._services.store.outbox.asked_of(notice.subject.id)
            return all(state in (NoticeState.SENT, NoticeState.FAILED) for state in asked.values())
        return True

    async def tell(self, notice: Notice) -> bool:
        """Do what the notice asks for; False when that has to wait. Raises a SwitchboardError when it fails."""
        match notice.kind:
            case NoticeKind.REDRAW:
                return await self._redraw(notice)
            case NoticeKind.TOLD:
                return await self._tell_all(notice)
            case NoticeKind.CHECKPOINT:
                return await self._tell_channel(notice, notice.subject) is not False
            case NoticeKind.ANSWER:
                return await self._answer_now(notice)
            case NoticeKind.UNREACHED | NoticeKind.REMINDER | NoticeKind.NUDGE | NoticeKind.SOON:
                return await self._tell_while_waiting(notice)
            case _:
                return await self._tell(notice)

    async def _redraw(self, notice: Notice) -> bool:
        """Edit every message that shows the subject; False while none is known (its own sending is under way)."""
        last = notice.attempts + 1 >= TRIES_OF_A_CHAT
        if await self._shown.redraw(notice.subject, last=last) or notice.subject.kind is not SubjectKind.DRAFT:
            return True
        if await self._services.store.outbox.answers_under_way(notice.subject):
            return False
        return notice.attempts >= _LOOKS_UNTIL_LOST and await self._send_lost(notice)

    async def _send_lost(self, notice: Notice) -> bool:
        """Send a draft's result as a new message, for a process that died before its first answer."""
        draft = await self._services.store.drafts.get(notice.subject.id, notice.tenant_id)
        if not await self._send(notice, draft.author, notice.subject):
            return False
        await self._shown.follow(notice.subject)
        return True

    async def _author_told(self, notice: Notice) -> bool:
        """Whether the job's author was told, or can't be, so that the channel gets one message rather than two."""
        closing = await self._closing(notice)
        return closing is None or closing.state in (NoticeState.SENT, NoticeState.FAILED)

    async def _closing(self, notice: Notice) -> Notice | None:
        """The message to the author about the same end of the job, queued just before."""
        return await self._services.store.outbox.newest_before(notice, NoticeKind.CLOSING)

    async def _tell_all(self, notice: Notice) -> bool:
        """Tell the workspace's channel that an upload has ended, unless the author's message went there already."""
        workspace = await self._services.store.workspaces.find(notice.tenant_id)
        closing = await self._closing(notice)
        if workspace is None or not workspace.channel:
            return True
        told_there = (
            closing is not None and closing.conversation.get("conversation_id") == workspace.channel["conversation_id"]
        )
        if closing is not None and closing.state == NoticeState.SENT and told_there:
            return True
        return bool(await self._tell_channel(notice, Subject(SubjectKind.UPLOADED, notice.subject.id)))

    async def _tell(self, notice: Notice) -> bool:
        """Send a new message to one person; False when that has to wait."""
        # The plan's own message remains the one that is edited; the message about a decision is read once.
        return await self._send(
            notice, notice.object_id, subject_of(notice), edited_later=notice.kind is not NoticeKind.DECIDED
        )

    async def _tell_while_waiting(self, notice: Notice) -> bool:
        """Tell something that matters only until somebody decides or the plan begins."""
        plan = await self._services.store.plans.get(notice.subject.id, notice.tenant_id)
        if plan.state != (PlanState.SCHEDULED if notice.kind is NoticeKind.SOON else PlanState.WAITING):
            return True
        return await self._send(notice, notice.object_id, subject_of(notice))

    async def tell_instead(self, notice: Notice) -> bool | None:
        """Tell the workspace's channel what somebody couldn't be told; None without one, False when it has to wait."""
        try:
            return await self._tell_channel(notice, Subject(SubjectKind.ENDED, notice.subject.id))
        except SwitchboardError as error:
            log.warning("the channel couldn't be told either", **for_log(error))
            return False

    async def _answer_now(self, notice: Notice) -> bool:
        """Show an answer that Teams didn't accept when it was given."""
        place = read_reference(notice.conversation)
        with reading(await reader_for(self._services, notice.tenant_id, notice.object_id)):
            answer = await shown(self._services, notice, Viewer(notice.tenant_id, notice.object_id))

        async def remember(message_id: str) -> None:
            if notice.subject:
                await self._shown.remember(place, notice.subject, message_id, notice.object_id)

        try:
            return bool(await self._delivery.tell(notice, place, answer, notice.reader, remember))
        except RemoteRefused as error:
            if answer.instead is None or isinstance(error, Unreachable):
                raise
            log.warning("answer_not_taken_aside", **for_log(error))
            return bool(await self._delivery.tell(notice, to_all(place), answer.instead))

    async def _send(self, notice: Notice, object_id: str, subject: Subject, *, edited_later: bool = True) -> bool:
        contact = await self._services.store.contacts.get(notice.tenant_id, object_id)
        if contact is None or not contact.installed:
            raise NotFound(tr("This person has no chat with me."), fix=tr("Let them add the app in Teams."))
        card = await self._shown.draw(notice.tenant_id, object_id, subject)
        place = read_reference(contact.conversation)

        async def remember(message_id: str) -> None:
            if edited_later:
                await self._shown.remember(place, subject, message_id, object_id)

        try:
            with reading(await reader_for(self._services, notice.tenant_id, object_id)):
                return bool(await self._delivery.tell(notice, place, Answer(card=card), contact.user_id, remember))
        except Unreachable:
            await self._services.store.contacts.removed(notice.tenant_id, object_id)
            raise

    async def _tell_channel(self, notice: Notice, subject: Subject) -> bool | None:
        """Tell the channel, in counts only; None without a channel, False when it has to wait."""
        workspace = await self._services.store.workspaces.find(notice.tenant_id)
        if workspace is None or not workspace.channel:
            return None
        with reading(await reader_for(self._services, notice.tenant_id, "")):
            card = await render(self._services, subject, Viewer(notice.tenant_id, ""))
            return bool(await self._delivery.tell(notice, read_reference(workspace.channel), Answer(card=card)))
