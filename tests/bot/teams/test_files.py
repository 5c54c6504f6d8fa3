"""File contents over pre-signed links: capped, checked, without the bot's token."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from bot.teams.files import Files
from bot.turn import FileAnswer, SentFile
from services.domain.errors import BadInput, RemoteBusy, RemoteRefused, RemoteUnknown
from tests.bot.teams.harness import Ticks, serving
from tests.bot.teams.test_hosts import Says

DATA = b"number,user\n" * 5000


class Store:
    """A drive with one file, links that lead elsewhere, and an upload session."""

    def __init__(self) -> None:
        self.headers: list[dict[str, str]] = []
        self.stored: list[tuple[str, bytes]] = []
        self.answers: list[int | Exception] = []

    def app(self) -> web.Application:
        app = web.Application(client_max_size=2**24)
        app.add_routes(
            [
                web.get("/file", self._file),
                web.get("/streamed", self._streamed),
                web.get("/to", self._to),
                web.get("/circle", self._circle),
                web.put("/up", self._up),
            ]
        )
        return app

    async def _file(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        return web.Response(body=DATA)

    async def _streamed(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(100):
            await response.write(DATA)
        return response

    async def _to(self, request: web.Request) -> web.Response:
        raise web.HTTPFound(request.query["url"])

    async def _circle(self, request: web.Request) -> web.Response:
        raise web.HTTPFound("/circle")

    async def _up(self, request: web.Request) -> web.Response:
        self.headers.append(dict(request.headers))
        body = await request.read()
        answer = self.answers.pop(0) if self.answers else 201
        if isinstance(answer, Exception):
            self.stored.append((request.headers["Content-Range"], body))
            assert request.transport is not None
            request.transport.abort()
            raise answer
        if answer == 201:
            self.stored.append((request.headers["Content-Range"], body))
        return web.Response(status=answer)


@asynccontextmanager
async def drive(local: bool = True) -> AsyncIterator[tuple[Files, Store, str]]:
    store, files = Store(), Files(local=local, sleep=Ticks().sleep, rng=random.Random(0))
    try:
        async with serving(store.app()) as url:
            yield files, store, url
    finally:
        await files.close()


def sent(url: str) -> SentFile:
    return SentFile("numbers.csv", url, "csv")


def agreed(url: str) -> FileAnswer:
    return FileAnswer(True, {}, "m1", "r.csv", url, "", "u1", "csv")


async def test_a_file_is_read_without_the_bots_token() -> None:
    async with drive() as (files, store, url):
        assert await files.fetch(sent(f"{url}/file"), len(DATA)) == DATA
        assert "Authorization" not in store.headers[0]


@pytest.mark.parametrize("path", ["file", "streamed"])
async def test_a_file_over_the_limit_is_refused_while_it_comes_in(path: str) -> None:
    async with drive() as (files, _, url):
        with pytest.raises(BadInput, match="too big"):
            await files.fetch(sent(f"{url}/{path}"), len(DATA) - 1)


async def test_redirects_are_followed_a_few_steps() -> None:
    async with drive() as (files, _, url):
        assert await files.fetch(sent(f"{url}/to?url=/file"), len(DATA)) == DATA
        with pytest.raises(BadInput, match="from one place to the next"):
            await files.fetch(sent(f"{url}/circle"), len(DATA))


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://10.0.0.1/x", "file:///etc/passwd", ""])
async def test_no_redirect_leads_astray(target: str) -> None:
    async with drive() as (files, _, url):
        with pytest.raises((BadInput, RemoteRefused)):
            await files.fetch(sent(f"{url}/to?url={target}"), 10)


@pytest.mark.parametrize("link", ["{url}/file", "http://contoso.sharepoint.com/x", "https://169.254.169.254/x"])
async def test_real_mode_reads_from_microsoft_only(link: str) -> None:
    async with drive(local=False) as (files, store, url):
        with pytest.raises(BadInput, match="doesn't lead to Microsoft"):
            await files.fetch(sent(link.format(url=url)), 10)
        with pytest.raises(BadInput, match="doesn't lead to Microsoft"):
            await files.put(agreed(link.format(url=url)), b"x")
        assert store.headers == []


async def test_microsofts_name_must_not_lead_to_this_network() -> None:
    files = Files(local=False, sleep=Ticks().sleep, rng=random.Random(0), resolver=Says("127.0.0.1"))
    with pytest.raises(RemoteBusy) as caught:
        await files.fetch(sent("https://contoso.sharepoint.com/x"), 10)
    assert "isn't public" in str(caught.value.__cause__)
    await files.close()


async def test_an_old_link_or_a_store_that_is_away() -> None:
    async with drive() as (files, _, url):
        with pytest.raises(RemoteRefused, match="can't be read any more"):
            await files.fetch(sent(f"{url}/nothing"), 10)
        with pytest.raises(RemoteBusy):
            await files.fetch(sent("http://127.0.0.1:1/file"), 10)


async def test_a_file_is_stored_in_one_piece() -> None:
    async with drive() as (files, store, url):
        await files.put(agreed(f"{url}/up"), DATA)
        assert store.stored == [(f"bytes 0-{len(DATA) - 1}/{len(DATA)}", DATA)]
        assert "Authorization" not in store.headers[0]


@pytest.mark.parametrize("first", [503, 429, ConnectionResetError()])
async def test_storing_is_repeated(first: Any) -> None:
    async with drive() as (files, store, url):
        store.answers = [first]
        await files.put(agreed(f"{url}/up"), b"x")
        assert store.stored[-1] == ("bytes 0-0/1", b"x")


async def test_a_lost_answer_of_a_finished_upload_is_no_failure() -> None:
    async with drive() as (files, store, url):
        store.answers = [ConnectionResetError(), 416]
        await files.put(agreed(f"{url}/up"), b"x")
        assert len(store.stored) == 1


async def test_a_refused_upload() -> None:
    async with drive() as (files, store, url):
        store.answers = [404]
        with pytest.raises(RemoteRefused):
            await files.put(agreed(f"{url}/up"), b"x")
        store.answers = [500] * 9
        with pytest.raises(RemoteUnknown):
            await files.put(agreed(f"{url}/up"), b"x")
        with pytest.raises(BadInput, match="empty"):
            await files.put(agreed(f"{url}/up"), b"")
