"""Two who link one tenant at once: one of them does, the other one hears of it, and no key is lost or mixed up."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from services.domain.errors import Stale
from services.domain.states import WorkspaceState
from services.store.store import Store
from services.store.workspaces import Workspace
from tests.store.rows import TENANT
from tests.store.test_sealed import a_workspace

LINKING, CONNECTED, DISCONNECTED = WorkspaceState.LINKING, WorkspaceState.CONNECTED, WorkspaceState.DISCONNECTED
OURS = replace(a_workspace(), state=LINKING, org_uuid="ours", key="key-of-ours", connected_at=1.5)
OTHER = replace(a_workspace(), state=LINKING, org_uuid="other", key="key-of-other", connected_at=2.5)


async def tried(store: Store, new: Workspace, before: Workspace | None) -> bool:
    """Whether it was stored."""
    try:
        await store.workspaces.save(new, before=before)
    except Stale:
        return False
    return True


async def found(store: Store) -> tuple[str, str, str]:
    """The organisation, its key, and the state of the link."""
    workspace = await store.workspaces.find(TENANT)
    assert workspace is not None
    return workspace.org_uuid, workspace.key, workspace.state


async def test_of_two_first_links_at_once_one_is_kept_whole(store: Store) -> None:
    came = await asyncio.gather(tried(store, OURS, None), tried(store, OTHER, None))
    assert sorted(came) == [False, True]
    kept = OURS if came[0] else OTHER
    assert await found(store) == (kept.org_uuid, kept.key, LINKING)


async def test_of_two_that_take_an_older_ones_place_one_is_kept_whole(store: Store) -> None:
    older = replace(OURS, org_uuid="older", connected_at=0.5)
    await store.workspaces.save(older)
    came = await asyncio.gather(tried(store, OURS, older), tried(store, OTHER, older))
    assert sorted(came) == [False, True]
    assert (await found(store))[0] == (OURS if came[0] else OTHER).org_uuid


async def test_a_link_that_was_made_meanwhile_is_not_taken_away(store: Store) -> None:
    """Its organisation would name this tenant still, and nobody here would have its key."""
    await store.workspaces.save(OURS)
    await store.workspaces.set_state(TENANT, "ours", CONNECTED)
    assert not await tried(store, OTHER, OURS)
    assert not await tried(store, OTHER, None)
    assert await found(store) == ("ours", "key-of-ours", CONNECTED)


async def test_a_link_that_was_taken_away_meanwhile_does_not_come_back(store: Store) -> None:
    connected = replace(OURS, state=CONNECTED)
    await store.workspaces.save(connected)
    await store.workspaces.set_state(TENANT, "ours", DISCONNECTED)
    assert not await tried(store, replace(connected, key="new-key"), connected)
    assert await store.workspaces.find(TENANT) is None
    assert await tried(store, OTHER, None)


@pytest.mark.parametrize("state", [CONNECTED, DISCONNECTED])
async def test_the_end_of_an_older_links_job_says_nothing_of_a_newer_link(store: Store, state: WorkspaceState) -> None:
    await store.workspaces.save(OURS)
    await store.workspaces.save(OTHER, before=OURS)
    await store.workspaces.set_state(TENANT, "ours", state)
    assert await found(store) == ("other", "key-of-other", LINKING)
