"""The Bot Connector's endpoints for members of conversations and for teams."""

from __future__ import annotations

from aiohttp import web

from services.sandbox.teams import people
from services.sandbox.teams.chats import Conversation, Json
from services.sandbox.teams.connector import Place, refuse
from services.sandbox.teams.room import Room

_SMALLEST_PAGE, _LARGEST_PAGE = 50, 500


def _accounts(place: Place) -> list[Json]:
    tenant = place.room.sandbox.live.world.tenants[place.conversation.tenant_id]
    found = (tenant.people.get(person_id) for person_id in place.conversation.members)
    return [people.account(tenant, person) for person in found if person is not None]


async def members(request: web.Request) -> web.Response:
    """GET /v3/conversations/{id}/members"""
    place = Place.of(request)
    place.may_read()
    return web.json_response(_accounts(place))


async def paged_members(request: web.Request) -> web.Response:
    """GET /v3/conversations/{id}/pagedmembers?pageSize=&continuationToken="""
    place = Place.of(request)
    place.may_read()
    size = min(max(int(request.query.get("pageSize", _LARGEST_PAGE)), _SMALLEST_PAGE), _LARGEST_PAGE)
    start = int(request.query.get("continuationToken") or 0)
    found = _accounts(place)
    page: Json = {"members": found[start : start + size]}
    if start + size < len(found):
        page["continuationToken"] = str(start + size)
    return web.json_response(page)


async def member(request: web.Request) -> web.Response:
    """GET /v3/conversations/{id}/members/{member}: by account id or object id"""
    place = Place.of(request)
    place.may_read()
    wanted = request.match_info["member"].removeprefix("29:")
    found = next((account for account in _accounts(place) if account["objectId"] == wanted), None)
    if found is None:
        raise refuse(404, "MemberNotFoundInConversation", "The member was not found in the conversation.")
    return web.json_response(found)


async def team(request: web.Request) -> web.Response:
    """GET /v3/teams/{id}"""
    channel = _channels(request)[0]
    return web.json_response(
        {"id": channel.team_id, "name": channel.team_name, "aadGroupId": people.group_id(channel.team_id)}
    )


async def channels(request: web.Request) -> web.Response:
    """GET /v3/teams/{id}/conversations; the General channel has the team's id and no name"""
    found = _channels(request)
    general = {"id": found[0].team_id, "name": None}
    return web.json_response({"conversations": [general, *({"id": c.id, "name": c.title} for c in found)]})


def _channels(request: web.Request) -> list[Conversation]:
    team_id = request.match_info["team"]
    conversations = Room.of(request).chats.conversations.values()
    found = [c for c in conversations if c.kind == "channel" and c.team_id == team_id]
    if not found:
        raise refuse(404, "TeamNotFound", "The team was not found.")
    return found
