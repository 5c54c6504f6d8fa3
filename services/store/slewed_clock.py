"""A slewed clock: the machine's time without its jumps, for what is stored and compared later."""

from __future__ import annotations

import time
from collections.abc import Callable

_SLEW_SHARE = 0.1  # how fast it approaches the wall clock, as a part of the elapsed time


class SlewedClock:
    """Starts at the wall clock's time and only goes forward, by the steady clock.

    When somebody sets the wall clock, it follows at a tenth of the pace, as NTP slews a clock: a minute is made up in
    ten, and no stored wait ends early or stalls.
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
