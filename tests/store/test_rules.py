"""A workspace's own rules: two who change them at once can't both have changed what they saw."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import text

from services.store.store import Store
from tests.store.rows import TENANT

FIRST, SECOND = {"grants": ["sam"]}, {"grants": ["kim"]}
_WAITS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


async def waits(store: Store) -> None:
    """Return once somebody waits for what another transaction has locked; SQLite lets nobody else begin."""
    async with asyncio.timeout(60):
        while not store.db.is_sqlite:
            async with store.db.read() as session:
                if await session.scalar(text(_WAITS)):
                    return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("before", [{}, {"grants": ["alex"]}])
async def test_of_two_changes_at_once_to_what_both_saw_one_is_made(store: Store, before: dict[str, object]) -> None:
    """Also to rules that nobody has changed yet: the first role of a workspace is given once."""
    if before:
        assert await store.rules.replace(TENANT, "access", {}, before)
    async with store.db.begin() as session:
        assert await store.rules.replace_in(session, TENANT, "access", before, FIRST)
        second = asyncio.create_task(store.rules.replace(TENANT, "access", before, SECOND))
        await waits(store)
    assert not await second
    assert await store.rules.get(TENANT, "access") == FIRST


async def test_rules_that_nobody_has_changed_yet_are_none(store: Store) -> None:
    assert not await store.rules.replace(TENANT, "access", FIRST, SECOND)
    assert await store.rules.get(TENANT, "access") == {}
