"""Wrong keys and codes are counted: by person, tenant and overall; who had too many waits."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from cachetools import LRUCache, TTLCache

WINDOW_SECONDS = 900.0
_PERSON, _TENANT, _EVERYBODY = 5, 10, 100  # wrong ones in that time
_MAX_COUNTED = 20_000  # people and tenants that are counted
_ALARM = 3  # wrong ones of a tenant after which its administrators are told

Counted = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """A try that counts as a wrong one until it is taken back; with `wait` it may not be made yet."""

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
        """A try, counted before its answer is known, so that many at once are no way round."""
        now, limits = self._clock(), _limits(tenant_id, object_id)
        wait = max(self._wait(key, most, now) for key, most in limits.items())
        if wait > 0:
            return Try((), now, wait)
        for key in limits:
            self._at.setdefault(key, deque()).append(now)
        return Try(tuple(limits), now)

    def take_back(self, made: Try) -> None:
        """The try was right, or nobody could say: it isn't counted."""
        for key in made.counted:
            times = self._at.get(key)
            if times and made.at in times:
                times.remove(made.at)

    def alarms(self, tenant_id: str) -> bool:
        """Whether its administrators should hear of wrong tries now: True once in the time that they count."""
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
