"""The body of an answer, read to its end within bounds."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import aiohttp

from services.remote.failures import RemoteAnswer, request_id_of
from services.remote.wire import MAX_BODY_BYTES, UnreadableBody, decoded

_MAX_INLINE_BODY_BYTES = 64 * 1024


async def answer_of(response: aiohttp.ClientResponse, ref: str = "") -> RemoteAnswer:
    """The answer, read to its end; a body that isn't JSON is described in `saw`."""
    headers = {name.lower(): value for name, value in response.headers.items()}
    answer = RemoteAnswer(response.status, headers, None, request_id_of(headers), ref)
    try:
        raw = await _bytes(response)
        # In a thread, so that others go on meanwhile: a page of people takes a fifth of a second.
        body = (
            decoded(headers, raw)
            if len(raw) < _MAX_INLINE_BODY_BYTES
            else await asyncio.to_thread(decoded, headers, raw)
        )
        return replace(answer, body=body)
    except UnreadableBody as bad:
        return replace(answer, saw=bad.saw)


async def _bytes(response: aiohttp.ClientResponse) -> bytes:
    """The whole body; UnreadableBody when it is larger than anything these systems send."""
    body = bytearray()
    async for part in response.content.iter_any():
        body += part
        if len(body) > MAX_BODY_BYTES:
            raise UnreadableBody(f"more than {MAX_BODY_BYTES // 2**20} MB")
    return bytes(body)
