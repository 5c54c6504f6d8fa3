"""The short form of `make chaos`: one job, a handful of kills, every kind of fault on."""

from __future__ import annotations

import pytest

from bench.chaos import Task, rounds

pytestmark = pytest.mark.crash


async def test_nothing_lost_nothing_doubled() -> None:
    found = await rounds(Task(kills=5, lines=100, seed=11, postgres=False, pause=(0.1, 0.6)))
    assert found.killed.total() == 5
    assert found.done + found.failed == found.lines, found
    assert found.clean, found
