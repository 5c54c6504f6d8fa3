"""Who may speak to the bot: the Bot Connector with a signed token, or this very machine in local mode.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

from typing import Any

import jwt

from bot.teams.errors import Refused
from bot.teams.hosts import is_loopback, service_url_allowed
from bot.teams.identity import Identity
from bot.teams.keys import SigningKeys

CHANNEL = "msteams"
_ISSUER = "https://api.botframework.com"
_SKEW_SECONDS = 300


class Gate:
    """Lets in what Teams sent and nothing else."""

    def __init__(self, identity: Identity, keys: SigningKeys) -> None:
        self._identity = identity
        self._keys = keys

    async def check(self, authorization: str, host: str, activity: dict[str, Any]) -> None:
        """Nothing; raises Refused 401 for a bad token and 403 for a sender that has no business here.

        `host` is the request's Host header: unauthenticated local mode must not be reached through a tunnel or a
        name that was re-bound to this machine.
        """
        local = self._identity.local
        if local and not is_loopback(host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host):
            raise Refused(403, "local mode was reached under another name")
        if not local:
            await self._authenticate(authorization, activity)
        # On other channels (Direct Line, web chat) the client itself fills in the sender and the tenant.
        if activity.get("channelId") != CHANNEL:
            raise Refused(403, "not the Teams channel")
        if not service_url_allowed(str(activity.get("serviceUrl") or ""), local=local):
            raise Refused(403, "service URL isn't allowed")

    async def _authenticate(self, authorization: str, activity: dict[str, Any]) -> None:
        try:
            claims = await self._claims(authorization, str(activity.get("channelId") or ""))
        except Refused:
            raise
        except Exception as error:  # whatever a forged token breaks, the sender learns nothing but 401
            raise Refused(401, f"token: {error!r}") from error
        if not _same_url(claims.get("serviceurl"), activity.get("serviceUrl")):
            raise Refused(401, "token is for another service URL")

    async def _claims(self, authorization: str, channel_id: str) -> dict[str, Any]:
        scheme, _, token = authorization.partition(" ")
        if scheme != "Bearer" or not token:
            raise Refused(401, "no bearer token")
        key_id = jwt.get_unverified_header(token).get("kid")
        signer = await self._keys.find(str(key_id)) if key_id else None
        if signer is None:
            raise Refused(401, "unknown signing key")
        claims: dict[str, Any] = jwt.decode(
            token,
            signer.key,
            algorithms=["RS256"],
            audience=self._identity.app_id,
            issuer=_ISSUER,
            leeway=_SKEW_SECONDS,
            options={"require": ["exp", "iss", "aud"]},
        )
        if not channel_id or channel_id not in signer.endorsements:
            raise Refused(401, "signing key isn't endorsed for this channel")
        return claims


def _same_url(claim: object, url: object) -> bool:
    if not isinstance(claim, str) or not isinstance(url, str):
        return False
    return bool(claim) and claim.rstrip("/") == url.rstrip("/")
