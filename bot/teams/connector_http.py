"""Calls to the Bot Connector over one aiohttp session: one call, no repeats, no redirects, 15 s.

Both SDKs bring senders of their own. botbuilder's blocks threads for up to 100 s and repeats calls behind our back;
that of the Agents SDK opens a session a turn and has no deadline; both lose what the connector says of its limits.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout
from yarl import URL

from bot.teams.errors import SYSTEM, Failure
from services.domain.trace import SpanKind, span

_TIMEOUT = ClientTimeout(total=15)
_HINTS = ("MessageWritesBlocked", "BotNotInConversationRoster", "MessageSizeTooBig")

Token = Callable[[], Awaitable[str]]


class ConnectorHttp:
    """Sends the bot's token with every call; whoever calls has checked the host."""

    def __init__(self, session: ClientSession, token: Token) -> None:
        self._session = session
        self._token = token

    async def call(self, method: str, url: str, data: bytes | str | None, headers: Mapping[str, str]) -> bytes:
        """The body, a JSON object or empty; Failure for any status from 300 and when no answer came."""
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
        code=next((hint for hint in _HINTS if hint in text), code),
        message=message,
        retry_after=_seconds(response.headers.get("Retry-After", "")),
        request_id=response.headers.get("x-ms-request-id", response.headers.get("MS-CV", "")),
    )


def _said(text: str) -> tuple[str, str]:
    """The error's code and message: Bot Framework nests them in `error`, Teams' own services don't."""
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
