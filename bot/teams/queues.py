"""Queues the turns of each tenant, so that a busy one waits for itself and for everybody else, and nobody for it."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.teams.errors import Refused
from bot.teams.send import Sleep

_MAX_PARALLEL = 8  # running turns of one tenant; others wait
_MAX_WAITING = 100  # waiting turns of one tenant
_WAIT_SECONDS = 8.0  # a turn that waits longer is refused, as Teams gives up on it after 15
_MAX_OF_ALL = 400  # running and waiting turns of all tenants
_MAX_AT_ONCE = 2  # turns of one tenant that begin at once while others are about; with more it is a crowd
_ABOUT_SECONDS = 30.0  # after their last turn others are about: their next one may come any moment
_LOOK_SECONDS = 0.005  # until a crowd looks again whether others have been answered
_SOON_SECONDS = 0.001  # not worth waiting for; the clock may not even tell it apart
# Between two turns of a crowd, however busy the process is: so all that wait begin before they would be refused.
_LONGEST_SECONDS = _WAIT_SECONDS / (_MAX_PARALLEL + _MAX_WAITING)


@dataclass(slots=True)
class _Queue:
    """One tenant's turns. `next` is when the next turn of a crowd may begin at the earliest.

    `begun` is when a turn of the crowd last began, or the first turn came; the process had then `worked` for so many
    seconds of processor time.
    """

    begun: float
    worked: float
    inside: int = 0
    next: float = 0.0
    places: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MAX_PARALLEL))
    first: asyncio.Lock = field(default_factory=asyncio.Lock)  # held by the turn of a crowd that is the next to begin


class TurnQueues:
    """Running turns, with a queue for each tenant.

    Turns of a crowd begin one by one, at most at twice the tenant's rate (`a_second`). While other tenants are about,
    it lets their turns go first, and leaves the process at leisure for as long as it has worked since the crowd's
    turn before, so that half of it stays free for whoever comes.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        a_second: float = math.inf,
        worked: Callable[[], float] = time.process_time,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._apart = 0.5 / a_second
        self._worked = worked
        self._queues: dict[str, _Queue] = {}
        self._left: dict[str, float] = {}  # when each tenant's last turn ended, the latest last

    @asynccontextmanager
    async def place(self, tenant_id: str) -> AsyncIterator[None]:
        """A turn's place for the block; raises Refused 429 if the tenant's queue is full or stuck, 503 if all are."""
        queue = self._queues.get(tenant_id) or _Queue(self._clock(), self._worked())
        if queue.inside >= _MAX_PARALLEL + _MAX_WAITING:
            raise Refused(429, "the tenant's queue is full")
        if sum(each.inside for each in self._queues.values()) >= _MAX_OF_ALL:
            raise Refused(503, "all queues are full")
        self._queues[tenant_id] = queue
        queue.inside += 1
        try:
            await _acquired(queue.places)
            try:
                await self._begin(tenant_id, queue)
                yield
            finally:
                queue.places.release()
        finally:
            self._leave(tenant_id, queue)

    async def _begin(self, tenant_id: str, queue: _Queue) -> None:
        """Wait for this turn's moment, where it is one of a crowd."""
        at_once = _MAX_AT_ONCE if self._others_are_about(tenant_id) else _MAX_PARALLEL
        if queue.inside <= at_once or not self._apart:
            return
        async with queue.first:
            await self._its_moment(tenant_id, queue)
            now = self._clock()
            queue.next, queue.begun, queue.worked = now + self._apart, now, self._worked()

    async def _its_moment(self, tenant_id: str, queue: _Queue) -> None:
        latest = self._clock() + _LONGEST_SECONDS
        while True:
            now = self._clock()
            wait = max(queue.next - now, min(self._leisure(tenant_id, queue), latest - now))
            if wait < _SOON_SECONDS:
                return
            await self._sleep(wait)

    def _leisure(self, tenant_id: str, queue: _Queue) -> float:
        """The seconds that a crowd leaves to others from now on."""
        if not self._others_are_about(tenant_id):
            return 0.0
        if any(0 < each.inside <= _MAX_AT_ONCE for each in self._queues.values() if each is not queue):
            return _LOOK_SECONDS
        return 2 * (self._worked() - queue.worked) - (self._clock() - queue.begun)

    def _others_are_about(self, tenant_id: str) -> bool:
        """Whether another tenant has turns here, or had some lately."""
        since = self._clock() - _ABOUT_SECONDS
        left = next((at for one, at in reversed(self._left.items()) if one != tenant_id), -math.inf)
        return left > since or any(one != tenant_id for one in self._queues)

    def _leave(self, tenant_id: str, queue: _Queue) -> None:
        queue.inside -= 1
        if not queue.inside:
            del self._queues[tenant_id]
        self._left.pop(tenant_id, None)
        self._left[tenant_id] = self._clock()
        while self._left[next(iter(self._left))] <= self._clock() - _ABOUT_SECONDS:
            del self._left[next(iter(self._left))]


async def _acquired(places: asyncio.Semaphore) -> None:
    try:
        await asyncio.wait_for(places.acquire(), _WAIT_SECONDS)
    except TimeoutError as error:
        raise Refused(429, "the tenant's queue doesn't move") from error
