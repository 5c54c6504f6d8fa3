"""The sandbox as one web application: every remote system under its own path."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from aiohttp import ClientSession, web

from services.sandbox import admin_consent, control, faults, login, proofs
from services.sandbox.cpaas.routes import routes as cpaas_routes
from services.sandbox.errors import refusal_by
from services.sandbox.graph.routes import routes as graph_routes
from services.sandbox.odd import oddly
from services.sandbox.operator.routes import routes as operator_routes
from services.sandbox.state import SANDBOX, SESSION, Options, Sandbox
from services.sandbox.teams.routes import routes as teams_routes

__all__ = ["SANDBOX", "SESSION", "Options", "Sandbox", "build", "run"]

_SYSTEMS = (
    control.routes,
    login.routes,
    admin_consent.routes,
    proofs.routes,
    graph_routes,
    operator_routes,
    cpaas_routes,
    teams_routes,
)
_UPLOAD_BYTES = 32 * 2**20
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def build(options: Options) -> web.Application:
    """An application with a freshly seeded world; its state sits in `app[SANDBOX]`."""
    app = web.Application(middlewares=[watch], client_max_size=_UPLOAD_BYTES)
    app[SANDBOX] = Sandbox.start(options)
    app.cleanup_ctx.append(_session)
    for routes in _SYSTEMS:
        app.add_routes(routes())
    return app


async def run(options: Options, host: str = "127.0.0.1", port: int = 0) -> tuple[web.AppRunner, int]:
    """The running sandbox and the port it listens on (0 asks for any free one); `cleanup()` the runner to stop it."""
    app = build(options)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, host, port, shutdown_timeout=1).start()
    actual: int = runner.addresses[0][1]
    if not options.public_url:
        app[SANDBOX].options = replace(options, public_url=f"http://{host}:{actual}")
    return runner, actual


async def _session(app: web.Application) -> AsyncIterator[None]:
    async with ClientSession() as session:
        app[SESSION] = session
        yield


@web.middleware
async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Count the call and apply the faults that are switched on for its system.

    Graph counts for itself, since the items of a `$batch` are calls too.
    """
    system = request.path.split("/")[1]
    sandbox = request.app[SANDBOX]
    if system == "graph":
        return await _or_silence(request, lambda: handler(request))
    if system not in ("operator", "cpaas", "teams", "login"):
        return await handler(request)
    resource = request.match_info.route.resource
    sandbox.calls[f"{system} {request.method} {resource.canonical if resource else request.path}"] += 1
    rules = sandbox.faults
    rule = rules.draw(system, request.method, request.path)
    return await _or_silence(
        request,
        lambda: rules.carry_out(
            rule, lambda: handler(request), lambda r: refusal_by(system, r), _oddly, sandbox.looking
        ),
    )


def _oddly(rule: faults.Rule, answer: web.StreamResponse | None) -> web.StreamResponse:
    return oddly(rule, answer if isinstance(answer, web.Response) else None)


async def _or_silence(request: web.Request, answer: Callable[[], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
    try:
        return await answer()
    except faults.Hang as hang:
        await asyncio.sleep(hang.seconds)
        if request.transport is not None:
            request.transport.close()
        return web.Response(status=504)
