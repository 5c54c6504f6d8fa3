"""Listens for HTTP, and lets nobody keep the door: a cap on connections, and an end for each that doesn't get on.

aiohttp has a time limit for a connection on which nothing comes, and none for half a request.
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
_LINGER_SECONDS = 2.0  # how long the rest of a request is read whose answer is out already
_MAX_HEADERS = 64
_BACKLOG = 512  # connections that the system keeps until they are accepted
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many connections, and seconds. One address gets half of them at most: a proxy is one address, too."""

    connections: int = 500
    head: float = 10.0  # until the request line and all headers are here
    idle: float = 120.0  # between two requests; longer than proxies usually keep a connection
    taking: float = 30.0  # until the other side takes more of an answer

    @property
    def an_address(self) -> int:
        """How many connections one address may have."""
        return max(1, self.connections // 2)


async def listen(app: web.Application, host: str, port: int, bounds: Bounds | None = None) -> web.AppRunner:
    """The app, served within bounds; `cleanup` ends it."""
    door = Door(bounds or Bounds())
    app.middlewares.insert(0, door.under_way)
    runner = web.AppRunner(
        app, access_log=None, logger=_logger(), lingering_time=_LINGER_SECONDS, max_headers=_MAX_HEADERS
    )
    await runner.setup()
    await _GuardedSite(runner, host, port, door).start()
    return runner


class Door:
    """The connections there are, in the order in which they came."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._held: dict[asyncio.BaseProtocol, GuardedConnection] = {}

    @web.middleware
    async def under_way(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The handler's response; meanwhile its connection counts as busy."""
        held = self._held.get(request.protocol)
        if held is None:
            return await handler(request)
        held.begin()
        try:
            return await handler(request)
        finally:
            held.end()

    def enter(self, connection: GuardedConnection) -> bool:
        """Whether there is room, made if need be by closing the connection that has waited longest for a request."""
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
        """The connection counts no more."""
        self._held.pop(connection.inner, None)


class GuardedConnection(asyncio.Protocol):
    """One connection: hands everything on to aiohttp's own protocol, and looks at the time."""

    def __init__(self, door: Door, inner: asyncio.Protocol) -> None:
        self.inner = inner
        self.address = ""
        self.busy = False
        self._door = door
        self._bounds = door.bounds
        self._transport: asyncio.Transport | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._slow: asyncio.TimerHandle | None = None
        self._open = False  # whether it was let in, and is there still
        self._begun = False  # whether a request's time runs

    def connection_made(self, transport: Any) -> None:
        """Take the connection in, or end it at once."""
        self._transport = transport
        self.address = str((transport.get_extra_info("peername") or ("",))[0])
        if not self._door.enter(self):
            transport.write(_FULL)
            transport.close()
            return
        self._open = self._begun = True
        self._until(self._bounds.head)
        self.inner.connection_made(transport)

    def begin(self) -> None:
        """A whole request is here."""
        self.busy = True
        self._cancel(self._deadline)

    def end(self) -> None:
        """The request has its answer."""
        self.busy = self._begun = False
        self._until(self._bounds.idle)

    def abort(self) -> None:
        """End the connection at once."""
        self._door.leave(self)
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Hand it on; from its first byte a request has so many seconds."""
        if not self._open:
            return
        if not self.busy and not self._begun:
            self._begun = True
            self._until(self._bounds.head)
        self.inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Hand it on."""
        return self.inner.eof_received() if self._open else None

    def pause_writing(self) -> None:
        """The other side doesn't take the answer: not for ever."""
        self._slow = asyncio.get_running_loop().call_later(self._bounds.taking, self.abort)
        self.inner.pause_writing()

    def resume_writing(self) -> None:
        """It does again."""
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
    """aiohttp's own site, with a guard around each connection."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, door: Door) -> None:
        super().__init__(runner, host, port, backlog=_BACKLOG)
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
    """A malformed request is the sender's fault: a line of ours instead of aiohttp's trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is logged as it is."""
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
