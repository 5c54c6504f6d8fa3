"""The record: whatever is done to a stored row, the walk names it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import delete, func, select, update

from services.store.store import Store
from services.store.tables import AuditRow
from tests.store.rows import TENANT


async def _append(store: Store, subject: str) -> None:
    await store.audit.append(
        tenant_id=TENANT,
        at=1.5,
        actor="alex",
        actor_name="Alex",
        action="plan.made",
        subject=subject,
        detail={"lines": 3, "name": "Ümit"},
    )


@pytest.fixture
async def chain(store: Store) -> Store:
    """A store with seven entries on record."""
    for n in range(1, 8):
        await _append(store, f"plan:{n}")
    assert await store.audit.first_broken() is None
    return store


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tenant_id", "tenant-2"),
        ("at", 2.5),
        ("actor", "sam"),
        ("actor_name", "Sam"),
        ("action", "plan.approved"),
        ("subject", "plan:9"),
        ("detail", {"lines": 4, "name": "Ümit"}),
        ("prev", "1" * 64),
        ("hash", "1" * 64),
    ],
)
async def test_a_bent_field_is_named(chain: Store, column: str, value: object) -> None:
    async with chain.db.begin() as session:
        await session.execute(update(AuditRow).where(AuditRow.seq == 4).values({column: value}))
    assert await chain.audit.first_broken() == 4


async def test_a_row_taken_out_is_named(chain: Store) -> None:
    async with chain.db.begin() as session:
        await session.execute(delete(AuditRow).where(AuditRow.seq == 3))
    assert await chain.audit.first_broken() == 3


async def test_a_row_taken_out_and_the_rest_moved_up_is_named(chain: Store) -> None:
    async with chain.db.begin() as session:
        await session.execute(delete(AuditRow).where(AuditRow.seq == 3))
        for seq in range(4, 8):
            await session.execute(update(AuditRow).where(AuditRow.seq == seq).values(seq=seq - 1))
    assert await chain.audit.first_broken() == 3


async def test_the_first_row_taken_out_is_named(chain: Store) -> None:
    async with chain.db.begin() as session:
        await session.execute(delete(AuditRow).where(AuditRow.seq == 1))
    assert await chain.audit.first_broken() == 1


async def test_a_stretch_taken_out_of_the_middle_is_named(chain: Store) -> None:
    async with chain.db.begin() as session:
        await session.execute(delete(AuditRow).where(AuditRow.seq.in_((3, 4, 5))))
    assert await chain.audit.first_broken() == 3


async def test_a_row_put_in_between_is_named(chain: Store) -> None:
    async with chain.db.begin() as session:
        for seq in range(7, 4, -1):
            await session.execute(update(AuditRow).where(AuditRow.seq == seq).values(seq=seq + 1))
        third = await session.get_one(AuditRow, 3)
        values = {c.name: getattr(third, c.name) for c in AuditRow.__table__.columns}
        session.add(AuditRow(**{**values, "seq": 5}))
    assert await chain.audit.first_broken() == 5


async def test_rows_that_change_places_are_named(chain: Store) -> None:
    async with chain.db.begin() as session:
        for old, new in ((3, 99), (5, 3), (99, 5)):
            await session.execute(update(AuditRow).where(AuditRow.seq == old).values(seq=new))
    assert await chain.audit.first_broken() == 3


async def test_parallel_appends_keep_the_chain(store: Store) -> None:
    await asyncio.gather(*(_append(store, f"plan:{n}") for n in range(50)))
    assert await store.audit.first_broken() is None
    async with store.db.read() as session:
        assert await session.scalar(select(func.count(func.distinct(AuditRow.subject)))) == 50
