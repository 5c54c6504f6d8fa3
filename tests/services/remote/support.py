"""Clocks and a scripted server for the clients' tests."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from aiohttp import ClientSession, web
from pydantic import TypeAdapter

from services.domain.bond import Bond
from services.remote.breaker import Breaker
from services.remote.bucket import Bucket
from services.remote.clients import Clients, Endpoints
from services.remote.clock import SteadyClock, SystemSteadyClock
from services.remote.transport import Auth, FixedHeaders, Remote, new_session
from services.remote.wire import Record
from services.sandbox.app import SANDBOX, Options, run
from services.sandbox.seed import stable_id
from services.sandbox.state import Sandbox
from services.sandbox.tokens import CLIENT_ID, CLIENT_SECRET, OPERATOR_TENANT_ID

CONTOSO = stable_id("tenant:contoso")
CONTOSO_KEY = "sb-contoso-key-0001"
BOND = Bond(CONTOSO, stable_id("organisation:contoso"))


class FakeClock:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds
        await asyncio.sleep(0)


class QuickClock(SystemSteadyClock):
    """The machine's clock, sleeping a hundredth as long; records the requested sleeps."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(seconds / 100)


ANY: Record[Any] = Record(TypeAdapter(Any))
DENIED = {"error": {"code": "Denied", "message": "Not for you."}}


@dataclass
class Reply:
    """The scripted server's answer to one call; a refusal has a reason unless a body is given."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: float = 0.0
    drop: bool = False
    kind: str = "application/json"

    @property
    def raw(self) -> bytes:
        """The bytes that are sent; text is sent as it is."""
        if isinstance(self.body, bytes | str):
            return self.body if isinstance(self.body, bytes) else self.body.encode()
        return json.dumps((DENIED if self.status >= 400 else {}) if self.body is None else self.body).encode()


@dataclass
class Seen:
    """A call as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    at: float


class Wire:
    """A server that answers by its script, then with `otherwise` (200, an empty object)."""

    def __init__(self) -> None:
        self.script: list[Reply] = []
        self.otherwise: Callable[[Seen], Reply] = lambda _seen: Reply()
        self.seen: list[Seen] = []
        self.url = ""
        self.session: ClientSession

    async def handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw and request.content_type == "application/json" else None
        self.seen.append(Seen(request.method, request.raw_path, dict(request.headers), body, time.monotonic()))
        reply = self.script.pop(0) if self.script else self.otherwise(self.seen[-1])
        await asyncio.sleep(reply.hang)
        if reply.drop and request.transport is not None:
            request.transport.close()
        headers = {"Content-Type": reply.kind, **reply.headers} if reply.kind else dict(reply.headers)
        return web.Response(status=reply.status, body=reply.raw, headers=headers)

    def remote(
        self,
        clock: SteadyClock | None = None,
        auth: Auth | None = None,
        bucket: Bucket | None = None,
        breaker: Breaker | None = None,
    ) -> Remote:
        """A connection to this server."""
        clock = clock or QuickClock()
        return Remote(
            "The wire",
            f"{self.url}/base",
            self.session,
            auth or FixedHeaders({"x-key": "k"}),
            (bucket or Bucket(1000, 1000, clock),),
            breaker=breaker or Breaker(clock, Random(2), speed=1000),
            clock=clock,
            rng=Random(1),
            correlation_header="client-request-id",
        )


@asynccontextmanager
async def scripted() -> AsyncIterator[Wire]:
    """A scripted server on a free port."""
    wire = Wire()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", wire.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    wire.session = new_session()
    try:
        yield wire
    finally:
        await wire.session.close()
        await runner.cleanup()


@dataclass
class World:
    """A running sandbox and the clients that reach it over HTTP."""

    url: str
    sandbox: Sandbox
    clients: Clients

    def count(self, call: str) -> int:
        """How often this route was called, such as `cpaas GET /cpaas/v1/members`."""
        return sum(n for name, n in self.sandbox.calls.items() if call in name)

    def throttled(self) -> int:
        """The number of 429s."""
        return self.sandbox.limits.drawn.total()

    def advance(self, seconds: float) -> None:
        """Advance the sandbox's time."""
        self.sandbox.live.clock.advance(seconds)

    def link(self, tenant_id: str | None = CONTOSO) -> None:
        """Link Contoso's organisation to this tenant, or to none, as if somebody else had done it."""
        next(o for o in self.sandbox.world.organisations.values() if o.name == "Contoso").tenant_id = tenant_id

    async def fault(self, **rule: Any) -> None:
        """Switch a fault on."""
        async with new_session() as session, session.post(f"{self.url}/sandbox/faults", json=rule) as answer:
            assert answer.status < 300, await answer.text()


def endpoints(url: str, **changes: Any) -> Endpoints:
    """The endpoints of a sandbox at `url`."""
    given = {
        "graph_url": f"{url}/graph/v1.0",
        "operator_url": f"{url}/operator",
        "cpaas_url": f"{url}/cpaas",
        "login_url": f"{url}/login",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "operator_tenant": OPERATOR_TENANT_ID,
        "speed": 200.0,
    }
    return Endpoints(**{**given, **changes})


@asynccontextmanager
async def connected(options: Options) -> AsyncIterator[World]:
    """A sandbox on a free port with clients of the same speed."""
    runner, port = await run(options)
    url = f"http://127.0.0.1:{port}"
    clients = Clients(endpoints(url, speed=options.speed), new_session(), clock=QuickClock(), rng=Random(7))
    try:
        yield World(url, runner.app[SANDBOX], clients)
    finally:
        await clients.close()
        await runner.cleanup()
