"""The outbox: what people must be told, each thing once, however often the program dies in between."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.store.database import Database, changed
from services.store.tables import Message, Outbox


class OutboxStore:
    """Reads and writes notices and the messages that can be edited."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, *, key: str, tenant_id: str, kind: str, subject: str, object_id: str = "") -> None:
        """Put a notice in; the same `key` a second time changes nothing."""
        async with self._db.begin() as session:
            await self.add_in(session, key=key, tenant_id=tenant_id, kind=kind, subject=subject, object_id=object_id)

    async def add_in(
        self, session: AsyncSession, *, key: str, tenant_id: str, kind: str, subject: str, object_id: str = ""
    ) -> None:
        """The same, within somebody else's transaction."""
        values = {"key": key, "tenant_id": tenant_id, "kind": kind, "subject": subject, "object_id": object_id}
        await session.execute(self._db.insert(Outbox).values(values).on_conflict_do_nothing(index_elements=["key"]))

    async def due(self, now: float, most: int = 50) -> tuple[Outbox, ...]:
        """Notices to send now, oldest first."""
        query = select(Outbox).where(Outbox.state == "new", Outbox.due_at <= now).order_by(Outbox.id).limit(most)
        async with self._db.read() as session:
            return tuple(await session.scalars(query))

    async def hasten(self) -> None:
        """Whatever was put off is due now: the process that put it off is gone, and so is its notion of time."""
        async with self._db.begin() as session:
            await session.execute(update(Outbox).where(Outbox.state == "new", Outbox.due_at > 0.0).values(due_at=0.0))

    async def find(self, key: str) -> Outbox | None:
        """The notice of this key."""
        async with self._db.read() as session:
            return await session.scalar(select(Outbox).where(Outbox.key == key))

    async def claim(self, notice_id: int, owner: str = "", now: float = 0.0) -> bool:
        """Take a notice for sending, in the name of a process; False when somebody else has it."""
        query = update(Outbox).where(Outbox.id == notice_id, Outbox.state == "new")
        async with self._db.begin() as session:
            return changed(await session.execute(query.values(state="sending", owner=owner, claimed_at=now)))

    async def settle(self, notice_id: int, state: str, *, error: str = "", due_at: float = 0.0, tries: int = 0) -> None:
        """Record how sending went: sent, failed, or new again at `due_at`."""
        query = update(Outbox).where(Outbox.id == notice_id)
        async with self._db.begin() as session:
            await session.execute(query.values(state=state, error=error, due_at=due_at, attempts=tries))

    async def senders(self) -> frozenset[str]:
        """The processes that took notices and haven't settled them."""
        async with self._db.read() as session:
            return frozenset(await session.scalars(select(Outbox.owner).where(Outbox.state == "sending").distinct()))

    async def release(self, owners: Iterable[str], before: float = 0.0) -> int:
        """Put back what these (dead) processes were sending, and what anybody took before this time.

        It may be told twice, but never not at all.
        """
        stuck = or_(Outbox.owner.in_(sorted(owners)), Outbox.claimed_at < before)
        query = update(Outbox).where(Outbox.state == "sending", stuck).values(state="new", owner="")
        async with self._db.begin() as session:
            return int((await session.execute(query)).rowcount)  # type: ignore[attr-defined]

    async def asked(self, notice_id: int, at: float, place: dict[str, Any]) -> None:
        """Record that a message is about to be posted there."""
        query = update(Outbox).where(Outbox.id == notice_id)
        async with self._db.begin() as session:
            await session.execute(query.values(asked_at=at, place=place))

    async def adopt(self, notice_id: int, message_id: str) -> str:
        """The id of the one message that tells this notice: this one, unless another was known before."""
        query = update(Outbox).where(Outbox.id == notice_id, Outbox.message_id == "")
        async with self._db.begin() as session:
            await session.execute(query.values(message_id=message_id))
            return str(await session.scalar(select(Outbox.message_id).where(Outbox.id == notice_id)) or "")

    async def forget_message(self, notice_id: int) -> None:
        """The notice goes to another place now: no message tells it yet."""
        query = update(Outbox).where(Outbox.id == notice_id)
        async with self._db.begin() as session:
            await session.execute(query.values(message_id="", asked_at=0.0))

    async def untold(self, tenant_id: str) -> frozenset[str]:
        """The ids of jobs whose closing message reached nobody."""
        query = select(Outbox.subject).where(
            Outbox.tenant_id == tenant_id, Outbox.kind == "closing", Outbox.state == "failed"
        )
        async with self._db.read() as session:
            return frozenset(subject.split(":", 1)[1] for subject in await session.scalars(query))

    async def remember(self, message: Message) -> None:
        """Remember a sent message by its subject, so that it can be edited later."""
        async with self._db.begin() as session:
            await session.merge(message)

    async def messages(self, subject: str) -> tuple[Message, ...]:
        """Every message that shows this subject."""
        async with self._db.read() as session:
            return tuple(await session.scalars(select(Message).where(Message.subject == subject)))

    async def shown(self, message: Message, fingerprint: str) -> None:
        """Remember what the message shows now."""
        query = update(Message).where(
            Message.subject == message.subject, Message.conversation_id == message.conversation_id
        )
        async with self._db.begin() as session:
            await session.execute(query.values(shown=fingerprint))
