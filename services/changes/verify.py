"""Reads back what a job says is done; a line that doesn't show is no success."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from services.changes.effects.base import Effect, Item, Seen
from services.changes.services import Services
from services.domain.plan import PlanLine
from services.domain.steps import Step, StepKind
from services.store.tables import Job

_CHUNK = 1000
_PART = 250  # looked at in one go, so that thousands hold nobody up
_LOOKS = 3  # a list may lag behind what was written: one look that doesn't show a line proves nothing
_UNSEEN = "Reading back doesn't show it."
_ByKind = Mapping[StepKind, list[tuple[int, Item]]]


async def verify(services: Services, job: Job, owner: str, effects: Mapping[StepKind, Effect]) -> None:
    """Look at every step of every done line once more, in pages, and mark lines that don't hold as failed.

    What doesn't show is looked at again after a pause, before it counts.
    """
    entries = {e.no: e for e in await services.store.ledger.entries(job.id) if e.outcome == "done"}
    lines = {line.no: line for line in await services.store.plans.lines(job.plan_id) if line.no in entries}
    unseen: _ByKind = _by_kind(lines.values())
    reasons: dict[int, str] = {}
    for look in range(_LOOKS):
        if look and unseen:
            await services.clock.sleep(services.pace.settle * look)
        unseen, reasons = await _not_seen(effects, unseen, services.clock.now())
    changed = [
        replace(entries[no], outcome="failed", reason=why, fix="Look at the line, then retry.")
        for no, why in sorted(reasons.items())
    ]
    for start in range(0, len(changed), _CHUNK):
        await services.store.ledger.write(job.id, owner, changed[start : start + _CHUNK])


def _by_kind(lines: Iterable[PlanLine]) -> _ByKind:
    found: defaultdict[StepKind, list[tuple[int, Item]]] = defaultdict(list)
    for line in lines:
        for step in _lasting(line):
            found[step.kind].append((line.no, Item(step, "")))
    return found


async def _not_seen(
    effects: Mapping[StepKind, Effect], wanted: _ByKind, newer_than: float
) -> tuple[_ByKind, dict[int, str]]:
    """What of it doesn't show, and why by line; the systems are read side by side."""

    async def look(kind: StepKind, items: list[tuple[int, Item]]) -> list[tuple[tuple[int, Item], str]]:
        bad: list[tuple[tuple[int, Item], str]] = []
        for start in range(0, len(items), _PART):
            part = items[start : start + _PART]
            looks = await effects[kind].look([item for _, item in part], newer_than)
            pairs = zip(part, looks, strict=True)
            bad += [(item, look.reason or _UNSEEN) for item, look in pairs if look.seen is not Seen.AFTER]
            await asyncio.sleep(0)
        return bad

    found = await asyncio.gather(*(look(kind, items) for kind, items in wanted.items()))
    unseen = {kind: [item for item, _ in bad] for kind, bad in zip(wanted, found, strict=True) if bad}
    return unseen, {no: why for bad in found for (no, _), why in bad}


# Steps of one family move the same thing to and fro: only the last one's effect must still show.
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
    for step in line.steps:
        if step.object in deleted and step.kind is not StepKind.EXTENSION_DELETE:
            continue
        if step.object in keys and step.kind is not StepKind.EXTENSION_REKEY:
            step = replace(step, object=keys[step.object])
        lasting[_FAMILY.get(step.kind, step.kind.value), step.object] = step
    return list(lasting.values())
