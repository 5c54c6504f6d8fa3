"""Builds a running bot from settings. Tests call it with settings that point at the sandbox."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from bot.config import Settings
from bot.context import House
from bot.core import Core, Engine, build_core, endpoints, proof_of
from bot.dispatch import Dispatch
from bot.ending import Step
from bot.notify import Notifier
from bot.readers import reader_by_client
from bot.registry import load_commands
from bot.sealing import Sealer
from bot.teams.channel import Identity, Teams, TeamsSdk, Timings, check_bind
from bot.teams.identity import MANAGED
from bot.teams.keys import METADATA_URL
from bot.teams.tokens import RESOURCE
from bot.web.consent import add_consent
from bot.web.pages import add_pages
from bot.web.probes import Monitor, add_probes, monitor
from services.context import Services
from services.execution.version import WORKFLOW_VERSION
from services.remote.auth import AppToken, Login
from services.store.store import Store

__all__ = ["Bot", "build", "endpoints"]

MICROSOFT = "https://login.microsoftonline.com"
_SIGN_IN = "Microsoft sign-in for the bot"


@dataclass
class Bot:
    """An assembled bot: `start` it, serve `app`, `stop` it."""

    core: Core
    teams: Teams
    notifier: Notifier
    app: web.Application
    monitor: Monitor | None = None

    @property
    def store(self) -> Store:
        """The store."""
        return self.core.store

    @property
    def services(self) -> Services:
        """The services that work on changes needs."""
        return self.core.services

    async def start(self) -> None:
        """Start database, channel, engine and notices, then pick up the work of dead processes."""
        await self.core.open()
        await self.teams.start()
        await self.core.start()
        await self.notifier.start()
        if self.monitor is not None:
            await self.monitor.start()

    async def stop(self, *first: Step) -> None:
        """Stop once running work can be resumed later, then close everything; what depends on it ends `first`."""
        watched = (self.monitor.stop,) if self.monitor is not None else ()
        await self.core.stop(*first, *watched, self.notifier.stop, self.teams.close)


async def build(
    settings: Settings,
    version: str = WORKFLOW_VERSION,
    engine: Engine | None = None,
    *,
    pooled: bool = False,
    timings: Timings = Timings(),  # noqa: B008 - frozen
    metadata_url: str = METADATA_URL,
) -> Bot:
    """The bot with these settings, not yet started; jobs run in this process unless an engine is given.

    `pooled`: files are computed in processes of their own, with limits.
    `timings`: how long an answer may take before people are told to wait.
    `metadata_url`: the metadata of the keys that sign for the channel.
    """
    check_bind(settings.host, local=settings.local)
    load_commands()
    works = settings.jobs and engine is None
    core = build_core(settings, "serve", works=works, answers=True, version=version, engine=engine, pooled=pooled)
    services = core.services
    teams = _channel(core, timings, metadata_url)
    sealer = Sealer(core.store.seal.derived("cards"), older=core.store.seal.derived_before("cards"))
    notifier = Notifier(services, teams, sealer, services.roles.reads_only)
    house = House(services, teams)
    watch, dispatch = monitor(core), Dispatch(house, sealer, targeted=settings.targeted)
    teams.on_turn(watch.metrics.metered(dispatch) if watch else dispatch)
    teams.on_sent(notifier.sent)
    teams.on_unsent(notifier.keep)
    return Bot(core, teams, notifier, _app(teams, core), watch)


def _channel(core: Core, timings: Timings, metadata_url: str) -> Teams:
    settings, identity = core.settings, _identity(core.settings)
    return Teams(
        identity,
        token=signed_in(core, identity, settings),
        tenants=settings.let_in,
        timings=timings,
        metadata_url=metadata_url,
        sdk=TeamsSdk(settings.teams_sdk),
        new_ref=core.services.make_id,
        wall=core.services.clock.now,
        turns_a_second=settings.turns_a_second * settings.speed,
        reader_of=reader_by_client,
    )


@dataclass(frozen=True, slots=True)
class _SignedIn:
    """The bot's own token, from the program's sign-in to Microsoft."""

    token: AppToken

    async def get(self) -> str:
        """A valid token; a RemoteError when there is none."""
        return (await self.token.headers())["Authorization"].removeprefix("Bearer ")

    def close(self) -> None:
        """Does nothing; the clients close it."""


def signed_in(core: Core, identity: Identity, settings: Settings) -> _SignedIn | None:
    """The sign-in with which the bot sends; None in local mode and for a managed identity."""
    if identity.local or identity.kind == MANAGED:
        return None
    # In a pilot only the channel, and the sign-in to it, is real.
    login_url = MICROSOFT if settings.pilot else settings.login_url
    login = Login(login_url, identity.app_id, identity.app_password, proof_of(settings))
    return _SignedIn(core.clients.token(login, identity.login_tenant, f"{RESOURCE}/.default", _SIGN_IN))


def _identity(settings: Settings) -> Identity:
    return Identity(
        app_id=settings.app_id,
        app_password=settings.app_password.get_secret_value(),
        app_type=settings.app_type,
        app_tenant_id=settings.app_tenant_id,
        local=settings.local,
        passwordless=settings.sign_in != "password",
    )


def _app(teams: Teams, core: Core) -> web.Application:
    app = web.Application()
    app.router.add_post("/api/messages", teams.handle)
    add_probes(app, core, teams.trouble)
    add_pages(app, core.settings)
    add_consent(app, core.services)
    return app
