"""The durable engine in this process, with the caretaker."""

from __future__ import annotations

import asyncio

from services.context import Services
from services.execution import workflows as jobs
from services.execution.engine import DurableEngine
from services.execution.housekeeping import Caretaker, Retention, Rounds


class DurableJobs:
    """Runs jobs and drafts in this process; with `works` off, other processes run what it starts."""

    def __init__(self, services: Services, version: str, kept: Retention, speed: float, *, works: bool) -> None:
        self._services = services
        self._works = works
        self._engine = DurableEngine(services.store.db, version, works=works)
        self._caretaker = Caretaker(services, kept, Rounds().faster(speed))

    @property
    def ousted(self) -> asyncio.Event:
        """Set when another process has taken this one's name."""
        return self._caretaker.ousted

    async def start(self, name: str) -> None:
        """Start the engine under this name, and take over the work of dead processes."""
        jobs.serve(self._services, works=self._works)
        await self._engine.start(name)
        await self._caretaker.start(works=self._works)

    async def begin(self, kind: str, ident: str) -> None:
        """Start the workflow of a draft or job."""
        await jobs.start(kind, ident)

    def trouble(self) -> str:
        """Always empty, since the engine runs in the process that asks."""
        return ""

    async def stop(self) -> None:
        """Stop taking work. The caretaker uses the engine, so it stops first."""
        await self._caretaker.rest()
        await self._engine.stop()
