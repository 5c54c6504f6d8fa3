"""The outbox: what people must be told, each thing once, however often the program dies in between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.states import NoticeState
from services.store.conversion import columns_of, value_of, values_of
from services.store.database import Database, changed
from services.store.records import Message, Notice
from services.store.tables import MessageRow, NoticeRow

MAX_WAIT_SECONDS = 60.0  # between two tries


EARLIER = "@"  # in a subject: what follows is the id of a message that showed it before
_MAX_SUBJECT_CHARACTERS = 80  # of a subject, as its column has it


class OutboxStore:
    """Reads and writes notices and the messages that can be edited."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, *, key: str, tenant_id: str, kind: str, subject: str, **more: Any) -> None:
        """Put a notice in; the same `key` a second time changes nothing.

        `more` is to whom (`object_id`), and for an answer its `place`, `reader` and what it shows.
        """
        async with self._db.begin() as session:
            await self.add_in(session, key=key, tenant_id=tenant_id, kind=kind, subject=subject, **more)

    async def add_in(
        self, session: AsyncSession, *, key: str, tenant_id: str, kind: str, subject: str, **more: Any
    ) -> None:
        """The same, within somebody else's transaction."""
        values = {"key": key, "tenant_id": tenant_id, "kind": kind, "subject": subject, **more}
        await session.execute(self._db.insert(NoticeRow).values(values).on_conflict_do_nothing(index_elements=["key"]))

    async def due(self, now: float, most: int = 50) -> tuple[Notice, ...]:
        """Notices to send now, oldest first; one that waits longer than any may is due: the clock was put back."""
        reached = or_(NoticeRow.due_at <= now, NoticeRow.due_at > now + MAX_WAIT_SECONDS)
        query = select(NoticeRow).where(NoticeRow.state == NoticeState.NEW, reached).order_by(NoticeRow.id).limit(most)
        async with self._db.read() as session:
            return values_of(Notice, await session.scalars(query))

    async def find(self, key: str) -> Notice | None:
        """The notice of this key."""
        async with self._db.read() as session:
            return _notice(await session.scalar(select(NoticeRow).where(NoticeRow.key == key)))

    async def newest_before(self, notice: Notice, kind: str) -> Notice | None:
        """The last notice of this kind about the same subject that was put in before this one."""
        alike = (NoticeRow.tenant_id == notice.tenant_id, NoticeRow.subject == notice.subject, NoticeRow.kind == kind)
        query = select(NoticeRow).where(*alike, NoticeRow.id < notice.id).order_by(NoticeRow.id.desc()).limit(1)
        async with self._db.read() as session:
            return _notice(await session.scalar(query))

    async def get(self, notice_id: int) -> Notice | None:
        """The notice of this number."""
        async with self._db.read() as session:
            return _notice(await session.get(NoticeRow, notice_id))

    async def asked_of(self, plan_id: str) -> dict[str, NoticeState]:
        """Who was asked about this plan (object ids), and how far the asking is."""
        query = select(NoticeRow.object_id, NoticeRow.state).where(
            NoticeRow.kind == "approval", NoticeRow.subject == f"plan:{plan_id}"
        )
        async with self._db.read() as session:
            return {row.object_id: NoticeState(row.state) for row in await session.execute(query)}

    async def claim(self, notice_id: int, owner: str = "", now: float = 0.0) -> bool:
        """Take a notice for sending, in the name of a process; False when somebody else has it."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id, NoticeRow.state == NoticeState.NEW)
        async with self._db.begin(patient=True) as session:
            return changed(await session.execute(query.values(state=NoticeState.SENDING, owner=owner, claimed_at=now)))

    async def settle(
        self, notice_id: int, state: NoticeState, *, error: str = "", due_at: float = 0.0, tries: int = 0
    ) -> None:
        """Record how sending went: sent, failed, or new again at `due_at`, at most MAX_WAIT_SECONDS from now."""
        values: dict[str, Any] = {"state": state, "error": error, "due_at": due_at, "attempts": tries}
        if state != NoticeState.NEW:
            values["answer"] = {}  # what was to be shown isn't kept longer than it takes
        async with self._db.begin(patient=True) as session:
            await session.execute(update(NoticeRow).where(NoticeRow.id == notice_id).values(values))

    async def give_up(self, notice: Notice, error: str, tries: int, then: Iterable[dict[str, str]] = ()) -> None:
        """Record that a notice reached nobody, and put in what follows from it: both or nothing."""
        query = update(NoticeRow).where(NoticeRow.id == notice.id)
        values: dict[str, Any] = {"state": NoticeState.FAILED, "error": error, "attempts": tries, "answer": {}}
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(values))
            for more in then:
                await self.add_in(session, tenant_id=notice.tenant_id, **more)

    async def answers_under_way(self, subject: str) -> bool:
        """Whether an answer that shows this subject is still on its way to its reader."""
        query = select(NoticeRow.id).where(
            NoticeRow.subject == subject,
            NoticeRow.kind == "answer",
            NoticeRow.state.in_((NoticeState.NEW, NoticeState.SENDING)),
        )
        async with self._db.read() as session:
            return await session.scalar(query.limit(1)) is not None

    async def senders(self) -> frozenset[str]:
        """The processes that took notices and haven't settled them."""
        async with self._db.read() as session:
            return frozenset(
                await session.scalars(select(NoticeRow.owner).where(NoticeRow.state == NoticeState.SENDING).distinct())
            )

    async def release(self, owners: Iterable[str], before: float = 0.0) -> int:
        """Put back what these (dead) processes were sending, and what anybody took before this time.

        It may be told twice, but never not at all.
        """
        stuck = or_(NoticeRow.owner.in_(sorted(owners)), NoticeRow.claimed_at < before)
        query = (
            update(NoticeRow)
            .where(NoticeRow.state == NoticeState.SENDING, stuck)
            .values(state=NoticeState.NEW, owner="")
        )
        async with self._db.begin(patient=True) as session:
            return int((await session.execute(query)).rowcount)  # type: ignore[attr-defined]

    async def asked(self, notice_id: int, at: float, place: dict[str, Any]) -> None:
        """Record that a message is about to be posted there."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id)
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(asked_at=at, place=place))

    async def adopt(self, notice_id: int, message_id: str) -> str:
        """The id of the one message that tells this notice: this one, unless another was known before."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id, NoticeRow.message_id == "")
        async with self._db.begin() as session:
            await session.execute(query.values(message_id=message_id))
            return str(await session.scalar(select(NoticeRow.message_id).where(NoticeRow.id == notice_id)) or "")

    async def forget_message(self, notice_id: int) -> None:
        """The notice goes to another place now: no message tells it yet."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id)
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(message_id="", asked_at=0.0))

    async def untold(self, tenant_id: str) -> frozenset[str]:
        """The ids of jobs whose closing message reached nobody."""
        query = select(NoticeRow.subject).where(
            NoticeRow.tenant_id == tenant_id, NoticeRow.kind == "closing", NoticeRow.state == NoticeState.FAILED
        )
        async with self._db.read() as session:
            return frozenset(subject.split(":", 1)[1] for subject in await session.scalars(query))

    async def remember(self, message: Message) -> None:
        """Remember a sent message by its subject, so that it can be edited later."""
        async with self._db.begin(patient=True) as session:
            row = MessageRow(**columns_of(message))
            if await session.get(MessageRow, (_earlier(row).subject, row.conversation_id)) is not None:
                await session.merge(_earlier(row))  # a click on an earlier copy: it stays one
                return
            before = await session.get(MessageRow, (message.subject, message.conversation_id))
            if before is not None and before.message_id != message.message_id:
                await session.merge(_earlier(before))
            await session.merge(row)

    async def messages(self, subject: str) -> tuple[Message, ...]:
        """The newest message of each conversation that shows this subject."""
        async with self._db.read() as session:
            return values_of(Message, await session.scalars(select(MessageRow).where(MessageRow.subject == subject)))

    async def copies(self, subject: str) -> tuple[Message, ...]:
        """Every message that shows this subject, with those that a newer one followed in its conversation."""
        earlier = MessageRow.subject.startswith(f"{subject}{EARLIER}", autoescape=True)
        async with self._db.read() as session:
            query = select(MessageRow).where(or_(MessageRow.subject == subject, earlier))
            return values_of(Message, await session.scalars(query))

    async def shown_by(self, tenant_id: str, conversation_id: str, message_id: str) -> frozenset[tuple[str, str]]:
        """What this message shows, as kinds and ids of subjects; nothing when it isn't one of ours in that tenant."""
        query = select(MessageRow.subject).where(
            MessageRow.tenant_id == tenant_id,
            MessageRow.conversation_id == conversation_id,
            MessageRow.message_id == message_id,
        )
        async with self._db.read() as session:
            found = [subject.partition(EARLIER)[0].partition(":") for subject in await session.scalars(query)]
        return frozenset((kind, ident) for kind, _, ident in found)

    async def shown(self, message: Message, fingerprint: str) -> None:
        """Remember what the message shows now."""
        query = update(MessageRow).where(
            MessageRow.subject == message.subject, MessageRow.conversation_id == message.conversation_id
        )
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(shown=fingerprint))


def _notice(row: NoticeRow | None) -> Notice | None:
    return value_of(Notice, row) if row is not None else None


def _earlier(message: MessageRow) -> MessageRow:
    """The row of a message whose subject a newer one shows: it tells no progress any more, but how all ended."""
    kept = {
        name: getattr(message, name) for name in ("conversation_id", "message_id", "tenant_id", "object_id", "place")
    }
    return MessageRow(
        subject=f"{message.subject}{EARLIER}{message.message_id}"[:_MAX_SUBJECT_CHARACTERS], shown="", **kept
    )
