"""A slewed clock: the machine's time without its jumps, for what is stored and compared later."""

from __future__ import annotations

import time
from collections.abc import Callable

_SLEW_SHARE = 0.1  # part of the time that passes by which it comes nearer to the wall clock


class SlewedClock:
    """Begins at the wall clock's time and only goes forward, by the steady clock.

    When somebody sets the wall clock, it follows at a tenth of the pace, as NTP slews a clock: in ten minutes' time
    nothing is seen of a minute, and no wait that was noted down is over too soon or stands still.
    """

    def __init__(self, wall: Callable[[], float] | None = None, steady: Callable[[], float] | None = None) -> None:
        self._wall = wall or (lambda: time.time())
        self._steady = steady or (lambda: time.monotonic())
        self._now = self._wall()
        self._at = self._steady()

    def now(self) -> float:
        """Seconds since the epoch."""
        at = self._steady()
        passed, self._at = max(0.0, at - self._at), at
        behind = self._wall() - (self._now + passed)
        most = _SLEW_SHARE * passed
        self._now += passed + max(-most, min(behind, most))
        return self._now
