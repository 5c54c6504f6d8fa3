"""One row that can't be read hides no other in a list; what decides something must not miss a row."""

from __future__ import annotations

from json import JSONDecodeError

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


# Only SQLite takes what isn't JSON in a column of JSON.
on_sqlite = pytest.mark.parametrize("tables_url", ["sqlite"], indirect=True)


async def bend(store: Store, *statements: str) -> None:
    """Damage rows."""
    async with store.db.begin() as session:
        for statement in statements:
            await session.execute(text(statement))


@on_sqlite
async def test_a_list_of_which_nothing_can_be_read_is_not_empty(store: Store) -> None:
    await furnished(store)
    await bend(store, "UPDATE plans SET summary = '{'", "UPDATE outbox SET conversation = '{'")
    for read in (store.plans.waiting(TENANT), store.plans.due(9.0), store.outbox.due(9.0)):
        with pytest.raises((StoredWrong, JSONDecodeError)):
            await read


@on_sqlite
async def test_many_unreadable_notices_hold_up_no_readable_one(store: Store) -> None:
    await furnished(store)
    await bend(store, "UPDATE outbox SET conversation = '{' WHERE key = 'bent'")
    assert [notice.key for notice in await store.outbox.due(9.0, most=1)] == ["good"]


@on_sqlite
async def test_what_was_undone_or_can_be_taken_back_is_read_strictly(store: Store) -> None:
    for name in ("undo", "undo-again"):
        await store.plans.add(a_plan(name, undo_of="job", author="alex", expires_at=99.0), [])
    await bend(store, "UPDATE plans SET summary = '{' WHERE id = 'undo'")
    for read in (store.plans.undoing("job"), store.plans.open_of(TENANT, "alex", 1.0, 9)):
        with pytest.raises((StoredWrong, JSONDecodeError)):
            await read


async def test_the_job_before_an_unreadable_one_is_not_taken_for_the_last(store: Store) -> None:
    async with store.db.begin() as session:
        for name, at in (("first", 1.0), ("last", 2.0)):
            session.add(a_job_row(name, name, author="alex", state="done", created_at=at, ended_at=at))
        session.add(a_job_row("runs", "runs", author="alex", state="running", created_at=3.0))
    last = await store.ledger.last_ended(TENANT, "alex")
    assert last is not None
    assert (last.id, [job.id for job in await store.ledger.at_work(TENANT)]) == ("last", ["runs"])
    async with store.db.begin() as session:
        await session.execute(text("UPDATE jobs SET state = 'nonsense' WHERE id = 'last'"))
    with pytest.raises(StoredWrong):
        await store.ledger.last_ended(TENANT, "alex")


@on_sqlite
async def test_whoever_has_the_bot_counts_although_the_rest_cannot_be_read(store: Store) -> None:
    for who in ("alex", "sam"):
        await store.contacts.save(TENANT, who, {"name": who, "installed": True})
    await bend(store, "UPDATE contacts SET conversation = '{' WHERE object_id = 'sam'")
    assert [one.object_id for one in await store.contacts.of_tenant(TENANT)] == ["alex"]
    assert await store.contacts.ids_of_tenant(TENANT) == ("alex", "sam")


@on_sqlite
async def test_a_plan_that_cannot_be_read_is_none_in_lists_only(store: Store) -> None:
    await furnished(store)
    await bend(store, "UPDATE plans SET summary = '{' WHERE id = 'bent'")
    assert await store.plans.if_readable("bent") is None
    with pytest.raises((StoredWrong, JSONDecodeError)):
        await store.plans.find("bent")
