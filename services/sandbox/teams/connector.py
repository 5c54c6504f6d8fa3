"""The Bot Connector: what a bot can do in a conversation.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from aiohttp import web

from services.sandbox import tokens
from services.sandbox.limits import retry_after
from services.sandbox.state import SANDBOX
from services.sandbox.teams import people, throttle
from services.sandbox.teams.chats import Conversation, Json, Message
from services.sandbox.teams.room import Room, body_of

_KEPT_PROPERTIES = ("textFormat", "entities", "suggestedActions", "attachmentLayout", "summary")


class Refused(Exception):
    """Ends a call with an error answer."""

    def __init__(self, status: int, body: Json, headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.response = web.json_response(body, status=status, headers=headers)


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation and, in a channel, the post whose thread the bot is in."""

    room: Room
    conversation: Conversation
    thread: str | None

    @classmethod
    def of(cls, request: web.Request) -> Place:
        """The place that the request addresses; `19:…;messageid=1` is a post's thread."""
        room = Room.of(request)
        conversation_id, _, thread = request.match_info["conversation"].partition(";messageid=")
        conversation = room.chats.conversations.get(conversation_id)
        if conversation is None:
            raise refuse(404, "ConversationNotFound", "Conversation not found.")
        return cls(room, conversation, thread or None)

    def may_write(self) -> None:
        """Raise unless the app is in the conversation and within its limits."""
        if self.conversation.install == "removed":
            raise blocked()
        if self.conversation.install == "never":
            raise refuse(403, "BotNotInConversationRoster", "The bot is not part of the conversation roster.")
        thread = f"{self.conversation.id};{self.thread}"
        pause(throttle.send_wait(self.room.sandbox.limits, self.conversation.tenant_id, thread))

    def may_read(self) -> None:
        """Raise unless the bot is within its limits for reading."""
        pause(throttle.read_wait(self.room.sandbox.limits, self.conversation.tenant_id, self.conversation.id))

    def own_message(self, request: web.Request) -> Message:
        """The bot's message that the request names."""
        message = self.conversation.messages.get(request.match_info["activity"])
        if message is None or message.deleted or message.gone(self.room.now):
            raise refuse(404, "ActivityNotFoundInConversation", "The activity was not found in the conversation.")
        if message.sender != "bot":
            raise refuse(403, "ForbiddenOperationException", "A bot can only change what it sent itself.")
        _need_same_eyes(request, message)
        return message


def need_token(request: web.Request) -> None:
    """Raise unless the caller shows the bot's token, or the bot runs in local mode.

    https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
    """
    sandbox = request.app[SANDBOX]
    if sandbox.options.local:
        return
    try:
        tokens.read(sandbox, request.headers.get("Authorization"), tokens.BOT)
    except tokens.TokenError as error:
        raise refuse(401, "Unauthorized", str(error), {"WWW-Authenticate": "Bearer"}) from error


def refuse(status: int, code: str, text: str, headers: dict[str, str] | None = None) -> Refused:
    """An error in the connector's shape."""
    return Refused(status, {"error": {"code": code, "message": text}}, headers)


def blocked() -> Refused:
    """The error for a person who removed or blocked the app."""
    details = {
        "subCode": "MessageWritesBlocked",
        "details": "Thread is blocked from message writes.",
        "errorCode": None,
    }
    return Refused(403, {"errorCode": 209, "message": json.dumps(details)})


def pause(seconds: float) -> None:
    """Raise a 429 unless `seconds` is zero."""
    if seconds:
        raise refuse(429, "TooManyRequests", "API calls quota exceeded!", {"Retry-After": retry_after(seconds)})


async def activity_of(request: web.Request) -> Json:
    """The activity in the body; raises when it is too large for Teams."""
    activity = dict(await body_of(request))
    if throttle.message_bytes(activity) > throttle.MOST_BYTES:
        raise refuse(413, "MessageSizeTooBig", "Message size too large.")
    return activity


async def create(request: web.Request) -> web.Response:
    """POST /v3/conversations: the 1:1 chat with a person, or a new post in a channel.

    Teams reads names in any case, and botbuilder for Python writes `tenantID`.
    """
    room = Room.of(request)
    body = await activity_of(request)
    channel_id = ((body.get("channelData") or {}).get("channel") or {}).get("id")
    place = _channel(room, str(channel_id)) if channel_id else _personal(room, body)
    place.may_write()
    message = post(place, body["activity"]) if body.get("activity") else None
    thread = f";messageid={message.id}" if message and place.conversation.kind == "channel" else ""
    created: Json = {"id": place.conversation.id + thread, "serviceUrl": f"{room.base}/teams/"}
    if message:
        created["activityId"] = message.id
    return web.json_response(created, status=201)


def _channel(room: Room, channel_id: str) -> Place:
    conversation = room.chats.conversations.get(channel_id)
    if conversation is None or conversation.kind != "channel":
        raise refuse(404, "ConversationNotFound", "Conversation not found.")
    return Place(room, conversation, None)


def _personal(room: Room, body: Json) -> Place:
    members = body.get("members") or []
    if len(members) != 1 or body.get("isGroup"):
        raise refuse(400, "BadSyntax", "Bots can start a conversation with exactly one person.")
    try:
        tenant, person = people.find(room.sandbox.live.world, str(members[0].get("id", "")))
    except LookupError as problem:
        raise refuse(404, "MemberNotFound", str(problem)) from problem
    wanted = (
        body.get("tenantId") or body.get("tenantID") or ((body.get("channelData") or {}).get("tenant") or {}).get("id")
    )
    if wanted != tenant.id:
        raise refuse(400, "BadArgument", "The tenant id is missing or not the person's.")
    conversation = room.seat(person.id).conversation
    if conversation.install == "never":
        raise refuse(403, "ForbiddenOperationException", "The bot is not installed in user's personal scope")
    return Place(room, conversation, None)


async def send(request: web.Request) -> web.Response:
    """POST /v3/conversations/{id}/activities[/{activity to reply to}][?isTargetedActivity=true]

    A typing activity is answered with no body.
    """
    place = Place.of(request)
    activity = await activity_of(request)
    place.may_write()
    if activity.get("type") == "typing":
        place.room.chats.set_typing(place.conversation, place.room.now)
        return web.Response(status=202)
    only_for = _recipient(place, activity) if _is_targeted(request) else None
    return web.json_response({"id": post(place, activity, only_for).id}, status=201)


def post(place: Place, activity: Json, only_for: str | None = None) -> Message:
    """Post the bot's message in the conversation; `only_for` one person there."""
    content = {**_content(activity), "only_for": only_for}
    return place.room.chats.post(
        place.conversation, place.room.now, "bot", people.BOT_NAME, thread=place.thread, **content
    )


def _content(activity: Json) -> Json:
    extra = {name: activity[name] for name in _KEPT_PROPERTIES if activity.get(name)}
    return {"text": activity.get("text") or "", "attachments": activity.get("attachments") or [], "extra": extra}


def _is_targeted(request: web.Request) -> bool:
    """Whether the call is about a targeted message.

    https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
    """
    return request.query.get("isTargetedActivity") == "true"


def _recipient(place: Place, activity: Json) -> str:
    """The object id of the person for whom the message is."""
    if place.conversation.kind == "personal":
        raise refuse(400, "BadArgument", "Targeted messages aren't available in one-on-one chats.")
    wanted = str((activity.get("recipient") or {}).get("id", ""))
    found = next((person for person in place.conversation.members if people.mri(person) == wanted), None)
    if found is None:
        raise refuse(400, "BadArgument", "The recipient of a targeted message must be in the conversation.")
    for entity in activity.get("entities") or []:
        if entity.get("type") == "targetedMessageInfo":
            _need_asked(place, found, str(entity.get("messageId", "")))
    return found


def _need_asked(place: Place, person_id: str, message_id: str) -> None:
    """Raise unless this person wrote that to the bot alone, and it hasn't disappeared."""
    asked = place.conversation.messages.get(message_id)
    if asked is None or not asked.targeted or asked.sender != person_id:
        raise refuse(400, "INVALID_TARGETED_MESSAGE_ID", "The targeted message id is invalid.")
    if asked.deleted or asked.gone(place.room.now):
        raise refuse(404, "TARGETED_MESSAGE_EXPIRED_OR_DELETED", "The targeted message expired or was deleted.")


def _need_same_eyes(request: web.Request, message: Message) -> None:
    """Raise when the call treats a targeted message as one for all, or the reverse."""
    if message.targeted is not _is_targeted(request):
        raise refuse(400, "BadArgument", "The visibility of a message can't be changed.")


def _need_no_recipient(message: Message, activity: Json) -> None:
    if message.targeted and activity.get("recipient"):
        raise refuse(400, "BadArgument", "Cannot edit Recipient of Targeted Message")


async def update(request: web.Request) -> web.Response:
    """PUT /v3/conversations/{id}/activities/{activity}"""
    place = Place.of(request)
    activity = await activity_of(request)
    place.may_write()
    message = place.own_message(request)
    _need_no_recipient(message, activity)
    place.room.chats.change(message, edited=True, **_content(activity))
    return web.json_response({"id": message.id})


async def delete(request: web.Request) -> web.Response:
    """DELETE /v3/conversations/{id}/activities/{activity}"""
    place = Place.of(request)
    place.may_write()
    place.room.chats.change(place.own_message(request), deleted=True)
    return web.Response(status=200)
