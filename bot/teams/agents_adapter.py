"""The adapter on the Microsoft 365 Agents SDK, which follows botbuilder."""

from __future__ import annotations

import json
from typing import Any, cast

from microsoft_agents.activity import (
    Activity,
    ChannelAccount,
    ConversationAccount,
    ConversationParameters,
    InvokeResponse,
)
from microsoft_agents.activity import ConversationReference as WireReference
from microsoft_agents.hosting.aiohttp import CloudAdapter
from microsoft_agents.hosting.core import ClaimsIdentity, TurnContext

from bot.teams.adapter import Logic, Message
from bot.teams.agents_connector import ClientFactory
from bot.teams.auth import CHANNEL
from bot.teams.connector_http import aside
from bot.turn import ConversationReference, Scope, Turn, Who

_AUDIENCE = "https://api.botframework.com"


class AgentsAdapter:
    """The adapter for the Agents SDK."""

    def __init__(self, clients: ClientFactory, app_id: str) -> None:
        self._app_id = app_id
        self._adapter = CloudAdapter(channel_service_client_factory=clients)
        # The SDK's own handler shows people the exception's text; our caller handles exceptions.
        self._adapter.on_turn_error = None

    async def take(self, turn: Turn, activity_type: str, logic: Logic) -> Message | None:
        """Run `logic` on the turn, with a function that replies in it; the answer, for an invoke."""
        claims = ClaimsIdentity({"aud": self._app_id, "appid": self._app_id})

        async def run(context: TurnContext) -> None:
            async def reply(message: Message) -> str:
                return (await context.send_activity(_activity(message))).id or ""

            body = await logic(reply)
            if activity_type == "invoke":
                value = InvokeResponse(status=200, body=body)
                await context.send_activity(Activity(type="invokeResponse", value=value))

        response = await self._adapter.process_activity(claims, _incoming(turn, activity_type), run)
        return cast("Message | None", response.body) if response else None

    async def post(self, place: ConversationReference, message: Message) -> str:
        """Send a message; its id."""
        ids: list[str] = []

        async def run(context: TurnContext) -> None:
            # Not context.send_activity: it would reply to the made-up activity that started this turn.
            with aside(place.only_for):
                sent = await self._adapter.send_activities(context, [_outgoing(place, message, place.only_for)])
            ids.extend(one.id or "" for one in sent)

        await self._within(place, run)
        return ids[0] if ids else ""

    async def put(self, place: ConversationReference, message_id: str, message: Message) -> None:
        """Replace the message's content."""

        async def run(context: TurnContext) -> None:
            activity = _outgoing(place, message)
            activity.id = message_id
            with aside(place.only_for):
                await self._adapter.update_activity(context, activity)

        await self._within(place, run)

    async def delete(self, place: ConversationReference, message_id: str) -> None:
        """Delete the message."""

        async def run(context: TurnContext) -> None:
            reference = _reference(place)
            reference.activity_id = message_id
            with aside(place.only_for):
                await self._adapter.delete_activity(context, reference)

        await self._within(place, run)

    async def open_personal(self, who: Who, bot_id: str, channel_id: str, service_url: str) -> ConversationReference:
        """Open the 1:1 conversation with that person; Teams always returns the same one."""
        parameters = ConversationParameters(
            is_group=False,
            bot=ChannelAccount(id=bot_id),
            members=[ChannelAccount(id=who.user_id)],
            tenant_id=who.tenant_id,
            channel_data={"tenant": {"id": who.tenant_id}},
        )
        ids: list[str] = []

        async def run(context: TurnContext) -> None:
            ids.append(context.activity.conversation.id)

        await self._adapter.create_conversation(self._app_id, channel_id, service_url, _AUDIENCE, parameters, run)
        return ConversationReference(ids[0], Scope.PERSONAL, service_url, channel_id, bot_id, who.tenant_id)

    async def _within(self, place: ConversationReference, run: Any) -> None:
        await self._adapter.continue_conversation(self._app_id, _reference(place).get_continuation_activity(), run)


def _incoming(turn: Turn, activity_type: str) -> Activity:
    """The activity with only the fields that replying needs, so that odd fields from clients can't break the SDK."""
    place = turn.conversation
    given = {
        "type": activity_type,
        "id": turn.id or None,
        "channelId": CHANNEL,
        "serviceUrl": place.service_url,
        "conversation": _conversation(place) if place.conversation_id else None,
        "recipient": _account(place.bot_id),
        "from": _account(turn.who.user_id),
    }
    return Activity.model_validate({key: value for key, value in given.items() if value})


def _outgoing(place: ConversationReference, message: Message, recipient: str = "") -> Activity:
    return _activity(message).apply_conversation_reference(_reference(place, recipient))


def _activity(message: Message) -> Activity:
    """The SDK's activity; half a surrogate pair, which its models refuse, becomes a question mark."""
    return Activity.model_validate_json(json.dumps(message, ensure_ascii=False).encode("utf-8", "replace"))


def _reference(place: ConversationReference, recipient: str = "") -> WireReference:
    given = {
        "user": _account(recipient) if recipient else None,
        "bot": _account(place.bot_id),
        "conversation": _conversation(place),
        "channelId": CHANNEL,
        "serviceUrl": place.service_url,
    }
    return WireReference.model_validate({key: value for key, value in given.items() if value})


def _conversation(place: ConversationReference) -> ConversationAccount:
    return ConversationAccount(
        id=place.conversation_id,
        conversation_type=place.scope.value,
        is_group=place.scope is not Scope.PERSONAL,
        tenant_id=place.tenant_id or None,
    )


def _account(user_id: str) -> ChannelAccount:
    """An account; the SDK refuses empty ids."""
    return ChannelAccount(id=user_id) if user_id else ChannelAccount()
