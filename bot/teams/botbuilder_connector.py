"""botbuilder's client of the Bot Connector, with our own HTTP sender underneath."""

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
from services.domain.phrases import tr

_MAX_CLIENTS = 200


class ConnectorFactory:
    """Creates the SDK's connector clients, which send the bot's token to allowed hosts only."""

    def __init__(self, session: ClientSession, token: Token, *, local: bool) -> None:
        self._sender = _Sender(ConnectorHttp(session, token))
        self._local = local
        self._clients: LRUCache[str, Any] = LRUCache(_MAX_CLIENTS)  # creating one takes milliseconds

    async def create(self, service_url: str, audience: str | None = None) -> Any:  # noqa: ARG002 - the SDK's signature
        """A client for that service URL; raises NotAllowed when the bot mustn't talk to it."""
        if not service_url_allowed(service_url, local=self._local):
            raise NotAllowed(tr("That conversation's address isn't one of Microsoft Teams."))
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
        """Do nothing, as whoever opened the session closes it."""

    async def send(self, request: Request[Any], **config: Any) -> Response[Any, Any]:  # noqa: ARG002 - msrest's own
        """Send the request; raises Failure when the connector refuses it."""
        call = request.http_request
        return Response(request, _Answer(await self._http.call(call.method, call.url, call.data, call.headers)))


class _Answer:
    """A successful answer, as msrest expects it."""

    # The SDK accepts fewer success statuses than the connector sends (a delete answered 204 would count as failed).
    status_code = 200

    def __init__(self, body: bytes) -> None:
        self.headers = {"content-type": "application/json"}
        self.reason = ""
        self.internal_response = self
        self._body = body

    def text(self, encoding: str | None = None) -> str:
        """The body, JSON or empty."""
        return self._body.decode(encoding or "utf-8")
