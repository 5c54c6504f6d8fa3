"""botbuilder's adapter: a turn that came in, and messages on our own account."""

from __future__ import annotations

from typing import Any

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
)
from botbuilder.schema import (
    ConversationReference as WireReference,
)
from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity

from bot.teams.adapter import Logic, Message
from bot.teams.botbuilder_connector import ConnectorFactory
from bot.turn import ConversationReference, Scope, Turn, Who


class BotbuilderAdapter:
    """The adapter on botbuilder."""

    def __init__(self, connectors: ConnectorFactory, app_id: str) -> None:
        self._app_id = app_id
        self._authentication = _Authentication(connectors)
        self._adapter = CloudAdapterBase(self._authentication)

    async def take(self, turn: Turn, activity_type: str, logic: Logic) -> Message | None:
        """What `logic` answers to the turn, for an invoke; `logic` gets a function that replies in the turn.

        The caller has been authenticated already: the SDK's own check lets emulator tokens in.
        """
        claims = ClaimsIdentity({"aud": self._app_id, "appid": self._app_id}, True)
        result = AuthenticateRequestResult()
        result.claims_identity, result.connector_factory = claims, self._authentication.connectors

        async def run(context: Any) -> None:
            async def reply(message: Message) -> str:
                sent = await context.send_activity(Activity.deserialize(message))
                return str((sent and sent.id) or "")

            body = await logic(reply)
            if activity_type == "invoke":
                value = InvokeResponse(status=200, body=body)
                await context.send_activity(Activity(type="invokeResponse", value=value))

        response = await self._adapter.process_activity(result, _incoming(turn, activity_type), run)
        return response.body if response else None

    async def post(self, place: ConversationReference, message: Message) -> str:
        """The new message's id."""
        ids = []

        async def run(context: Any) -> None:
            # Not context.send_activity: it would reply to the made-up activity that started this turn.
            for sent in await context.adapter.send_activities(context, [_outgoing(place, message)]):
                ids.append(str(sent.id or ""))

        await self._adapter.continue_conversation(_reference(place), run, self._app_id)
        return ids[0] if ids else ""

    async def put(self, place: ConversationReference, message_id: str, message: Message) -> None:
        """Replace the message's content."""

        async def run(context: Any) -> None:
            activity = _outgoing(place, message)
            activity.id = message_id
            await context.adapter.update_activity(context, activity)

        await self._adapter.continue_conversation(_reference(place), run, self._app_id)

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""
        reference = _reference(place)
        reference.activity_id = message_id

        async def run(context: Any) -> None:
            await context.adapter.delete_activity(context, reference)

        await self._adapter.continue_conversation(reference, run, self._app_id)

    async def open_personal(self, who: Who, bot_id: str, channel_id: str, service_url: str) -> ConversationReference:
        """The 1:1 conversation with that person; Teams gives the same one each time."""
        parameters = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=bot_id),
            members=[ChannelAccount(id=who.user_id)],
            tenant_id=who.tenant_id,
            channel_data={"tenant": {"id": who.tenant_id}},
        )
        ids = []

        async def run(context: Any) -> None:
            ids.append(str(context.activity.conversation.id))

        await self._adapter.create_conversation(self._app_id, run, parameters, channel_id, service_url)
        return ConversationReference(ids[0], Scope.PERSONAL, service_url, channel_id, bot_id, who.tenant_id)


class _Authentication:
    """The part of the SDK's BotFrameworkAuthentication that sending needs."""

    def __init__(self, connectors: ConnectorFactory) -> None:
        self.connectors = connectors

    def create_connector_factory(self, claims_identity: Any) -> ConnectorFactory:  # noqa: ARG002 - the SDK's signature
        """Where connector clients come from."""
        return self.connectors

    async def create_user_token_client(self, claims_identity: Any) -> None:
        """None: no person's token is ever kept with the bot's token service."""


def _incoming(turn: Turn, activity_type: str) -> Any:
    """Only what replying needs, so that no odd field of a client can trip the SDK."""
    place = turn.conversation
    return Activity(
        type=activity_type,
        id=turn.id or None,
        channel_id=place.channel_id,
        service_url=place.service_url,
        conversation=_conversation(place),
        recipient=ChannelAccount(id=place.bot_id),
        from_property=ChannelAccount(id=turn.who.user_id, name=turn.who.name),
    )


def _outgoing(place: ConversationReference, message: Message) -> Any:
    return TurnContext.apply_conversation_reference(Activity.deserialize(message), _reference(place))


def _reference(place: ConversationReference) -> Any:
    return WireReference(
        bot=ChannelAccount(id=place.bot_id),
        conversation=_conversation(place),
        channel_id=place.channel_id,
        service_url=place.service_url,
    )


def _conversation(place: ConversationReference) -> Any:
    return ConversationAccount(
        id=place.conversation_id,
        conversation_type=place.scope.value,
        is_group=place.scope is not Scope.PERSONAL,
        tenant_id=place.tenant_id or None,
    )
