"""A token bucket that everybody under one published limit shares."""

from __future__ import annotations

import asyncio

from services.remote.clock import Clock

_DROP = 0.85  # the rate left after a 429
_FLOOR = 0.25  # never below this part of the full rate
_RECOVERY = 0.02  # part of the full rate won back per second
_ROUNDING = 1e-6


class Bucket:
    """Lets calls through at `rate` tokens a second, `burst` at once, first come first served.

    After a `hold` (a 429) it starts empty and a little slower, then wins its rate back: a limit that others
    share is found by listening, not by guessing.
    """

    def __init__(self, rate: float, burst: float, clock: Clock) -> None:
        if rate <= 0 or burst <= 0:
            raise ValueError("a bucket needs a rate and a burst above zero")
        self._full = self._rate = rate
        self._burst = self._tokens = burst
        self._clock = clock
        self._at = clock.now()
        self._held_until = self._at
        self._turn = asyncio.Lock()

    @property
    def rate(self) -> float:
        """Tokens a second at this moment."""
        return self._rate

    async def take(self, n: int = 1) -> None:
        """Returns when `n` tokens are ours; more than `burst` at once is a debt that later callers wait for."""
        async with self._turn:
            while (wait := self._wait(n)) > 0:
                await self._clock.sleep(wait)
            self._tokens -= n

    def hold(self, seconds: float) -> None:
        """Nobody passes for `seconds` from now, and the rate drops a little (once per hold)."""
        self._refill()
        now = self._clock.now()
        if now >= self._held_until:
            self._rate = max(self._full * _FLOOR, self._rate * _DROP)
        self._held_until = max(self._held_until, now + seconds)
        self._tokens = min(self._tokens, 0.0)
        self._at = self._held_until

    def _wait(self, n: int) -> float:
        self._refill()
        held = self._held_until - self._clock.now()
        missing = min(n, self._burst) - self._tokens
        if held > 0:
            return held
        return missing / self._rate if missing > _ROUNDING else 0.0

    def _refill(self) -> None:
        passed = self._clock.now() - self._at
        if passed <= 0:
            return
        self._rate = min(self._full, self._rate + self._full * _RECOVERY * passed)
        self._tokens = min(self._burst, self._tokens + passed * self._rate)
        self._at += passed
