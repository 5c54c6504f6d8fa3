"""botbuilder's client of the Bot Connector, over one aiohttp session.

The SDK's own sender blocks threads for up to 100 s, repeats calls behind our back, and loses the status of an answer
that isn't JSON; so only its models and its client are used, with this sender under them.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientResponse, ClientSession, ClientTimeout
from botframework.connector import BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials
from cachetools import LRUCache
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from yarl import URL

from bot.teams.errors import Failure
from bot.teams.hosts import service_url_allowed
from services.domain.errors import NotAllowed

_TIMEOUT = ClientTimeout(total=15)
_MAX_CLIENTS = 200
_HINTS = ("MessageWritesBlocked", "BotNotInConversationRoster", "MessageSizeTooBig")

Token = Callable[[], Awaitable[str]]


class ConnectorFactory:
    """Makes the SDK's connector clients; each sends the bot's token to allowed hosts only."""

    def __init__(self, session: ClientSession, token: Token, *, local: bool) -> None:
        self._sender = _Sender(session, token)
        self._local = local
        self._clients: LRUCache[str, Any] = LRUCache(_MAX_CLIENTS)  # making one takes the SDK milliseconds

    async def create(self, service_url: str, audience: str | None = None) -> Any:  # noqa: ARG002 - the SDK's signature
        """A client for that service URL; NotAllowed when the bot mustn't talk to it."""
        if not service_url_allowed(service_url, local=self._local):
            raise NotAllowed("That conversation's address isn't one of Microsoft Teams.")
        client = self._clients.get(service_url) or self._client(service_url)
        self._clients[service_url] = client
        return client

    def _client(self, service_url: str) -> Any:
        config = BotFrameworkConnectorConfiguration(
            MicrosoftAppCredentials.empty(), service_url, pipeline_type=self._pipeline
        )
        return ConnectorClient(None, custom_configuration=config)

    def _pipeline(self, config: Any) -> Any:
        return AsyncPipeline([config.user_agent_policy, RawDeserializer()], self._sender)


class _Sender(AsyncHTTPSender[Any, Any]):
    """msrest's asynchronous sender: one call, no repeats, no redirects, 15 s."""

    def __init__(self, session: ClientSession, token: Token) -> None:
        self._session = session
        self._token = token

    async def __aexit__(self, *exc_details: object) -> None:
        """Nothing; the session is closed by whoever opened it."""

    async def send(self, request: Request[Any], **config: Any) -> Response[Any, Any]:  # noqa: ARG002 - msrest's own
        """msrest's answer; Failure for any status from 300 and when no answer came."""
        call = request.http_request
        headers = {**call.headers, "Content-Type": "application/json"}
        if token := await self._token():
            headers["Authorization"] = f"Bearer {token}"
        return Response(request, await self._answer(call, headers))

    async def _answer(self, call: Any, headers: dict[str, str]) -> _Answer:
        url = URL(call.url, encoded=True)
        try:
            async with self._session.request(
                call.method, url, data=call.data, headers=headers, allow_redirects=False, timeout=_TIMEOUT
            ) as response:
                return await _read(response)
        except ClientConnectorError as error:
            raise Failure(0, "NoConnection", str(error), sent=False) from error
        except (ClientError, TimeoutError) as error:
            raise Failure(0, type(error).__name__, str(error) or "No answer came in time.") from error


class _Answer:
    """msrest's view of a good answer."""

    # The SDK takes fewer good statuses than the connector gives (a delete answered 204 would count as failed).
    status_code = 200

    def __init__(self, body: bytes) -> None:
        self.headers = {"content-type": "application/json"}
        self.reason = ""
        self.internal_response = self
        self._body = body

    def text(self, encoding: str | None = None) -> str:
        """The body, JSON or nothing."""
        return self._body.decode(encoding or "utf-8")


async def _read(response: ClientResponse) -> _Answer:
    body = await response.read()
    if response.status >= 300:
        raise _failure(response, body.decode("utf-8", "replace"))
    return _Answer(body if isinstance(_json(body), dict) else b"")


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
