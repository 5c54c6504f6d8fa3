"""Names as long as anybody likes are stored, on PostgreSQL too."""

from __future__ import annotations

from services.store.store import Store
from services.store.workspaces import Workspace
from tests.store.test_sealed import a_workspace

LONG = "Ünï" * 200


async def test_a_long_name_of_a_person_is_cut(store: Store) -> None:
    values = {
        "name": LONG,
        "user_id": "29:x",
        "conversation_id": "a:x",
        "conversation": {},
        "installed": True,
        "seen_at": 1.0,
    }
    await store.contacts.save("t", "p", values)
    found = await store.contacts.get("t", "p")
    assert found is not None
    assert found.name == LONG[:199] + "…"


async def test_a_long_name_of_an_organisation_is_cut(store: Store) -> None:
    made = a_workspace()
    long = Workspace(**{**{name: getattr(made, name) for name in made.__slots__}, "name": LONG, "org_name": LONG})
    await store.workspaces.save(long)
    found = await store.workspaces.get(made.tenant_id)
    assert found.name == found.org_name == LONG[:199] + "…"
