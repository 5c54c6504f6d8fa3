"""Looks that may be some seconds old: shared by those who wait, renewed when they are too old, never kept when odd."""

from __future__ import annotations

import asyncio

import pytest

from services.domain.errors import RemoteUnreadable
from services.inventory.recent import Kept
from tests.services.remote.support import FakeClock


class Looking:
    """Something to look at, which tells how often it was looked at."""

    def __init__(self) -> None:
        self.looks = 0
        self.ill = False

    async def __call__(self) -> int:
        self.looks += 1
        await asyncio.sleep(0)
        if self.ill:
            raise RemoteUnreadable("The CPaaS", "status 204 with nothing in it")
        return self.looks


async def test_whoever_asks_meanwhile_waits_for_the_same_look() -> None:
    kept, look, clock = Kept[int](20.0), Looking(), FakeClock()
    assert await asyncio.gather(*(kept.get("a", clock, look) for _ in range(20))) == [1] * 20
    assert await kept.get("b", clock, look) == 2
    clock.time += 19
    assert await kept.get("a", clock, look) == 1
    clock.time += 2
    assert await kept.get("a", clock, look) == 3


async def test_a_look_that_fails_fails_for_those_who_wait_and_is_not_kept() -> None:
    kept, look, clock = Kept[int](20.0), Looking(), FakeClock()
    look.ill = True
    ends = await asyncio.gather(*(kept.get("a", clock, look) for _ in range(5)), return_exceptions=True)
    assert {type(end) for end in ends} == {RemoteUnreadable}
    assert look.looks == 1
    look.ill = False
    assert await kept.get("a", clock, look) == 2


async def test_a_clock_that_is_set_back_makes_no_look_last_for_ever() -> None:
    kept, look, clock = Kept[int](20.0), Looking(), FakeClock()
    await kept.get("a", clock, look)
    clock.time -= 3600
    assert await kept.get("a", clock, look) == 2


async def test_somebody_who_leaves_takes_nobodys_look_away() -> None:
    kept, look, clock = Kept[int](20.0), Looking(), FakeClock()
    leaving = asyncio.create_task(kept.get("a", clock, look))
    await asyncio.sleep(0)
    staying = asyncio.create_task(kept.get("a", clock, look))
    leaving.cancel()
    assert await staying == 1
    with pytest.raises(asyncio.CancelledError):
        await leaving


async def test_so_many_are_kept_and_no_more() -> None:
    kept, look, clock = Kept[int](20.0, most=2), Looking(), FakeClock()
    for key in ("a", "b", "c"):
        await kept.get(key, clock, look)
    assert await kept.get("c", clock, look) == 3
    assert await kept.get("a", clock, look) == 4
