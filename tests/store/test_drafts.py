"""What drafts are made of is stored sealed, and outlives a change of the secret key."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from services.domain.errors import SettingWrong
from services.domain.states import DraftState
from services.store import drafts
from services.store.records import Draft
from services.store.store import Store, open_store
from services.store.tables import DraftRow
from tests.store.conftest import SECRET
from tests.store.rows import TENANT

NEW = "n" * 32
FILE = b"Ext Key,Number,User\n901,6567891230,john@contoso.com\n"
BIG = FILE * 4_000


def a_draft(ident: str, content: bytes = FILE) -> Draft:
    """A file on its way to a plan."""
    return Draft(
        id=ident,
        tenant_id=TENANT,
        author="alex",
        author_name="Alex",
        name="people.csv",
        kind="file",
        content=content,
        state=DraftState.READING,
        created_at=1.0,
    )


async def stored(store: Store, ident: str) -> bytes:
    async with store.db.read() as session:
        return await session.scalar(select(DraftRow.content).where(DraftRow.id == ident)) or b""


@pytest.mark.parametrize("content", [FILE, BIG, b"", b"\x00sealed\x01, says the file"])
async def test_a_file_is_stored_sealed_and_read_as_it_was(store: Store, content: bytes) -> None:
    await store.drafts.add(a_draft("d", content))
    assert (await store.drafts.get("d", TENANT)).content == content
    assert b"john" not in await stored(store, "d")


@pytest.mark.long
async def test_a_file_carried_to_another_draft_does_not_open(store: Store) -> None:
    await store.drafts.add(a_draft("a"))
    await store.drafts.add(a_draft("b"))
    async with store.db.begin() as session:
        await session.execute(update(DraftRow).where(DraftRow.id == "b").values(content=await stored(store, "a")))
    with pytest.raises(SettingWrong):
        await store.drafts.get("b", TENANT)


async def test_a_file_stored_before_files_were_sealed_is_read_and_sealed_by_and_by(store: Store) -> None:
    await store.drafts.add(a_draft("old"))
    async with store.db.begin() as session:
        await session.execute(update(DraftRow).values(content=FILE))
    assert (await store.drafts.get("old", TENANT)).content == FILE
    assert (await store.drafts.reseal()).done == 1
    assert b"john" not in await stored(store, "old")
    assert (await store.drafts.get("old", TENANT)).content == FILE


async def test_every_file_moves_to_the_new_key_some_at_a_time(
    store: Store, tables_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "_BATCH", 3)
    for no in range(7):
        await store.drafts.add(a_draft(f"d{no}", FILE + str(no).encode()))
    both, later = open_store(tables_url, (NEW, SECRET)), open_store(tables_url, (NEW,))
    try:
        with pytest.raises(SettingWrong):
            await later.drafts.find("d0")
        assert (await both.drafts.reseal()).done == 7
        found = [await later.drafts.get(f"d{no}", TENANT) for no in range(7)]
        assert found == [replace(a_draft(f"d{no}"), content=FILE + str(no).encode()) for no in range(7)]
    finally:
        await both.db.close()
        await later.db.close()
