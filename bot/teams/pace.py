"""Keeps messages to one conversation within Teams' rates, to avoid being throttled."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from cachetools import TLRUCache

# Per bot and thread: (messages, seconds).
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
LIMITS = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_MAX_SENDS = max(most for most, _ in LIMITS)
_LONGEST_WINDOW_SECONDS = max(seconds for _, seconds in LIMITS)
_MAX_CONVERSATIONS = 10_000  # beyond that, the least recently used are forgotten, where Teams' own 429 still applies
_SLACK_SECONDS = 0.1  # two messages may arrive closer together than they were sent

Moments = deque[float]


class SendLimits:
    """Assigns times at which to send, counting in this process only."""

    def __init__(self, clock: Callable[[], float], threads: int = _MAX_CONVERSATIONS) -> None:
        self._clock = clock
        self._booked: TLRUCache[str, Moments] = TLRUCache(threads, _until, timer=clock)

    def book(self, thread: str) -> float:
        """Reserve the next time; the seconds to wait before sending."""
        now = self._clock()
        booked = self._booked.get(thread) or deque(maxlen=_MAX_SENDS)
        at = max(now, _next(booked))
        booked.append(at)
        self._booked[thread] = booked
        return at - now

    def wait(self, thread: str) -> float:
        """The seconds that one would have to wait, without a reservation."""
        return max(0.0, _next(self._booked.get(thread) or ()) - self._clock())

    @property
    def known(self) -> int:
        """The number of conversations that are counted at present."""
        self._booked.expire()
        return len(self._booked)


def _next(booked: Moments | tuple[()]) -> float:
    """The earliest time that no limit forbids."""
    return max(
        (booked[-most] + seconds + _SLACK_SECONDS for most, seconds in LIMITS if len(booked) >= most), default=0.0
    )


def _until(_thread: str, booked: Moments, _now: float) -> float:
    return booked[-1] + _LONGEST_WINDOW_SECONDS + _SLACK_SECONDS
