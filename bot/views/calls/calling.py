"""Which of a job's lines can call now, for the top of its closing card, with the button that mends what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from bot.views.calls.ready import lacking, mend_click, named, waiting_for
from bot.views.viewer import Viewer
from cards.changes.calling import Calling, Lack
from cards.elements import Click
from cards.words import first_upper
from services.context import Services
from services.domain.error_codes import for_log
from services.domain.errors import SwitchboardError
from services.domain.phrases import told, tr
from services.domain.plan import PlanLine
from services.domain.steps import StepKind
from services.inventory.readiness import Readiness, by_reason, by_wait, line_readiness, way_ages
from services.inventory.readiness_words import MISSING
from services.inventory.snapshot import Snapshot, read_snapshot
from services.store.records import Job

log = structlog.get_logger()

_LOOK_SECONDS = 20.0  # for which the message about a job's end waits at most


async def calling_of(services: Services, job: Job, viewer: Viewer) -> Calling | None:
    """How many of those who were given a number can call; None for a job that gave none, or an unlinked tenant."""
    keys = await lines_of(services, job)
    workspace = await services.store.workspaces.find(job.tenant_id) if keys else None
    if workspace is None or workspace.state != "connected":
        return None
    try:
        async with asyncio.timeout(_LOOK_SECONDS):
            live = await read_snapshot(services, workspace, system=True)
            under_way = await way_ages(services, job.tenant_id, live)
    except (SwitchboardError, TimeoutError) as error:
        log.warning("who can call couldn't be read", job=job.id, **for_log(error))
        return Calling(len(keys), None)
    chains = [line_readiness(live.lines[key], live, under_way) for key in sorted(keys) if key in live.lines]
    can = sum(one.broken is None for one in chains)
    return Calling(len(keys), can, _reasons(chains), None if viewer.reads_only else _mend(chains, live, job))


async def lines_of(services: Services, job: Job) -> frozenset[str]:
    """The present keys of the extensions to which the job gave a number in Teams."""
    done = {entry.no for entry in await services.store.ledger.entries(job.id) if entry.outcome == "done"}
    lines = await services.store.plans.lines(job.plan_id)
    return frozenset(_key(line) for line in lines if line.no in done and _assigns(line))


def _assigns(line: PlanLine) -> bool:
    return any(step.kind is StepKind.NUMBER_ASSIGN for step in line.steps)


def _key(line: PlanLine) -> str:
    renamed = [step.after.key for step in line.steps if step.kind is StepKind.EXTENSION_REKEY and step.after.key]
    return renamed[-1] if renamed else line.key


def _reasons(chains: Sequence[Readiness]) -> list[Lack]:
    """Why the others can't, with how many and who."""
    lacks = [Lack(first_upper(MISSING[link]), n, named(lacking(chains, link))) for link, n in by_reason(chains).items()]
    return lacks + [
        Lack(tr("Waiting: {lower}", lower=told(tr(link.value)).lower()), n, named(waiting_for(chains, link)))
        for link, n in by_wait(chains).items()
    ]


def _mend(chains: Sequence[Readiness], live: Snapshot, job: Job) -> Click | None:
    lacking = by_reason(chains)
    if not lacking:
        return None
    link, many = next(iter(lacking.items()))
    line = chains[0].line if len(chains) == 1 else None
    return mend_click(link, live, many, line, job.id)
