"""Wiring: settings become a running bot. Tests call it with settings that point at the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.config import Settings
from bot.context import House
from bot.core import Core, build_core, endpoints
from bot.dispatch import Dispatch
from bot.notify import Notifier
from bot.registry import load_commands
from bot.roles import Roles
from bot.sealing import Sealer
from bot.teams.channel import Identity, Teams, check_bind
from services.changes.jobs import WORKFLOW_VERSION
from services.changes.services import Services
from services.store.store import Store

__all__ = ["Bot", "build", "endpoints"]


@dataclass
class Bot:
    """A bot that is put together: `start` it, serve `app`, `stop` it."""

    core: Core
    teams: Teams
    notifier: Notifier
    app: web.Application

    @property
    def store(self) -> Store:
        """All persistence."""
        return self.core.store

    @property
    def services(self) -> Services:
        """What changes need on their way."""
        return self.core.services

    async def start(self) -> None:
        """Database, channel, engine, notices; then what a dead process left undone is picked up."""
        await self.core.open()
        await self.teams.start()
        await self.core.start()
        await self.notifier.start()

    async def stop(self) -> None:
        """Let running work come to a point where it can be taken up again, then close everything."""
        self.services.stopping.set()
        await self.notifier.stop()
        await self.teams.close()
        await self.core.stop()


async def build(settings: Settings, version: str = WORKFLOW_VERSION) -> Bot:
    """The bot of these settings, not yet started."""
    check_bind(settings.host, local=settings.local)
    load_commands()
    core = build_core(settings, "serve", works=settings.jobs, version=version)
    services = core.services
    teams = Teams(_identity(settings))
    sealer = Sealer(core.store.seal.derived("cards"))
    roles = Roles(core.clients, services.clock)
    notifier = Notifier(services, teams, sealer, roles.reads_only)
    teams.on_turn(
        Dispatch(House(services, teams, roles.role, endpoints(settings).client_id, settings.login_url), sealer)
    )
    teams.on_sent(notifier.sent)
    teams.on_unsent(notifier.keep)
    return Bot(core, teams, notifier, _app(teams, core.store))


def _identity(settings: Settings) -> Identity:
    return Identity(
        app_id=settings.app_id,
        app_password=settings.app_password.get_secret_value(),
        app_type=settings.app_type,
        app_tenant_id=settings.app_tenant_id,
        local=settings.local,
    )


def _app(teams: Teams, store: Store) -> web.Application:
    async def health(_request: web.Request) -> web.Response:
        troubles = (("database", await store.db.trouble()), ("teams", teams.trouble()))
        found = next(((what, why) for what, why in troubles if why), None)
        words = {"status": found[0], "why": found[1]} if found else {"status": "ok"}
        return web.json_response(words, status=503 if found else 200)

    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    app.router.add_get("/healthz", health)
    return app
