"""Calls the Bot Connector over one aiohttp session: one attempt, no redirects, 15 s.

Both SDKs have senders of their own. botbuilder's blocks threads for up to 100 s and retries by itself; that of the
Agents SDK opens a session per turn and has no deadline. Both lose what the connector says about its limits.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from bot.teams.errors import SYSTEM, Failure
from services.domain.trace import SpanKind, span

_TIMEOUT = ClientTimeout(total=15)
_KNOWN_CODES = ("MessageWritesBlocked", "BotNotInConversationRoster", "MessageSizeTooBig")

Token = Callable[[], Awaitable[str]]


_aside: ContextVar[bool] = ContextVar("aside", default=False)


@contextmanager
def aside(only_for: str) -> Iterator[None]:
    """For the block, make calls about a targeted message, if there is one.

    Neither SDK passes such a flag through all of its calls.
    https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
    """
    token = _aside.set(bool(only_for))
    try:
        yield
    finally:
        _aside.reset(token)


class ConnectorHttp:
    """Sends calls with the bot's token; the caller must have checked the host."""

    def __init__(self, session: ClientSession, token: Token) -> None:
        self._session = session
        self._token = token

    async def call(self, method: str, url: str, data: bytes | str | None, headers: Mapping[str, str]) -> bytes:
        """The body, a JSON object or empty; raises Failure for any status from 300 on, and without an answer."""
        url = f"{url}?isTargetedActivity=true" if _aside.get() else url
        given = {**headers, "Content-Type": "application/json"}
        if token := await self._token():
            given["Authorization"] = f"Bearer {token}"
        try:
            values = {"http.request.method": method, "peer.service": SYSTEM}
            with span(f"{method} {SYSTEM}", SpanKind.CLIENT, values) as taken:
                return await self._sent(method, url, data, {**given, **taken.headers})
        except ClientConnectorError as error:
            raise Failure(0, "NoConnection", str(error), sent=False) from error
        except (ClientError, TimeoutError) as error:
            raise Failure(0, type(error).__name__, str(error) or "No answer came in time.") from error

    async def _sent(self, method: str, url: str, data: bytes | str | None, headers: Mapping[str, str]) -> bytes:
        async with self._session.request(
            method, URL(url, encoded=True), data=data, headers=headers, allow_redirects=False, timeout=_TIMEOUT
        ) as response:
            return await _read(response)


async def _read(response: ClientResponse) -> bytes:
    body = await response.read()
    if response.status >= 300:
        raise _failure(response, body.decode("utf-8", "replace"))
    return body if isinstance(_json(body), dict) else b""


def _failure(response: ClientResponse, text: str) -> Failure:
    code, message = _said(text)
    return Failure(
        response.status,
        code=next((hint for hint in _KNOWN_CODES if hint in text), code),
        message=message,
        retry_after=_seconds(response.headers.get("Retry-After", "")),
        request_id=response.headers.get("x-ms-request-id", response.headers.get("MS-CV", "")),
    )


def _said(text: str) -> tuple[str, str]:
    """The error's code and message, which Bot Framework nests in `error` and Teams' own services don't."""
    body = _json(text)
    if not isinstance(body, dict):
        return "", ""
    inner = body["error"] if isinstance(body.get("error"), dict) else body
    return str(inner.get("code") or inner.get("errorCode") or ""), str(inner.get("message") or "")[:500]


def _json(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None


def _seconds(header: str) -> float | None:
    try:
        return max(0.0, float(header))
    except ValueError:
        return None
