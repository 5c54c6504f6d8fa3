"""Keeps what is sent to one conversation under Teams' rates, so that it isn't throttled in the first place."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from cachetools import TLRUCache

# Per bot and thread: how many in how many seconds.
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_MAX_SENDS = max(most for most, _ in LIMITS)
_LONGEST_WINDOW_SECONDS = max(seconds for _, seconds in LIMITS)
_MAX_CONVERSATIONS = 10_000  # of more, those used longest ago are forgotten: Teams' own 429 still holds there
_SLACK_SECONDS = 0.1  # the network may bring two messages closer together than they were sent

Moments = deque[float]


class SendLimits:
    """Hands out the moments at which to send. Counts in this process only."""

    def __init__(self, clock: Callable[[], float], threads: int = _MAX_CONVERSATIONS) -> None:
        self._clock = clock
        self._booked: TLRUCache[str, Moments] = TLRUCache(threads, _until, timer=clock)

    def book(self, thread: str) -> float:
        """How many seconds to wait before sending; the moment is taken."""
        now = self._clock()
        booked = self._booked.get(thread) or deque(maxlen=_MAX_SENDS)
        at = max(now, _next(booked))
        booked.append(at)
        self._booked[thread] = booked
        return at - now

    def wait(self, thread: str) -> float:
        """How many seconds it would be; nothing is taken."""
        return max(0.0, _next(self._booked.get(thread) or ()) - self._clock())

    @property
    def known(self) -> int:
        """How many conversations it counts for at present."""
        self._booked.expire()
        return len(self._booked)


def _next(booked: Moments | tuple[()]) -> float:
    """The first moment at which no limit is in the way."""
    return max(
        (booked[-most] + seconds + _SLACK_SECONDS for most, seconds in LIMITS if len(booked) >= most), default=0.0
    )


def _until(_thread: str, booked: Moments, _now: float) -> float:
    return booked[-1] + _LONGEST_WINDOW_SECONDS + _SLACK_SECONDS
