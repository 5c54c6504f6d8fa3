"""The door over raw sockets, in virtual time: who doesn't get on is shown out and keeps nobody else from entering."""

from __future__ import annotations

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.teams import http
from bot.teams.door import Bounds, listen
from bot.teams.errors import Refused
from tests.support.virtual import virtually

HEAD = b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
WHOLE = HEAD + b"Content-Length: 2\r\n\r\n{}"


async def _handle(request: web.Request) -> web.Response:
    try:
        await http.read_activity(request)
    except Refused as refused:
        return http.refusal(refused.status)
    return web.Response()


@asynccontextmanager
async def listening(bounds: Bounds | None = None) -> AsyncIterator[int]:
    app = web.Application()
    app.router.add_post("/api/messages", _handle)
    runner = await listen(app, "127.0.0.1", 0, bounds)
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


class Visitor:
    """A raw connection."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def __aenter__(self) -> Visitor:
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self.writer.close()

    async def status(self, sent: bytes) -> int:
        """The status of the answer; 0 where the connection was ended without one."""
        self.writer.write(sent)
        try:
            head = await self.reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return 0
        return int(head.split()[1])

    async def ended(self) -> float:
        """The moment at which the other side ended the connection."""
        try:
            while await self.reader.read(1024):
                pass
        except ConnectionError:
            pass
        return asyncio.get_running_loop().time()


def during(talk: Callable[[Visitor], Awaitable[object]], bounds: Bounds | None = None) -> object:
    async def main() -> object:
        async with listening(bounds) as port, Visitor(port) as visitor:
            return await talk(visitor)

    return virtually(main())


@pytest.mark.parametrize("sent", [b"", b"POST /api", HEAD], ids=["nothing", "half a line", "half the headers"])
def test_half_a_request_ends_after_ten_seconds(sent: bytes) -> None:
    async def talk(visitor: Visitor) -> float:
        visitor.writer.write(sent)
        return await visitor.ended()

    assert during(talk) == pytest.approx(10, abs=0.1)


def test_headers_that_drip_end_as_soon() -> None:
    async def talk(visitor: Visitor) -> float:
        async def drip() -> None:
            visitor.writer.write(HEAD)
            while True:
                await asyncio.sleep(1.0)
                visitor.writer.write(b"X-Slow: 1\r\n")

        dripping = asyncio.create_task(drip())
        ended = await visitor.ended()
        dripping.cancel()
        return ended

    assert during(talk) == pytest.approx(10, abs=1.1)


def test_a_body_that_drips_is_answered_408_and_ended() -> None:
    async def talk(visitor: Visitor) -> tuple[int, float]:
        async def drip() -> None:
            while True:
                await asyncio.sleep(1.0)
                visitor.writer.write(b" ")

        dripping = asyncio.create_task(drip())
        status = await visitor.status(HEAD + b"Content-Length: 1000\r\n\r\n{")
        ended = await visitor.ended()
        dripping.cancel()
        return status, ended

    status, ended = during(talk)  # type: ignore[misc]
    assert status == 408
    assert ended == pytest.approx(12, abs=1.1)


def test_a_connection_may_be_used_again_and_its_second_half_request_ends_too() -> None:
    async def talk(visitor: Visitor) -> list[float]:
        assert await visitor.status(WHOLE) == 200
        await asyncio.sleep(60)
        assert await visitor.status(WHOLE) == 200
        visitor.writer.write(b"POST ")
        return [await visitor.ended()]

    assert during(talk) == [pytest.approx(70, abs=0.2)]


def test_an_idle_connection_ends() -> None:
    async def talk(visitor: Visitor) -> float:
        assert await visitor.status(WHOLE) == 200
        return await visitor.ended()

    assert during(talk) == pytest.approx(120, abs=0.2)


def test_who_stops_taking_an_answer_is_shown_out_after_thirty_seconds() -> None:
    async def huge(_request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 64_000_000)

    async def main() -> list[int]:
        app = web.Application()
        app.router.add_post("/api/messages", huge)
        runner = await listen(app, "127.0.0.1", 0)
        try:
            async with Visitor(int(runner.addresses[0][1])) as visitor:
                visitor.writer.write(WHOLE)
                counts = []
                for pause in (29, 2):
                    await asyncio.sleep(pause)
                    counts.append(len(runner.server.connections if runner.server else ()))
                return counts
        finally:
            await runner.cleanup()

    assert virtually(main()) == [1, 0]


def test_the_end_waits_no_longer_for_a_request_than_teams_does() -> None:
    async def forever(_request: web.Request) -> web.Response:
        await asyncio.Event().wait()
        return web.Response()

    async def main() -> float:
        app = web.Application()
        app.router.add_post("/api/messages", forever)
        runner = await listen(app, "127.0.0.1", 0)
        async with Visitor(int(runner.addresses[0][1])) as visitor:
            visitor.writer.write(WHOLE)
            await asyncio.sleep(1)
            told = asyncio.get_running_loop().time()
            await runner.cleanup()
            return asyncio.get_running_loop().time() - told

    assert virtually(main()) == pytest.approx(15, abs=1.1)


async def test_half_requests_keep_nobody_out() -> None:
    async with listening(Bounds(connections=20)) as port:
        halves = [await Visitor(port).__aenter__() for _ in range(60)]
        for half in halves:
            half.writer.write(HEAD)
        async with Visitor(port) as visitor:
            assert await visitor.status(WHOLE) == 200
        for half in halves:
            half.writer.close()


async def test_where_everybody_is_busy_the_next_one_is_told_so() -> None:
    held, inside = asyncio.Event(), asyncio.Semaphore(0)

    async def hold(_request: web.Request) -> web.Response:
        inside.release()
        await held.wait()
        return web.Response()

    app = web.Application()
    app.router.add_get("/", hold)
    runner = await listen(app, "127.0.0.1", 0, Bounds(connections=4))
    port = int(runner.addresses[0][1])
    async with Visitor(port) as one, Visitor(port) as two:
        asked = [asyncio.create_task(each.status(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")) for each in (one, two)]
        for _ in asked:
            await inside.acquire()
        async with Visitor(port) as three:
            assert await three.status(b"") == 503  # half of all is one address's share
        held.set()
        assert await asyncio.gather(*asked) == [200, 200]
    await runner.cleanup()


MALFORMED = {
    "no gzip": HEAD + b"Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
    "broken gzip": HEAD
    + b"Content-Encoding: gzip\r\nContent-Length: 25\r\n\r\n"
    + gzip.compress(b"{}" * 50)[:12]
    + b"x" * 13,
    "no deflate": HEAD + b"Content-Encoding: deflate\r\nContent-Length: 5\r\n\r\nhello",
    "a bad chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "both lengths": HEAD + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "a bad length": HEAD + b"Content-Length: x\r\n\r\n",
    "no request": b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    "a bad version": b"POST / HTTP/9.x\r\n\r\n",
    "a header without name": HEAD + b": x\r\n\r\n",
    "a long header": HEAD + b"X: " + b"x" * 20_000 + b"\r\n\r\n",
    "many headers": HEAD + b"".join(b"X%d: x\r\n" % no for no in range(100)) + b"\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_400_without_a_trace(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), capture_logs():
        assert during(lambda visitor: visitor.status(MALFORMED[name])) == 400
    assert "Traceback" not in caplog.text
    assert [record for record in caplog.records if record.exc_info and record.levelno >= logging.INFO] == []


def test_a_zipped_activity_is_read() -> None:
    body = gzip.compress(b"{}")
    sent = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    assert during(lambda visitor: visitor.status(sent)) == 200


def test_a_zip_bomb_is_too_large() -> None:
    body = gzip.compress(b" " * 2**24)
    sent = HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    assert during(lambda visitor: visitor.status(sent)) in (400, 413)
