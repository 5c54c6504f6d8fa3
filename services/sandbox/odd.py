"""Odd answers: what gateways, proxies and failing systems send that a client can't use.

Seen in public reports: sign-in pages and redirects of proxies in front of an API, empty and `null` bodies of gateways
whose back end is gone, answers cut off or dripping in.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from services.sandbox.faults import Rule

ELSEWHERE = "https://proxy.invalid/sign-in"
PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>One moment, please</h1></body></html>"
_DRIP_PIECES = 40


def oddly(rule: Rule, answer: web.Response | None) -> web.Response:
    """The response in place of `answer`, which is None when the call wasn't carried out."""
    match rule.kind:
        case "204":
            return web.Response(status=204)
        case "302":
            return web.Response(status=302, headers={"Location": ELSEWHERE})
        case "null":
            return web.Response(text="null", content_type="application/json")
        case "html":
            return web.Response(text=PAGE, content_type="text/html")
    raw = answer.body if answer is not None and isinstance(answer.body, bytes) else b""
    status, kind = (answer.status, answer.content_type) if answer is not None else (200, "application/json")
    if rule.kind == "truncated":
        return web.Response(body=raw[: len(raw) // 2], status=status, content_type=kind)
    return web.Response(body=_drops(raw, rule.seconds), status=status, content_type=kind)


def odd_item(rule: Rule, body: Any) -> tuple[int, Any]:
    """The status and body in place of a batch item's answer. A single item can't drip."""
    match rule.kind:
        case "204":
            return 204, None
        case "302":
            return 302, None
        case "null":
            return 200, None
        case "html":
            return 200, PAGE
        case "truncated":
            text = json.dumps(body)
            return 200, text[: len(text) // 2]
    return 200, body


async def _drops(raw: bytes, seconds: float) -> AsyncIterator[bytes]:
    """The bytes, a few at a time, over `seconds`."""
    size = max(1, -(-len(raw) // _DRIP_PIECES))
    for start in range(0, len(raw), size):
        await asyncio.sleep(seconds / _DRIP_PIECES)
        yield raw[start : start + size]
