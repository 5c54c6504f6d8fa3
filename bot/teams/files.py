"""Downloads files that people send and uploads files that the bot gives, by the pre-signed links in a turn.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable
from urllib.parse import urljoin

import structlog
from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, TCPConnector
from aiohttp.abc import AbstractResolver

from bot.teams.hosts import PublicResolver, file_url_allowed
from bot.teams.retry import ATTEMPTS
from bot.turn import FileAnswer, SentFile
from services.domain.errors import BadInput, RemoteBusy, RemoteRefused, RemoteUnknown
from services.domain.phrases import tr
from services.domain.trace import SpanKind, span

_log = structlog.get_logger(__name__)
_SYSTEM = "Microsoft's file store"
_TIMEOUT = ClientTimeout(total=60, sock_connect=10, sock_read=20)
_CHUNK = 64 * 1024
_MAX_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# The upload session has these bytes: an earlier try arrived and its answer was lost. Finished sessions are gone.
_HAS_ALL = 416
_RETRIED = frozenset({429, 500, 502, 503, 504})


class Files:
    """Downloads and uploads file contents, without the bot's token."""

    def __init__(
        self,
        *,
        local: bool,
        sleep: Callable[[float], Awaitable[None]],
        rng: random.Random,
        resolver: AbstractResolver | None = None,
    ) -> None:
        self._local = local
        self._sleep = sleep
        self._rng = rng
        connector = TCPConnector() if local else TCPConnector(resolver=PublicResolver(resolver))
        headers = {"Accept-Encoding": "identity"}
        self._session = ClientSession(connector=connector, headers=headers, timeout=_TIMEOUT, auto_decompress=False)

    async def fetch(self, sent: SentFile, limit: int) -> bytes:
        """The file's bytes; raises BadInput when it is larger than `limit` or its link isn't Microsoft's."""
        with span(f"download {_SYSTEM}", SpanKind.CLIENT, {"peer.service": _SYSTEM}) as taken:
            data = await self._fetched(sent, limit)
            taken.note({"bytes": len(data)})
            return data

    async def _fetched(self, sent: SentFile, limit: int) -> bytes:
        url = sent.download_url
        for _ in range(_MAX_REDIRECTS + 1):
            self._check(url)
            try:
                async with self._session.get(url, allow_redirects=False) as response:
                    if response.status not in _REDIRECTS:
                        return await _read(response, sent.name, limit)
                    url = urljoin(url, response.headers.get("Location", ""))
            except (ClientError, TimeoutError, OSError) as error:
                raise RemoteBusy(_SYSTEM, 0, type(error).__name__, tr("The file couldn't be read.")) from error
        raise BadInput(
            tr("That file can't be read."), tr("Its link leads from one place to the next."), tr("Send it again.")
        )

    async def put(self, answer: FileAnswer, data: bytes) -> None:
        """Upload the file to the person's OneDrive. Sending the same bytes twice stores them once."""
        if not data:
            raise BadInput(tr("An empty file can't be stored."))
        self._check(answer.upload_url)
        with span(f"upload {_SYSTEM}", SpanKind.CLIENT, {"peer.service": _SYSTEM, "bytes": len(data)}):
            await self._stored(answer, data)

    async def _stored(self, answer: FileAnswer, data: bytes) -> None:
        for attempt in range(ATTEMPTS):
            status = await self._put(answer.upload_url, data)
            if 200 <= status < 300 or status == _HAS_ALL or (attempt and status == 404):
                return
            if status and status not in _RETRIED:
                raise RemoteRefused(
                    _SYSTEM, status, "", tr("The file wasn't taken."), fix=tr("Ask for the file again.")
                )
            if attempt + 1 < ATTEMPTS:
                await self._sleep(2**attempt * (0.5 + self._rng.random() / 2))
        raise RemoteUnknown(
            _SYSTEM, status, "", tr("The file may not have arrived."), fix=tr("Ask for the file again.")
        )

    async def _put(self, url: str, data: bytes) -> int:
        headers = {"Content-Range": f"bytes 0-{len(data) - 1}/{len(data)}", "Content-Type": "application/octet-stream"}
        try:
            async with self._session.put(url, data=data, headers=headers, allow_redirects=False) as response:
                return response.status
        except (ClientError, TimeoutError, OSError) as error:
            _log.warning("file_put_unanswered", error=type(error).__name__)
            return 0

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()

    def _check(self, url: str) -> None:
        if not file_url_allowed(url, local=self._local):
            raise BadInput(
                tr("That file's link doesn't lead to Microsoft."), "", tr("Send the file from Teams itself.")
            )


async def _read(response: ClientResponse, name: str, limit: int) -> bytes:
    if response.status != 200:
        raise RemoteRefused(
            _SYSTEM, response.status, "", tr("{name} can't be read any more.", name=name), fix=tr("Send it again.")
        )
    data = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        data += chunk
        if len(data) > limit:
            raise BadInput(
                tr("{name} is too big.", name=name),
                tr("At most {limit:,} bytes can be read.", limit=limit),
                tr("Send a smaller file."),
            )
    return bytes(data)
