"""Slots go round the tenants, and nobody's many files hold up somebody's one."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from services.planning.tenant_slots import TenantSlots
from tests.support.virtual import virtually


class Line:
    """Work in slots, with what is done and how many of each tenant are at it."""

    def __init__(self, slots: int) -> None:
        self.slots = TenantSlots(slots)
        self.most = slots
        self.busy: list[str] = []
        self.done: list[tuple[str, float]] = []

    async def work(self, tenant: str, seconds: float) -> None:
        async with self.slots.slot(tenant):
            self.busy.append(tenant)
            assert len(self.busy) <= self.most
            assert len(set(self.busy)) == len(self.busy), "a tenant has one slot at most"
            await asyncio.sleep(seconds)
            self.busy.remove(tenant)
            self.done.append((tenant, asyncio.get_running_loop().time()))


def test_one_small_file_waits_for_no_flood() -> None:
    async def flooded() -> list[tuple[str, float]]:
        line = Line(2)
        floods = [asyncio.create_task(line.work("flood", 20.0)) for _ in range(8)]
        await asyncio.sleep(1.0)
        await line.work("small", 0.1)
        await asyncio.gather(*floods)
        return line.done

    done = virtually(flooded())
    assert done[0] == ("small", 1.1)
    assert [round(at) for tenant, at in done if tenant == "flood"] == [20 * n for n in range(1, 9)]


def test_tenants_take_turns() -> None:
    async def crowded() -> list[str]:
        line = Line(1)
        asked = ["a", "a", "a", "b", "b", "c"]
        await asyncio.gather(*(line.work(tenant, 1.0) for tenant in asked))
        return [tenant for tenant, _ in line.done]

    assert virtually(crowded()) == ["a", "b", "c", "a", "b", "a"]


@given(
    st.integers(1, 3),
    st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=20),
)
def test_all_are_served_whoever_gives_up(slots: int, asked: list[tuple[str, int, int, bool]]) -> None:
    async def served() -> int:
        line = Line(slots)

        async def one(tenant: str, after: int, seconds: int, patient: bool) -> None:
            await asyncio.sleep(after)
            if patient:
                await line.work(tenant, seconds)
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(0.5), line.slots.slot(tenant):
                    pass

        await asyncio.wait_for(asyncio.gather(*(one(*each) for each in asked)), 1_000)
        await line.work("last", 1)
        return len(line.done) - 1

    assert virtually(served()) == sum(patient for *_, patient in asked)
