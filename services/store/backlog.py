"""Counts of waiting work for monitoring, without tenants, people or texts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.states import AT_WORK, NoticeState
from services.store.database import Database
from services.store.tables import JobRow, LedgerRow, NoticeRow


@dataclass(frozen=True, slots=True)
class OpenLines:
    """A group of lines of running jobs: their step's kind, its phase, how many, and since when the oldest waits."""

    step: str
    phase: str
    count: int
    since: float


@dataclass(frozen=True, slots=True)
class BacklogCounts:
    """How many jobs and notices are in each state, the open lines, and when the oldest unsent notice was due."""

    jobs: Counter[str]
    notices: Counter[str]
    lines: tuple[OpenLines, ...]
    oldest_due: float


class Backlog:
    """Counts what waits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def counted(self) -> BacklogCounts:
        """The present counts."""
        jobs = select(JobRow.state, func.count()).group_by(JobRow.state)
        notices = select(NoticeRow.state, func.count()).group_by(NoticeRow.state)
        oldest = select(func.min(NoticeRow.due_at)).where(NoticeRow.state == NoticeState.NEW, NoticeRow.due_at > 0.0)
        key = (LedgerRow.shape, LedgerRow.step, LedgerRow.phase)
        lines = (
            select(*key, func.count(), func.min(LedgerRow.began))
            .join(JobRow, JobRow.id == LedgerRow.job_id)
            .where(JobRow.state.in_(AT_WORK), LedgerRow.outcome == "", LedgerRow.began > 0.0)
            .group_by(*key)
        )
        async with self._db.read() as session:
            return BacklogCounts(
                jobs=await _counter(session, jobs),
                notices=await _counter(session, notices),
                lines=_together([(a, b, c, n, at) for a, b, c, n, at in await session.execute(lines)]),
                oldest_due=await session.scalar(oldest) or 0.0,
            )


async def _counter(session: AsyncSession, query: Select[str, int]) -> Counter[str]:
    return Counter(dict((await session.execute(query)).tuples().all()))


def _together(rows: list[tuple[str, int, str, int, float]]) -> tuple[OpenLines, ...]:
    """The counts merged for lines of different shapes at the same kind of step."""
    found: dict[tuple[str, str], OpenLines] = {}
    for shape, step, phase, count, since in rows:
        key = (_kind(shape, step), phase)
        before = found.get(key, OpenLines(*key, 0, since))
        found[key] = OpenLines(*key, before.count + count, min(before.since, since))
    return tuple(found.values())


def _kind(shape: str, step: int) -> str:
    kinds = shape.split()
    return kinds[step] if step < len(kinds) else "end"
