"""HTTP requests, bent, byte by byte: answered below 500 or ended, and the bot goes on answering."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz.bent import bent_bytes
from tests.fuzz.door import IN_TIME, FuzzedDoor

pytestmark = [pytest.mark.slow, pytest.mark.fuzz]
BODY = b'{"type": "message", "text": "help"}'
REQUEST = (
    b"POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nAccept-Encoding: gzip\r\n"
    b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n23\r\n" + BODY + b"\r\n0\r\n\r\n"
)
GETS = b"GET /healthz?x=%31 HTTP/1.1\r\nHost: bot\r\nRange: bytes=0-1\r\nConnection: close\r\n\r\n"


async def asked(door: FuzzedDoor, data: bytes) -> int:
    """The status, or 0 where the connection was ended without one."""
    host, port = door.place.sandbox.options.bot_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    try:
        writer.write(data)
        writer.write_eof()
        async with asyncio.timeout(IN_TIME):
            head = await reader.readline()
            return int(head.split()[1]) if head.startswith(b"HTTP/1") else 0
    except ConnectionError:
        return 0
    finally:
        writer.close()


@given(bent_bytes(REQUEST) | bent_bytes(GETS))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
def test_requests(door: FuzzedDoor, data: bytes) -> None:
    assert door.run(asked(door, data)) < 500
    door.run(door.unharmed())
