"""Reads back what a job says is done; a line that doesn't show is no success."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from services.changes.effects.base import Effect, Item, Seen
from services.changes.services import Services
from services.domain.plan import PlanLine
from services.domain.steps import Step, StepKind
from services.store.ledger import Entry
from services.store.tables import Job

_CHUNK = 1000


async def verify(services: Services, job: Job, owner: str, effects: Mapping[StepKind, Effect]) -> None:
    """Look at every step of every done line once more, in pages, and mark lines that don't hold as failed."""
    entries = {e.no: e for e in await services.store.ledger.entries(job.id) if e.outcome == "done"}
    lines = {line.no: line for line in await services.store.plans.lines(job.plan_id) if line.no in entries}
    newer_than = services.clock.now()
    by_kind: defaultdict[StepKind, list[tuple[int, Item]]] = defaultdict(list)
    for no, line in lines.items():
        for step in _lasting(line):
            by_kind[step.kind].append((no, Item(step, "")))
    bad: dict[int, Entry] = {}
    for kind, items in by_kind.items():
        looks = await effects[kind].look([item for _, item in items], newer_than)
        for (no, _), look in zip(items, looks, strict=True):
            if look.seen is not Seen.AFTER:
                why = look.reason or "Reading back doesn't show it."
                bad[no] = replace(entries[no], outcome="failed", reason=why, fix="Look at the line, then retry.")
    changed = list(bad.values())
    for start in range(0, len(changed), _CHUNK):
        await services.store.ledger.write(job.id, owner, changed[start : start + _CHUNK])


def _lasting(line: PlanLine) -> list[Step]:
    """The steps whose effect must still show at the end: what was restored and then deleted is gone."""
    deleted = {step.object for step in line.steps if step.kind is StepKind.EXTENSION_DELETE}
    restored = StepKind.EXTENSION_RESTORE
    return [step for step in line.steps if step.kind is not restored or step.object not in deleted]
