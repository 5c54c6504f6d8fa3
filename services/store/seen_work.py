"""Plans and jobs for a viewer with a limited role: those out of reach don't exist."""

from __future__ import annotations

from services.domain.access import Access, Right, may
from services.domain.plan import touches_of
from services.store.database import Database
from services.store.ledger import Ledger, job_unknown
from services.store.plans import Plans, plan_unknown
from services.store.record.log import RecordLog
from services.store.records import Job, StoredPlan


def _sees(access: Access, plan: StoredPlan | None) -> bool:
    """Whether a plan's whole extent is within reach; its author always sees it."""
    if plan is None:
        return False
    return plan.author == access.who or may(access, Right.READ, touches_of(plan.summary)).allowed


class SeenPlans(Plans):
    """The plans within reach."""

    def __init__(self, db: Database, access: Access) -> None:
        super().__init__(db)
        self._access = access

    async def get(self, plan_id: str, tenant_id: str) -> StoredPlan:
        """The plan, if it is this tenant's and within reach; NotFound otherwise, in the same words."""
        plan = await super().get(plan_id, tenant_id)
        if not _sees(self._access, plan):
            raise plan_unknown()
        return plan

    async def waiting(self, tenant_id: str) -> tuple[StoredPlan, ...]:
        """Plans within reach that wait for a decision, oldest first."""
        return tuple(plan for plan in await super().waiting(tenant_id) if _sees(self._access, plan))

    async def scheduled(self, tenant_id: str) -> tuple[StoredPlan, ...]:
        """Plans within reach that begin by themselves, the next first."""
        return tuple(plan for plan in await super().scheduled(tenant_id) if _sees(self._access, plan))


class SeenLedger(Ledger):
    """The jobs of plans within reach. Writes through it count as writes through the whole ledger."""

    def __init__(self, whole: Ledger, db: Database, record: RecordLog, access: Access) -> None:
        super().__init__(db, record)
        self.ended = whole.ended
        self._access = access
        self._plans = Plans(db)

    async def get(self, job_id: str, tenant_id: str) -> Job:
        """The job, if it is this tenant's and within reach; NotFound otherwise, in the same words."""
        job = await super().get(job_id, tenant_id)
        if not await self._is_seen(job):
            raise job_unknown()
        return job

    async def recent(self, tenant_id: str, most: int | None = None, skip: int = 0) -> tuple[Job, ...]:
        """The jobs within reach, as for everybody."""
        found = [job for job in await super().recent(tenant_id) if await self._is_seen(job)]
        return tuple(found[skip:][:most])

    async def at_work(self, tenant_id: str) -> tuple[Job, ...]:
        """The jobs within reach that haven't ended, newest first."""
        return tuple([job for job in await super().at_work(tenant_id) if await self._is_seen(job)])

    async def how_many(self, tenant_id: str) -> int:
        """How many jobs are within reach."""
        return len(await self.recent(tenant_id))

    async def _is_seen(self, job: Job) -> bool:
        return _sees(self._access, await self._plans.if_readable(job.plan_id))
