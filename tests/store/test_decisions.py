"""Approvals as they are stored: one per person, and whoever stores one is told whether it is new."""

from __future__ import annotations

import asyncio

from services.store.records import PlanDecision
from services.store.store import Store


async def added(store: Store, who: str) -> bool:
    """Whether this person's approval was new."""
    said = PlanDecision(plan_id="p-1", object_id=who, name=who.title(), at=1.0, comment="")
    async with store.db.begin() as session:
        return await store.decisions.add_in(session, said)


async def test_only_the_first_of_ones_approvals_is_new(store: Store) -> None:
    """What is recorded and told of an approval follows from this."""
    assert await added(store, "sam")
    assert not await added(store, "sam")
    assert await added(store, "kim")
    assert [one.object_id for one in await store.decisions.of("p-1")] == ["kim", "sam"]


async def test_of_the_same_approval_many_times_at_once_one_is_new(store: Store) -> None:
    assert sorted(await asyncio.gather(*(added(store, "sam") for _ in range(5)))) == [False] * 4 + [True]
