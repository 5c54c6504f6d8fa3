"""Reads what was posted to the bot, trusting nothing in it."""

from __future__ import annotations

import asyncio
import json
import math
from http import HTTPStatus

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from bot.teams.errors import Refused
from bot.teams.fields import Json

MAX_BODY_BYTES = 2**20
_MAX_JSON_DEPTH = 64
_RETRY_AFTER = "5"  # seconds
_CHUNK = 64 * 1024
_BODY_SECONDS = 10.0  # until the whole body has arrived, however slowly


async def read_activity(request: web.Request) -> Json:
    """The posted activity; raises Refused 400, 408, 413 or 415 when it can't be one."""
    if request.content_type != "application/json":
        raise Refused(415, f"content type {request.content_type!r}")
    body = _parsed(await _body(request))
    if not isinstance(body, dict):
        raise Refused(400, "not a JSON object")
    if _is_deep(body):
        raise Refused(400, "nested too deep")
    return body


def refusal(status: int) -> web.Response:
    """The answer with the status, its name and, where it may help, when to retry."""
    headers = {"Retry-After": _RETRY_AFTER} if status in (429, 503) else {}
    return web.Response(status=status, text=HTTPStatus(status).phrase, headers=headers)


async def _body(request: web.Request) -> bytes:
    if (request.content_length or 0) > MAX_BODY_BYTES:
        raise Refused(413, "too large")
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            return await _read(request)
    except TimeoutError as error:
        raise Refused(408, "the body takes too long") from error
    except (web.RequestPayloadError, HttpProcessingError) as error:
        raise Refused(400, f"bad body: {type(error).__name__}") from error


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(_CHUNK):
        body += chunk
        if len(body) > MAX_BODY_BYTES:
            raise Refused(413, "too large")
    return bytes(body)


def _parsed(body: bytes) -> object:
    try:
        parsed: object = json.loads(body, parse_constant=_finite, parse_float=_finite)
    except (ValueError, RecursionError) as error:
        raise Refused(400, f"bad JSON: {type(error).__name__}") from error
    return parsed


def _finite(written: str) -> float:
    """The number; raises ValueError for NaN and infinity, which JSON doesn't have."""
    number = float(written)
    if not math.isfinite(number):
        raise ValueError("not a finite number")
    return number


def _is_deep(body: Json) -> bool:
    level: list[object] = [body]
    for _ in range(_MAX_JSON_DEPTH):
        level = [inner for each in level for inner in _inside(each)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
