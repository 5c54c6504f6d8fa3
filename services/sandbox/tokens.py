"""Issues and checks the access tokens of the sandbox's login."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass

import jwt

from services.sandbox.state import Sandbox

GRAPH = "https://graph.microsoft.com"
OPERATOR = "https://func-voiceservice-rp-prod-eastuseuap.azurewebsites.net"
BOT = "https://api.botframework.com"

CLIENT_ID = "11111111-1111-1111-1111-111111111111"
CLIENT_SECRET = "sandbox-secret"  # noqa: S105 - the simulated world's published secret
OPERATOR_TENANT_ID = "0c0ffee0-0000-4000-8000-000000000001"
LIFETIME = 3599  # real seconds

_KEY = hashlib.sha256(b"sandbox login").digest()


@dataclass(frozen=True, slots=True)
class Claims:
    """The caller: the tenant of the token, the application, and its application permissions."""

    tenant_id: str
    app_id: str
    audience: str
    roles: frozenset[str]


class TokenError(Exception):
    """Raised when the bearer token is missing, foreign, for another audience or expired; the message says which."""


def issue(sandbox: Sandbox, tenant_id: str, audience: str, app_id: str = CLIENT_ID) -> str:
    """A token for `audience` that is valid for `LIFETIME` real seconds, whatever the clock's speed."""
    clock = sandbox.live.clock
    now = clock.now()
    claims = {
        "aud": audience,
        "iss": f"https://sts.windows.net/{tenant_id}/",
        "iat": int(now),
        "nbf": int(now),
        "exp": int(now + LIFETIME * max(clock.speed, 1.0)),
        "appid": app_id,
        "tid": tenant_id,
        "roles": sorted(_roles(sandbox, tenant_id, audience)),
        "uti": str(uuid.uuid4()),
        "ver": "1.0",
    }
    return jwt.encode(claims, _KEY, algorithm="HS256")


def read(sandbox: Sandbox, authorization: str | None, audience: str) -> Claims:
    """The claims of an `Authorization: Bearer …` header; raises `TokenError`."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise TokenError("Access token is empty.")
    try:
        # Expiry is checked below, by the sandbox's clock.
        claims = jwt.decode(
            token,
            _KEY,
            algorithms=["HS256"],
            audience=audience,
            options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
        )
    except jwt.InvalidAudienceError as error:
        raise TokenError("Access token validation failure. Invalid audience.") from error
    except jwt.InvalidTokenError as error:
        raise TokenError("CompactToken parsing failed with error code: 80049217") from error
    if claims["exp"] <= sandbox.live.clock.now():
        raise TokenError("Lifetime validation failed, the token is expired.")
    return Claims(claims["tid"], claims["appid"], audience, frozenset(claims["roles"]))


def _roles(sandbox: Sandbox, tenant_id: str, audience: str) -> set[str]:
    if audience == OPERATOR:
        return sandbox.world.operator.granted_roles
    tenant = sandbox.world.tenants.get(tenant_id)
    return tenant.granted_roles if tenant and audience == GRAPH else set()
