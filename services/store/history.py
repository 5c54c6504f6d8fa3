"""History: old rows are deleted, job by job. The record is never touched."""

from __future__ import annotations

from sqlalchemy import CursorResult, Delete, Select, and_, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.domain.states import AT_WORK, NoticeState
from services.domain.subject import Subject, SubjectKind
from services.store.database import Database
from services.store.messages import shows
from services.store.tables import DecisionRow, DraftRow, JobRow, LedgerRow, MessageRow, NoticeRow, PlanLineRow, PlanRow

_CHUNK = 100


class History:
    """Deletes old rows, some at a time, so that nobody waits long for the database."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def clean(self, before: float) -> int:
        """Delete everything that ended before this time; the number of rows."""
        ended = (JobRow.ended_at > 0, JobRow.ended_at < before, JobRow.state.not_in(AT_WORK))
        jobs = select(JobRow.id).where(*ended)
        plans = select(PlanRow.id).where(
            PlanRow.expires_at < before, or_(PlanRow.job_id == "", PlanRow.job_id.not_in(_JOBS))
        )
        drafts = select(DraftRow.id).where(DraftRow.created_at < before, DraftRow.id.not_in(select(PlanRow.draft_id)))
        gone = 0
        for query, drop in ((jobs, _job), (plans, _plan), (drafts, _draft)):
            while found := await self._some(query.limit(_CHUNK)):
                for ident in found:
                    gone += await self._drop(drop(ident))
        return gone + await self._drop(_told(before))

    async def _some(self, query: Select[str]) -> list[str]:
        async with self._db.read() as session:
            return list(await session.scalars(query))

    async def _drop(self, deletes: list[Delete]) -> int:
        async with self._db.begin() as session:
            return sum([await _rows(session, each) for each in deletes])


_JOBS = select(JobRow.id)


def _job(ident: str) -> list[Delete]:
    return [
        delete(LedgerRow).where(LedgerRow.job_id == ident),
        *_shown(Subject(SubjectKind.JOB, ident)),
        *_shown(Subject(SubjectKind.CLOSING, ident)),
        delete(JobRow).where(JobRow.id == ident),
    ]


def _plan(ident: str) -> list[Delete]:
    lines = delete(PlanLineRow).where(PlanLineRow.plan_id == ident)
    decisions = delete(DecisionRow).where(DecisionRow.plan_id == ident)
    shown = [*_shown(Subject(SubjectKind.PLAN, ident)), *_shown(Subject(SubjectKind.UNREACHED, ident))]
    return [lines, decisions, *shown, delete(PlanRow).where(PlanRow.id == ident)]


def _draft(ident: str) -> list[Delete]:
    return [*_shown(Subject(SubjectKind.DRAFT, ident)), delete(DraftRow).where(DraftRow.id == ident)]


def _shown(subject: Subject) -> list[Delete]:
    return [delete(MessageRow).where(shows(subject)), delete(NoticeRow).where(NoticeRow.subject == str(subject))]


def _told(before: float) -> list[Delete]:
    ended = and_(NoticeRow.state.in_((NoticeState.SENT, NoticeState.FAILED)), NoticeRow.claimed_at < before)
    return [delete(NoticeRow).where(ended)]


async def _rows(session: AsyncSession, query: Delete) -> int:
    result = await session.execute(query)
    return result.rowcount if isinstance(result, CursorResult) else 0
