"""Finds entries of the record: the one place where what somebody may see of it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from services.store.conversion import values_of
from services.store.database import Database
from services.store.record.log import RecordEntry
from services.store.tables import RecordEntryRow

_PART = 1_000  # entries read in one go
_COLUMNS = [getattr(RecordEntryRow, name) for name in RecordEntry.__slots__]


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """What is looked for; empty fields don't narrow it."""

    line: str = ""
    number: str = ""
    person: str = ""
    actor: str = ""
    approver: str = ""
    job: str = ""
    plan: str = ""
    actions: tuple[str, ...] = ()
    since: float = 0.0
    until: float = 0.0

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same for the database."""
        found: list[ColumnElement[bool]] = []
        for name in ("line", "person", "actor", "approver", "job", "plan"):
            if value := getattr(self, name):
                found.append(getattr(RecordEntryRow, name) == value)
        if self.number:
            found.append(RecordEntryRow.numbers.contains(f" {self.number} ", autoescape=True))
        if self.actions:
            found.append(or_(*(RecordEntryRow.action.startswith(one) for one in self.actions)))
        if self.until:
            found.append(and_(RecordEntryRow.at >= self.since, RecordEntryRow.at < self.until))
        return found


@dataclass(frozen=True, slots=True)
class RecordScope:
    """What a viewer may see of a workspace's record: all of it, or the entries about these lines and by themselves."""

    tenant_id: str
    lines: frozenset[str] | None = None
    viewer: str = ""

    def condition(self) -> ColumnElement[bool]:
        """The same for the database."""
        own = RecordEntryRow.tenant_id == self.tenant_id
        if self.lines is None:
            return own
        return and_(own, or_(RecordEntryRow.line.in_(sorted(self.lines)), RecordEntryRow.actor == self.viewer))


class RecordSearch:
    """Reads entries."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find(self, scope: RecordScope, query: RecordQuery, skip: int, most: int) -> tuple[RecordEntry, ...]:
        """The entries that fit and that the scope shows, newest first."""
        which = select(*_COLUMNS).where(scope.condition(), *query.conditions())
        ordered = which.order_by(RecordEntryRow.seq.desc()).offset(skip).limit(most)
        async with self._db.read() as session:
            return values_of(RecordEntry, (await session.execute(ordered)).all())

    async def count(self, scope: RecordScope, query: RecordQuery) -> int:
        """How many fit."""
        which = select(func.count()).select_from(RecordEntryRow).where(scope.condition(), *query.conditions())
        async with self._db.read() as session:
            return int(await session.scalar(which) or 0)

    async def of_plans(self, scope: RecordScope, plans: Sequence[str]) -> tuple[RecordEntry, ...]:
        """What was decided on these plans, oldest first."""
        of = and_(RecordEntryRow.plan.in_(plans), RecordEntryRow.action.startswith("plan."))
        query = select(*_COLUMNS).where(RecordEntryRow.tenant_id == scope.tenant_id, of).order_by(RecordEntryRow.seq)
        async with self._db.read() as session:
            return values_of(RecordEntry, (await session.execute(query)).all())

    async def every(self, tenant_id: str) -> tuple[RecordEntry, ...]:
        """The whole record, in its order."""
        found: list[RecordEntry] = []
        async with self._db.read() as session:
            while True:
                after = found[-1].seq if found else -1
                part = select(*_COLUMNS).where(RecordEntryRow.tenant_id == tenant_id, RecordEntryRow.seq > after)
                rows = (await session.execute(part.order_by(RecordEntryRow.seq).limit(_PART))).all()
                found += values_of(RecordEntry, rows)
                if len(rows) < _PART:
                    return tuple(found)

    async def hashes(self, tenant_id: str) -> list[bytes]:
        """The leaf hashes of the whole record, in its order."""
        query = select(RecordEntryRow.hash).where(RecordEntryRow.tenant_id == tenant_id).order_by(RecordEntryRow.seq)
        async with self._db.read() as session:
            return [bytes.fromhex(one) for one in await session.scalars(query)]

    async def tenants(self) -> tuple[str, ...]:
        """The workspaces that have a record."""
        async with self._db.read() as session:
            return tuple(
                await session.scalars(select(RecordEntryRow.tenant_id).distinct().order_by(RecordEntryRow.tenant_id))
            )
