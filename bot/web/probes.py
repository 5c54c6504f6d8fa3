"""`/healthz`, `/readyz` and, on a port of its own, `/metrics`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from bot.core import Core
from bot.web.lag import feel
from services.domain.errors import SwitchboardError
from services.execution.health import unwell
from services.store.database import is_away, is_broken, reason

if TYPE_CHECKING:
    from bot.web.metrics import Metrics

Trouble = Callable[[], str]
_ENDING_SECONDS = 2.0  # for requests under way when the program ends


def add_probes(app: web.Application, core: Core, teams: Trouble = lambda: "") -> None:
    """Add the probes to `app`: whether this process works and whether it is ready.

    `teams` says why nothing gets out to Teams.
    """

    async def health(_request: web.Request) -> web.Response:
        found = await unwell(core.services)
        parts = ((found.status, found.why) if found else ("", ""), ("jobs", core.engine.trouble()))
        wrong = next((part for part in (*parts, ("teams", teams())) if part[1]), None)
        words = {"status": wrong[0], "why": wrong[1]} if wrong else {"status": "ok"}
        return web.json_response(words, status=200 if words["status"] == "ok" else 503)

    async def ready(_request: web.Request) -> web.Response:
        parts = {"database": await core.store.db.trouble(), "engine": core.engine.trouble()}
        parts["keys"] = "" if parts["database"] else await _keys(core)
        said = {name: why or "ok" for name, why in parts.items()}
        return web.json_response(said, status=503 if any(parts.values()) else 200)

    app.router.add_get("/healthz", health)
    app.router.add_get("/readyz", ready)


async def _keys(core: Core) -> str:
    """Why stored secrets can't be opened with this process's secret keys; empty if they can."""
    try:
        await core.store.workspaces.connected()
    except SwitchboardError as error:
        return error.what
    except Exception as error:
        if not (is_away(error) or is_broken(error)):
            raise
        return reason(error)
    return ""


class Monitor:
    """The listener for monitoring: the probes and `/metrics`, on a separate address."""

    def __init__(self, core: Core, metrics: Metrics, host: str, port: int) -> None:
        self._core = core
        self.metrics = metrics
        self._where = (host, port)
        self._runner: web.AppRunner | None = None
        self._lag: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._runner.addresses[0][1]) if self._runner else 0

    async def start(self) -> None:
        """Start listening."""
        app = web.Application()
        add_probes(app, self._core)
        app.router.add_get("/metrics", self._told)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_ENDING_SECONDS)
        await self._runner.setup()
        await web.TCPSite(self._runner, *self._where).start()
        self._lag = asyncio.create_task(feel(self.metrics.late))

    async def stop(self) -> None:
        """Stop listening."""
        if self._lag is not None:
            self._lag.cancel()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _told(self, _request: web.Request) -> web.Response:
        from bot.web.metrics import TYPE

        return web.Response(body=await self.metrics.text(), headers={"Content-Type": TYPE})


def monitor(core: Core, offset: int = 0) -> Monitor | None:
    """The listener for monitoring; None if no port is set. `offset` is added to the port."""
    settings = core.settings
    if not settings.metrics_port:
        return None
    from bot.web.metrics import Metrics

    return Monitor(core, Metrics(core), settings.metrics_host, settings.metrics_port + offset)
