"""Clocks, and how often to look and how long to wait.

Three notions of time, and none stands for another. The wall clock says what time it is: for records, cards, expiry.
The steady clock of `services.remote.clock` measures waits inside one process. A slice's timeline is what its job's
ledger is written in. A sandbox that runs N times faster is looked at N times as often.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Protocol

from services.remote.clock import SteadyClock

MAX_LOOKS = 7  # consecutive looks at what doesn't show or looks changed, until it counts
LIST_LOOKS = 2  # of these read lists; all further ones read the object itself


class WallClock(Protocol):
    """The time of day. It may be set forward or back at any moment, so no wait is measured with it."""

    def now(self) -> float:
        """Seconds since the epoch."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        ...


class SystemWallClock:
    """The machine's time."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        await asyncio.sleep(seconds)


class Timeline:
    """A slice's time: it begins at what the database's clock says and then passes as the steady clock does.

    So the ledger's times can be compared between processes, and setting a machine's clock moves no wait of a slice.
    """

    def __init__(self, start: float, steady: SteadyClock) -> None:
        self._steady = steady
        self._offset = start - steady.now()

    def now(self) -> float:
        """Seconds since the epoch, as they were when the slice began, and those that have passed since."""
        return self._offset + self._steady.now()

    async def sleep(self, seconds: float) -> None:
        """Come back after so many seconds."""
        await self._steady.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between looks (`poll`; `slow_poll` while there is something to send), and so on.

    `settle`: before an unknown write is judged, and before the second look at what doesn't show. `fresh`: how old a
    read may be when a line's turn comes. `slice`: how long a slice works while another job waits. `give_up`: how long a
    line may wait, or a job whose remote system doesn't answer. `retry`: before a failed call is repeated, `tries`
    times. `normal`: what takes longer than this on its way is said to be stuck. `unreadable`: how long a system whose
    answers nobody can read is waited for. `silence`: how long a batch may be at work without a word. `stuck`: how long
    a job may say nothing until it is begun anew; it speaks up every `beat`. `lag`: how long lists and objects may lag
    behind what was written; what doesn't show for so long isn't there. `barred`: how long a sign-in that isn't taken
    (401) may be a passing thing.
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
    unreadable: float = 1800.0
    silence: float = 900.0
    stuck: float = 300.0
    lag: float = 315.0
    barred: float = 60.0

    def pause(self, look: int) -> float:
        """Seconds from the `look`-th look (from 1) at something missing to the next: `MAX_LOOKS` of them fill `lag`."""
        return self.lag * 2.0 ** (look - 1) / (2.0 ** (MAX_LOOKS - 1) - 1)

    @property
    def beat(self) -> float:
        """Seconds between two heartbeats; several may be missed before a job counts as stuck."""
        return self.stuck / 5

    def faster(self, speed: float) -> Pace:
        """The same waits for a world that runs `speed` times faster; those of the watchdog stay long enough."""
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
            unreadable=self.unreadable / speed,
            silence=max(120.0, self.silence / speed),
            stuck=max(60.0, self.stuck / speed),
            lag=self.lag / speed,
            barred=max(0.5, self.barred / speed),
        )
