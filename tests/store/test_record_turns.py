"""Many entries of the record are made in parts: others have the event loop in between."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.fernet import Fernet

from services.store.in_parts import RECORDED_PART
from services.store.record import keys, log
from services.store.sealed import Seal
from services.store.store import Store
from tests.store.test_record import entry


async def test_no_turn_of_the_loop_makes_many_entries(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: Counter[str] = Counter()

    def counted(what: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*given: Any) -> Any:
            made[what] += 1
            return work(*given)

        return run

    for what in ("leaf_of", "sealed_box"):
        monkeypatch.setattr(log, what, counted(what, getattr(log, what)))
    monkeypatch.setattr(keys, "Fernet", type("Counted", (Fernet,), {"__init__": counted("key", Fernet.__init__)}))
    monkeypatch.setattr(Seal, "seal", counted("seal", Seal.seal))
    most: Counter[str] = Counter()

    async def watch() -> None:
        while True:
            before = Counter(made)
            await asyncio.sleep(0)
            for what in made:
                most[what] = max(most[what], made[what] - before[what])

    watcher = asyncio.create_task(watch())
    await store.record.append(*(entry(no, person=f"o-{no}") for no in range(250)))
    watcher.cancel()
    assert made["leaf_of"] == 250
    assert made["sealed_box"] == 500  # of the actor and of whom it is about
    assert made["key"] >= 251
    # What is sealed of two people in one entry counts twice.
    assert {what: n for what, n in most.items() if n > 2 * RECORDED_PART} == {}
