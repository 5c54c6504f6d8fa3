"""The outbox: what people must be told, each thing once, however often the program dies meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.notice_kind import NoticeKind
from services.domain.states import NoticeState
from services.domain.subject import Subject, SubjectKind, read_subject
from services.domain.trace import correlation
from services.store.bell import Bell
from services.store.conversion import value_of
from services.store.database import Database, changed
from services.store.readable import readable
from services.store.records import Notice
from services.store.tables import NoticeRow

MAX_WAIT_SECONDS = 60.0  # between two tries


class OutboxStore:
    """Reads and writes notices. `bell` rings whenever this process has queued some."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.bell = Bell()

    async def add(self, *, key: str, tenant_id: str, kind: NoticeKind, subject: Subject, **more: Any) -> None:
        """Queue a notice; the same `key` a second time changes nothing.

        `more` is the recipient (`object_id`), and for an answer its `conversation`, `reader` and what it shows.
        """
        async with self._db.begin() as session:
            await self.add_in(session, key=key, tenant_id=tenant_id, kind=kind, subject=subject, **more)

    async def add_in(
        self, session: AsyncSession, *, key: str, tenant_id: str, kind: NoticeKind, subject: Subject, **more: Any
    ) -> None:
        """The same, within somebody else's transaction."""
        values = {"key": key, "tenant_id": tenant_id, "kind": kind, "subject": str(subject), **more}
        values["ref"] = correlation.get()
        await session.execute(self._db.insert(NoticeRow).values(values).on_conflict_do_nothing(index_elements=["key"]))
        self.bell.ring_after(session)

    async def due(self, now: float, most: int = 50) -> tuple[Notice, ...]:
        """Notices to send now, oldest first. One that would wait too long is due, too: the clock was set back.

        Those of an unknown kind or subject are left to the version that wrote them.
        """
        reached = or_(NoticeRow.due_at <= now, NoticeRow.due_at > now + MAX_WAIT_SECONDS)
        query = select(NoticeRow).where(NoticeRow.state == NoticeState.NEW, reached, _known())
        query = query.order_by(NoticeRow.id)
        async with self._db.read() as session:
            return await readable(session, Notice, query, most)

    async def find(self, key: str) -> Notice | None:
        """The notice of this key."""
        async with self._db.read() as session:
            return _notice(await session.scalar(select(NoticeRow).where(NoticeRow.key == key)))

    async def newest_before(self, notice: Notice, kind: NoticeKind) -> Notice | None:
        """The last notice of this kind about the same subject that was queued before this one."""
        alike = (NoticeRow.tenant_id == notice.tenant_id, NoticeRow.subject == str(notice.subject))
        query = (
            select(NoticeRow)
            .where(*alike, NoticeRow.kind == kind, NoticeRow.id < notice.id)
            .order_by(NoticeRow.id.desc())
            .limit(1)
        )
        async with self._db.read() as session:
            return _notice(await session.scalar(query))

    async def get(self, notice_id: int) -> Notice | None:
        """The notice of this number."""
        async with self._db.read() as session:
            return _notice(await session.get(NoticeRow, notice_id))

    async def asked_of(self, plan_id: str) -> dict[str, NoticeState]:
        """Who was asked about this plan (object ids), with the state of their notice."""
        asked = select(NoticeRow.object_id, NoticeRow.state).where(
            NoticeRow.kind == NoticeKind.APPROVAL, NoticeRow.subject == str(Subject(SubjectKind.PLAN, plan_id))
        )
        query = asked.order_by(NoticeRow.id)  # for somebody who was asked again the last one counts
        async with self._db.read() as session:
            return {row.object_id: NoticeState(row.state) for row in await session.execute(query)}

    async def claim(self, notice_id: int, owner: str = "", now: float = 0.0) -> bool:
        """Take a notice for sending by a process; False when another process has it."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id, NoticeRow.state == NoticeState.NEW)
        async with self._db.begin(patient=True) as session:
            return changed(await session.execute(query.values(state=NoticeState.SENDING, owner=owner, claimed_at=now)))

    async def settle(
        self, notice_id: int, state: NoticeState, *, error: str = "", due_at: float = 0.0, tries: int = 0
    ) -> None:
        """Record how sending went: sent, failed, or new again at `due_at`, at most MAX_WAIT_SECONDS from now."""
        values: dict[str, Any] = {"state": state, "error": error, "due_at": due_at, "attempts": tries}
        if state != NoticeState.NEW:
            values["answer"] = {}  # what is shown isn't kept longer than needed
        async with self._db.begin(patient=True) as session:
            await session.execute(update(NoticeRow).where(NoticeRow.id == notice_id).values(values))

    async def give_up(self, notice: Notice, error: str, tries: int, then: Iterable[dict[str, Any]] = ()) -> None:
        """Record that a notice reached nobody, and queue what follows from it, in one transaction."""
        query = update(NoticeRow).where(NoticeRow.id == notice.id)
        values: dict[str, Any] = {"state": NoticeState.FAILED, "error": error, "attempts": tries, "answer": {}}
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(values))
            for more in then:
                await self.add_in(session, tenant_id=notice.tenant_id, **more)

    async def answers_under_way(self, subject: Subject) -> bool:
        """Whether an answer that shows this subject is still on its way to its reader."""
        query = select(NoticeRow.id).where(
            NoticeRow.subject == str(subject),
            NoticeRow.kind == NoticeKind.ANSWER,
            NoticeRow.state.in_((NoticeState.NEW, NoticeState.SENDING)),
        )
        async with self._db.read() as session:
            return await session.scalar(query.limit(1)) is not None

    async def senders(self) -> frozenset[str]:
        """The processes with notices that they took and haven't settled."""
        async with self._db.read() as session:
            return frozenset(
                await session.scalars(select(NoticeRow.owner).where(NoticeRow.state == NoticeState.SENDING).distinct())
            )

    async def release(self, owners: Iterable[str], before: float = 0.0) -> int:
        """Release what these (dead) processes were sending, and what was taken before this time.

        It may be sent twice, but never not at all.
        """
        stuck = or_(NoticeRow.owner.in_(sorted(owners)), NoticeRow.claimed_at < before)
        query = (
            update(NoticeRow)
            .where(NoticeRow.state == NoticeState.SENDING, stuck)
            .values(state=NoticeState.NEW, owner="")
        )
        async with self._db.begin(patient=True) as session:
            return int((await session.execute(query)).rowcount)  # type: ignore[attr-defined]

    async def asked(self, notice_id: int, at: float, conversation: dict[str, Any]) -> None:
        """Record that a message is about to be posted there."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id)
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(asked_at=at, conversation=conversation))

    async def adopt(self, notice_id: int, message_id: str) -> str:
        """The id of the message for this notice: this one, unless another one was stored before."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id, NoticeRow.message_id == "")
        async with self._db.begin() as session:
            await session.execute(query.values(message_id=message_id))
            return str(await session.scalar(select(NoticeRow.message_id).where(NoticeRow.id == notice_id)) or "")

    async def forget_message(self, notice_id: int) -> None:
        """Forget the notice's message, because it goes to another conversation now."""
        query = update(NoticeRow).where(NoticeRow.id == notice_id)
        async with self._db.begin(patient=True) as session:
            await session.execute(query.values(message_id="", asked_at=0.0))

    async def untold(self, tenant_id: str) -> frozenset[str]:
        """The ids of jobs whose closing message reached nobody."""
        query = select(NoticeRow.subject).where(
            NoticeRow.tenant_id == tenant_id,
            NoticeRow.kind == NoticeKind.CLOSING,
            NoticeRow.state == NoticeState.FAILED,
        )
        async with self._db.read() as session:
            found = await session.scalars(query)
            return frozenset(subject.id for text in found if (subject := read_subject(text)))


def _notice(row: NoticeRow | None) -> Notice | None:
    return value_of(Notice, row) if row is not None else None


def _known() -> ColumnElement[bool]:
    """The condition that this version knows a notice's kind and subject."""
    subjects = [NoticeRow.subject.startswith(f"{kind}:") for kind in SubjectKind if kind]
    return and_(NoticeRow.kind.in_(list(NoticeKind)), or_(NoticeRow.subject == "", *subjects))
