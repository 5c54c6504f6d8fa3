"""What was seen of members and their accounts: the newest word counts, and tenants don't meet."""

from __future__ import annotations

import pytest

from services.domain.joins import Joined
from services.store.store import Store


@pytest.mark.long
async def test_the_newest_word_on_a_member_counts_in_its_own_tenant(store: Store) -> None:
    many = [Joined(f"i-{no}", f"o-{no}", f"{no}@contoso.com", f"{no}@contoso.com") for no in range(600)]
    await store.joins.keep("contoso", many)
    await store.joins.keep("fabrikam", [Joined("i-1", "o-other", "x", "x")])
    await store.joins.keep("contoso", [Joined("i-1", "o-1", "new@contoso.com", "1@contoso.com")])
    found = await store.joins.of("contoso")
    assert len(found) == 600
    assert found["i-1"].user_name == "new@contoso.com"
    assert found["i-2"] == many[2]
    assert await store.joins.of("nobody") == {}


async def test_an_id_that_is_too_long_is_left_out(store: Store) -> None:
    await store.joins.keep("contoso", [Joined("i" * 500, "o-1", "a", "a"), Joined("i-2", "o-2", "b", "b")])
    assert set(await store.joins.of("contoso")) == {"i-2"}
