"""Another tenant's answers while one tenant's people ask at once, in a model of one processor under a virtual clock."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from statistics import median

from bot.teams.queues import TurnQueues
from tests.support.virtual import virtually

WORK = 0.025  # seconds of processor time of a turn
SLICES = 5  # in which turns take turns on the processor


@dataclass
class Process:
    """One processor that turns share, slice by slice, in the order of asking."""

    used: float = 0.0
    processor: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def works(self, seconds: float) -> None:
        """Use the processor for that long, in slices."""
        for _ in range(SLICES):
            async with self.processor:
                await asyncio.sleep(seconds / SLICES)
                self.used += seconds / SLICES


@dataclass
class Bot:
    """Answers turns; a turn may wait for a remote system first."""

    process: Process = field(default_factory=Process)
    remote: float = 0.0

    def __post_init__(self) -> None:
        self.queues = TurnQueues(asyncio.get_running_loop().time, asyncio.sleep, 20.0, lambda: self.process.used)

    async def answers(self, tenant: str) -> float:
        """The seconds until a turn of this tenant is answered."""
        began = asyncio.get_running_loop().time()
        async with self.queues.place(tenant):
            if tenant == "crowd":
                await asyncio.sleep(self.remote)
            await self.process.works(WORK)
        return asyncio.get_running_loop().time() - began

    async def crowd(self, size: int) -> float:
        """The seconds until that many turns that come at once are answered."""
        return max(await asyncio.gather(*(self.answers("crowd") for _ in range(size))))


def modelled(story: Callable[[], Awaitable[None]]) -> None:
    """Run the story in virtual time."""

    async def told() -> None:
        await story()

    virtually(told())


def test_another_tenant_hardly_waits_while_a_burst_is_answered() -> None:
    async def story() -> None:
        bot = Bot()
        await bot.answers("other")
        flood = asyncio.create_task(bot.crowd(100))
        waits = []
        while not flood.done():
            waits.append(await bot.answers("other"))
            await asyncio.sleep(0.037)
        assert len(waits) > 50
        assert median(waits) <= 1.5 * WORK
        assert max(waits) <= 2 * WORK, "one turn of the crowd at most is on the way"
        assert await flood <= 8.0, "and nobody of the crowd is refused"

    modelled(story)


def test_somebody_who_comes_in_the_middle_of_a_burst_is_answered_before_it() -> None:
    async def story() -> None:
        bot = Bot()
        flood = asyncio.create_task(bot.crowd(100))
        await asyncio.sleep(0.5)
        assert await bot.answers("other") <= 9 * WORK + 0.001, "those that run already, and no other one"
        assert await bot.answers("other") <= 9 * WORK + 0.001
        await asyncio.sleep(0.5)
        assert await bot.answers("other") <= 2 * WORK + 0.001
        await flood

    modelled(story)


def test_a_group_that_says_hello_at_once_is_answered_swiftly() -> None:
    async def story() -> None:
        assert await Bot().crowd(20) <= 20 * WORK + 0.1, "nobody else is there: the processor is theirs"
        bot = Bot()
        await bot.answers("other")
        assert await bot.crowd(20) <= 2 * 20 * WORK + 0.1, "half of it is"

    modelled(story)


def test_turns_of_a_group_that_wait_for_a_remote_system_wait_together() -> None:
    async def story() -> None:
        bot = Bot(remote=0.5)
        await bot.answers("other")
        assert await bot.crowd(20) <= 3 * (0.5 + 8 * WORK), "eight at a time"

    modelled(story)


def test_a_group_gets_its_turn_however_busy_others_keep_the_process() -> None:
    async def story() -> None:
        bot = Bot()
        others = [asyncio.create_task(_busy(bot, f"other{no}")) for no in range(3)]
        await asyncio.sleep(0.2)
        assert await bot.crowd(20) <= 20 * 4 * WORK
        for each in others:
            each.cancel()

    modelled(story)


def test_two_crowds_get_on_beside_each_other() -> None:
    async def story() -> None:
        bot = Bot()
        began = asyncio.get_running_loop().time()
        await asyncio.gather(bot.crowd(40), *(bot.answers("another crowd") for _ in range(40)))
        assert asyncio.get_running_loop().time() - began <= 80 * WORK * 2.2

    modelled(story)


async def _busy(bot: Bot, tenant: str) -> None:
    while True:
        await bot.answers(tenant)
