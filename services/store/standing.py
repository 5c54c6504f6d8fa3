"""The objects whose steps a workspace's jobs have begun and not finished."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select

from services.domain.states import LineOutcome, LinePhase
from services.store.database import Database
from services.store.tables import JobRow, LedgerRow, PlanLineRow

_CHUNK = 250  # rows handled at a time, so that thousands delay nobody
_NOT_DONE = (LineOutcome.OPEN, LineOutcome.FAILED, LineOutcome.CANCELLED)


@dataclass(frozen=True, slots=True)
class Standing:
    """An object with a step begun at `since`; `open` while its job works on it.

    `request_ids` are those of the line's accepted writes, the newest last; `note` is what the last write left.
    """

    object: str
    kind: str
    since: float
    open: bool
    request_ids: tuple[str, ...] = ()
    note: str = ""


async def standing(db: Database, tenant_id: str, kinds: Collection[str]) -> dict[str, Standing]:
    """Every object of the tenant's jobs that is at a step of these kinds, by name; the newest job counts."""
    columns = (LedgerRow.shape, LedgerRow.step, LedgerRow.phase, LedgerRow.since, LedgerRow.began)
    query = (
        select(*columns, LedgerRow.note, LedgerRow.trace, PlanLineRow.data.label("line"))
        .join(JobRow, JobRow.id == LedgerRow.job_id)
        .join(PlanLineRow, and_(PlanLineRow.plan_id == JobRow.plan_id, PlanLineRow.no == LedgerRow.no))
        .where(JobRow.tenant_id == tenant_id, LedgerRow.outcome.in_(_NOT_DONE))
        .where(or_(*(LedgerRow.shape.contains(kind) for kind in kinds)))
        .order_by(JobRow.created_at.desc())
    )
    found: dict[str, Standing] = {}
    async with db.read() as session:
        for part in (await session.execute(query)).partitions(_CHUNK):
            for row in part:
                kind = (row.shape.split() or [""])[min(row.step, row.shape.count(" "))]
                if kind in kinds:
                    one = _standing(row, kind)
                    found.setdefault(one.object, one)
            await asyncio.sleep(0)
    return {name: one for name, one in found.items() if one.since}


def _standing(row: Any, kind: str) -> Standing:
    walked = row.step > 0  # a step begins when the one before it is done
    return Standing(
        object=str(json.loads(row.line)["steps"][row.step]["object"]),
        kind=kind,
        since=row.began or (row.since if walked and row.phase != LinePhase.ENDED else 0.0),
        open=row.phase != LinePhase.ENDED,
        request_ids=tuple(str(mark["request_id"]) for mark in row.trace if mark.get("request_id")),
        note=row.note,
    )
