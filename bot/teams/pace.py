"""Keeps what is sent to one conversation under Teams' rates, so that it isn't throttled in the first place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

# Per bot and thread: how many in how many seconds.
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_LONGEST = max(seconds for _, seconds in LIMITS)
_MANY_THREADS = 1000
_SLACK = 0.1  # the network may bring two messages closer together than they were sent


class Pace:
    """Hands out the moments at which to send. Counts in this process only."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._booked: dict[str, list[float]] = {}

    def book(self, thread: str) -> float:
        """How many seconds to wait before sending; the moment is taken."""
        now = self._clock()
        booked = self._recent(thread, now)
        at = now
        for most, seconds in LIMITS:
            if len(booked) >= most:
                at = max(at, booked[-most] + seconds + _SLACK)
        booked.append(at)
        return at - now

    def is_free(self, thread: str) -> bool:
        """Whether something could be sent at once."""
        now = self._clock()
        booked = self._recent(thread, now)
        return all(len(booked) < most or booked[-most] + seconds + _SLACK <= now for most, seconds in LIMITS)

    def _recent(self, thread: str, now: float) -> list[float]:
        if len(self._booked) > _MANY_THREADS:
            self._booked = {name: times for name, times in self._booked.items() if times[-1] > now - _LONGEST}
        booked = self._booked.setdefault(thread, [])
        del booked[: bisect_right(booked, now - _LONGEST)]
        return booked
