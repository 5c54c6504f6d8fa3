"""One row that can't be read hides no other: of plans, jobs, notices, templates."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from services.domain.errors import StoredWrong
from services.domain.notice_kind import NoticeKind
from services.domain.subject import Subject, SubjectKind
from services.store.store import Store
from tests.store.rows import TENANT, a_job_row, a_plan

BENT = (
    "UPDATE plans SET summary = '{' WHERE id IN ('bent', 'theirs')",
    "UPDATE templates SET settings = '{' WHERE folded = 'bent'",
    "UPDATE outbox SET conversation = '{' WHERE key = 'bent'",
)


async def furnished(store: Store) -> None:
    """Two of each, and a dated plan of another tenant."""
    for name in ("bent", "good"):
        await store.plans.add(a_plan(name), [])
        await store.templates.save(TENANT, name, {}, "alex", 1.0)
        subject = Subject(SubjectKind.PLAN, name)
        await store.outbox.add(key=name, tenant_id=TENANT, kind=NoticeKind.REDRAW, subject=subject)
    for name, tenant in (("mine", TENANT), ("theirs", "other")):
        await store.plans.add(a_plan(name, tenant_id=tenant, state="scheduled", starts_at=2.0), [])
    async with store.db.begin() as session:
        session.add(a_job_row("bent-job", "bent"))
        session.add(a_job_row("good-job", "good"))


async def test_an_unreadable_row_hides_no_other(store: Store) -> None:
    await furnished(store)
    async with store.db.begin() as session:
        for statement in BENT if store.db.is_sqlite else ():  # PostgreSQL takes nothing but JSON there
            await session.execute(text(statement))
        await session.execute(text("UPDATE jobs SET state = 'nonsense' WHERE id = 'bent-job'"))
    assert [job.id for job in await store.ledger.recent(TENANT)] == ["good-job"]
    with pytest.raises(StoredWrong):
        await store.ledger.find("bent-job")
    if not store.db.is_sqlite:
        return
    assert [plan.id for plan in await store.plans.waiting(TENANT)] == ["good"]
    assert [plan.id for plan in await store.plans.due(9.0)] == ["mine"]
    assert [one.name for one in await store.templates.all(TENANT)] == ["good"]
    assert [notice.key for notice in await store.outbox.due(9.0)] == ["good"]
