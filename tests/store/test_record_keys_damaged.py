"""A damaged key of the record: it is kept, what follows is sealed with a new one, and the damage is told."""

from __future__ import annotations

import pytest
from alembic import command
from sqlalchemy import select, text, update
from structlog.testing import capture_logs

from services.domain.record.entries import month
from services.store.migrate import config, migrate
from services.store.record.keys import OpenedParts
from services.store.sealed import Resealed
from services.store.store import Store, open_store
from services.store.tables import RecordHeadRow, RecordKeyRow
from tests.store.conftest import SECRET
from tests.store.rows import TENANT
from tests.store.test_record import entry

NEW = "b" * 32
JANE, MONTH = "o-jane", month(entry(1).at)
NAME = f"record-person:{TENANT}:{JANE}:{MONTH}"
HARMS = {
    "another text": "'x'",
    "no text": "''",
    "another beginning": "'h' || substr(key_sealed, 2)",
    "somebody else's": "(SELECT k.key_sealed FROM record_keys AS k WHERE k.person = 'o-alex')",
}
_OF_SQLITE = {"bytes": "x'00ff'", "no UTF-8": "CAST(x'67ff41' AS TEXT)", "a number": "5"}
EACH = [*HARMS, *_OF_SQLITE]


async def damage(store: Store, harm: str) -> None:
    """Do this to the sealed key of Jane."""
    if harm in _OF_SQLITE and not store.db.is_sqlite:
        pytest.skip("PostgreSQL stores text alone in a column of text")
    value = {**HARMS, **_OF_SQLITE}[harm]
    async with store.db.begin() as session:
        await session.execute(text(f"UPDATE record_keys SET key_sealed = {value} WHERE person = 'o-jane'"))


async def stored(store: Store) -> list[str]:
    """Jane's sealed keys, the oldest first."""
    of_jane = select(RecordKeyRow.key_sealed).where(RecordKeyRow.person == JANE).order_by(RecordKeyRow.no)
    async with store.db.read() as session:
        return list(await session.scalars(of_jane))


async def read(store: Store) -> list[OpenedParts]:
    """What each entry says."""
    return await store.opened_parts(TENANT, await store.record_search.every(TENANT))


@pytest.mark.parametrize("harm", EACH)
async def test_what_follows_is_sealed_with_a_new_key(store: Store, harm: str) -> None:
    await store.record.append(entry(1))
    await damage(store, harm)
    (damaged,) = await stored(store)
    with capture_logs() as logs:
        await store.record.append(entry(2), entry(3))
        await store.record.append(entry(4))
    told = [(line["event"], line["log_level"], line["key"]) for line in logs]
    assert told == [("a key of the record can't be opened", "error", NAME)]
    before, *after = await read(store)
    assert (before.unreadable, JANE in before.by_person, before.by_person["o-alex"]["name"]) == (True, False, "Alex")
    assert {one.unreadable for one in after} == {False}
    assert all(one.by_person[JANE] == {"title": "101 Jane Ümit"} for one in after)
    kept, added = await stored(store)
    assert (kept, await store.record_keys.closed()) == (damaged, (NAME,))
    assert added != damaged
    assert (await store.checkpoints.verify(TENANT)).good


async def test_a_key_that_is_put_back_reads_what_it_sealed_and_nothing_else_is_lost(store: Store) -> None:
    await store.record.append(entry(1))
    (sealed,) = await stored(store)
    await damage(store, "another text")
    await store.record.append(entry(2))
    async with store.db.begin() as session:
        first = (RecordKeyRow.person == JANE, RecordKeyRow.no == 1)
        await session.execute(update(RecordKeyRow).where(*first).values(key_sealed=sealed))
    assert [JANE in one.by_person and not one.unreadable for one in await read(store)] == [True, True]
    assert await store.record_keys.closed() == ()


async def test_forgetting_destroys_the_damaged_key_and_the_new_one(store: Store) -> None:
    await store.record.append(entry(1))
    await damage(store, "another text")
    await store.record.append(entry(2))
    assert await store.forget(TENANT, JANE, entry(3, person="")) == 2
    assert await stored(store) == []
    assert [(one.unreadable, JANE in one.by_person) for one in await read(store)] == [(False, False)] * 3
    await store.record.append(entry(4))
    assert JANE in (await read(store))[-1].by_person
    assert (await store.checkpoints.verify(TENANT)).good


async def test_both_go_with_their_month(store: Store) -> None:
    await store.record.append(entry(1))
    await damage(store, "another text")
    await store.record.append(entry(2))
    assert await store.record_keys.expire("2023-12") == 3
    assert await stored(store) == []


@pytest.mark.parametrize("harm", EACH)
async def test_rotating_goes_on_with_all_others_and_names_what_it_left(
    store: Store, tables_url: str, harm: str
) -> None:
    await store.record.append(entry(1), entry(2, person="o-sam"))
    await store.checkpoints.sign_newest(TENANT, 1.0)
    await damage(store, harm)
    (damaged,) = await stored(store)
    both = open_store(tables_url, (NEW, SECRET))
    assert await both.record_keys.reseal() == Resealed(3, (NAME,))
    await both.db.close()
    assert await stored(store) == [damaged]
    after = open_store(tables_url, (NEW,))
    await after.record.append(entry(3))
    assert [sorted(one.by_person) for one in await read(after)] == [["o-alex"], ["o-alex", "o-sam"], ["o-alex", JANE]]
    assert await after.checkpoints.sign_newest(TENANT, 2.0)
    await after.db.close()


async def test_a_key_of_no_month_is_named_too(store: Store) -> None:
    await store.record.append(entry(1))
    async with store.db.begin() as session:
        await session.execute(update(RecordKeyRow).where(RecordKeyRow.person == JANE).values(month="2023-1x"))
    lost = (NAME.replace(MONTH, "2023-1x"),)
    assert await store.record_keys.closed() == lost
    assert await store.record_keys.reseal() == Resealed(1, lost)


@pytest.mark.parametrize("harm", ["'x'", "x'00ff'", "CAST(x'67ff41' AS TEXT)"])
async def test_a_signing_key_that_is_damaged_stops_neither_the_record_nor_the_others(store: Store, harm: str) -> None:
    if "x'" in harm[1:] and not store.db.is_sqlite:
        pytest.skip("PostgreSQL stores text alone in a column of text")
    await store.record.append(entry(1), entry(1, "tenant-2"))
    await store.checkpoints.sign_newest("tenant-2", 1.0)
    await store.checkpoints.sign_newest(TENANT, 1.0)
    async with store.db.begin() as session:
        await session.execute(text(f"UPDATE record_heads SET key_sealed = {harm} WHERE tenant_id = 'tenant-1'"))
    await store.record.append(entry(2))
    assert await store.record_keys.closed() == (f"record-key:{TENANT}",)
    assert await store.record_keys.reseal() == Resealed(5, (f"record-key:{TENANT}",))
    assert (await store.checkpoints.verify(TENANT)).good
    async with store.db.read() as session:
        assert await session.scalar(select(RecordHeadRow.size).where(RecordHeadRow.tenant_id == TENANT)) == 2


async def test_processes_with_different_secrets_each_go_on_with_one_key(store: Store, tables_url: str) -> None:
    other = open_store(tables_url, (NEW,))
    for n in range(1, 7, 2):
        await store.record.append(entry(n))
        await other.record.append(entry(n + 1))
    assert len(await stored(store)) == 2
    both = open_store(tables_url, (SECRET, NEW))
    assert all(JANE in one.by_person and not one.unreadable for one in await read(both))
    await both.db.close()
    await other.db.close()


async def test_keys_outlive_the_change_of_their_table_in_both_directions(database_url: str) -> None:
    store = open_store(database_url, (SECRET,))
    await migrate(store.db)
    await store.record.append(entry(1), entry(2, person="o-sam"))
    await damage(store, "another text")
    await store.record.append(entry(3))
    before = await stored(store)
    async with store.db.engine.begin() as connection:
        await connection.run_sync(lambda c: command.downgrade(config(c), "0020"))
        await connection.run_sync(lambda c: command.upgrade(config(c), "head"))
    assert await stored(store) == before[:1]
    assert [sorted(one.by_person) for one in await read(store)] == [["o-alex"], ["o-alex", "o-sam"], ["o-alex"]]
    await store.db.close()
