"""Takes over the earlier hash chain into the record, entry by entry, with its hashes."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import delete, select

from services.domain.record.entries import FIRST, FoundBy, Recorded, ToRecord
from services.domain.subject import NO_SUBJECT, Subject, SubjectKind, read_subject
from services.store.database import Database
from services.store.record.log import RecordLog
from services.store.tables import AuditRow


async def carry_over(db: Database, log: RecordLog, now: float) -> int:
    """Take over the old chain in one transaction; how many entries it had."""
    async with db.read() as session:
        if await session.scalar(select(AuditRow.seq).limit(1)) is None:
            return 0
    async with db.begin() as session:
        rows = list(await session.scalars(select(AuditRow).order_by(AuditRow.seq)))
        if not rows:
            return 0  # another process was faster
        broken = _first_broken(rows)
        ends = [_ended(tenant, rows, broken, now) for tenant in sorted({row.tenant_id for row in rows})]
        await log.append_in(session, [*map(_entry, rows), *ends])
        await session.execute(delete(AuditRow))
    return len(rows)


def _entry(row: AuditRow) -> ToRecord:
    about = read_subject(row.subject) or NO_SUBJECT
    job, plan = (about.id if about.kind is kind else "" for kind in (SubjectKind.JOB, SubjectKind.PLAN))
    by = FoundBy(job=job, plan=plan)
    chain = {"seq": row.seq, "at": row.at, "previous": row.prev, "hash": row.hash}
    detail = {**row.detail, "chain": chain}
    return ToRecord(row.tenant_id, row.at, row.action, row.actor, row.subject, row.actor_name, detail, by)


def _ended(tenant_id: str, rows: Sequence[AuditRow], broken: int, now: float) -> ToRecord:
    count = Counter(row.tenant_id for row in rows)[tenant_id]
    detail = {"entries": count, "broken": broken}
    return ToRecord(
        tenant_id, now, Recorded.CARRIED, "switchboard", Subject(SubjectKind.WORKSPACE, tenant_id), "", detail
    )


def _first_broken(rows: Sequence[AuditRow]) -> int:
    """The number of the first entry that doesn't fit the chain; 0 if all do."""
    prev = FIRST
    for expected, row in enumerate(rows, 1):
        if row.seq != expected or row.prev != prev or row.hash != digest(row):
            return expected
        prev = row.hash
    return 0


def digest(row: AuditRow) -> str:
    """The hash that an entry had in the old chain: of everything in it, and the hash before it."""
    fields = (row.seq, row.tenant_id, row.at, row.actor, row.actor_name, row.action, row.subject, row.detail, row.prev)
    return hashlib.sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
