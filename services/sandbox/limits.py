"""Request limits of the remote systems: named token buckets on the sandbox's clock."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from services.sandbox.clock import Clock

_ROUNDING = 1e-5  # seconds; the error of epoch times as floats


@dataclass
class _Bucket:
    level: float
    filled_at: float


class Limits:
    """Token buckets by name and key; `drawn` counts the refusals by name."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[str, str], _Bucket] = {}
        self.drawn: Counter[str] = Counter()

    def take(self, name: str, key: str, rate: float, per: float, burst: float, cost: float = 1.0) -> float:
        """0.0 when the call may pass, else the real seconds to wait.

        `rate` calls per `per` seconds of the sandbox's clock refill the bucket, which holds `burst`. At speed 1 the
        wait is whole seconds, at least 1; a faster clock answers fractions, since a whole second would be too long.
        """
        now = self._clock.now()
        bucket = self._buckets.setdefault((name, key), _Bucket(burst, now))
        bucket.level = min(burst, bucket.level + (now - bucket.filled_at) * rate / per)
        bucket.filled_at = now
        if bucket.level >= cost - _ROUNDING:
            bucket.level = max(0.0, bucket.level - cost)
            return 0.0
        self.drawn[name] += 1
        return self._real_wait((cost - bucket.level) * per / rate)

    def _real_wait(self, seconds: float) -> float:
        if self._clock.speed <= 1:
            return float(math.ceil(seconds / self._clock.speed))
        return max(0.01, math.ceil(seconds / self._clock.speed * 1000) / 1000)


def retry_after(seconds: float) -> str:
    """The value of a `Retry-After` header: `1`, or `0.05` when the clock runs fast."""
    return f"{seconds:g}"
