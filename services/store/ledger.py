"""The ledger: the state of each line of a job.

Writes are fenced: only the run that owns the job can make them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import load_only

from services.domain.errors import NotFound, Stale
from services.domain.kept_phrases import phrase_of
from services.domain.phrases import tr
from services.domain.record.entries import ToRecord
from services.domain.states import AT_WORK, JobState, LineOutcome, LinePhase, PlanState
from services.store.conversion import columns_of, value_of, values_of, with_said
from services.store.database import Database, changed
from services.store.readable import readable
from services.store.record.log import RecordLog
from services.store.records import EndedJob, Job, UnfinishedJob
from services.store.tables import JobRow, LedgerRow, PlanLineRow, PlanRow

_CHUNK = 250  # rows read at a time, so that reading thousands delays nobody


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One line of a job as the ledger holds it; see `LedgerRow` for the fields."""

    no: int
    step: int = 0
    phase: LinePhase = LinePhase.TODO
    since: float = 0.0
    began: float = 0.0
    attempts: int = 0
    outcome: LineOutcome = LineOutcome.OPEN
    reason: str = ""
    fix: str = ""
    short: str = ""
    note: str = ""
    trace: tuple[dict[str, Any], ...] = ()


def job_unknown() -> NotFound:
    """The error for a job that doesn't exist, or that this person may not see."""
    return NotFound(tr("That job isn't here."), fix=tr("Say *jobs*."))


class Ledger:
    """Reads and writes jobs and their ledgers. `ended` counts the lines that this process ended, by outcome."""

    def __init__(self, db: Database, record: RecordLog) -> None:
        self.ended: Counter[str] = Counter()
        self._db = db
        self._record = record

    async def open(self, job: Job) -> bool:
        """Create a job with a row per line for its plan, in one transaction; False when the plan already has one."""
        async with self._db.begin() as session:
            return await self.open_in(session, job)

    async def open_in(self, session: AsyncSession, job: Job) -> bool:
        """The same, within somebody else's transaction."""
        tie = update(PlanRow).where(
            PlanRow.id == job.plan_id, PlanRow.job_id == "", PlanRow.state == PlanState.APPROVED
        )
        if not changed(await session.execute(tie.values(job_id=job.id))):
            return False
        session.add(JobRow(**with_said(JobRow, columns_of(job))))
        await session.flush()
        rows = select(literal(job.id), PlanLineRow.no, literal(job.created_at), PlanLineRow.shape)
        of_plan = rows.where(PlanLineRow.plan_id == job.plan_id)
        await session.execute(insert(LedgerRow).from_select(["job_id", "no", "since", "shape"], of_plan))
        return True

    async def find(self, job_id: str) -> Job | None:
        """The job, of any tenant: for the program's own use."""
        async with self._db.read() as session:
            row = await session.get(JobRow, job_id)
        return value_of(Job, row) if row is not None else None

    async def get(self, job_id: str, tenant_id: str) -> Job:
        """The job, if it is this tenant's; NotFound otherwise."""
        job = await self.find(job_id)
        if job is None or job.tenant_id != tenant_id:
            raise job_unknown()
        return job

    async def recent(self, tenant_id: str, most: int | None = None, skip: int = 0) -> tuple[Job, ...]:
        """The tenant's jobs: unfinished ones first, then the newest; `most` of them after the first `skip`."""
        order = (JobRow.ended_at > 0, JobRow.created_at.desc(), JobRow.id)
        query = select(JobRow).where(JobRow.tenant_id == tenant_id).order_by(*order).limit(most).offset(skip)
        async with self._db.read() as session:
            return await readable(session, Job, query)

    async def at_work(self, tenant_id: str) -> tuple[Job, ...]:
        """The tenant's jobs that haven't ended, newest first; an unreadable one raises."""
        query = select(JobRow).where(JobRow.tenant_id == tenant_id, JobRow.state.in_(AT_WORK), JobRow.ended_at == 0)
        async with self._db.read() as session:
            return values_of(Job, await session.scalars(query.order_by(JobRow.created_at.desc(), JobRow.id)))

    async def last_ended(self, tenant_id: str, author: str) -> Job | None:
        """The newest of this person's jobs that have ended, or None; an unreadable one raises."""
        mine = select(JobRow).where(JobRow.tenant_id == tenant_id, JobRow.author == author, JobRow.ended_at > 0)
        async with self._db.read() as session:
            row = await session.scalar(mine.order_by(JobRow.created_at.desc(), JobRow.id).limit(1))
        return value_of(Job, row) if row is not None else None

    async def done_of(self, tenant_id: str) -> dict[str, int]:
        """How many lines are done of each of the tenant's jobs that has any."""
        query = select(JobRow.id, func.count()).join(LedgerRow, LedgerRow.job_id == JobRow.id)
        done = query.where(JobRow.tenant_id == tenant_id, LedgerRow.outcome == LineOutcome.DONE).group_by(JobRow.id)
        async with self._db.read() as session:
            return dict((await session.execute(done)).tuples().all())

    async def how_many(self, tenant_id: str) -> int:
        """How many jobs the tenant has."""
        query = select(func.count()).select_from(JobRow).where(JobRow.tenant_id == tenant_id)
        async with self._db.read() as session:
            return int(await session.scalar(query) or 0)

    async def unfinished(self) -> tuple[UnfinishedJob, ...]:
        """Every job that hasn't ended, oldest first, without its texts, so that an unreadable one hides no other."""
        query = select(JobRow).where(JobRow.state.in_(AT_WORK)).order_by(JobRow.created_at)
        query = query.options(load_only(JobRow.tenant_id, JobRow.run, JobRow.owner, JobRow.moves, JobRow.stuck_at))
        async with self._db.read() as session:
            return values_of(UnfinishedJob, await session.scalars(query))

    async def tenants_at_work(self) -> int:
        """How many tenants have a job that is neither ended nor paused."""
        query = select(func.count(func.distinct(JobRow.tenant_id))).where(JobRow.state.in_(AT_WORK))
        async with self._db.read() as session:
            return int(await session.scalar(query) or 0)

    async def others(self, job_id: str) -> bool:
        """Whether another job of the same tenant waits for its turn."""
        mine = select(JobRow.tenant_id).where(JobRow.id == job_id).scalar_subquery()
        waits = JobRow.state.in_(AT_WORK)
        query = select(JobRow.id).where(JobRow.tenant_id == mine, JobRow.id != job_id, waits).limit(1)
        async with self._db.read() as session:
            return await session.scalar(query) is not None

    async def claim(self, job_id: str, owner: str, now: float) -> Job:
        """Take over the job; its previous owner can no longer write."""
        async with self._db.begin() as session:
            row = await session.get_one(JobRow, job_id)
            row.owner, row.moves = owner, row.moves + 1
            row.state = JobState.RUNNING if row.state == JobState.QUEUED else row.state
            row.started_at = row.started_at or now
        return value_of(Job, row)

    async def write(
        self, job_id: str, owner: str, entries: Sequence[LedgerEntry], recorded: Sequence[ToRecord] = ()
    ) -> str:
        """Store these entries and record what they mean, in one commit; what is wanted of the job.

        Stale when another run owns it now, NotRecorded when the record can't be written.
        """
        async with self._db.begin(patient=True) as session:
            wanted = await _fence(session, job_id, owner)
            if entries:
                await session.execute(_UPDATE, [_values(job_id, entry) for entry in entries])
            if recorded:
                await self._record.append_in(session, recorded)
        self.ended.update(str(entry.outcome) for entry in entries if entry.outcome)
        return wanted

    async def wanted(self, job_id: str, owner: str) -> str:
        """What somebody wants of the running job: `pause`, `cancel` or nothing. Stale when another run owns it."""
        query = select(JobRow.wanted).where(JobRow.id == job_id, JobRow.owner == owner)
        async with self._db.read() as session:
            wanted = await session.scalar(query)
        if wanted is None:
            raise Stale(tr("Another run took this job over."))
        return str(wanted)

    async def beat(self, job_id: str, owner: str) -> float:
        """Count a heartbeat of the run; the database's time. Stale when another run owns the job."""
        query = update(JobRow).where(JobRow.id == job_id, JobRow.owner == owner)
        async with self._db.begin(patient=True) as session:
            moment = await session.scalar(query.values(**_SIGN_OF_LIFE).returning(self._db.moment))
        if moment is None:
            raise Stale(tr("Another run took this job over."))
        return float(moment)

    async def signs(self) -> dict[str, tuple[str, int, int]]:
        """(tenant, run, heartbeats so far) of every running job, by its id.

        -1 for a job of an older process without heartbeats, during a rolling deployment.
        """
        uncounted = and_(JobRow.state == JobState.RUNNING, JobRow.moves == 0)
        moves = case((uncounted, -1), else_=JobRow.moves)
        query = select(JobRow.id, JobRow.tenant_id, JobRow.run, moves).where(JobRow.state.in_(AT_WORK))
        async with self._db.read() as session:
            return {ident: (tenant, run, moves) for ident, tenant, run, moves in await session.execute(query)}

    async def stuck(self) -> tuple[str, ...]:
        """The ids of jobs that got stuck and haven't moved since."""
        query = select(JobRow.id).where(JobRow.state.in_(AT_WORK), JobRow.stuck_at > 0.0).order_by(JobRow.id)
        async with self._db.read() as session:
            return tuple(await session.scalars(query))

    async def move(
        self, job_id: str, came_from: Sequence[JobState], recorded: ToRecord | None = None, **values: Any
    ) -> bool:
        """Change the job if it is in one of these states, and record that; False when it no longer is."""
        async with self._db.begin() as session:
            query = update(JobRow).where(JobRow.id == job_id, JobRow.state.in_(came_from))
            query = query.values(**with_said(JobRow, values))
            if not changed(await session.execute(query)):
                return False
            if recorded is not None:
                await self._record.append_in(session, [recorded])
            return True

    async def run_again(self, job_id: str, run: int, **values: Any) -> bool:
        """Restart run `run` of a job as the next one; False when it is no longer running."""
        query = update(JobRow).where(JobRow.id == job_id, JobRow.run == run, JobRow.state.in_(AT_WORK))
        async with self._db.begin() as session:
            return changed(await session.execute(query.values(run=run + 1, **with_said(JobRow, values))))

    async def end_in(self, session: AsyncSession, job_id: str, now: float) -> EndedJob | None:
        """End a stopped job even if its rows can't be read; None when it has ended already."""
        query = update(JobRow).where(JobRow.id == job_id, JobRow.ended_at == 0.0).values(ended_at=now, owner="")
        columns = (JobRow.id, JobRow.tenant_id, JobRow.plan_id, JobRow.author, JobRow.run)
        ended = await session.execute(query.returning(*columns))
        row = ended.first()
        return EndedJob(**row._asdict()) if row is not None else None

    async def set_job(self, job_id: str, owner: str, **values: Any) -> None:
        """Change fields of the job itself, fenced like the ledger."""
        async with self._db.begin() as session:
            await self.set_job_in(session, job_id, owner, **values)

    async def set_job_in(self, session: AsyncSession, job_id: str, owner: str, **values: Any) -> None:
        """The same, within somebody else's transaction."""
        query = update(JobRow).where(JobRow.id == job_id, JobRow.owner == owner)
        query = query.values(**with_said(JobRow, values))
        if not changed(await session.execute(query)):
            raise Stale(tr("Another run took this job over."))

    async def entries(self, job_id: str, *, unfinished: bool = False) -> tuple[LedgerEntry, ...]:
        """The job's entries in line order, all of them or those that haven't ended."""
        names = (*LedgerEntry.__slots__, "reason_said", "fix_said")
        columns = [getattr(LedgerRow, name) for name in names]
        query = select(*columns).where(LedgerRow.job_id == job_id).order_by(LedgerRow.no)
        if unfinished:
            query = query.where(LedgerRow.phase != LinePhase.ENDED)
        found: list[LedgerEntry] = []
        async with self._db.read() as session:
            while len(found) % _CHUNK == 0:
                part = query.where(LedgerRow.no > (found[-1].no if found else -1)).limit(_CHUNK)
                rows = (await session.execute(part)).all()
                if not rows:
                    break
                found += values_of(LedgerEntry, rows)
        return tuple(found)

    async def counts(self, job_id: str) -> Counter[str]:
        """How many lines are done, failed, skipped, and `open` for the rest."""
        query = select(LedgerRow.outcome, func.count()).where(LedgerRow.job_id == job_id).group_by(LedgerRow.outcome)
        async with self._db.read() as session:
            return Counter({outcome or "open": count for outcome, count in await session.execute(query)})

    async def failed_by_code(self, job_id: str) -> Counter[str]:
        """How many lines failed, by the code of why."""
        failed = (LedgerRow.job_id == job_id, LedgerRow.outcome == LineOutcome.FAILED)
        query = select(LedgerRow.short, func.count()).where(*failed).group_by(LedgerRow.short)
        async with self._db.read() as session:
            return Counter(dict(row.tuple() for row in await session.execute(query)))

    async def waits(self, job_id: str) -> tuple[tuple[str, int, str, int, float], ...]:
        """(shape, step, reason, how many, since when) of lines whose step has begun and waits for a remote system.

        Without a reason the write was accepted and is under way there.
        """
        key = (LedgerRow.shape, LedgerRow.step, LedgerRow.reason, LedgerRow.reason_said)
        begun = LedgerRow.began > 0.0
        waits = or_(
            LedgerRow.phase == LinePhase.POLLING, and_(LedgerRow.phase == LinePhase.TODO, LedgerRow.reason != "")
        )
        query = select(*key, func.count(), func.min(LedgerRow.began)).where(LedgerRow.job_id == job_id, begun, waits)
        async with self._db.read() as session:
            found = await session.execute(query.group_by(*key))
            return tuple((shape, step, phrase_of(said, reason), n, at) for shape, step, reason, said, n, at in found)

    async def stages(self, job_id: str) -> Counter[tuple[str, int, str, str]]:
        """How many lines are at each (shape, step, phase, outcome)."""
        key = (LedgerRow.shape, LedgerRow.step, LedgerRow.phase, LedgerRow.outcome)
        query = select(*key, func.count()).where(LedgerRow.job_id == job_id).group_by(*key)
        async with self._db.read() as session:
            return Counter({(a, b, c, d): n for a, b, c, d, n in await session.execute(query)})


async def _fence(session: AsyncSession, job_id: str, owner: str) -> str:
    query = (
        update(JobRow)
        .where(JobRow.id == job_id, JobRow.owner == owner)
        .values(**_SIGN_OF_LIFE)
        .returning(JobRow.wanted)
    )
    wanted = await session.scalar(query)
    if wanted is None:
        raise Stale(tr("Another run took this job over."))
    return wanted


_SIGN_OF_LIFE = {"moves": JobRow.moves + 1, "stuck_at": 0.0}
_FIELDS = ("step", "phase", "since", "began", "attempts", "outcome", "reason", "fix", "short", "note", "trace")
_SAID = ("reason_said", "fix_said")
_UPDATE = (
    update(LedgerRow.__table__)  # type: ignore[arg-type]
    .where(LedgerRow.job_id == bindparam("b_job"), LedgerRow.no == bindparam("b_no"))
    .values({name: bindparam(f"b_{name}") for name in (*_FIELDS, *_SAID)})
)


def _values(job_id: str, entry: LedgerEntry) -> dict[str, Any]:
    told = with_said(LedgerRow, {name: getattr(entry, name) for name in _FIELDS})
    values = {f"b_{name}": value for name, value in told.items()}
    return {"b_job": job_id, "b_no": entry.no, **values, "b_trace": list(entry.trace)}
