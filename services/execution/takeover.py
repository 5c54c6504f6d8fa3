"""Takeover: work whose process is gone is given to another.

A workflow is an orphan when the process that ran it is gone, or when no process of its version is left to take it from
its queue. If its version still runs, it goes back to its queue. If not, it is ended: the ledger knows what each line
needs, so the job begins a new run in the current version.
Engine facts: https://docs.dbos.dev/production/workflow-recovery
"""

from __future__ import annotations

import structlog
from dbos import DBOS, WorkflowStatus

from services.changes.approvals import open_job
from services.context import Services
from services.store.presence import version_of

log = structlog.get_logger()

_IN_FLIGHT = ["PENDING", "ENQUEUED", "DELAYED"]


class Takeover:
    """Finds orphans. A workflow counts as one only if it already was one at the previous look."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._presence = services.store.presence
        self._suspects: frozenset[tuple[str, str]] = frozenset()

    async def look(self) -> int:
        """Take over orphans and start what wasn't started; the number of orphans."""
        if not await self._presence.leads("takeover"):
            self._suspects = frozenset()
            return 0
        flying = await DBOS.list_workflows_async(status=_IN_FLIGHT, load_input=False, load_output=False)
        alive = await self._presence.alive({name for flow in flying for name in (_runner(flow), _version(flow))})
        orphans = [flow for flow in flying if _runner(flow) not in alive]
        sure = [flow for flow in orphans if self._presence.alone or _mark(flow) in self._suspects]
        self._suspects = frozenset(map(_mark, orphans))
        for flow in sure:
            log.warning("taken over", workflow=flow.workflow_id, of=_runner(flow))
            await (_back(flow) if _version(flow) in alive else DBOS.cancel_workflow_async(flow.workflow_id))
        await pick_up(self._services)
        return len(sure)


async def pick_up(services: Services) -> None:
    """Create jobs of approved plans that have none, and start every job and draft that the engine doesn't have."""
    for plan in await services.store.plans.approved_without_job():
        await open_job(services, plan)
    jobs = {f"job-{job.id}-{job.run}": job for job in await services.store.ledger.unfinished()}
    reading = await services.store.drafts.reading()
    drafts = {f"draft-{ident}-{rounds}": (ident, rounds) for ident, rounds in reading.items()}
    if not jobs and not drafts:
        return
    found = await DBOS.list_workflows_async(workflow_ids=[*jobs, *drafts], load_input=False, load_output=False)
    known = {flow.workflow_id: flow.status for flow in found}
    for name, job in jobs.items():
        if name not in known:
            await services.start("job", f"{job.id}-{job.run}")
        elif known[name] not in _IN_FLIGHT and await services.store.ledger.run_again(job.id, job.run):
            await services.start("job", f"{job.id}-{job.run + 1}")
    for name, (ident, rounds) in drafts.items():
        if name not in known:
            await services.start("draft", f"{ident}-{rounds}")
        elif known[name] not in _IN_FLIGHT and await services.store.drafts.read_again(ident, rounds):
            await services.start("draft", f"{ident}-{rounds + 1}")


async def _back(flow: WorkflowStatus) -> None:
    """Put the workflow back into its queue; one without a queue goes to the engine's own."""
    await DBOS.resume_workflow_async(flow.workflow_id, queue_name=flow.queue_name)


def _runner(flow: WorkflowStatus) -> str:
    """Which processes can continue it: the one that runs it, or any of its version while it is queued."""
    return (flow.executor_id or "") if flow.status == "PENDING" else _version(flow)


def _version(flow: WorkflowStatus) -> str:
    return version_of(flow.app_version or "")


def _mark(flow: WorkflowStatus) -> tuple[str, str]:
    return flow.workflow_id, _runner(flow)
