"""JSON that no client sends, before the token is checked and after: it is refused or read, never a fault."""

from __future__ import annotations

import json

import pytest
from structlog.testing import capture_logs

from tests.bot.teams.harness import running, says
from tests.bot.teams.test_auth import SERVICE, guarded, token

SAID = json.dumps({**says(), "serviceUrl": SERVICE})[:-1]
DEEP = "[" * 60 + "]" * 60
BODIES: dict[str, tuple[bytes, int]] = {  # what is posted, and the status where the token is good
    "a key twice": (f'{SAID}, "text": "lines"}}'.encode(), 200),
    "a huge integer": (f'{SAID}, "value": {"9" * 4_000}}}'.encode(), 200),
    "an integer too huge to be read": (f'{SAID}, "value": {"9" * 5_000}}}'.encode(), 400),
    "a huge exponent": (f'{SAID}, "value": 1e999}}'.encode(), 400),
    "no number": (f'{SAID}, "value": NaN}}'.encode(), 400),
    "without end": (f'{SAID}, "value": -Infinity}}'.encode(), 400),
    "half a letter": (f'{SAID}, "text": "\\ud800"}}'.encode(), 200),
    "half a letter as a key": (f'{SAID}, "channelData": {{"\\udfff": 1, "tenant": {{"id": "x"}}}}}}'.encode(), 403),
    "half a letter in an id": (f'{SAID}, "id": "\\ud800", "replyToId": "\\udc00"}}'.encode(), 200),
    "NUL": (f'{SAID}, "text": "\\u0000"}}'.encode(), 200),
    "deep": (f'{SAID}, "value": {"[" * 70 + "]" * 70}}}'.encode(), 400),
    "as deep as may be": (f'{SAID}, "value": {DEEP}}}'.encode(), 200),
    "too deep to be read": (f'{SAID}, "value": {"[" * 200_000}'.encode(), 400),
    "oversize": (f'{SAID}, "value": "{"x" * 2**20}"}}'.encode(), 413),
    "wide": (f'{SAID}, "value": [{",".join("0" for _ in range(400_000))}]}}'.encode(), 200),
    "a mark of byte order": (b"\xef\xbb\xbf" + f"{SAID}}}".encode(), 200),
    "UTF-16": (f"{SAID}}}".encode("utf-16-le"), 200),
    "overlong UTF-8": (f'{SAID}, "text": "'.encode() + b'\xc0\xaf"}', 400),
}


BAD: tuple[dict[str, str], ...] = ({}, {"Authorization": "Bearer x.y.z"})


@pytest.mark.parametrize("name", BODIES)
async def test_whoever_shows_no_token_learns_nothing_from_a_body(name: str) -> None:
    async with guarded() as (bot, keys, _):
        with capture_logs() as logs:
            answers = {await bot.raw(BODIES[name][0], {"Content-Type": "application/json", **proof}) for proof in BAD}
        assert {status for status, _ in answers} <= {401, *({BODIES[name][1]} & {400, 413})}
        assert all(len(text) < 40 for _, text in answers)
        assert (bot.turns, keys.reads <= 1) == ([], True)
        assert not [entry for entry in logs if entry["log_level"] in ("error", "critical")]


@pytest.mark.parametrize("name", BODIES)
async def test_nor_does_one_harm_behind_a_good_token(name: str) -> None:
    async with guarded() as (bot, _, _):
        body, expected = BODIES[name]
        with capture_logs() as logs:
            status, text = await bot.raw(
                body, {"Content-Type": "application/json", "Authorization": f"Bearer {token()}"}
            )
        assert status == expected, text
        assert not [entry for entry in logs if entry["log_level"] in ("error", "critical")]


async def test_the_last_of_two_keys_counts_for_all_who_look() -> None:
    """Otherwise one part could check what another doesn't use."""
    other = '{"id": "a:chat", "tenantId": "22222222-bbbb-4bbb-8bbb-222222222222"}'
    async with running() as bot:
        assert (await bot.raw(f'{SAID}, "conversation": {other}}}'.encode(), {"Content-Type": "application/json"}))[
            0
        ] == 403
        assert bot.turns == []
