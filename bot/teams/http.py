"""Reads what was posted to the bot, and trusts nothing about it."""

from __future__ import annotations

import json
from http import HTTPStatus

from aiohttp import web

from bot.teams.errors import Refused
from bot.teams.fields import Json

MOST_BYTES = 2**20
_MOST_DEPTH = 64
_CHUNK = 64 * 1024


async def read_activity(request: web.Request) -> Json:
    """The posted activity; raises Refused 400, 413 or 415 when it can't be one."""
    if request.content_type != "application/json":
        raise Refused(415, f"content type {request.content_type!r}")
    body = _parsed(await _body(request))
    if not isinstance(body, dict):
        raise Refused(400, "not a JSON object")
    if _is_deep(body):
        raise Refused(400, "nested too deep")
    return body


def refusal(status: int) -> web.Response:
    """The bare answer: the status and its name."""
    return web.Response(status=status, text=HTTPStatus(status).phrase)


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > MOST_BYTES:
        raise Refused(413, "too large")
    body = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MOST_BYTES:
            raise Refused(413, "too large")
    return bytes(body)


def _parsed(body: bytes) -> object:
    try:
        parsed: object = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(400, f"bad JSON: {type(error).__name__}") from error
    return parsed


def _is_deep(body: Json) -> bool:
    level: list[object] = [body]
    for _ in range(_MOST_DEPTH):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
