"""How often to look and how long to wait. A sandbox that runs N times faster is looked at N times as often."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Time as a job knows it."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        ...


class SystemClock:
    """The machine's time."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        await asyncio.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between looks (`poll`; `slow_poll` while there is something to send), and so on.

    `settle`: before an unknown write is judged. `fresh`: how old a read may be when a line's turn comes. `slice`: how
    long a slice works while another job waits. `give_up`: how long a line may wait. `retry`: before a failed call is
    repeated, `tries` times. `normal`: what takes longer than this on its way is said to be stuck.
    """

    poll: float = 2.0
    slow_poll: float = 30.0
    fresh: float = 60.0
    settle: float = 5.0
    slice: float = 30.0
    give_up: float = 24 * 3600.0
    retry: float = 2.0
    tries: int = 6
    normal: float = 3600.0

    def faster(self, speed: float) -> Pace:
        """The same waits for a world that runs `speed` times faster."""
        return Pace(
            poll=max(0.1, self.poll / speed),
            slow_poll=max(0.2, self.slow_poll / speed),
            fresh=self.fresh / speed,
            settle=max(0.2, self.settle / speed),
            slice=self.slice,
            give_up=self.give_up / speed,
            retry=max(0.1, self.retry / speed),
            tries=self.tries,
            normal=self.normal / speed,
        )
