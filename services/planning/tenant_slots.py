"""Slots that tenants share: each has one at most, and the one served longest ago is next."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count


class TenantSlots:
    """A number of slots. However much one tenant asks for, another one waits for at most one turn of each tenant."""

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._turns = count(1)
        self._served: dict[str, int] = {}  # when each present tenant was served last, counted in turns
        self._busy: set[str] = set()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def slot(self, tenant_id: str) -> AsyncIterator[None]:
        """A slot for the tenant, held for as long as the block lasts."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(tenant_id, deque()).append(turn)
        self._hand_out()
        try:
            await turn
        except asyncio.CancelledError:
            self._leave(tenant_id, turn)
            raise
        try:
            yield
        finally:
            self._give_back(tenant_id)

    def _hand_out(self) -> None:
        while self._free and (able := self._waiting.keys() - self._busy):
            tenant = min((t for t in self._waiting if t in able), key=lambda t: self._served.get(t, 0))
            turn = self._waiting[tenant].popleft()
            self._free -= 1
            self._busy.add(tenant)
            self._served[tenant] = next(self._turns)
            self._forget(tenant)
            turn.set_result(None)

    def _give_back(self, tenant_id: str) -> None:
        self._free += 1
        self._busy.discard(tenant_id)
        self._forget(tenant_id)
        self._hand_out()

    def _leave(self, tenant_id: str, turn: asyncio.Future[None]) -> None:
        """Stop waiting, and pass on a turn that came at the same moment."""
        if turn.done() and not turn.cancelled():
            self._give_back(tenant_id)
        else:
            self._waiting[tenant_id].remove(turn)
            self._forget(tenant_id)

    def _forget(self, tenant_id: str) -> None:
        """Forget a tenant that neither waits nor works."""
        if not self._waiting.get(tenant_id):
            self._waiting.pop(tenant_id, None)
            if tenant_id not in self._busy:
                self._served.pop(tenant_id, None)
