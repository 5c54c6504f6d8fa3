"""Listens for HTTP with limits that aiohttp lacks: a cap on connections, and time limits for slow ones.

aiohttp has a time limit for idle connections, but none for incomplete requests.
https://docs.aiohttp.org/en/stable/web_reference.html#aiohttp.web.AppRunner
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

_log = structlog.get_logger(__name__)
_LINGER_SECONDS = 2.0  # for reading the rest of a request that has already been answered
_MAX_HEADERS = 64
_MAX_BACKLOG = 512  # connections that the system queues until they are accepted
_FULL_RESPONSE = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The number of connections, and seconds. One address, which may be a proxy, gets at most half of them."""

    connections: int = 500
    head: float = 10.0  # until the request line and all headers have arrived
    idle: float = 120.0  # between two requests; longer than proxies usually keep connections
    taking: float = 30.0  # until the client reads more of an answer
    ending: float = 15.0  # for requests under way when the program ends: Teams waits no longer for an answer

    @property
    def an_address(self) -> int:
        """The number of connections that one address may have."""
        return max(1, self.connections // 2)


async def listen(app: web.Application, host: str, port: int, bounds: Bounds | None = None) -> web.AppRunner:
    """The runner that serves the app within bounds; `cleanup` ends it."""
    bounds = bounds or Bounds()
    door = Door(bounds)
    app.middlewares.insert(0, door.under_way)
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_logger(),
        lingering_time=_LINGER_SECONDS,
        max_headers=_MAX_HEADERS,
        shutdown_timeout=bounds.ending / 2,  # aiohttp waits that long, and once more after it has cancelled them
    )
    await runner.setup()
    await _GuardedSite(runner, host, port, door).start()
    return runner


class Door:
    """The open connections, oldest first."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._held: dict[asyncio.BaseProtocol, GuardedConnection] = {}

    @web.middleware
    async def under_way(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Run the handler; meanwhile its connection counts as busy."""
        held = self._held.get(request.protocol)
        if held is None:
            return await handler(request)
        held.begin()
        try:
            return await handler(request)
        finally:
            held.end()

    def enter(self, connection: GuardedConnection) -> bool:
        """Whether there is room, if necessary after closing the connection that has been idle longest."""
        crowd = [each for each in self._held.values() if each.address == connection.address]
        full = len(self._held) >= self.bounds.connections
        if full or len(crowd) >= self.bounds.an_address:
            waiting = next((each for each in (self._held.values() if full else crowd) if not each.busy), None)
            if waiting is None:
                return False
            waiting.abort()
        self._held[connection.inner] = connection
        return True

    def leave(self, connection: GuardedConnection) -> None:
        """Stop counting the connection."""
        self._held.pop(connection.inner, None)


class GuardedConnection(asyncio.Protocol):
    """One connection: passes everything on to aiohttp's protocol, and enforces time limits."""

    def __init__(self, door: Door, inner: asyncio.Protocol) -> None:
        self.inner = inner
        self.address = ""
        self.busy = False
        self._door = door
        self._bounds = door.bounds
        self._transport: asyncio.Transport | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._slow: asyncio.TimerHandle | None = None
        self._open = False  # whether it was admitted and is still open
        self._begun = False  # whether a request's time is running

    def connection_made(self, transport: Any) -> None:
        """Admit the connection, or close it at once."""
        self._transport = transport
        self.address = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._door.enter(self):
            transport.write(_FULL_RESPONSE)
            transport.close()
            return
        self._open = self._begun = True
        self._until(self._bounds.head)
        self.inner.connection_made(transport)

    def begin(self) -> None:
        """Note that a whole request has arrived."""
        self.busy = True
        self._cancel(self._deadline)

    def end(self) -> None:
        """Note that the request was answered."""
        self.busy = self._begun = False
        self._until(self._bounds.idle)

    def abort(self) -> None:
        """Close the connection at once."""
        self._door.leave(self)
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Pass the data on; a request's time runs from its first byte."""
        if not self._open:
            return
        if not self.busy and not self._begun:
            self._begun = True
            self._until(self._bounds.head)
        self.inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Pass the end of input on."""
        return self.inner.eof_received() if self._open else None

    def pause_writing(self) -> None:
        """Start the time limit for a client that doesn't read the answer."""
        self._slow = asyncio.get_running_loop().call_later(self._bounds.taking, self.abort)
        self.inner.pause_writing()

    def resume_writing(self) -> None:
        """Stop the time limit, as the client reads again."""
        self._cancel(self._slow)
        self.inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._cancel(self._deadline)
        self._cancel(self._slow)
        self._door.leave(self)
        if self._open:
            self._open = False
            self.inner.connection_lost(exc)

    def _until(self, seconds: float) -> None:
        self._cancel(self._deadline)
        if self._open:
            self._deadline = asyncio.get_running_loop().call_later(seconds, self.abort)

    @staticmethod
    def _cancel(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()


class _GuardedSite(web.TCPSite):
    """aiohttp's site, with a guard around each connection."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, door: Door) -> None:
        super().__init__(runner, host, port, backlog=_MAX_BACKLOG)
        self._door = door

    async def start(self) -> None:
        """Listen."""
        await web.BaseSite.start(self)
        self._server = await asyncio.get_running_loop().create_server(
            self._connection, self._host, self._port, backlog=self._backlog
        )

    def _connection(self) -> GuardedConnection:
        server: Any = self._runner.server
        return GuardedConnection(self._door, server())


class _WithoutTraces(logging.Filter):
    """Replaces aiohttp's trace for a malformed request, which is the sender's fault, by one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged unchanged."""
        error = record.exc_info[1] if record.exc_info else None
        if not isinstance(error, (HttpProcessingError, web.RequestPayloadError)):
            return True
        _log.info("request_malformed", error=type(error).__name__)
        return False


def _logger() -> logging.Logger:
    logger = logging.getLogger(__name__)
    if not logger.filters:
        logger.addFilter(_WithoutTraces())
    return logger
