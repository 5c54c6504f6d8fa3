"""Wiring: settings become a running bot. Tests call it with settings that point at the sandbox."""

from __future__ import annotations

from dataclasses import dataclass, replace

import aiohttp
from aiohttp import web

from bot.config import Settings
from bot.context import House
from bot.dispatch import Dispatch
from bot.notify import Notifier
from bot.registry import load_commands
from bot.roles import Roles
from bot.sealing import Sealer
from bot.teams.channel import Identity, Teams, check_bind
from services.changes import jobs
from services.changes.engine import DurableEngine
from services.changes.pace import Pace, SystemClock
from services.changes.services import Services
from services.intake.table import Limits
from services.remote.clients import Clients, Endpoints
from services.store.migrate import migrate
from services.store.store import Store, open_store


@dataclass
class Bot:
    """A bot that is put together: `start` it, serve `app`, `stop` it."""

    settings: Settings
    store: Store
    clients: Clients
    services: Services
    teams: Teams
    notifier: Notifier
    engine: DurableEngine
    app: web.Application

    async def start(self) -> None:
        """Tables, channel, engine, notices; then what a dead process left undone is picked up."""
        await migrate(self.store.db)
        jobs.serve(self.services)
        await self.teams.start()
        await self.engine.start()
        await self.notifier.start()
        await jobs.pick_up(self.services)

    async def stop(self) -> None:
        """Let running work come to a point where it can be taken up again, then close everything."""
        self.services.stopping.set()
        await self.notifier.stop()
        await self.engine.stop()
        await self.teams.close()
        await self.clients.close()
        await self.store.db.close()


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


async def build(settings: Settings) -> Bot:
    """The bot of these settings, not yet started."""
    check_bind(settings.host, local=settings.local)
    load_commands()
    clock = SystemClock()
    store = open_store(settings.database_url, settings.secret_keys)
    clients = Clients(endpoints(settings), aiohttp.ClientSession())
    services = Services(
        store=store,
        clients=clients,
        clock=clock,
        pace=Pace().faster(settings.speed),
        limits=replace(Limits(), size=settings.max_file_bytes, rows=settings.max_file_rows),
        start=jobs.start,
        plan_days=settings.plan_days,
    )
    teams = Teams(_identity(settings))
    sealer = Sealer(store.seal.derived("cards"))
    notifier = Notifier(services, teams, sealer)
    house = House(services, teams, Roles(clients, clock).role, endpoints(settings).client_id, settings.login_url)
    teams.on_turn(Dispatch(house, sealer))
    teams.on_sent(notifier.sent)
    engine = DurableEngine(store.db, settings.executor, polling=0.2)
    return Bot(settings, store, clients, services, teams, notifier, engine, _app(teams))


def _identity(settings: Settings) -> Identity:
    return Identity(
        app_id=settings.app_id,
        app_password=settings.app_password.get_secret_value(),
        app_type=settings.app_type,
        app_tenant_id=settings.app_tenant_id,
        local=settings.local,
    )


def _app(teams: Teams) -> web.Application:
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    app.router.add_get("/healthz", _health)
    return app


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})
