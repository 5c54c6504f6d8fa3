"""The record in the database: whatever is done to a stored row, the check names it; what isn't recorded isn't done."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError

from services.domain.errors import NotRecorded, StoredWrong
from services.domain.record.checkpoints import read_checkpoint
from services.domain.record.entries import FoundBy, Personal, Recorded, ToRecord
from services.domain.record.merkle import leaf_hash
from services.domain.subject import NO_SUBJECT, Subject, SubjectKind
from services.execution.housekeeping import forget_old_names
from services.store.record.carry import digest
from services.store.record.search import RecordQuery, RecordScope
from services.store.store import Store, open_store
from services.store.tables import AuditRow, RecordEntryRow, RecordHeadRow, RecordKeyRow
from tests.store.rows import TENANT

SCOPE = RecordScope(TENANT)


def entry(n: int, tenant: str = TENANT, person: str = "o-jane") -> ToRecord:
    """Something done to somebody's line."""
    by = FoundBy(line="101", numbers=("+6567891230",), person=person, job="j1", plan="p1")
    about = (Personal(person, {"title": "101 Jane Ümit"}),)
    detail = {"no": n}
    return ToRecord(
        tenant,
        1_700_000_000.0 + n,
        Recorded.EFFECT_DONE,
        "o-alex",
        Subject(SubjectKind.JOB, "j1"),
        "Alex",
        detail,
        by,
        about,
    )


@pytest.fixture
async def seven(store: Store) -> Store:
    """A store with seven entries on record, which anybody with the database's password can bend."""
    for n in range(1, 8):
        await store.record.append(entry(n))
    assert (await store.checkpoints.verify(TENANT)).good
    await unlock(store)
    return store


async def unlock(store: Store) -> None:
    """Take out the triggers, as somebody would who means it."""
    async with store.db.begin() as session:
        if store.db.is_sqlite:
            for event in ("update", "delete"):
                await session.execute(text(f"DROP TRIGGER record_no_{event}"))
        else:
            await session.execute(text("DROP TRIGGER record_no_change ON record"))


async def bend(store: Store, seq: int, **values: object) -> None:
    """Set these columns."""
    async with store.db.begin() as session:
        await session.execute(update(RecordEntryRow).where(RecordEntryRow.seq == seq).values(values))


async def first_bad(store: Store, *given: str) -> int:
    """What the check names."""
    return (await store.checkpoints.verify(TENANT, given)).entry


@pytest.mark.long
@pytest.mark.parametrize(
    "values",
    [
        {"leaf": "{}"},
        {"hash": "1" * 64},
        {"actor": "sam"},
        {"action": "plan.made"},
        {"line": "102"},
        {"numbers": ""},
        {"person": "o-sam"},
        {"job": "j2"},
        {"plan": "p2"},
        {"approver": "o-sam"},
    ],
)
async def test_a_bent_column_is_named(seven: Store, values: dict[str, object]) -> None:
    await bend(seven, 4, **values)
    assert await first_bad(seven) == 4


async def test_a_bent_text_with_a_fresh_hash_is_named(seven: Store) -> None:
    async with seven.db.read() as session:
        row = await session.get_one(RecordEntryRow, (TENANT, 4))
    leaf = row.leaf.replace('"no":4', '"no":5')
    await bend(seven, 4, leaf=leaf, hash=leaf_hash(leaf.encode()).hex())
    assert await first_bad(seven) == 4


async def test_a_row_taken_out_is_named(seven: Store) -> None:
    async with seven.db.begin() as session:
        await session.execute(delete(RecordEntryRow).where(RecordEntryRow.seq == 3))
    assert await first_bad(seven) == 3
    async with seven.db.begin() as session:
        for seq in range(4, 8):
            await session.execute(update(RecordEntryRow).where(RecordEntryRow.seq == seq).values(seq=seq - 1))
    assert await first_bad(seven) == 3


async def test_a_row_put_in_between_is_named(seven: Store) -> None:
    async with seven.db.begin() as session:
        for seq in range(7, 4, -1):
            await session.execute(update(RecordEntryRow).where(RecordEntryRow.seq == seq).values(seq=seq + 1))
        third = await session.get_one(RecordEntryRow, (TENANT, 3))
        values = {c.name: getattr(third, c.name) for c in RecordEntryRow.__table__.columns}
        session.add(RecordEntryRow(**{**values, "seq": 5}))
    assert await first_bad(seven) == 5


async def test_rows_that_change_places_are_named(seven: Store) -> None:
    async with seven.db.begin() as session:
        for old, new in ((3, 99), (5, 3), (99, 5)):
            await session.execute(update(RecordEntryRow).where(RecordEntryRow.seq == old).values(seq=new))
    assert await first_bad(seven) == 3


async def test_a_cut_tail_is_named_even_where_the_end_was_put_back(seven: Store) -> None:
    await seven.checkpoints.sign_newest(TENANT, 1.0)
    async with seven.db.begin() as session:
        await session.execute(delete(RecordEntryRow).where(RecordEntryRow.seq > 5))
    assert await first_bad(seven) == 6
    async with seven.db.begin() as session:
        fifth = await session.get_one(RecordEntryRow, (TENANT, 5))
        await session.execute(update(RecordHeadRow).values(size=5, last=fifth.hash))
    assert await first_bad(seven) == 6
    with pytest.raises(StoredWrong):
        await seven.checkpoints.sign_newest(TENANT, 2.0)


async def test_a_rewrite_with_fresh_hashes_is_named_by_a_checkpoint_that_somebody_kept(store: Store) -> None:
    for n in range(1, 4):
        await store.record.append(entry(n))
    kept = await store.checkpoints.sign_newest(TENANT, 1.0)
    await unlock(store)
    async with store.db.begin() as session:
        await session.execute(delete(RecordEntryRow))
        await session.execute(update(RecordHeadRow).values(size=0, last=""))
        await session.execute(text("DELETE FROM record_checkpoints"))
    for n in range(4, 8):
        await store.record.append(entry(n))
    await store.checkpoints.sign_newest(TENANT, 2.0)
    assert await first_bad(store) == 0, "nothing in the database gives it away"
    found = await store.checkpoints.verify(TENANT, [kept])
    assert (found.entry, found.last) == (1, 3)


async def test_the_database_itself_refuses_a_change(store: Store) -> None:
    await store.record.append(entry(1))
    for change in (update(RecordEntryRow).values(actor="sam"), delete(RecordEntryRow)):
        with pytest.raises(DBAPIError, match=r"record|stored"):
            async with store.db.begin() as session:
                await session.execute(change)
    assert await first_bad(store) == 0


@pytest.mark.long
async def test_parallel_appends_keep_every_workspaces_record(store: Store) -> None:
    await asyncio.gather(*(store.record.append(entry(n, f"tenant-{n % 3}"), entry(n, TENANT)) for n in range(60)))
    assert await store.record_search.tenants() == ("tenant-0", "tenant-1", "tenant-2")
    for tenant in ("tenant-0", "tenant-2"):
        assert (await store.checkpoints.verify(tenant)).good
        assert await store.record_search.count(RecordScope(tenant), RecordQuery()) == 20
    assert (await store.checkpoints.verify(TENANT)).good


async def test_what_cant_be_recorded_isnt_done(store: Store) -> None:
    async with store.db.begin() as session:
        await session.execute(text("ALTER TABLE record RENAME TO elsewhere"))

    async def effect() -> None:
        async with store.db.begin() as session:
            session.add(RecordKeyRow(tenant_id=TENANT, person="effect", month="", key_sealed=""))
            await session.flush()
            await store.record.append_in(session, [entry(1)])

    with pytest.raises(NotRecorded):
        await effect()
    async with store.db.read() as session:
        assert await session.scalar(select(func.count()).select_from(RecordKeyRow)) == 0
    async with store.db.begin() as session:
        await session.execute(text("ALTER TABLE elsewhere RENAME TO record"))
    await store.record.append(entry(1))
    assert await first_bad(store) == 0


async def test_an_unchanged_record_has_one_checkpoint_and_a_grown_one_another(store: Store) -> None:
    await store.record.append(entry(1))
    first = await store.checkpoints.sign_newest(TENANT, 1.0)
    assert await store.checkpoints.sign_newest(TENANT, 2.0) == first
    await store.record.append(entry(2))
    second = await store.checkpoints.sign_newest(TENANT, 3.0)
    key = await store.checkpoints.key(TENANT)
    sizes = [found.size for note in (first, second) if (found := read_checkpoint(note, key))]
    assert sizes == [1, 2]
    assert await store.checkpoints.all(TENANT) == (first, second)
    assert await store.checkpoints.newest(TENANT) == (2, 3.0)


async def test_names_are_sealed_and_forgotten_with_their_key(store: Store) -> None:
    await store.record.append(entry(1), entry(2, person="o-sam"))
    found = await store.record_search.find(SCOPE, RecordQuery(), 0, 10)
    assert not any("Jane" in one.leaf or "Alex" in one.leaf for one in found)
    opened = [one.by_person for one in await store.opened_parts(TENANT, found)]
    assert [parts["o-alex"]["name"] for parts in opened] == ["Alex", "Alex"]
    assert opened[1]["o-jane"] == {"title": "101 Jane Ümit"}
    assert await store.forget(TENANT, "o-jane", entry(3, person="")) == 1
    opened = [one.by_person for one in await store.opened_parts(TENANT, found)]
    assert "o-jane" not in opened[1]
    assert opened[0]["o-sam"], "others are remembered"
    assert await first_bad(store) == 0


async def test_keys_are_sealed_anew_with_a_new_secret(store: Store, tables_url: str) -> None:
    await store.record.append(entry(1))
    note = await store.checkpoints.sign_newest(TENANT, 1.0)
    both = open_store(tables_url, ("b" * 32, "a" * 32))
    assert (await both.record_keys.reseal()).done == 3
    await both.db.close()
    new = open_store(tables_url, ("b" * 32,))
    opened = await new.opened_parts(TENANT, await new.record_search.every(TENANT))
    assert opened[0].by_person["o-alex"]["name"] == "Alex"
    await new.record.append(entry(2))
    assert await new.checkpoints.sign_newest(TENANT, 2.0) != note
    await new.db.close()


async def test_names_go_when_their_time_is_over(store: Store) -> None:
    await store.record.append(entry(1))
    services: Any = SimpleNamespace(store=store, clock=SimpleNamespace(now=lambda: 1_700_000_000.0 + 90 * 86_400))
    assert await forget_old_names(services, 0.0) == 0
    assert await forget_old_names(services, 80.0) == 0
    assert await forget_old_names(services, 60.0) == 2
    opened = await store.opened_parts(TENANT, await store.record_search.every(TENANT))
    assert not any(one.by_person for one in opened)
    assert await first_bad(store) == 0


async def test_keys_of_old_months_go(store: Store) -> None:
    await store.record.append(entry(1))
    assert await store.record_keys.expire("2023-11") == 0
    assert await store.record_keys.expire("2023-12") == 2
    assert await first_bad(store) == 0


async def test_entries_are_found_by_what_they_are_about(store: Store) -> None:
    await store.record.append(entry(1), entry(2, "tenant-9"))
    for query in (
        RecordQuery(line="101"),
        RecordQuery(number="+6567891230"),
        RecordQuery(person="o-jane"),
        RecordQuery(actor="o-alex"),
        RecordQuery(job="j1", plan="p1"),
        RecordQuery(actions=("effect.",)),
        RecordQuery(since=1_700_000_001.0, until=1_700_000_002.0),
    ):
        assert [one.seq for one in await store.record_search.find(SCOPE, query, 0, 9)] == [1], query
    for query in (RecordQuery(number="+656789123"), RecordQuery(line="1"), RecordQuery(until=1.0)):
        assert await store.record_search.count(SCOPE, query) == 0, query
    assert await store.record_search.count(RecordScope(TENANT, frozenset({"102"})), RecordQuery()) == 0
    assert await store.record_search.count(RecordScope(TENANT, frozenset(), "o-alex"), RecordQuery()) == 1


@pytest.mark.parametrize(
    ("lines", "people", "seen"),
    [
        ((), (), []),
        (("101",), (), []),  # it is about somebody who is beyond
        ((), ("o-jane",), []),  # and about a line that is
        (("101",), ("o-jane",), [1]),
        (("101", *map(str, range(40_000))), ("o-jane",), [1]),  # more than a statement takes parameters
    ],
)
async def test_of_a_part_of_the_workspace_only_entries_wholly_within_are_seen(
    store: Store, lines: tuple[str, ...], people: tuple[str, ...], seen: list[int]
) -> None:
    elsewhere = ToRecord(TENANT, 1_700_000_001.5, Recorded.CALLS_READ, "o-alex", NO_SUBJECT)
    await store.record.append(entry(1), elsewhere)
    scope = RecordScope(TENANT, frozenset(lines), "o-ben", frozenset(people))
    assert [one.seq for one in await store.record_search.find(scope, RecordQuery(), 0, 9)] == seen
    assert await store.record_search.count(scope, RecordQuery()) == len(seen)
    assert await store.record_search.named(TENANT) == (frozenset({"101"}), frozenset({"o-jane"}))


async def test_the_chain_of_before_is_taken_in(store: Store) -> None:
    rows: list[AuditRow] = []
    for seq in range(1, 4):
        row = AuditRow(
            seq=seq,
            tenant_id=f"tenant-{1 + seq % 2}",
            at=1.5,
            actor="o-alex",
            actor_name="Alex",
            action="plan.made",
            subject=f"plan:p{seq}",
            detail={"lines": 3},
            prev=rows[-1].hash if rows else "0" * 64,
        )
        row.hash = digest(row)
        rows.append(row)
    hashes = [row.hash for row in rows]
    async with store.db.begin() as session:
        session.add_all(rows)
    assert await store.carry_over(99.0) == 3
    assert await store.carry_over(99.0) == 0
    found = (await store.record_search.every(TENANT))[0]
    assert f'"hash":"{hashes[1]}"' in found.leaf
    assert found.plan == "p2"
    last = (await store.record_search.every("tenant-2"))[-1]
    assert '"detail":{"broken":0,"entries":2}' in last.leaf
    for tenant in (TENANT, "tenant-2"):
        assert (await store.checkpoints.verify(tenant)).good


async def test_a_chain_that_was_bent_before_is_taken_in_as_such(store: Store) -> None:
    async with store.db.begin() as session:
        values = {"action": "plan.made", "subject": "plan:p", "detail": {}, "prev": "0" * 64, "hash": "1" * 64}
        session.add(AuditRow(seq=1, tenant_id=TENANT, at=1.5, actor="a", actor_name="A", **values))
    await store.carry_over(99.0)
    assert '"broken":1' in (await store.record_search.every(TENANT))[-1].leaf
