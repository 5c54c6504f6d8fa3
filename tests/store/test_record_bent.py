"""What somebody with the database's password may try beyond one changed row: it is named, and breaks no check."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select, update
from structlog.testing import capture_logs

from services.changes.publishing import publish_daily
from services.domain.errors import SettingWrong, StoredWrong
from services.domain.record.entries import canonical
from services.domain.record.merkle import leaf_hash
from services.store.record.search import RecordSearch
from services.store.store import Store
from services.store.tables import CheckpointRow, RecordEntryRow, RecordHeadRow
from tests.store.rows import TENANT
from tests.store.test_record import bend, entry, first_bad, unlock

OTHER = "tenant-2"


@pytest.fixture
async def seven(store: Store) -> Store:
    """Seven entries on record, and nothing that keeps them from being changed."""
    for n in range(1, 8):
        await store.record.append(entry(n))
    await unlock(store)
    return store


async def leaf(store: Store, seq: int) -> str:
    """The text of this entry."""
    async with store.db.read() as session:
        return str(await session.scalar(select(RecordEntryRow.leaf).where(RecordEntryRow.seq == seq)))


async def last_rewritten(store: Store, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the last entry, with a fresh hash, and put the record's end right."""
    fields = json.loads(await leaf(store, 7))
    change(fields)
    new = canonical(fields)
    digest = leaf_hash(new.encode()).hex()
    await bend(store, 7, leaf=new, hash=digest)
    async with store.db.begin() as session:
        await session.execute(update(RecordHeadRow).values(last=digest))


async def test_an_entry_that_is_moved_to_another_day_for_those_who_search_is_named(seven: Store) -> None:
    await bend(seven, 4, at=1.0)
    assert await first_bad(seven) == 4


MALFORMED: dict[str, Callable[[dict[str, Any]], object]] = {
    "without an actor": lambda fields: fields.pop("actor"),
    "a list for what it is about": lambda fields: fields.update(about=["line"]),
    "found by what there isn't": lambda fields: fields.update(about={"colour": "red"}),
    "a number for its numbers": lambda fields: fields.update(about={"numbers": 5}),
    "a number for its line": lambda fields: fields.update(about={"line": 5}),
    "nobody as its actor": lambda fields: fields.update(actor=None),
}


@pytest.mark.parametrize("how", MALFORMED)
async def test_an_entry_of_another_shape_is_named_and_breaks_no_check(seven: Store, how: str) -> None:
    await last_rewritten(seven, MALFORMED[how])
    assert await first_bad(seven) == 7


async def test_an_entry_too_deep_to_be_read_is_named(seven: Store) -> None:
    deep = "[" * 200_000
    await bend(seven, 4, leaf=deep, hash=leaf_hash(deep.encode()).hex())
    assert await first_bad(seven) == 4


@pytest.mark.parametrize(("size", "named"), [(5, 6), (6, 7), (9, 8)])
async def test_an_end_that_says_another_number_of_entries_is_named(seven: Store, size: int, named: int) -> None:
    async with seven.db.begin() as session:
        await session.execute(update(RecordHeadRow).values(size=size))
    assert await first_bad(seven) == named


async def test_a_record_that_is_gone_altogether_is_missed(seven: Store) -> None:
    await seven.checkpoints.sign_newest(TENANT, 1.0)
    async with seven.db.begin() as session:
        await session.execute(delete(RecordEntryRow))
    assert await seven.record_search.tenants() == (TENANT,)
    assert await first_bad(seven) == 1
    async with seven.db.begin() as session:
        await session.execute(delete(RecordHeadRow))
    assert await seven.record_search.tenants() == (TENANT,)
    assert not (await seven.checkpoints.verify(TENANT)).good


async def test_an_entry_or_checkpoint_that_comes_while_the_check_looks_is_no_finding(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.record.append(entry(1))
    looked = RecordSearch.every

    async def meanwhile(self: RecordSearch, tenant_id: str) -> Any:
        found = await looked(self, tenant_id)
        await store.record.append(entry(2))
        await store.checkpoints.sign_newest(TENANT, 1.0)
        return found

    monkeypatch.setattr(RecordSearch, "every", meanwhile)
    assert (await store.checkpoints.verify(TENANT)).good


_UNREADABLE, _REWRITTEN = "a record couldn't be signed", "a record isn't what was signed before"
HARMS: dict[str, tuple[type[RecordEntryRow | RecordHeadRow], dict[str, str], str]] = {
    "no hash": (RecordEntryRow, {"hash": "x"}, _UNREADABLE),
    "another hash": (RecordEntryRow, {"hash": "0" * 64}, _REWRITTEN),
    "no public key": (RecordHeadRow, {"key_public": "x"}, _UNREADABLE),
    "no private key": (RecordHeadRow, {"key_sealed": "x"}, _UNREADABLE),
}


@pytest.mark.parametrize("harm", HARMS)
async def test_one_bent_record_keeps_no_other_from_being_signed(store: Store, harm: str) -> None:
    """What can't be read is no finding that the record was rewritten."""
    await store.record.append(entry(1), entry(2, OTHER))
    await store.checkpoints.sign_newest(TENANT, 1.0)
    await unlock(store)
    table, values, said = HARMS[harm]
    async with store.db.begin() as session:
        await session.execute(update(table).where(table.tenant_id == TENANT).values(values))
    with capture_logs() as logs:
        await publish_daily(store, 1e9)
    assert [line["event"] for line in logs if line["log_level"] == "error"] == [said]
    assert [len(await store.checkpoints.all(one)) for one in (TENANT, OTHER)] == [1, 1]
    with pytest.raises((StoredWrong, SettingWrong)):
        await store.checkpoints.sign_newest(TENANT, 1.0)


async def test_a_checkpoint_that_was_swapped_for_anothers_is_named(seven: Store) -> None:
    await seven.record.append(entry(1, OTHER))
    await seven.checkpoints.sign_newest(TENANT, 1.0)
    theirs = await seven.checkpoints.sign_newest(OTHER, 1.0)
    async with seven.db.begin() as session:
        await session.execute(update(CheckpointRow).where(CheckpointRow.tenant_id == TENANT).values(note=theirs))
    assert not (await seven.checkpoints.verify(TENANT)).good
    with pytest.raises(StoredWrong):
        await seven.checkpoints.sign_newest(TENANT, 2.0)
