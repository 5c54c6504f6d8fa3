"""Messages that were sent and may have to be edited later, each by the subject that it shows."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import ColumnElement, delete, or_, select, update

from services.domain.subject import Subject, read_subject
from services.store.conversion import columns_of, subject_in
from services.store.database import Database
from services.store.records import Message
from services.store.tables import MessageRow

_EARLIER = "@"  # in a stored subject, before the id of an earlier message that shows it
_UNDER = ";messageid="  # in a conversation's id, before the post of a channel that it is under
_MAX_SUBJECT_CHARACTERS = 80  # longest stored subject, as its column allows
_SAME = ("conversation_id", "message_id", "tenant_id", "object_id", "conversation", "shown")


class MessageStore:
    """Reads and writes sent messages; each conversation has one newest message per subject."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def remember(self, message: Message) -> None:
        """Remember a sent message by its subject, so that it can be edited later."""
        async with self._db.begin(patient=True) as session:
            earlier = _row(replace(message, shown="", earlier=True))
            if await session.get(MessageRow, (earlier.subject, earlier.conversation_id)) is not None:
                await session.merge(earlier)  # a click on an earlier copy: it stays one
                return
            before = await session.get(MessageRow, (str(message.subject), message.conversation_id))
            if before is not None and before.message_id != message.message_id:
                await session.merge(_row(replace(_message(before), shown="", earlier=True)))
            await session.merge(_row(message))

    async def newest(self, subject: Subject) -> tuple[Message, ...]:
        """The newest message of each conversation that shows this subject."""
        return await self._found(MessageRow.subject == str(subject))

    async def copies(self, subject: Subject) -> tuple[Message, ...]:
        """Every message that shows this subject, including those with a newer one in their conversation."""
        return await self._found(shows(subject))

    async def _found(self, which: ColumnElement[bool]) -> tuple[Message, ...]:
        async with self._db.read() as session:
            return tuple(map(_message, await session.scalars(select(MessageRow).where(which))))

    async def shown_by(self, tenant_id: str, conversation_id: str, message_id: str) -> frozenset[Subject]:
        """The subject of this message; none when it isn't one of ours in that tenant.

        A channel's conversations are named by the post that they are under, and a message may be quoted under another:
        https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations
        """
        place = conversation_id.partition(_UNDER)[0]
        there = MessageRow.conversation_id
        query = select(MessageRow.subject).where(
            MessageRow.tenant_id == tenant_id,
            or_(there == place, there.startswith(f"{place}{_UNDER}", autoescape=True)),
            MessageRow.message_id == message_id,
        )
        async with self._db.read() as session:
            found = [read_subject(text.partition(_EARLIER)[0]) for text in await session.scalars(query)]
        return frozenset(subject for subject in found if subject)

    async def shown(self, message: Message, fingerprint: str) -> None:
        """Remember what the message shows now."""
        same = (MessageRow.subject == _key(message), MessageRow.conversation_id == message.conversation_id)
        async with self._db.begin(patient=True) as session:
            await session.execute(update(MessageRow).where(*same).values(shown=fingerprint))

    async def forget(self, message: Message) -> None:
        """Forget a message that no longer exists."""
        same = (MessageRow.subject == _key(message), MessageRow.conversation_id == message.conversation_id)
        async with self._db.begin(patient=True) as session:
            await session.execute(delete(MessageRow).where(*same))


def shows(subject: Subject) -> ColumnElement[bool]:
    """The condition that a row's message shows this subject, as the newest of its conversation or an earlier one."""
    earlier = MessageRow.subject.startswith(f"{subject}{_EARLIER}", autoescape=True)
    return or_(MessageRow.subject == str(subject), earlier)


def _key(message: Message) -> str:
    """The subject as it is stored; for an earlier message followed by its id, so that each has a row."""
    text = str(message.subject)
    return f"{text}{_EARLIER}{message.message_id}"[:_MAX_SUBJECT_CHARACTERS] if message.earlier else text


def _row(message: Message) -> MessageRow:
    columns = columns_of(message)
    return MessageRow(subject=_key(message), **{name: columns[name] for name in _SAME})


def _message(row: MessageRow) -> Message:
    text, earlier, _ = row.subject.partition(_EARLIER)
    same = {name: getattr(row, name) for name in _SAME}
    return Message(subject=subject_in(text), earlier=bool(earlier), **same)
