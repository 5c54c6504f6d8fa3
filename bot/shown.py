"""Messages that show something that changes (plans, jobs, drafts) and are edited in place."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence

import structlog

from bot.context import Channel
from bot.offered import offered
from bot.readers import reader_for
from bot.sealing import Sealer
from bot.turn import Answer, Card, ConversationReference, read_reference, stored_reference
from bot.views import render
from bot.views.viewer import Viewer
from services.context import Services
from services.domain.access import ACCESS_UNKNOWN, Access
from services.domain.error_codes import for_log
from services.domain.errors import NotFound, RemoteError, RemoteRefused, RoleUnknown, Unreachable
from services.domain.phrases import reading
from services.domain.subject import Subject, SubjectKind
from services.store.database import is_broken
from services.store.records import Contact, Message

log = structlog.get_logger()

# Other kinds of card about the same plan or job.
_SHOWN_WITH = {SubjectKind.PLAN: (SubjectKind.UNREACHED, SubjectKind.COUNTED), SubjectKind.JOB: (SubjectKind.CLOSING,)}
# Subjects that lead to a link, and end once it exists.
_REPLACED_SUBJECTS = {SubjectKind.WORKSPACE: (SubjectKind.WELCOME, SubjectKind.CHECKLIST)}
TRIES_OF_A_CHAT = 4  # of what a chat refuses: a single refusal may be wrong
_GONE = (404, 410)  # the conversation or the message isn't there
_EDIT_INTERVAL_SECONDS = 2.0  # Teams allows 1,800 edits an hour in one chat, one every two seconds


class ShownMessages:
    """Remembers which message shows which subject, and redraws it."""

    def __init__(
        self,
        services: Services,
        channel: Channel,
        sealer: Sealer,
        reads_only: Callable[[str, str], bool],
    ) -> None:
        self._services = services
        self._channel = channel
        self._sealer = sealer
        self._reads_only = reads_only
        self.clock: Callable[[], float] = services.steady.now
        self._edited: dict[str, float] = {}

    async def remember(self, place: ConversationReference, subject: Subject, message_id: str, object_id: str) -> None:
        """Remember which message shows a subject, so that it is edited when the subject changes."""
        await self._services.store.messages.remember(
            Message(
                subject=subject,
                conversation_id=place.conversation_id,
                message_id=message_id,
                tenant_id=place.tenant_id,
                object_id=object_id,
                conversation=stored_reference(place),
                shown="",  # the answer to a click replaced what was drawn before
            )
        )

    async def redraw(self, subject: Subject, *, last: bool = False) -> int:
        """Edit every message that shows the subject, or what follows from it; the number of messages.

        One that can't be edited doesn't prevent the others; its error is raised once all were tried, except at the
        `last` try that of a message which isn't there any more.
        """
        kinds = (*_REPLACED_SUBJECTS.get(subject.kind, ()), subject.kind, *_SHOWN_WITH.get(subject.kind, ()))
        shown = (*await self._plan_of(subject), *(Subject(kind, subject.id) for kind in kinds))
        messages = [message for one in shown for message in await self._services.store.messages.copies(one)]
        await self._edit_all(messages, last=last)
        return len(messages)

    async def _plan_of(self, subject: Subject) -> tuple[Subject, ...]:
        """The plan of an ended job, whose cards say that it is being applied."""
        job = await self._services.store.ledger.find(subject.id) if subject.kind is SubjectKind.JOB else None
        return (Subject(SubjectKind.PLAN, job.plan_id),) if job is not None and job.ended_at else ()

    async def _edit_all(self, messages: Sequence[Message], *, last: bool = False) -> None:
        # A message that shows two subjects shows the later one, which the first became.
        each = {(message.conversation_id, message.message_id): message for message in messages}
        errors: list[Exception] = []
        for message in each.values():
            try:
                await self._edit(message)
            except Exception as error:
                if last and isinstance(error, RemoteRefused) and error.status in _GONE:
                    continue
                if not (isinstance(error, RemoteError | RoleUnknown) or is_broken(error)):
                    raise
                errors.append(error)
        if errors:
            raise errors[0]

    async def progress(self) -> None:
        """Edit the cards of running jobs, each at most once in two seconds."""
        now, unfinished = self.clock(), await self._services.store.ledger.unfinished()
        self._edited = {job.id: self._edited.get(job.id, now - _EDIT_INTERVAL_SECONDS) for job in unfinished}
        for job in unfinished:
            if now - self._edited[job.id] < _EDIT_INTERVAL_SECONDS:
                continue
            self._edited[job.id] = now
            try:
                await self._edit_all(await self._services.store.messages.newest(Subject(SubjectKind.JOB, job.id)))
            except (RemoteError, RoleUnknown) as error:
                log.warning("progress not shown", job=job.id, **for_log(error))

    async def follow(self, subject: Subject) -> None:
        """Make the messages of a draft those of its plan, so that decisions show on them."""
        for message in await self._services.store.messages.newest(subject):
            await self._follow(message)

    async def viewer(self, tenant_id: str, object_id: str, access: Access = ACCESS_UNKNOWN) -> Viewer:
        """The viewer for somebody who isn't in a turn."""
        contact: Contact | None = await self._services.store.contacts.get(tenant_id, object_id)
        zone = contact.time_zone if contact else "UTC"
        return Viewer(tenant_id, object_id, zone, self._reads_only(tenant_id, object_id), access)

    async def draw(self, tenant_id: str, object_id: str, subject: Subject) -> Card:
        """The subject's card as this person may see it now, by access that is at most a minute old.

        Raises NotFound when it is out of their reach. Raises RoleUnknown when that can't be asked, unless it is their
        own. A message without a reader of its own shows only what everybody may see.
        """
        with reading(await reader_for(self._services, tenant_id, object_id)):
            return await self._drawn(tenant_id, object_id, subject)

    async def _drawn(self, tenant_id: str, object_id: str, subject: Subject) -> Card:
        if not object_id:
            return await render(self._services, subject, await self.viewer(tenant_id, ""))
        access = await self._services.roles.lately(tenant_id, object_id)
        try:
            viewer = await self.viewer(tenant_id, object_id, access)
            card = await render(self._services.for_viewer(access), subject, viewer)
            return await offered(self._services, tenant_id, access, card)
        except NotFound:
            if access.known:
                raise
            raise self._services.roles.unknown(tenant_id, object_id) from None

    async def _edit(self, message: Message) -> None:
        try:
            card = await self.draw(message.tenant_id, message.object_id, message.subject)
        except NotFound:
            return  # no longer within their reach: the message stays as it is
        print_ = hashlib.sha256(json.dumps(card, sort_keys=True).encode()).hexdigest()
        if print_ == message.shown:
            return
        await self._follow(message)  # before the buttons are there: a click on them may replace the card
        place, now = read_reference(message.conversation), self._services.clock.now()
        sealed = self._sealer.seal(card, message.tenant_id, now, place.only_for_id)
        try:
            await self._channel.update(place, message.message_id, Answer(card=sealed))
        except Unreachable:
            return  # who took the app out reads nothing there; once they are back, the next redraw edits it
        except RemoteRefused as error:
            if not place.only_for or error.status not in _GONE:
                raise
            # Teams removes targeted messages after a day: nothing is left to edit.
            log.info("a message was gone already", **for_log(error))
            await self._services.store.messages.forget(message)
            return
        await self._services.store.messages.shown(message, print_)

    async def _follow(self, message: Message) -> None:
        if message.subject.kind is not SubjectKind.DRAFT:
            return
        draft = await self._services.store.drafts.get(message.subject.id, message.tenant_id)
        if draft.plan_id:
            subject = Subject(SubjectKind.PLAN, draft.plan_id)
            await self.remember(read_reference(message.conversation), subject, message.message_id, message.object_id)
