"""The connector's own tokens, with which it signs activities, and the keys by which a bot checks them.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication#connector-to-bot
"""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from services.sandbox.tokens import CLIENT_ID

_ISSUER = "https://api.botframework.com"
_KEY_ID = "sandbox-connector"
_ENDORSED = ["msteams"]
_LIFETIME = 3600  # real seconds, since the bot has its own clock


def token_for(service_url: str) -> str:
    """The token that the connector at this address sends to the bot."""
    now = int(time.time())
    claims = {"iss": _ISSUER, "aud": CLIENT_ID, "serviceurl": service_url, "nbf": now, "exp": now + _LIFETIME}
    return jwt.encode(claims, _key(), algorithm="RS256", headers={"kid": _KEY_ID})


async def metadata(request: web.Request) -> web.Response:
    """The OpenID configuration of the connector's issuer."""
    root = f"{request.url.origin()}/teams/v1/.well-known"
    found = {"issuer": _ISSUER, "jwks_uri": f"{root}/keys", "id_token_signing_alg_values_supported": ["RS256"]}
    return web.json_response(found)


async def keys(_request: web.Request) -> web.Response:
    """The public keys, each with the channels that it is endorsed for."""
    public: dict[str, Any] = json.loads(RSAAlgorithm.to_jwk(_key().public_key()))
    return web.json_response({"keys": [{**public, "kid": _KEY_ID, "use": "sig", "endorsements": _ENDORSED}]})


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)
