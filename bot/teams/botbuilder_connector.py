"""botbuilder's client of the Bot Connector: its models and its client, with our own sender under them."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientSession
from botframework.connector import BotFrameworkConnectorConfiguration
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import MicrosoftAppCredentials
from cachetools import LRUCache
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer

from bot.teams.connector_http import ConnectorHttp, Token
from bot.teams.hosts import service_url_allowed
from services.domain.errors import NotAllowed

_MAX_CLIENTS = 200


class ConnectorFactory:
    """Makes the SDK's connector clients; each sends the bot's token to allowed hosts only."""

    def __init__(self, session: ClientSession, token: Token, *, local: bool) -> None:
        self._sender = _Sender(ConnectorHttp(session, token))
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
    """msrest's asynchronous sender."""

    def __init__(self, http: ConnectorHttp) -> None:
        self._http = http

    async def __aexit__(self, *exc_details: object) -> None:
        """Does nothing: the session is closed where it was opened."""

    async def send(self, request: Request[Any], **config: Any) -> Response[Any, Any]:  # noqa: ARG002 - msrest's own
        """msrest's answer; Failure when the connector didn't take the call."""
        call = request.http_request
        return Response(request, _Answer(await self._http.call(call.method, call.url, call.data, call.headers)))


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
