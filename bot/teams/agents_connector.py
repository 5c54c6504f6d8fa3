"""The Agents SDK's client of the Bot Connector, with our own HTTP calls underneath."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from microsoft_agents.activity import (
    Activity,
    ConversationParameters,
    ConversationResourceResponse,
    ResourceResponse,
)

from bot.teams.connector_http import ConnectorHttp
from bot.teams.hosts import service_url_allowed
from services.domain.errors import NotAllowed
from services.domain.phrases import tr

_HEADERS = {"Accept": "application/json"}


class ClientFactory:
    """Creates the SDK's clients, which send the bot's token to allowed hosts only."""

    def __init__(self, http: ConnectorHttp, *, local: bool) -> None:
        self._http = http
        self._local = local

    async def create_connector_client(
        self,
        context: Any,  # noqa: ARG002 - the SDK's signature
        claims_identity: Any,  # noqa: ARG002
        service_url: str,
        audience: str | None,  # noqa: ARG002
        scopes: list[str] | None = None,  # noqa: ARG002
        use_anonymous: bool = False,  # noqa: ARG002
    ) -> Any:
        """A client for that service URL; raises NotAllowed when the bot mustn't talk to it."""
        if not service_url_allowed(service_url, local=self._local):
            raise NotAllowed(tr("That conversation's address isn't one of Microsoft Teams."))
        return _Client(service_url, _Conversations(self._http, f"{service_url.rstrip('/')}/v3/conversations"))

    async def create_user_token_client(
        self,
        context: Any,  # noqa: ARG002 - the SDK's signature
        claims_identity: Any,  # noqa: ARG002
        use_anonymous: bool = False,  # noqa: ARG002
    ) -> Any:
        """A stub to close, as people's tokens are never stored with the bot's token service."""
        return _NoTokens()


class _NoTokens:
    async def close(self) -> None:
        """Do nothing, as there is nothing to close."""


@dataclass(frozen=True, slots=True)
class _Client:
    """The SDK's connector client."""

    base_uri: str
    conversations: _Conversations
    attachments: None = None

    async def close(self) -> None:
        """Do nothing, as whoever opened the session closes it."""


@dataclass(frozen=True, slots=True)
class _Conversations:
    """The connector's conversations; every method raises Failure when the connector refuses the call."""

    http: ConnectorHttp
    url: str

    async def create_conversation(self, parameters: ConversationParameters) -> ConversationResourceResponse:
        """The conversation."""
        return ConversationResourceResponse.model_validate(await self._call("POST", "", parameters))

    async def send_to_conversation(self, conversation_id: str, activity: Activity) -> ResourceResponse:
        """The new message's id."""
        return _sent(await self._call("POST", f"/{_part(conversation_id)}/activities", activity))

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Activity) -> ResourceResponse:
        """The new message's id."""
        return _sent(await self._call("POST", _message(conversation_id, activity_id), activity))

    async def update_activity(self, conversation_id: str, activity_id: str, activity: Activity) -> ResourceResponse:
        """The message's id."""
        return _sent(await self._call("PUT", _message(conversation_id, activity_id), activity))

    async def delete_activity(self, conversation_id: str, activity_id: str) -> None:
        """Delete the message."""
        await self._call("DELETE", _message(conversation_id, activity_id), None)

    async def _call(self, method: str, path: str, body: Activity | ConversationParameters | None) -> dict[str, Any]:
        wire = None if body is None else body.model_dump(mode="json", by_alias=True, exclude_unset=True)
        data = None if wire is None else json.dumps({key: value for key, value in wire.items() if value is not None})
        answer: dict[str, Any] = json.loads(await self.http.call(method, self.url + path, data, _HEADERS) or b"{}")
        return answer


def _message(conversation_id: str, activity_id: str) -> str:
    return f"/{_part(conversation_id)}/activities/{_part(activity_id)}"


def _part(name: str) -> str:
    return quote(name, safe="")


def _sent(answer: dict[str, Any]) -> ResourceResponse:
    # The SDK refuses empty ids; an activity that shows nothing gets none.
    return ResourceResponse(id=str(answer["id"])) if answer.get("id") else ResourceResponse()
