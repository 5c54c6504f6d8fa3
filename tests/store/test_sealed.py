"""Secrets at rest: only the right key in the right place opens them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from services.domain.errors import NotConnected, SettingWrong
from services.domain.states import WorkspaceState
from services.store.sealed import Seal
from services.store.store import Store, open_store
from services.store.tables import WorkspaceRow
from services.store.workspaces import Workspace
from tests.store.rows import TENANT

OLD, NEW = "o" * 32, "n" * 32
KEY = "sb-contoso-key-0001"


def test_only_the_same_context_opens() -> None:
    sealed = Seal((OLD,)).seal(KEY, "cpaas-key:a")
    assert KEY not in sealed
    assert Seal((OLD,)).open(sealed, "cpaas-key:a") == KEY
    with pytest.raises(SettingWrong, match="can't be opened"):
        Seal((OLD,)).open(sealed, "cpaas-key:b")


def test_a_key_is_changed_without_losing_what_it_sealed() -> None:
    sealed = Seal((OLD,)).seal(KEY, "x")
    both = Seal((NEW, OLD))
    assert both.open(sealed, "x") == KEY
    again = both.seal(KEY, "x")
    assert Seal((NEW,)).open(again, "x") == KEY
    for keys, text in (((NEW,), sealed), ((OLD,), again)):
        with pytest.raises(SettingWrong):
            Seal(keys).open(text, "x")


@pytest.mark.parametrize("at", [0, 10, 40, -2])
def test_a_bent_text_is_refused(at: int) -> None:
    sealed = Seal((OLD,)).seal(KEY, "x")
    bent = list(sealed)
    bent[at] = "A" if bent[at] != "A" else "Q"  # the last letter's lower bits say nothing: A and B read alike there
    with pytest.raises(SettingWrong):
        Seal((OLD,)).open("".join(bent), "x")


@pytest.mark.parametrize("text", ["", "plain", "ü"])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(SettingWrong):
        Seal((OLD,)).open(text, "x")


def test_the_same_secret_looks_different_each_time() -> None:
    seal = Seal((OLD,))
    assert seal.seal(KEY, "x") != seal.seal(KEY, "x")


def test_derived_keys_differ_by_purpose_and_secret() -> None:
    keys = {Seal((secret,)).derived(purpose) for secret in (OLD, NEW) for purpose in ("cards", "x")}
    assert {len(key) for key in keys} == {32}
    assert len(keys) == 4


def a_workspace(tenant_id: str = TENANT) -> Workspace:
    """A linked workspace."""
    return Workspace(
        tenant_id,
        "Contoso Pte Ltd",
        "SG",
        "org-1",
        "Contoso",
        "contoso",
        ("SG",),
        WorkspaceState.CONNECTED,
        "Alex",
        1.0,
        {},
        KEY,
    )


async def test_the_key_of_a_workspace_is_stored_sealed(store: Store) -> None:
    await store.workspaces.save(a_workspace())
    assert await store.workspaces.get(TENANT) == a_workspace()
    async with store.db.read() as session:
        stored = await session.scalar(select(WorkspaceRow.key_sealed))
    assert stored
    assert KEY not in stored
    assert KEY not in repr(a_workspace())


async def test_a_key_carried_to_another_tenant_does_not_open(store: Store) -> None:
    await store.workspaces.save(a_workspace())
    await store.workspaces.save(replace(a_workspace("tenant-2"), key="another"))
    async with store.db.begin() as session:
        stored = await session.scalar(select(WorkspaceRow.key_sealed).where(WorkspaceRow.tenant_id == TENANT))
        await session.execute(
            update(WorkspaceRow).where(WorkspaceRow.tenant_id == "tenant-2").values(key_sealed=stored)
        )
    with pytest.raises(SettingWrong):
        await store.workspaces.get("tenant-2")


async def test_a_disconnected_workspace_has_no_key_left(store: Store) -> None:
    await store.workspaces.save(a_workspace())
    await store.workspaces.set_state(TENANT, a_workspace().org_uuid, WorkspaceState.DISCONNECTED)
    with pytest.raises(NotConnected):
        await store.workspaces.get(TENANT)
    async with store.db.read() as session:
        assert await session.scalar(select(WorkspaceRow.key_sealed)) == ""


async def test_workspaces_open_after_the_secret_was_changed(store: Store, tables_url: str) -> None:
    await store.workspaces.save(a_workspace())
    later = open_store(tables_url, (NEW, "a" * 32))
    try:
        assert (await later.workspaces.get(TENANT)).key == KEY
        assert [w.tenant_id for w in await later.workspaces.connected()] == [TENANT]
    finally:
        await later.db.close()
