"""The controller of a slice: decides when it ends, obeys pause and cancel, and notices when nothing moves.

Workers never decide this. The controller's reads may take long: workers go on meanwhile, and after each read it
looks at the clock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from services.domain.phrases import join_text, tr
from services.domain.states import JobRequest
from services.execution.slice_state import SliceState
from services.store.ledger import Ledger
from services.timing.fair_share import FairShare
from services.timing.pace import Pace, WallClock

# How many times per slice the controller asks whether the tenant is still linked, and whether another job or process
# should have its turn.
_LOOKS_PER_SLICE = 10
_CLOCK_STEP_SECONDS = 5.0  # between the slice's time and the database's: beyond that, somebody has set a clock


class Stuck(Exception):
    """Nothing moves in a slice, and nothing explains why."""


class SliceController:
    """Controls one slice. `obey` gets what a person wants of the job; `linked` raises if the tenant isn't linked."""

    def __init__(
        self,
        job_id: str,
        owner: str,
        floor: SliceState,
        ledger: Ledger,
        clock: WallClock,
        pace: Pace,
        stopping: asyncio.Event,
        place: FairShare,
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
        """Return when the slice has ended and no batch is at work. Raises Stuck if nothing moves."""
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
        return self._floor.open == 0 or self._stopping.is_set() or self._floor.wanted == JobRequest.PAUSE

    async def _ends_for_others(self) -> bool:
        """Whether to end for another process or job; for a job only once time is up or every line waits."""
        await self._linked()
        if await self._place.wanted():
            return True
        others = await self._ledger.others(self._job_id)
        stepped = await self._beat() if self._clock.now() >= self._next_beat else False
        now = self._clock.now()
        self._next_round = now + self._pace.slice / _LOOKS_PER_SLICE
        return stepped or (others and (now >= self._until or self._floor.only_waits()))

    async def _beat(self) -> bool:
        """Record a heartbeat; whether a clock was set meanwhile, which would make stored times wrong."""
        there = await self._ledger.beat(self._job_id, self._owner)
        now = self._clock.now()
        self._next_beat = now + self._pace.beat
        return abs(there - now) > _CLOCK_STEP_SECONDS

    def _notice(self) -> None:
        """Stuck if a batch made no progress for too long, or if work isn't taken although a worker is free."""
        now, floor = self._clock.now(), self._floor
        lost = [p for p in floor.pieces if now - p.heard > self._pace.silence]
        if lost:
            raise Stuck(
                join_text(
                    "; ",
                    (
                        tr(
                            "{doing}, {lines} lines, {now:.0f} s without a word",
                            doing=p.doing,
                            lines=p.lines,
                            now=now - p.heard,
                        )
                        for p in lost
                    ),
                )
            )
        if floor.over:
            return
        idle = floor.idle(self._pace.poll)
        before, self._idle = self._idle, {}
        for lane, taken in idle.items():
            count, since = before.get(lane, (taken, now))
            self._idle[lane] = (taken, since if count == taken else now)
            if now - self._idle[lane][1] > self._pace.beat:
                raise Stuck(tr("nobody takes what is to be done in the lane {lane}", lane=lane))

    async def _rest(self, moved: asyncio.Event) -> None:
        """Wait until something moves, the program stops, or it is time to look again."""
        wait = self._pace.poll if self._floor.over else self._next_look - self._clock.now()
        with suppress(TimeoutError):
            async with asyncio.timeout(max(0.02, wait)):
                await moved.wait()
