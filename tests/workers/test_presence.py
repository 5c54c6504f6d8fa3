"""Names tell who lives; what only one may do is done by one; a living process's notice is nobody else's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from services.domain.notice_kind import NoticeKind
from services.domain.subject import Subject, SubjectKind
from services.store.migrate import migrate
from services.store.presence import version_of
from services.store.store import Store, open_store
from tests.support.processes import until
from tests.workers.proxy import line

pytestmark = pytest.mark.postgres


@pytest.fixture
async def two(postgres_url: str) -> AsyncIterator[tuple[Store, Store]]:
    """The stores of two processes on one database."""
    async with AsyncExitStack() as stack:
        stores = [open_store(postgres_url, ("k" * 32,)) for _ in range(2)]
        for store in stores:
            stack.push_async_callback(store.db.close)
            stack.push_async_callback(store.presence.close)
        await migrate(stores[0].db)
        yield stores[0], stores[1]


async def test_each_process_gets_a_name_of_its_own_and_the_same_one_again(two: tuple[Store, Store]) -> None:
    one, other = (store.presence for store in two)
    assert await one.take("serve", "1", works=True) == "serve@1"
    assert await other.take("serve", "1", works=True) == "serve-2@1"
    assert await other.alive({"serve@1", "serve-2@1", "serve-3@1"}) == {"serve@1", "serve-2@1"}
    await one.close()
    assert await other.alive({"serve@1", "serve-2@1"}) == {"serve-2@1"}
    assert await one.take("serve", "1", works=True) == "serve@1"


async def test_a_version_lives_as_long_as_a_process_that_works_on_it(two: tuple[Store, Store]) -> None:
    one, other = (store.presence for store in two)
    await one.take("worker", "1", works=True)
    await other.take("serve", "2", works=False)
    names = {version_of("1"), version_of("2")}
    assert await other.alive(names) == {version_of("1")}
    await one.close()
    assert await other.alive(names) == frozenset()


async def test_one_leads_and_the_next_when_it_is_gone(two: tuple[Store, Store]) -> None:
    one, other = (store.presence for store in two)
    assert not await one.leads("progress"), "a process without a name leads in nothing"
    await one.take("serve", "1", works=True)
    await other.take("serve", "1", works=True)
    assert await one.leads("progress")
    assert not await other.leads("progress")
    assert await other.leads("clean")
    await one.close()
    assert await other.leads("progress")


async def test_a_cut_session_is_mended_unless_the_name_is_taken(two: tuple[Store, Store]) -> None:
    one, other = (store.presence for store in two)
    await one.take("serve", "1", works=True)
    await _cut(two[1])
    with pytest.raises(Exception, match="terminat"):
        await one.renew()
    assert await one.renew()
    assert await one.alive({"serve@1"}) == {"serve@1"}
    await _cut(two[1])
    assert await other.take("serve", "1", works=True) == "serve@1"
    with pytest.raises(Exception, match="terminat"):
        await one.renew()
    assert not await one.renew()


@pytest.mark.parametrize("use", ["renew", "leads"])
async def test_one_who_is_cancelled_cuts_nothing_and_the_name_is_held_until_the_end(
    two: tuple[Store, Store], use: str
) -> None:
    one, other = (store.presence for store in two)
    await one.take("serve", "1", works=True)
    for turns in range(1, 8):  # of the loop, until the statement is under way, and until it is done
        asked = asyncio.create_task(one.renew() if use == "renew" else one.leads(f"part {turns}"))
        for _ in range(turns):
            await asyncio.sleep(0)
        asked.cancel()
        await asyncio.gather(asked, return_exceptions=True)
        assert await one.renew()
        assert await other.alive({"serve@1"}) == {"serve@1"}
    last = asyncio.create_task(one.renew() if use == "renew" else one.leads("the last"))
    await asyncio.sleep(0)
    last.cancel()
    await one.close()
    assert await other.alive({"serve@1"}) == frozenset()


async def test_it_ends_after_a_session_that_was_cut_whoever_noticed(two: tuple[Store, Store]) -> None:
    one, other = (store.presence for store in two)
    await one.take("serve", "1", works=True)
    await _cut(two[1])
    with pytest.raises(Exception, match="terminat"):
        await one.leads("progress")
    await one.close()
    await one.take("serve", "1", works=True)
    await _cut(two[1])
    await one.close()
    assert await other.alive({"serve@1"}) == frozenset()


async def test_it_ends_while_the_server_is_silent(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.store.presence._GIVE_BACK_SECONDS", 0.2)
    url = make_url(postgres_url)
    async with line(url.host or "", url.port or 5432) as cable:
        store = open_store(url.set(port=cable.port).render_as_string(hide_password=False), ("k" * 32,))
        await store.presence.take("serve", "1", works=True)
        cable.hush()
        renewing = asyncio.create_task(store.presence.renew())
        await asyncio.sleep(0.1)
        async with asyncio.timeout(60.0):
            await store.presence.close()
        renewing.cancel()
        await asyncio.gather(renewing, return_exceptions=True)
        await store.db.close()


async def test_only_the_notices_of_the_dead_are_put_back(two: tuple[Store, Store]) -> None:
    store = two[0]
    for key in ("dead", "living", "stale"):
        await store.outbox.add(key=key, tenant_id="t", kind=NoticeKind.CLOSING, subject=Subject(SubjectKind.JOB, "1"))
    for notice in await store.outbox.due(100.0):
        at = 1.0 if notice.key == "stale" else 50.0
        assert await store.outbox.claim(notice.id, "dead" if notice.key == "dead" else "living", at)
    assert await store.outbox.senders() == {"dead", "living"}
    assert await store.outbox.release({"dead"}, before=10.0) == 2
    assert {notice.key for notice in await store.outbox.due(100.0)} == {"dead", "stale"}


async def test_the_only_process_of_a_file_is_alone(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}", ("k" * 32,))
    assert await store.presence.take("serve", "1", works=True) == "serve@1"
    assert await store.presence.leads("progress")
    assert await store.presence.alive({"serve@1", "serve@0", version_of("1")}) == {"serve@1", version_of("1")}
    await store.db.close()


async def _cut(store: Store) -> None:
    """End every session but the one that asks, as a restart of the server does; come back when they are gone."""
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    async def all_gone() -> bool:
        async with store.db.read() as session:
            await session.execute(text(f"SELECT pg_terminate_backend(pid) {others}"))
            return not await session.scalar(text(f"SELECT count(*) {others} AND backend_type = 'client backend'"))

    await until(all_gone, "every other session is gone")
