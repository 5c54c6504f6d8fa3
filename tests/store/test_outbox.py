"""The outbox finds what belongs together by what it is about."""

from __future__ import annotations

from services.store.store import Store


async def test_the_message_that_came_before_is_of_the_same_job_and_its_last_end(store: Store) -> None:
    outbox = store.outbox
    kinds = ["closing", "told", "closing", "told"]
    for no, (kind, job) in enumerate([*zip(kinds, ["j-1", "j-1", "j-1", "j-1"], strict=True), ("told", "j-2")]):
        await outbox.add(key=f"k{no}", tenant_id="t", kind=kind, subject=f"job:{job}")
    keys = {}
    for key in ("k1", "k3", "k4"):
        notice = await outbox.find(key)
        assert notice is not None
        before = await outbox.newest_before(notice, "closing")
        keys[key] = before.key if before else None
    assert keys == {"k1": "k0", "k3": "k2", "k4": None}
