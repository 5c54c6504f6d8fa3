"""Limits the rate of each person, conversation and tenant, so that none slows the others."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from cachetools import LRUCache

from bot.teams.errors import Refused
from bot.teams.send import Sleep
from bot.turn import Turn
from services.domain.phrases import tr

_BURST_SECONDS = 5.0  # the rate of that many seconds may come at once
_MAX_KNOWN = 10_000  # people, conversations and tenants that are counted; the least recently seen are forgotten
_MAX_PARALLEL = 8  # running turns of one tenant; others wait
_MAX_WAITING = 100  # waiting turns of one tenant
_WAIT_SECONDS = 8.0  # a turn that waits longer is refused, as Teams gives up on it after 15
_MAX_OF_ALL = 400  # running and waiting turns of all tenants
WORDS = tr("You're quicker than I am. Give me a few seconds, then go on.")


@dataclass(slots=True)
class _Allowance:
    """The remaining allowance, which refills over time."""

    left: float
    at: float
    told: bool = False

    def take(self, now: float, rate: float) -> bool:
        """Use one unit; whether there was one."""
        most = max(1.0, rate * _BURST_SECONDS)
        self.left, self.at = min(most, self.left + max(0.0, now - self.at) * rate), now
        if self.left >= most / 2:
            self.told = False
        if self.left < 1.0:
            return False
        self.left -= 1.0
        return True


class Rates:
    """Counts incoming turns in this process. `a_second` is the rate of a tenant; a person has a quarter of it."""

    def __init__(self, clock: Callable[[], float], a_second: float = math.inf) -> None:
        self._clock = clock
        self._a_second = a_second
        self._known: LRUCache[tuple[str, ...], _Allowance] = LRUCache(_MAX_KNOWN)

    def admit(self, turn: Turn) -> str:
        """None if the turn is within the rate; over it, first an answer that says so, then Refused 429."""
        for key, rate in self._counted(turn):
            allowance = self._known.get(key) or _Allowance(rate * _BURST_SECONDS, self._clock())
            self._known[key] = allowance
            if allowance.take(self._clock(), rate):
                continue
            if allowance.told:
                raise Refused(429, f"too much of one {key[0]}")
            allowance.told = True
            return WORDS
        return ""

    @property
    def known(self) -> int:
        """The number of people, conversations and tenants that are counted."""
        return len(self._known)

    def _counted(self, turn: Turn) -> list[tuple[tuple[str, ...], float]]:
        if math.isinf(self._a_second):
            return []
        tenant, whole = turn.who.tenant_id, self._a_second
        return [
            (("person", tenant, turn.who.object_id or turn.who.user_id), whole / 4),
            (("conversation", turn.conversation.conversation_id), whole / 2),
            (("tenant", tenant), whole),
        ]


class TurnQueues:
    """Running turns, with a queue for each tenant, so that a busy one waits only for itself.

    While some of a tenant's turns wait, the next ones begin one by one, at twice the tenant's rate (`a_second`): begun
    all at once, they would hold up everybody else's.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        a_second: float = math.inf,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._apart = 0.5 / a_second
        self._queues: dict[str, asyncio.Semaphore] = {}
        self._inside: dict[str, int] = {}
        self._next: dict[str, float] = {}  # when the next turn of a crowd may begin

    @asynccontextmanager
    async def place(self, tenant_id: str) -> AsyncIterator[None]:
        """A turn's place for the block; raises Refused 429 if the tenant's queue is full or stuck, 503 if all are."""
        inside = self._inside.get(tenant_id, 0)
        if inside >= _MAX_PARALLEL + _MAX_WAITING:
            raise Refused(429, "the tenant's queue is full")
        if sum(self._inside.values()) >= _MAX_OF_ALL:
            raise Refused(503, "all queues are full")
        self._inside[tenant_id] = inside + 1
        queue = self._queues.setdefault(tenant_id, asyncio.Semaphore(_MAX_PARALLEL))
        try:
            await _acquired(queue)
            try:
                await self._begin(tenant_id)
                yield
            finally:
                queue.release()
        finally:
            self._leave(tenant_id)

    async def _begin(self, tenant_id: str) -> None:
        """Wait for this turn's moment, where others of the tenant wait, too."""
        if self._inside[tenant_id] <= _MAX_PARALLEL or not self._apart:
            return
        now = self._clock()
        at = max(now, self._next.get(tenant_id, now))
        self._next[tenant_id] = at + self._apart
        if at > now:
            await self._sleep(at - now)

    def _leave(self, tenant_id: str) -> None:
        self._inside[tenant_id] -= 1
        if not self._inside[tenant_id]:
            del self._inside[tenant_id], self._queues[tenant_id]
            self._next.pop(tenant_id, None)


async def _acquired(queue: asyncio.Semaphore) -> None:
    try:
        await asyncio.wait_for(queue.acquire(), _WAIT_SECONDS)
    except TimeoutError as error:
        raise Refused(429, "the tenant's queue doesn't move") from error
