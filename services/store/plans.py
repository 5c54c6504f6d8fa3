"""Plans: lines as approved, and the decision as a state that moves only one way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import ColumnElement, func, insert, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.errors import NotFound
from services.domain.kept_phrases import phrase_of
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.plan import PlanLine, WrittenLine, read
from services.domain.states import PlanState
from services.domain.subject import Subject, SubjectKind
from services.store.conversion import columns_of, value_of, values_of, with_said
from services.store.database import Database, changed
from services.store.database_errors import is_broken, reason
from services.store.readable import readable
from services.store.records import StoredPlan
from services.store.tables import JobRow, NoticeRow, PlanLineRow, PlanRow

# Lines written, fetched or parsed at a time; more would delay somebody's turn.
_WRITE_CHUNK = 500
_MAX_ENDING = 100  # ending plans that are handled at a time; the rest follow at the next look
REMINDER_SHARE = 0.25  # the part of a plan's time that is left when its approvers are reminded
_CHUNK = 250
_READ_CHUNK = 50
_INSERT = insert(PlanLineRow.__table__)  # type: ignore[arg-type]
log = structlog.get_logger()


def plan_unknown() -> NotFound:
    """The error for a plan that doesn't exist, or that this person may not see."""
    return NotFound(tr("That plan isn't here."), tr("It may have been made in another tenant."), tr("Say *approvals*."))


async def read_in_parts(texts: Sequence[str]) -> tuple[PlanLine, ...]:
    """The lines that are stored as these texts, parsed some at a time; StoredWrong when one can't be read."""
    found: list[PlanLine] = []
    for begin in range(0, len(texts), _READ_CHUNK):
        found += read(texts[begin : begin + _READ_CHUNK])
        await asyncio.sleep(0)
    return tuple(found)


class Plans:
    """Reads and writes plans."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, plan: StoredPlan, lines: Sequence[WrittenLine]) -> None:
        """Store a plan, with its lines in parts, so that others may write in between."""
        async with self._db.begin() as session:
            session.add(PlanRow(**with_said(PlanRow, columns_of(plan))))
        for start in range(0, len(lines), _WRITE_CHUNK):
            part = lines[start : start + _WRITE_CHUNK]
            rows = [{"plan_id": plan.id, "no": line.no, "shape": line.shape, "data": line.text} for line in part]
            async with self._db.begin(patient=True) as session:
                await session.execute(_INSERT, rows)

    async def find(self, plan_id: str) -> StoredPlan | None:
        """The plan, of any tenant: for the program's own use."""
        async with self._db.read() as session:
            row = await session.get(PlanRow, plan_id)
        return value_of(StoredPlan, row) if row is not None else None

    async def if_readable(self, plan_id: str) -> StoredPlan | None:
        """The plan, of any tenant; None also when it can't be read, which is logged: for lists, not for decisions."""
        try:
            return await self.find(plan_id)
        except Exception as broke:
            if not is_broken(broke):
                raise
            log.error("a plan can't be read", plan=plan_id, why=reason(broke))
            return None

    async def get(self, plan_id: str, tenant_id: str) -> StoredPlan:
        """The plan, if it is this tenant's; NotFound otherwise."""
        plan = await self.find(plan_id)
        if plan is None or plan.tenant_id != tenant_id:
            raise plan_unknown()
        return plan

    async def titles(self, tenant_id: str, plans: Sequence[str]) -> dict[str, str]:
        """The titles of these plans, as far as the tenant still has them."""
        query = select(PlanRow.id, PlanRow.title, PlanRow.title_said)
        query = query.where(PlanRow.tenant_id == tenant_id, PlanRow.id.in_(plans))
        async with self._db.read() as session:
            return {plan: phrase_of(said, title) for plan, title, said in await session.execute(query)}

    async def lines(self, plan_id: str, start: int = 0, most: int = 1_000_000) -> tuple[PlanLine, ...]:
        """The plan's lines in order, `most` of them from number `start` on."""
        return await read_in_parts(await self.texts(plan_id, start, most))

    async def page(self, plan_id: str, skip: int, most: int) -> tuple[PlanLine, ...]:
        """The plan's lines in order, `most` of them after the first `skip`."""
        lines = select(PlanLineRow.data).where(PlanLineRow.plan_id == plan_id)
        query = lines.order_by(PlanLineRow.no).offset(skip).limit(most)
        async with self._db.read() as session:
            return read(list(await session.scalars(query)))

    async def lines_of(self, plan_id: str, numbers: Sequence[int]) -> tuple[PlanLine, ...]:
        """These lines of the plan, in order."""
        lines = select(PlanLineRow.data).where(PlanLineRow.plan_id == plan_id)
        query = lines.where(PlanLineRow.no.in_(numbers)).order_by(PlanLineRow.no)
        async with self._db.read() as session:
            return read(list(await session.scalars(query)))

    async def texts(self, plan_id: str, start: int = 0, most: int = 1_000_000) -> list[str]:
        """The lines as they are stored, which is what the hash is taken of."""
        query = select(PlanLineRow.no, PlanLineRow.data).where(PlanLineRow.plan_id == plan_id).order_by(PlanLineRow.no)
        found: list[str] = []
        async with self._db.read() as session:
            while len(found) < most:
                part = query.where(PlanLineRow.no >= start).limit(min(_CHUNK, most - len(found)))
                rows = (await session.execute(part)).all()
                found += [row.data for row in rows]
                if len(rows) < _CHUNK:
                    break
                start = rows[-1].no + 1
        return found

    async def running(self, tenant_id: str, org_uuid: str, fingerprint: str) -> StoredPlan | None:
        """An approved plan with the very same content whose job hasn't ended yet; None if there is none."""
        query = (
            select(PlanRow)
            .outerjoin(JobRow, JobRow.plan_id == PlanRow.id)
            .where(PlanRow.tenant_id == tenant_id, PlanRow.org_uuid == org_uuid)
            .where(PlanRow.hash == fingerprint, PlanRow.state == PlanState.APPROVED)
            .where(or_(JobRow.id.is_(None), JobRow.ended_at == 0.0))
        )
        async with self._db.read() as session:
            row = (await session.scalars(query)).first()
        return value_of(StoredPlan, row) if row is not None else None

    async def waiting(self, tenant_id: str) -> tuple[StoredPlan, ...]:
        """Plans waiting for a decision, oldest first."""
        query = (
            select(PlanRow)
            .where(PlanRow.tenant_id == tenant_id, PlanRow.state == PlanState.WAITING)
            .order_by(PlanRow.created_at)
        )
        async with self._db.read() as session:
            return await readable(session, StoredPlan, query)

    async def scheduled(self, tenant_id: str) -> tuple[StoredPlan, ...]:
        """Approved plans that begin by themselves later, the next first."""
        query = (
            select(PlanRow)
            .where(PlanRow.tenant_id == tenant_id, PlanRow.state == PlanState.SCHEDULED)
            .order_by(PlanRow.starts_at)
        )
        async with self._db.read() as session:
            return await readable(session, StoredPlan, query)

    async def undoing(self, job_id: str) -> tuple[StoredPlan, ...]:
        """Plans that undo this job, newest first."""
        return await self._after(PlanRow.undo_of == job_id)

    async def retrying(self, job_id: str) -> tuple[StoredPlan, ...]:
        """Plans that retry this job, newest first."""
        return await self._after(PlanRow.summary["retry_of"].as_string() == job_id)

    async def _after(self, which: ColumnElement[bool]) -> tuple[StoredPlan, ...]:
        async with self._db.read() as session:
            query = select(PlanRow).where(which).order_by(PlanRow.created_at.desc())
            return values_of(StoredPlan, await session.scalars(query))

    async def overdue(self, now: float) -> tuple[StoredPlan, ...]:
        """Open plans of all tenants whose time is over."""
        return await self._open((PlanState.READY, PlanState.WAITING), PlanRow.expires_at < now)

    async def ending(self, now: float) -> tuple[StoredPlan, ...]:
        """Plans of all tenants that wait for a decision with at most a quarter of their time left, not yet reminded."""
        last = PlanRow.expires_at - (PlanRow.expires_at - PlanRow.created_at) * REMINDER_SHARE
        return await self._open((PlanState.WAITING,), last < now, ~_told(NoticeKind.REMINDER))

    async def due(self, now: float) -> tuple[StoredPlan, ...]:
        """Approved plans of all tenants whose time has come."""
        return await self._open((PlanState.SCHEDULED,), PlanRow.starts_at <= now)

    async def soon(self, now: float, before: float) -> tuple[StoredPlan, ...]:
        """Approved plans of all tenants that begin within `before` seconds, not announced, and approved before that."""
        long_ago = PlanRow.starts_at - PlanRow.decided_at > before
        return await self._open(
            (PlanState.SCHEDULED,), PlanRow.starts_at - before <= now, long_ago, ~_told(NoticeKind.SOON)
        )

    async def _open(self, states: tuple[str, ...], *which: ColumnElement[bool]) -> tuple[StoredPlan, ...]:
        async with self._db.read() as session:
            query = select(PlanRow).where(PlanRow.state.in_(states), *which)
            return await readable(session, StoredPlan, query, _MAX_ENDING)

    async def open_of(self, tenant_id: str, author: str, now: float, most: int) -> tuple[StoredPlan, ...]:
        """Somebody's own plans that can still be taken back, newest first."""
        mine = select(PlanRow).where(
            PlanRow.tenant_id == tenant_id, PlanRow.author == author, PlanRow.expires_at >= now
        )
        query = (
            mine.where(PlanRow.state.in_((PlanState.READY, PlanState.WAITING, PlanState.SCHEDULED)))
            .order_by(PlanRow.created_at.desc())
            .limit(most)
        )
        async with self._db.read() as session:
            return values_of(StoredPlan, await session.scalars(query))

    async def move(self, plan_id: str, came_from: tuple[PlanState, ...], to: PlanState, **values: Any) -> bool:
        """Move the plan from one of the states `came_from` to `to`; False when somebody else was faster."""
        async with self._db.begin() as session:
            return await self.move_in(session, plan_id, came_from, to, **values)

    async def move_in(
        self, session: AsyncSession, plan_id: str, came_from: tuple[PlanState, ...], to: PlanState, **values: Any
    ) -> bool:
        """The same, within somebody else's transaction."""
        query = update(PlanRow).where(PlanRow.id == plan_id, PlanRow.state.in_(came_from)).values(state=to, **values)
        return changed(await session.execute(query))

    async def hold_in(self, session: AsyncSession, plan_id: str, state: PlanState) -> bool:
        """Lock the plan until the transaction ends, so that no other decision on it comes in between.

        False when it isn't in this state.
        """
        query = update(PlanRow).where(PlanRow.id == plan_id, PlanRow.state == state).values(state=state)
        return changed(await session.execute(query))

    async def waiting_in(self, session: AsyncSession, plan_id: str) -> StoredPlan | None:
        """A waiting plan, locked as by `hold_in`, as it is in this transaction; None when it doesn't wait."""
        if not await self.hold_in(session, plan_id, PlanState.WAITING):
            return None
        query = select(PlanRow).where(PlanRow.id == plan_id).execution_options(populate_existing=True)
        return value_of(StoredPlan, (await session.scalars(query)).one())

    async def singles(self, tenant_id: str, author: str, seconds: float, but: str = "") -> int:
        """How many changes of one line somebody has made alone in the last seconds, without the plan `but`.

        By the database's clock, which whoever sets the machine's doesn't move.
        """
        async with self._db.read() as session:
            return await self._singles(session, tenant_id, author, seconds, but)

    async def singles_in(self, session: AsyncSession, tenant_id: str, author: str, seconds: float) -> int:
        """The same, within somebody else's transaction; that person's other transactions wait until it ends."""
        if not self._db.is_sqlite:
            lock = text("SELECT pg_advisory_xact_lock(hashtext(:who))")
            await session.execute(lock, {"who": f"singles:{tenant_id}:{author}"})
        return await self._singles(session, tenant_id, author, seconds)

    async def _singles(self, session: AsyncSession, tenant_id: str, author: str, seconds: float, but: str = "") -> int:
        mine = select(func.count()).where(PlanRow.tenant_id == tenant_id, PlanRow.author == author)
        # One that begins later counts as well: otherwise dates would get round the hourly budget.
        decided = PlanRow.state.in_((PlanState.APPROVED, PlanState.SCHEDULED))
        alone = mine.where(PlanRow.decided_by == author, decided, PlanRow.id != but)
        return int(await session.scalar(alone.where(PlanRow.decided_at >= self._db.moment - seconds)) or 0)

    async def approved_without_job(self) -> tuple[StoredPlan, ...]:
        """Approved plans whose job was never made: the process died in between."""
        query = select(PlanRow).where(PlanRow.state == PlanState.APPROVED, PlanRow.job_id == "")
        async with self._db.read() as session:
            return await readable(session, StoredPlan, query)


def _told(kind: NoticeKind) -> ColumnElement[bool]:
    """The condition that there is a notice of this kind about the plan."""
    about = NoticeRow.subject == str(Subject(SubjectKind.PLAN, "")) + PlanRow.id
    return select(NoticeRow.id).where(NoticeRow.kind == kind, about).exists()
