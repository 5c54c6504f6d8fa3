"""Watches jobs: one that shows no heartbeat although it waits for nothing is marked as stuck and restarted.

A running job increments a counter in the database: with every write, with every slice, and every `Pace.beat` seconds
while a slice only waits. No clocks are compared: the watcher measures by its own steady clock how long a counter has
stood still. A tenant's jobs take turns, so they are judged together: while one of them moves, the others wait for it.
"""

from __future__ import annotations

from collections import defaultdict

import structlog
from dbos import DBOS

from services.context import Services

log = structlog.get_logger()

_Signs = dict[str, tuple[int, int]]  # a tenant's jobs: the run, and its heartbeats so far


class Watch:
    """Finds stuck jobs. One process at a time does this; it need not be one that runs jobs."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen: dict[str, tuple[_Signs, float]] = {}
        self._looked = float("-inf")

    async def look(self) -> tuple[str, ...]:
        """Restart the stuck jobs; their ids."""
        if not await self._services.store.presence.leads("watch"):
            self._seen = {}
            return ()
        tenants: defaultdict[str, _Signs] = defaultdict(dict)
        for job_id, (tenant, run, moves) in (await self._services.store.ledger.signs()).items():
            tenants[tenant][job_id] = (run, moves)
        still = self._still(
            {tenant: signs for tenant, signs in tenants.items() if all(n >= 0 for _, n in signs.values())}
        )
        found = [(job_id, run, still[tenant]) for tenant in still for job_id, (run, _) in tenants[tenant].items()]
        for job_id, run, seconds in found:
            await self._begin_anew(job_id, run, seconds)
        return tuple(job_id for job_id, _, _ in found)

    def _still(self, tenants: dict[str, _Signs]) -> dict[str, float]:
        """Tenants none of whose jobs moves, with the seconds since the last heartbeat."""
        now, stuck = self._services.steady.now(), self._services.pace.stuck
        # What was seen before a long absence (a frozen process, a database that was away) says nothing about that time.
        before = self._seen if now - self._looked < stuck / 2 else {}
        self._looked = now
        self._seen = {
            tenant: before[tenant] if tenant in before and before[tenant][0] == signs else (signs, now)
            for tenant, signs in tenants.items()
        }
        return {tenant: now - since for tenant, (_, since) in self._seen.items() if now - since > stuck}

    async def _begin_anew(self, job_id: str, run: int, seconds: float) -> None:
        """End this run in the engine and begin the next one: the ledger knows what each line needs."""
        services = self._services
        log.error("a job is stuck, begun anew", job=job_id, run=run, seconds=round(seconds))
        if await services.store.ledger.run_again(job_id, run, stuck_at=await services.store.db.now()):
            await DBOS.cancel_workflow_async(f"job-{job_id}-{run}", cancel_children=True)
            await services.start("job", f"{job_id}-{run + 1}")
