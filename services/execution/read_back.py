"""Reads back what a job says is done; a line whose effect doesn't show counts as failed.

Lists may lag minutes behind what was written. So what doesn't show is looked at again, after twice the time each, and
in the end a read of the object itself counts.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.context import Services
from services.domain.error_codes import NOT_SHOWN
from services.domain.phrases import tr
from services.domain.plan import PlanLine
from services.domain.states import LineOutcome
from services.domain.steps import Step, StepKind
from services.execution.effects.base import Effect, Look, Observation, StepAttempt, World
from services.execution.heartbeat import Heartbeat
from services.execution.recording import JobRecorder
from services.store.records import Job
from services.timing.pace import LIST_LOOKS, MAX_LOOKS

_CHUNK = 1000
_LOOK_CHUNK = 250  # looked at together, so that thousands of objects hold nobody up
_MAX_SINGLE_READS = 200  # up to so many objects are read one by one from then on; of more, only at the last look
_UNSEEN = tr("Reading back doesn't show it.")
_FIX = tr("Look at the line, then retry.")
_Numbered = tuple[int, StepAttempt]  # a line's number and a step of it
_Wanted = Mapping[StepKind, Sequence[_Numbered]]


@dataclass(frozen=True, slots=True)
class Reading:
    """A job that is being read back; `owner` is the run that may write its ledger."""

    services: Services
    job: Job
    owner: str
    effects: Mapping[StepKind, Effect]
    world: World
    recorder: JobRecorder


async def verify(reading: Reading) -> None:
    """Read back every step of every done line, in pages, and mark lines whose effect is missing as failed."""
    job, services = reading.job, reading.services
    entries = {e.no: e for e in await services.store.ledger.entries(job.id) if e.outcome == LineOutcome.DONE}
    lines = [line for line in await services.store.plans.lines(job.plan_id) if line.no in entries]
    heartbeat = Heartbeat(lambda: services.store.ledger.beat(job.id, reading.owner), services.steady, services.pace)
    reading.world.answered = heartbeat.heard
    async with heartbeat.beating():
        reasons = await _missing(reading, _by_kind(lines), heartbeat)
    changed = [
        replace(entries[no], outcome=LineOutcome.FAILED, reason=why, fix=_FIX, short=NOT_SHOWN.code)
        for no, why in sorted(reasons.items())
    ]
    by_no, now = {line.no: line for line in lines}, services.clock.now()
    for start in range(0, len(changed), _CHUNK):
        part = changed[start : start + _CHUNK]
        recorded = [reading.recorder.missing(by_no[entry.no], entry, now) for entry in part]
        await services.store.ledger.write(job.id, reading.owner, part, recorded)


async def _missing(reading: Reading, unseen: _Wanted, heartbeat: Heartbeat) -> dict[int, str]:
    """The reason for each line whose effect still doesn't show after every look, the last one at the object itself."""
    services, reasons = reading.services, dict[int, str]()
    for look in range(MAX_LOOKS):
        if look:
            await _say(reading, unseen)
            heartbeat.heard()
            await services.steady.sleep(services.pace.pause(look))
        one_by_one = look == MAX_LOOKS - 1 or (
            look >= LIST_LOOKS and sum(map(len, unseen.values())) <= _MAX_SINGLE_READS
        )
        looks = await asyncio.gather(
            *(
                _look(reading.effects[kind], items, one_by_one, heartbeat, services.steady.now())
                for kind, items in unseen.items()
            )
        )
        bad = [[(item, look) for item, look in found if look.seen is not Observation.AFTER] for found in looks]
        unseen = {kind: [item for item, _ in found] for kind, found in zip(unseen, bad, strict=True) if found}
        reasons = {no: look.reason or _UNSEEN for found in bad for (no, _), look in found}
        if not unseen:
            break
    return reasons


async def _look(
    effect: Effect, items: Sequence[_Numbered], one_by_one: bool, heartbeat: Heartbeat, newer_than: float
) -> list[tuple[_Numbered, Look]]:
    """Where the objects of one kind stand now."""
    found: list[tuple[_Numbered, Look]] = []
    if one_by_one:
        for numbered in items:
            found.append((numbered, await effect.read(numbered[1])))
            heartbeat.heard()
        return found
    for start in range(0, len(items), _LOOK_CHUNK):
        part = items[start : start + _LOOK_CHUNK]
        looks = await effect.look([item for _, item in part], newer_than)
        found += zip(part, looks, strict=True)
        await asyncio.sleep(0)
    return found


async def _say(reading: Reading, unseen: _Wanted) -> None:
    """Store what the job waits for."""
    lines = len({no for items in unseen.values() for no, _ in items})
    shows = tr("line doesn't") if lines == 1 else tr("lines don't")
    words = tr("I read back what was done: {lines:,} {shows} show yet.", lines=lines, shows=shows)
    await reading.services.store.ledger.set_job(reading.job.id, reading.owner, waiting_for=words)


def _by_kind(lines: Sequence[PlanLine]) -> _Wanted:
    """The steps to look at by kind, without the release of a number that another line got afterwards."""
    new = {step.object: line.no for line in lines for step in line.steps if step.kind is StepKind.NUMBER_ASSIGN}
    found: defaultdict[StepKind, list[_Numbered]] = defaultdict(list)
    for line in lines:
        for step in _lasting(line):
            if step.kind is StepKind.NUMBER_UNASSIGN and new.get(step.object, line.no) != line.no:
                continue
            found[step.kind].append((line.no, StepAttempt(step, "")))
    return found


# Steps of one family change the same thing, possibly back again: only the last one's effect must still show.
_FAMILY: Mapping[StepKind, str] = {
    StepKind.NUMBER_ASSIGN: "assignment",
    StepKind.NUMBER_UNASSIGN: "assignment",
    StepKind.NUMBER_UPLOAD: "gateway",
    StepKind.NUMBER_DELETE: "gateway",
    StepKind.NUMBER_VISIBLE: "list",
    StepKind.NUMBER_GONE: "list",
}


def _lasting(line: PlanLine) -> list[Step]:
    """The steps whose effect must still show at the end, on the key that the extension has by then."""
    keys = {step.object: step.after.key or "" for step in line.steps if step.kind is StepKind.EXTENSION_REKEY}
    deleted = {step.object for step in line.steps if step.kind is StepKind.EXTENSION_DELETE}
    lasting: dict[tuple[str, str], Step] = {}
    for at, step in enumerate(line.steps):
        if step.object in deleted and step.kind is not StepKind.EXTENSION_DELETE:
            continue
        if step.object in keys and step.kind is not StepKind.EXTENSION_REKEY:
            step = replace(step, object=keys[step.object])
        lasting[_FAMILY.get(step.kind, str(at)), step.object] = step
    return list(lasting.values())
