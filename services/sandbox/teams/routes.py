"""The routes of the Teams side."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from services.sandbox.teams import chat, connector, files, invokes, pages, rosters, search, signing, stream

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def routes() -> list[web.RouteDef]:
    """All paths under /teams and /chat, and the page at /."""
    return [*_connector(), *_chat(), *_page()]


def _connector() -> list[web.RouteDef]:
    conversation = "/teams/v3/conversations/{conversation}"
    return [
        web.post("/teams/v3/conversations", _answering(connector.create)),
        web.post(f"{conversation}/activities", _answering(connector.send)),
        web.post(f"{conversation}/activities/{{activity}}", _answering(connector.send)),
        web.put(f"{conversation}/activities/{{activity}}", _answering(connector.update)),
        web.delete(f"{conversation}/activities/{{activity}}", _answering(connector.delete)),
        web.get(f"{conversation}/members", _answering(rosters.members)),
        web.get(f"{conversation}/members/{{member}}", _answering(rosters.member)),
        web.get(f"{conversation}/pagedmembers", _answering(rosters.paged_members)),
        web.get("/teams/v3/teams/{team}", _answering(rosters.team)),
        web.get("/teams/v3/teams/{team}/conversations", _answering(rosters.channels)),
        web.get("/teams/v1/.well-known/openidconfiguration", signing.metadata),
        web.get("/teams/v1/.well-known/keys", signing.keys),
        web.get("/teams/files/{file}", files.download),
        web.put("/teams/uploads/{file}", files.upload),
    ]


def _chat() -> list[web.RouteDef]:
    return [
        web.get("/chat/people", chat.everyone),
        web.get("/chat/files/{file}", files.download),
        web.get("/chat/{person}/conversations", chat.conversations),
        web.post("/chat/{person}/install", chat.add_app),
        web.post("/chat/{person}/uninstall", chat.remove_app),
        web.post("/chat/{person}/messages", chat.say),
        web.get("/chat/{person}/messages", stream.poll),
        web.get("/chat/{person}/events", stream.events),
        web.post("/chat/{person}/files", files.send),
        web.post("/chat/{person}/actions", invokes.act),
        web.post("/chat/{person}/search", search.search),
        web.post("/chat/{person}/consent", files.consent),
        web.post("/chat/{person}/resend", chat.resend),
    ]


def _page() -> list[web.RouteDef]:
    return [
        web.get("/", pages.index),
        web.get("/page/vendor/{name}", pages.vendor),
        web.get("/page/{name}", pages.asset),
    ]


def _answering(handler: Handler) -> Handler:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            connector.need_token(request)
            return await handler(request)
        except connector.Refused as refusal:
            return refusal.response

    return handle
