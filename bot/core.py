"""Core: what every process of the program has, whether it serves a chat or only works."""

from __future__ import annotations

import asyncio
import socket
from dataclasses import dataclass, replace

import structlog

from bot.config import Settings
from services.changes import jobs
from services.changes.caretaker import Caretaker, Rounds
from services.changes.engine import DurableEngine
from services.changes.pace import Pace, SystemClock
from services.changes.room import Room
from services.changes.services import Services
from services.intake.table import Limits
from services.remote.clients import Clients, Endpoints
from services.remote.transport import new_session
from services.store.migrate import migrate
from services.store.store import Store, open_store

log = structlog.get_logger()

_RETRY_SECONDS = 2.0


@dataclass
class Core:
    """Store, clients, engine and caretaker: `start` them, `stop` them. `works`: jobs run in this process."""

    settings: Settings
    role: str
    works: bool
    store: Store
    clients: Clients
    services: Services
    engine: DurableEngine
    caretaker: Caretaker

    async def open(self) -> None:
        """Wait for the database, bring its tables up to date, take a name."""
        while why := await self.store.db.trouble():
            log.warning("waiting for the database", why=why)
            await asyncio.sleep(_RETRY_SECONDS)
        await migrate(self.store.db)
        await self.store.presence.take(self._base(), self.engine.version, works=self.works)

    async def start(self) -> None:
        """Start the engine; what a dead process left undone is picked up."""
        jobs.serve(self.services, works=self.works)
        await self.engine.start(self.store.presence.name)
        await self.caretaker.start(works=self.works)

    async def stop(self) -> None:
        """Let running work come to a point where it can be taken up again, then close everything."""
        self.services.stopping.set()
        await self.caretaker.rest()
        await self.engine.stop()
        await self.caretaker.leave()
        await self.clients.close()
        await self.store.db.close()

    def _base(self) -> str:
        if self.settings.executor or self.store.presence.alone:
            return self.settings.executor or self.role
        return f"{self.role}-{socket.gethostname()}"


def endpoints(settings: Settings) -> Endpoints:
    """Where the remote systems are and who we are to them."""
    return Endpoints(
        graph_url=settings.graph_url,
        operator_url=settings.operator_url,
        cpaas_url=settings.cpaas_url,
        login_url=settings.login_url,
        client_id=settings.graph_app_id or settings.app_id,
        client_secret=(settings.graph_app_password or settings.app_password).get_secret_value(),
        operator_scope=settings.operator_scope,
        operator_tenant=settings.operator_tenant_id or settings.app_tenant_id or "common",
        speed=settings.speed,
    )


def build_core(settings: Settings, role: str, *, works: bool, version: str = jobs.WORKFLOW_VERSION) -> Core:
    """The core of a process in this role, not yet started."""
    store = open_store(settings.database_url, settings.secret_keys)
    clients = Clients(endpoints(settings), new_session())
    services = Services(
        store=store,
        clients=clients,
        clock=SystemClock(),
        pace=Pace(give_up=settings.give_up_hours * 3600).faster(settings.speed),
        limits=replace(Limits(), size=settings.max_file_bytes, rows=settings.max_file_rows),
        start=jobs.start,
        room=Room(store.presence, store.ledger),
        plan_days=settings.plan_days,
    )
    engine = DurableEngine(store.db, version, works=works)
    return Core(
        settings,
        role,
        works,
        store,
        clients,
        services,
        engine,
        Caretaker(services, settings.keep_days, Rounds().faster(settings.speed)),
    )
