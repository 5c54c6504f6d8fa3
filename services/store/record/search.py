"""Finds entries of the record, and decides what a viewer may see of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ARRAY, ColumnElement, String, and_, any_, bindparam, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from services.domain.errors import StoredWrong
from services.domain.phrases import tr
from services.store.conversion import values_of
from services.store.database import Database
from services.store.record.log import RecordEntry
from services.store.tables import CheckpointRow, RecordEntryRow, RecordHeadRow

_PART = 1_000  # entries read at a time
_COLUMNS = [getattr(RecordEntryRow, name) for name in RecordEntry.__slots__]


@dataclass(frozen=True, slots=True)
class RecordQuery:
    """A search; empty fields don't narrow it."""

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
    """What a viewer may see of a workspace's record: all of it, or their own entries and some others.

    The others are about one of these `lines` or `people`, or about a line and a person that are both among them.
    """

    tenant_id: str
    lines: frozenset[str] | None = None
    viewer: str = ""
    people: frozenset[str] = frozenset()

    @property
    def sees_all(self) -> bool:
        """Whether the viewer sees the whole record."""
        return self.lines is None

    def condition(self, sqlite: bool) -> ColumnElement[bool]:
        """The same for the database."""
        own = RecordEntryRow.tenant_id == self.tenant_id
        if self.lines is None:
            return own
        line, person = RecordEntryRow.line, RecordEntryRow.person
        theirs = and_(
            or_(line != "", person != ""),
            or_(line == "", _among(line, self.lines, sqlite)),
            or_(person == "", _among(person, self.people, sqlite)),
        )
        return and_(own, or_(theirs, RecordEntryRow.actor == self.viewer))


def _among(column: InstrumentedAttribute[str], values: frozenset[str], sqlite: bool) -> ColumnElement[bool]:
    """The condition that it is one of any number of values, passed as one parameter, since their number is limited."""
    if sqlite:
        return column.in_(select(func.json_each(json.dumps(sorted(values))).table_valued("value").c.value))
    return column == any_(bindparam(None, sorted(values), type_=ARRAY(String)))


class RecordSearch:
    """Reads entries."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def find(self, scope: RecordScope, query: RecordQuery, skip: int, most: int) -> tuple[RecordEntry, ...]:
        """The entries that fit and that the scope shows, newest first."""
        which = select(*_COLUMNS).where(scope.condition(self._db.is_sqlite), *query.conditions())
        ordered = which.order_by(RecordEntryRow.seq.desc()).offset(skip).limit(most)
        async with self._db.read() as session:
            return values_of(RecordEntry, (await session.execute(ordered)).all())

    async def count(self, scope: RecordScope, query: RecordQuery) -> int:
        """How many fit."""
        seen = scope.condition(self._db.is_sqlite)
        which = select(func.count()).select_from(RecordEntryRow).where(seen, *query.conditions())
        async with self._db.read() as session:
            return int(await session.scalar(which) or 0)

    async def named(self, tenant_id: str) -> tuple[frozenset[str], frozenset[str]]:
        """All lines and all people (object ids) that entries are about."""
        async with self._db.read() as session:
            lines, people = [
                frozenset(await session.scalars(select(one).where(RecordEntryRow.tenant_id == tenant_id).distinct()))
                for one in (RecordEntryRow.line, RecordEntryRow.person)
            ]
        return lines - {""}, people - {""}

    async def of_plans(self, scope: RecordScope, plans: Sequence[str]) -> tuple[RecordEntry, ...]:
        """The decisions on these plans, oldest first."""
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
            found = list(await session.scalars(query))
        try:
            return [bytes.fromhex(one) for one in found]
        except ValueError:
            raise StoredWrong(tr("A stored entry of the record can't be read.")) from None

    async def tenants(self) -> tuple[str, ...]:
        """The workspaces that have a record, or had one: its end and its checkpoints tell when its entries are gone."""
        entries, heads, notes = RecordEntryRow.tenant_id, RecordHeadRow.tenant_id, CheckpointRow.tenant_id
        which = union(select(entries), select(heads).where(RecordHeadRow.size > 0), select(notes))
        async with self._db.read() as session:
            return tuple(sorted(await session.scalars(which)))
