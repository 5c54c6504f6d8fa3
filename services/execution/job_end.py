"""The end of a job: what it says is done is read back, then the job is closed."""

from __future__ import annotations

import structlog

from services.changes import report
from services.changes.plan_binding import need_link
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import NotConnected, NotRecorded, RemoteError
from services.domain.states import JobState
from services.domain.trace import span
from services.execution.effects import effects_of
from services.execution.effects.base import locked_out
from services.execution.read_back import Reading, verify
from services.execution.recording import recorder_of
from services.execution.slice import belong, stop, wait_for_record, world_of
from services.store.records import Job
from services.timing.outages import Outages, WaitedLongEnough, outage_of

log = structlog.get_logger()


async def end(services: Services, job_id: str) -> float:
    """Read everything back, close the job and tell its author; seconds until the next try, 0 once it has ended."""
    owner = services.make_id()
    found = await services.store.ledger.claim(job_id, owner, await services.store.db.now())
    belong(found)
    if found.ended_at:
        return 0.0
    try:
        with span("finish"):
            return await _end(services, found, owner)
    except NotRecorded as lost:
        return (await wait_for_record(services, found, owner, lost)).wait


async def _end(services: Services, found: Job, owner: str) -> float:
    troubles = services.troubles.of(found.id, waits=bool(found.waiting_for))
    try:
        if found.state != JobState.STOPPED and await services.store.workspaces.find(found.tenant_id):
            plan = await services.store.plans.get(found.plan_id, found.tenant_id)
            await need_link(services, plan)
            world = await world_of(services, plan, services.steady)
            await verify(Reading(services, found, owner, effects_of(world), world, recorder_of(plan, found)))
    except NotConnected as unlinked:
        found = await _stopped(services, found, owner, unlinked)
    except RemoteError as error:
        if not locked_out(error) or troubles.may_pass("finish", error):
            return await _wait_for(services, found, owner, troubles, error)
        found = await _stopped(services, found, owner, error)
    await report.close(services, found, owner)
    return 0.0


async def _wait_for(services: Services, found: Job, owner: str, troubles: Outages, error: RemoteError) -> float:
    """Wait for a system needed to read back; seconds until another try, 0 if that took too long and the job ended."""
    try:
        pause = troubles.met("finish", outage_of(error))
    except WaitedLongEnough as enough:
        await report.close(services, await _stopped(services, found, owner, enough), owner)
        return 0.0
    log.warning("reading back waits", job=found.id, **for_log(error))
    await services.store.ledger.set_job(found.id, owner, waiting_for=troubles.words)
    return max(pause, services.pace.retry)


async def _stopped(services: Services, found: Job, owner: str, why: BaseException) -> Job:
    await stop(services, found, owner, why)
    return await services.store.ledger.get(found.id, found.tenant_id)
