"""Where drafts are computed: in a thread of this process, or in processes with limits (`process_pool.py`)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from services.planning.draft_plan import DraftInput, DraftResult, Request, compute
from services.planning.tenant_slots import TenantSlots

Responder = Callable[[Request], Awaitable[object]]  # answers what a computation asks for
MAX_PARALLEL_DRAFTS = 4  # drafts computed at a time, each of another tenant


class Compute(Protocol):
    """Computes drafts, a limited number at a time."""

    def slot(self, tenant_id: str) -> AbstractAsyncContextManager[None]:
        """A slot for the tenant, held for as long as the block lasts."""
        ...

    async def run(self, draft: DraftInput, respond: Responder) -> DraftResult:
        """The result of the draft; `respond` answers the computation's requests. BadInput beyond a limit."""
        ...


class InThread:
    """Computes in a thread of this process, without limits: for tests, which have all in one process."""

    def __init__(self) -> None:
        self._slots = TenantSlots(MAX_PARALLEL_DRAFTS)

    def slot(self, tenant_id: str) -> AbstractAsyncContextManager[None]:
        """A slot for the tenant, held for as long as the block lasts."""
        return self._slots.slot(tenant_id)

    async def run(self, draft: DraftInput, respond: Responder) -> DraftResult:
        """What the draft comes to."""
        rounds, sent = compute(draft), None
        while isinstance(came := await asyncio.to_thread(_next, rounds, sent), Request):
            sent = await respond(came)
        return came


def _next(rounds: Any, sent: object) -> Request | DraftResult:
    try:
        found: Request = rounds.send(sent)
    except StopIteration as end:
        result: DraftResult = end.value
        return result
    return found
