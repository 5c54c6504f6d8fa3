"""A line to the database that can be cut and mended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Line:
    """A TCP proxy on a free port: `cut` ends every connection and refuses new ones, `mend` lets them in again.

    After `hush` connections are there, new ones too, and nothing passes.
    """

    def __init__(self, host: str, port: int) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._passes = True
        self.port = 0

    async def mend(self) -> None:
        """Listen, at the same port as before."""
        self._server = await asyncio.start_server(self._pass, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Stop listening and end what is open."""
        assert self._server is not None
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()

    def hush(self) -> None:
        """Keep from now on whatever either side says."""
        self._passes = False

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._target)
        await asyncio.gather(self._pump(reader, back), self._pump(there, writer))

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        self._open.add(sink)
        try:
            while data := await source.read(65536):
                if not self._passes:
                    continue
                sink.write(data)
                await sink.drain()
        except ConnectionError:
            pass  # the line was cut, which is what it is for
        finally:
            self._open.discard(sink)
            sink.close()


@asynccontextmanager
async def line(host: str, port: int) -> AsyncIterator[Line]:
    """A line, for as long as the block lasts."""
    found = Line(host, port)
    await found.mend()
    try:
        yield found
    finally:
        await found.cut()
