"""Tokens of the Bot Connector, against real keys over real HTTP. Whatever is wrong: 401 or 403, and no turn."""

from __future__ import annotations

import asyncio
import base64
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm
from yarl import URL

from bot.teams.channel import Identity
from tests.bot.teams.harness import Bot, Json, Ticks, clicks, running, says, serving

APP = "99999999-9999-4999-8999-999999999999"
SERVICE = "https://smba.trafficmanager.net/apac/"
IDENTITY = Identity(app_id=APP, app_password="secret", app_tenant_id="tenant")
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def public(key: rsa.RSAPrivateKey, kid: str, endorsements: list[str] | None) -> Json:
    jwk: Json = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
    return {**jwk, "kid": kid, **({"endorsements": endorsements} if endorsements is not None else {})}


@dataclass
class KeyServer:
    """Microsoft's metadata page and key set."""

    keys: list[Json] = field(default_factory=lambda: [public(KEY, "k1", ["msteams", "skype"])])
    reads: int = 0
    down: bool = False
    url: str = ""
    odd: Any = ...

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes([web.get("/metadata", self._metadata), web.get("/keys", self._keys)])
        return app

    async def _metadata(self, request: web.Request) -> web.Response:
        if self.down:
            raise web.HTTPServiceUnavailable
        return web.json_response({"jwks_uri": f"{self.url}/keys"})

    async def _keys(self, request: web.Request) -> web.Response:
        self.reads += 1
        return web.json_response({"keys": self.keys} if self.odd is ... else self.odd)


def token(key: Any = KEY, kid: str | None = "k1", **changes: Any) -> str:
    now = time.time()
    claims = {
        "iss": "https://api.botframework.com",
        "aud": APP,
        "serviceurl": SERVICE,
        "nbf": now - 10,
        "exp": now + 3600,
        **changes,
    }
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm="RS256", headers={"kid": kid} if kid else None)


@asynccontextmanager
async def guarded(server: KeyServer | None = None) -> AsyncIterator[tuple[Bot, KeyServer, Ticks]]:
    server, ticks = server or KeyServer(), Ticks()
    async with serving(server.app()) as url:
        server.url = url
        bot_of = running(identity=IDENTITY, ticks=ticks, metadata_url=f"{url}/metadata", service_url=SERVICE)
        async with bot_of as bot:
            yield bot, server, ticks


async def knock(bot: Bot, bearer: str | None, **activity: Any) -> int:
    headers = {"Authorization": f"Bearer {bearer}"} if bearer is not None else {}
    status, _ = await bot.post({**says(), **activity}, headers)
    return status


async def test_the_connector_is_let_in() -> None:
    async with guarded() as (bot, server, _):
        assert await knock(bot, token()) == 200
        assert await knock(bot, token(serviceurl=SERVICE.rstrip("/"))) == 200
        assert len(bot.turns) == 2
        assert server.reads == 1


async def test_an_invoke_is_answered_in_real_mode_too() -> None:
    async with guarded() as (bot, _, _):
        status, body = await bot.post(clicks(), {"Authorization": f"Bearer {token()}"})
        assert (status, body["statusCode"]) == (200, 200)


def none_token() -> str:
    parts = [{"alg": "none", "typ": "JWT", "kid": "k1"}, jwt.decode(token(), options={"verify_signature": False})]
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def stripped() -> str:
    return token().rsplit(".", 1)[0] + "."


def nested() -> str:
    deep = base64.urlsafe_b64encode(b"[" * 2000).rstrip(b"=").decode()
    return f"{deep}.{deep}.x"


def key_confusion() -> str:
    """Signed with the public key as if it were a shared secret."""
    claims = token().split(".")[1]
    header = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": "k1"}).encode()).rstrip(b"=").decode()
    pem = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    digest = hmac.new(pem, f"{header}.{claims}".encode(), "sha256").digest()
    return f"{header}.{claims}." + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


BAD_TOKENS: dict[str, Callable[[], str | None]] = {
    "no header": lambda: None,
    "empty": lambda: "",
    "garbage": lambda: "garbage",
    "dots": lambda: "a.b.c",
    "nested": nested,
    "unsigned": stripped,
    "alg none": none_token,
    "key confusion": key_confusion,
    "wrong key": lambda: token(key=OTHER_KEY),
    "expired": lambda: token(exp=time.time() - 301),
    "no expiry": lambda: token(exp=None),
    "not yet valid": lambda: token(nbf=time.time() + 400),
    "wrong audience": lambda: token(aud="someone-else"),
    "no audience": lambda: token(aud=None),
    "wrong issuer": lambda: token(iss="https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/"),
    "no issuer": lambda: token(iss=None),
    "no key id": lambda: token(kid=None),
    "unknown key id": lambda: token(kid="k9"),
    "no service URL": lambda: token(serviceurl=None),
    "other service URL": lambda: token(serviceurl="https://smba.trafficmanager.net/emea/"),
}


@pytest.mark.parametrize("name", BAD_TOKENS)
async def test_bad_tokens_get_401_and_nothing_else(name: str) -> None:
    async with guarded() as (bot, _, _):
        assert await knock(bot, BAD_TOKENS[name]()) == 401
        assert bot.turns == []


async def test_a_bad_token_is_refused_before_the_body_is_read() -> None:
    async with guarded() as (bot, _, _):
        reader, writer = await asyncio.open_connection("127.0.0.1", URL(bot.url).port)
        head = "POST /api/messages HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n"
        writer.write(f"{head}Authorization: Bearer {token(key=OTHER_KEY)}\r\n\r\n".encode())
        assert (await reader.readline()).split()[1] == b"401"
        writer.close()


async def test_other_schemes_are_refused() -> None:
    async with guarded() as (bot, _, _):
        for header in (f"Basic {token()}", token(), f"bearer{token()}"):
            status, body = await bot.post(says(), {"Authorization": header})
            assert (status, body) == (401, "Unauthorized")
        assert bot.turns == []


@pytest.mark.parametrize("endorsements", [None, [], ["webchat", "directline"]])
async def test_a_key_that_isnt_endorsed_for_teams_is_refused(endorsements: list[str] | None) -> None:
    async with guarded(KeyServer([public(KEY, "k1", endorsements)])) as (bot, _, _):
        assert await knock(bot, token()) == 401
        assert bot.turns == []


@pytest.mark.parametrize("channel", ["", None, 5, []])
async def test_an_empty_channel_is_refused(channel: object) -> None:
    async with guarded() as (bot, _, _):
        assert await knock(bot, token(), channelId=channel) == 401
        assert bot.turns == []


async def test_channels_where_clients_name_themselves_are_refused() -> None:
    async with guarded(KeyServer([public(KEY, "k1", ["msteams", "webchat"])])) as (bot, _, _):
        assert await knock(bot, token(), channelId="webchat") == 403
        assert bot.turns == []


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net.evil.example/apac/",
        "https://evil.trafficmanager.net/",
        "http://smba.trafficmanager.net/apac/",
        "http://127.0.0.1:3978/",
        "https://user@smba.trafficmanager.net/",
    ],
)
async def test_a_signed_look_alike_host_is_still_refused(url: str) -> None:
    async with guarded() as (bot, _, _):
        assert await knock(bot, token(serviceurl=url), serviceUrl=url) == 403
        assert bot.turns == []


@pytest.mark.parametrize("more", [{"use": "enc"}, {"key_ops": ["encrypt"]}])
async def test_a_key_for_encryption_signs_nothing(more: Json) -> None:
    keys = [{**public(KEY, "k1", ["msteams"]), **more}, public(OTHER_KEY, "k2", ["msteams"])]
    async with guarded(KeyServer(keys)) as (bot, _, _):
        assert await knock(bot, token()) == 401
        assert await knock(bot, token(key=OTHER_KEY, kid="k2")) == 200


async def test_a_rotated_key_is_found_an_hour_after_the_last_look() -> None:
    async with guarded() as (bot, server, ticks):
        assert await knock(bot, token()) == 200
        server.keys.append(public(OTHER_KEY, "k2", ["msteams"]))
        for _ in range(5):
            assert await knock(bot, token(key=OTHER_KEY, kid="k2")) == 401
        assert server.reads == 1
        ticks.now += 3601
        assert await knock(bot, token(key=OTHER_KEY, kid="k2")) == 200
        assert await knock(bot, token()) == 200
        assert server.reads == 2


async def test_keys_are_read_again_after_a_day_and_kept_when_that_fails() -> None:
    async with guarded() as (bot, server, ticks):
        ticks.now += 24 * 3600 + 1
        server.down = True
        assert await knock(bot, token()) == 200
        server.down = False
        server.keys = [public(OTHER_KEY, "k2", ["msteams"])]
        ticks.now += 61
        assert await knock(bot, token()) == 401
        assert await knock(bot, token(key=OTHER_KEY, kid="k2")) == 200


async def test_keys_that_were_away_at_the_start_are_found_later() -> None:
    async with guarded(KeyServer(down=True)) as (bot, server, ticks):
        assert await knock(bot, token()) == 401
        server.down = False
        ticks.now += 61
        assert await knock(bot, token()) == 200


ODD_KEYS: dict[str, Any] = {
    "none": {"keys": []},
    "a list": [],
    "null": None,
    "others": {"keys": ["k1", 7]},
    "text": "ok",
}


@pytest.mark.parametrize("what", ODD_KEYS)
async def test_an_odd_answer_takes_no_key_away(what: str) -> None:
    async with guarded() as (bot, server, ticks):
        ticks.now += 24 * 3600 + 1
        server.odd = ODD_KEYS[what]
        assert await knock(bot, token()) == 200
        assert server.reads == 2


async def test_an_unusable_key_doesnt_hide_the_others() -> None:
    async with guarded(KeyServer([{"kid": "k0", "kty": "oct"}, public(KEY, "k1", ["msteams"])])) as (bot, _, _):
        assert await knock(bot, token()) == 200


TENANT_MIXES: dict[str, tuple[Json, int]] = {
    "different": ({"conversation": {"id": "c", "tenantId": "one"}, "channelData": {"tenant": {"id": "two"}}}, 403),
    "missing": ({"conversation": {"id": "c"}, "channelData": {}}, 403),
    "in channel data only": ({"conversation": {"id": "c"}, "channelData": {"tenant": {"id": "one"}}}, 200),
    "in the conversation only": ({"conversation": {"id": "c", "tenantId": "one"}, "channelData": None}, 200),
    "same in other case": (
        {"conversation": {"id": "c", "tenantId": "ABC"}, "channelData": {"tenant": {"id": "abc"}}},
        200,
    ),
    "same in braces": ({"conversation": {"id": "c", "tenantId": "{abc}"}, "channelData": None}, 200),
    "a look-alike": ({"conversation": {"id": "c", "tenantId": "аbc"}, "channelData": None}, 403),
    "no text": ({"conversation": {"id": "c", "tenantId": ["abc"]}, "channelData": None}, 403),
    "a person's look-alike": ({"from": {"id": "29:x", "aadObjectId": "ab\u212a"}}, 403),
    "a person's blank": ({"from": {"id": "29:x", "aadObjectId": "  "}}, 403),
    "missing, but nothing is asked": ({"type": "event", "conversation": {"id": "c"}, "channelData": {}}, 200),
}


@pytest.mark.parametrize("name", TENANT_MIXES)
async def test_the_tenant_must_be_there_and_in_no_doubt(name: str) -> None:
    activity, expected = TENANT_MIXES[name]
    async with running() as bot:
        status, _ = await bot.post({**says(), **activity})
        assert status == expected
        assert len(bot.turns) == (expected == 200)


async def test_local_mode_isnt_reached_under_another_name() -> None:
    async with running() as bot:
        for host in ("evil.example", "tunnel.devtunnels.example:443", "127.0.0.1.evil.example"):
            assert (await bot.post(says(), {"Host": host}))[0] == 403
        assert bot.turns == []
        assert (await bot.post(says(), {"Host": "localhost:3978"}))[0] == 200


async def test_local_mode_talks_to_this_machine_only() -> None:
    async with running() as bot:
        assert (await bot.post({**says(), "serviceUrl": "https://smba.trafficmanager.net/apac/"}))[0] == 403
        assert (await bot.post({**says(), "serviceUrl": "http://169.254.169.254/"}))[0] == 403
        assert bot.turns == []
