"""Counting wrong keys and codes by person, tenant and overall; after too many of them one has to wait."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache, TTLCache

WINDOW_SECONDS = 900.0
_PERSON, _TENANT, _EVERYBODY = 5, 10, 100  # wrong tries in that time
_MAX_COUNTED = 20_000  # people and tenants that are counted
_ALARM = 3  # wrong tries of a tenant after which its administrators are told

Counted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """A try that counts as wrong until it is taken back; with a `wait` it may not be made yet."""

    counted: tuple[Counted, ...]
    at: float
    wait: float = 0.0


class KeyTries:
    """A sliding window of wrong tries, in this process. `clock` counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._at: LRUCache[Counted, deque[float]] = LRUCache(_MAX_COUNTED)
        self._told: TTLCache[str, bool] = TTLCache(_MAX_COUNTED, WINDOW_SECONDS, timer=clock)

    def begin(self, tenant_id: str, object_id: str) -> Try:
        """A try, counted before its answer is known, so that parallel tries can't get round the limit."""
        now, limits = self._clock(), _limits(tenant_id, object_id)
        wait = max(self._wait(key, most, now) for key, most in limits.items())
        if wait > 0:
            return Try((), now, wait)
        for key in limits:
            self._at.setdefault(key, deque()).append(now)
        return Try(tuple(limits), now)

    def take_back(self, made: Try) -> None:
        """Uncount a try that was right, or that couldn't be judged."""
        for key in made.counted:
            times = self._at.get(key)
            if times and made.at in times:
                times.remove(made.at)

    def alarms(self, tenant_id: str) -> bool:
        """Whether to tell the tenant's administrators of wrong tries now: True once per window."""
        if tenant_id in self._told or len(self._recent((tenant_id,), self._clock())) < _ALARM:
            return False
        self._told[tenant_id] = True
        return True

    def _wait(self, key: Counted, most: int, now: float) -> float:
        times = self._recent(key, now)
        return times[-most] + WINDOW_SECONDS - now if len(times) >= most else 0.0

    def _recent(self, key: Counted, now: float) -> deque[float]:
        times = self._at.get(key, deque())
        while times and times[0] <= now - WINDOW_SECONDS:
            times.popleft()
        return times


def _limits(tenant_id: str, object_id: str) -> dict[Counted, int]:
    return {(tenant_id, object_id): _PERSON, (tenant_id,): _TENANT, (): _EVERYBODY}
