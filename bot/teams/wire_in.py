"""Reads a Bot Framework activity as a turn, without raising for any content.

Shapes: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#activity-object
"""

from __future__ import annotations

import re
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.teams.fields import Json, obj, objs, short, text
from bot.teams.wire_events import event, quoted
from bot.turn import ConversationReference, Scope, Turn, Who
from services.domain.ids import folded_id

_MAX_NAME = 200  # characters; Entra's display names have at most 256, the channel's any number
_MAX_ID = 200
_LOCALE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}")


def turn(activity: Json) -> Turn:
    """The turn: who did what, where."""
    return Turn(text(activity.get("id")), who(activity), place(activity), event(activity), quoted(activity))


def tenants(activity: Json) -> set[str]:
    """The tenants that the activity names: exactly one, unless something is wrong."""
    return {folded_id(each) or each for each in _named_tenants(activity)}


def odd_ids(activity: Json) -> list[str]:
    """The values that stand for ids and can't be ids."""
    person = obj(activity.get("from")).get("aadObjectId")
    named = [*_named_tenants(activity), *([str(person)] if person else [])]
    parts = (obj(activity.get(part)).get("id") for part in ("from", "conversation", "recipient"))
    long = [each for each in map(text, parts) if len(each) > _MAX_ID]
    return [each for each in named if not folded_id(each)] + long


def who(activity: Json) -> Who:
    """The sender. What Teams omits is empty, and so are unknown languages and time zones."""
    sender, client = obj(activity.get("from")), _client_info(activity)
    return Who(
        tenant_id=_tenant(activity),
        object_id=folded_id(text(sender.get("aadObjectId"))),
        user_id=text(sender.get("id")),
        name=short(sender.get("name"), _MAX_NAME),
        locale=_locale(text(activity.get("locale")), text(client.get("locale"))),
        time_zone=_time_zone(text(client.get("timezone")), text(activity.get("localTimezone"))),
    )


def place(activity: Json) -> ConversationReference:
    """The conversation, with all that is needed to write there later.

    What was said to the bot alone (`recipient.isTargeted`) is answered privately.
    https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages
    """
    scope, sender = _scope(activity), obj(activity.get("from"))
    aside = obj(activity.get("recipient")).get("isTargeted") is True and scope is not Scope.PERSONAL
    return ConversationReference(
        conversation_id=text(obj(activity.get("conversation")).get("id")),
        scope=scope,
        service_url=text(activity.get("serviceUrl")),
        channel_id=text(activity.get("channelId")),
        bot_id=text(obj(activity.get("recipient")).get("id")),
        tenant_id=_tenant(activity),
        only_for=text(sender.get("id")) if aside else "",
        only_for_id=folded_id(text(sender.get("aadObjectId"))) if aside else "",
    )


def _tenant(activity: Json) -> str:
    return next((folded_id(each) for each in _named_tenants(activity)), "")


def _named_tenants(activity: Json) -> list[str]:
    """The tenants as they were sent, if any."""
    in_data = obj(obj(activity.get("channelData")).get("tenant")).get("id")
    in_conversation = obj(activity.get("conversation")).get("tenantId")
    return [str(each) for each in (in_data, in_conversation) if each]


def _scope(activity: Json) -> Scope:
    """The conversation's kind; without one, a group is assumed, where less is shown."""
    named = text(obj(activity.get("conversation")).get("conversationType")).casefold()
    for scope in Scope:
        if named == scope.value.casefold():
            return scope
    data = obj(activity.get("channelData"))
    return Scope.CHANNEL if data.get("channel") or data.get("team") else Scope.GROUP


def _client_info(activity: Json) -> Json:
    found = [each for each in objs(activity.get("entities")) if text(each.get("type")).casefold() == "clientinfo"]
    return found[0] if found else {}


def _locale(*candidates: str) -> str:
    return next((each for each in candidates if _LOCALE.fullmatch(each)), "")


def _time_zone(*candidates: str) -> str:
    return next((each for each in candidates if each and _is_zone(each)), "")


@lru_cache(maxsize=1024)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
