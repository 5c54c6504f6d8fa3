"""The controller of a slice: the one who decides when it ends, hears what people want, and notices when nothing moves.

Workers never decide for themselves. What the controller reads may take long, so a moment is judged by a clock that
is read after it, and while it reads everybody goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from services.execution.slice_state import SliceState
from services.store.ledger import Ledger
from services.timing.fair_share import Place
from services.timing.pace import Pace, WallClock

# After that part of a slice it is asked whether the tenant is still linked, and whether another job or another process
# should go on.
_LOOKS_PER_SLICE = 10
_STEPPED = 5.0  # seconds between the slice's time and the database's: somebody has set a clock


class Stuck(Exception):
    """Nothing moves in a slice although it waits for nothing that has a name."""


class SliceController:
    """Keeps one slice. `obey` is told what somebody wants of the job; `linked` raises once the tenant isn't."""

    def __init__(
        self,
        job_id: str,
        owner: str,
        floor: SliceState,
        ledger: Ledger,
        clock: WallClock,
        pace: Pace,
        stopping: asyncio.Event,
        place: Place,
        linked: Callable[[], Awaitable[object]],
        obey: Callable[[str], Awaitable[None]],
    ) -> None:
        self._job_id = job_id
        self._owner = owner
        self._floor = floor
        self._ledger = ledger
        self._clock = clock
        self._pace = pace
        self._stopping = stopping
        self._place = place
        self._linked = linked
        self._obey = obey
        now = clock.now()
        self._until = now + pace.slice
        self._next_look = now + pace.poll
        self._next_round = now + pace.slice / _LOOKS_PER_SLICE
        self._next_beat = now + pace.beat
        self._idle: dict[str, tuple[int, float]] = {}

    async def keep(self) -> None:
        """Come back when the slice is over and nobody is at work any more. Stuck when nothing moves."""
        stop = asyncio.create_task(self._stopping.wait())
        stop.add_done_callback(lambda _: self._floor.stir())
        try:
            while not self._floor.over or self._floor.pieces:
                moved = self._floor.moved
                if not self._floor.over and await self._ends():
                    self._floor.close()
                    continue
                self._notice()
                await self._rest(moved)
        finally:
            stop.cancel()

    async def _ends(self) -> bool:
        if self._ends_at_once() or self._clock.now() < self._next_look:
            return self._ends_at_once()
        await self._obey(await self._ledger.wanted(self._job_id, self._owner))
        if self._clock.now() >= self._next_round and await self._ends_for_others():
            return True
        self._next_look = self._clock.now() + self._pace.poll
        return self._ends_at_once()

    def _ends_at_once(self) -> bool:
        return self._floor.open == 0 or self._stopping.is_set() or self._floor.wanted == "pause"

    async def _ends_for_others(self) -> bool:
        """Time is up only for those whom another job of the workspace waits for; only waiting is time enough."""
        await self._linked()
        if await self._place.wanted():
            return True
        others = await self._ledger.others(self._job_id)
        stepped = await self._beat() if self._clock.now() >= self._next_beat else False
        now = self._clock.now()
        self._next_round = now + self._pace.slice / _LOOKS_PER_SLICE
        return stepped or (others and (now >= self._until or self._floor.only_waits()))

    async def _beat(self) -> bool:
        """Put on record that the slice lives; whether a clock was set meanwhile, so that its stored times go wrong."""
        there = await self._ledger.beat(self._job_id, self._owner)
        now = self._clock.now()
        self._next_beat = now + self._pace.beat
        return abs(there - now) > _STEPPED

    def _notice(self) -> None:
        """Stuck when a batch was not heard of for too long, or when work lies about while somebody is free."""
        now, floor = self._clock.now(), self._floor
        lost = [p for p in floor.pieces if now - p.heard > self._pace.silence]
        if lost:
            raise Stuck("; ".join(f"{p.doing}, {p.lines} lines, {now - p.heard:.0f} s without a word" for p in lost))
        if floor.over:
            return
        idle = floor.idle(self._pace.poll)
        before, self._idle = self._idle, {}
        for lane, taken in idle.items():
            count, since = before.get(lane, (taken, now))
            self._idle[lane] = (taken, since if count == taken else now)
            if now - self._idle[lane][1] > self._pace.beat:
                raise Stuck(f"nobody takes what is to be done in the lane {lane}")

    async def _rest(self, moved: asyncio.Event) -> None:
        """Until something moves, the program is to stop, or it is time to look again."""
        wait = self._pace.poll if self._floor.over else self._next_look - self._clock.now()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.02, wait)):
                await moved.wait()
