"""The adapter on botbuilder, for incoming turns and proactive messages."""

from __future__ import annotations

from typing import Any

from botbuilder.core import CloudAdapterBase, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    Entity,
)
from botbuilder.schema import (
    ConversationReference as WireReference,
)
from botframework.connector.auth import AuthenticateRequestResult, ClaimsIdentity

from bot.teams.adapter import Logic, Message
from bot.teams.botbuilder_connector import ConnectorFactory
from bot.teams.connector_http import aside
from bot.turn import ConversationReference, Scope, Turn, Who


class BotbuilderAdapter:
    """The adapter for botbuilder."""

    def __init__(self, connectors: ConnectorFactory, app_id: str) -> None:
        self._app_id = app_id
        self._authentication = _Authentication(connectors)
        self._adapter = CloudAdapterBase(self._authentication)

    async def take(self, turn: Turn, activity_type: str, logic: Logic) -> Message | None:
        """Run `logic` on the turn, with a function that replies in it; the answer, for an invoke.

        The caller must be authenticated already, as the SDK's own check accepts emulator tokens.
        """
        claims = ClaimsIdentity({"aud": self._app_id, "appid": self._app_id}, True)
        result = AuthenticateRequestResult()
        result.claims_identity, result.connector_factory = claims, self._authentication.connectors

        async def run(context: Any) -> None:
            async def reply(message: Message) -> str:
                sent = await context.send_activity(_activity(message))
                return str((sent and sent.id) or "")

            body = await logic(reply)
            if activity_type == "invoke":
                value = InvokeResponse(status=200, body=body)
                await context.send_activity(Activity(type="invokeResponse", value=value))

        response = await self._adapter.process_activity(result, _incoming(turn, activity_type), run)
        return response.body if response else None

    async def post(self, place: ConversationReference, message: Message) -> str:
        """Send a message; its id."""
        ids: list[str] = []

        async def run(context: Any) -> None:
            # Not context.send_activity: it would reply to the made-up activity that started this turn.
            with aside(place.only_for):
                sent = await context.adapter.send_activities(context, [_outgoing(place, message, place.only_for)])
            ids.extend(str(one.id or "") for one in sent)

        await self._adapter.continue_conversation(_reference(place), run, self._app_id)
        return ids[0] if ids else ""

    async def put(self, place: ConversationReference, message_id: str, message: Message) -> None:
        """Replace the message's content."""

        async def run(context: Any) -> None:
            activity = _outgoing(place, message)
            activity.id = message_id
            with aside(place.only_for):
                await context.adapter.update_activity(context, activity)

        await self._adapter.continue_conversation(_reference(place), run, self._app_id)

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""
        reference = _reference(place)
        reference.activity_id = message_id

        async def run(context: Any) -> None:
            with aside(place.only_for):
                await context.adapter.delete_activity(context, reference)

        await self._adapter.continue_conversation(reference, run, self._app_id)

    async def open_personal(self, who: Who, bot_id: str, channel_id: str, service_url: str) -> ConversationReference:
        """Open the 1:1 conversation with that person; Teams always returns the same one."""
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
        """The factory of connector clients."""
        return self.connectors

    async def create_user_token_client(self, claims_identity: Any) -> None:
        """None, as people's tokens are never stored with the bot's token service."""


def _incoming(turn: Turn, activity_type: str) -> Any:
    """The activity with only the fields that replying needs, so that odd fields from clients can't break the SDK."""
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


def _outgoing(place: ConversationReference, message: Message, recipient: str = "") -> Any:
    return TurnContext.apply_conversation_reference(_activity(message), _reference(place, recipient))


def _activity(message: Message) -> Any:
    activity = Activity.deserialize(message)
    activity.entities = [_about(one["messageId"]) for one in message.get("entities", ())] or None
    return activity


def _about(message_id: str) -> Any:
    """The entity that shows the answered words above a message; the SDK has only a generic type for it."""
    entity = Entity(type="targetedMessageInfo")
    entity._attribute_map = {**Entity._attribute_map, "message_id": {"key": "messageId", "type": "str"}}
    entity.message_id = message_id
    return entity


def _reference(place: ConversationReference, recipient: str = "") -> Any:
    return WireReference(
        user=ChannelAccount(id=recipient) if recipient else None,
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
