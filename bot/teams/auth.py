"""Authenticates callers: the Bot Connector by its signed token, or this machine in local mode.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jwt

from bot.teams.errors import Refused
from bot.teams.hosts import is_loopback, service_url_allowed
from bot.teams.identity import Identity
from bot.teams.keys import SigningKeys

CHANNEL = "msteams"
_ISSUER = "https://api.botframework.com"
_SKEW_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller by its token: a connector, and the channels that its key is endorsed for."""

    service_url: object = ""
    channels: frozenset[str] = frozenset()


class Gate:
    """Admits requests from Teams only."""

    def __init__(self, identity: Identity, keys: SigningKeys) -> None:
        self._identity = identity
        self._keys = keys

    async def admit(self, authorization: str, host: str) -> Caller | None:
        """The caller, before the body is read; None in local mode.

        Raises Refused 401 for a bad token, and 403 in local mode for a host name that isn't this machine's, since local
        mode must not be reachable through a tunnel or a rebound name.
        """
        if not self._identity.local:
            return await self._authenticated(authorization)
        if not is_loopback(host.rpartition(":")[0] if host.rpartition(":")[2].isdecimal() else host):
            raise Refused(403, "local mode was reached under another name")
        return None

    def check(self, sender: Caller | None, activity: dict[str, Any]) -> None:
        """Raise Refused 401 if the token is for something else, 403 if the activity isn't from Teams."""
        if sender is not None:
            _match(sender, activity)
        # On other channels (Direct Line, web chat) the client itself fills in the sender and the tenant.
        if activity.get("channelId") != CHANNEL:
            raise Refused(403, "not the Teams channel")
        if not service_url_allowed(str(activity.get("serviceUrl") or ""), local=self._identity.local):
            raise Refused(403, "service URL isn't allowed")

    async def _authenticated(self, authorization: str) -> Caller:
        try:
            return await self._sender(authorization)
        except Refused:
            raise
        except Exception as error:  # whatever a forged token breaks, the sender gets only a 401
            raise Refused(401, f"token: {error!r}") from error

    async def _sender(self, authorization: str) -> Caller:
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
        if not signer.endorsements:
            raise Refused(401, "signing key isn't endorsed for any channel")
        return Caller(claims.get("serviceurl"), signer.endorsements)


def _match(sender: Caller, activity: dict[str, Any]) -> None:
    if str(activity.get("channelId") or "") not in sender.channels - {""}:
        raise Refused(401, "signing key isn't endorsed for this channel")
    if not _same_url(sender.service_url, activity.get("serviceUrl")):
        raise Refused(401, "token is for another service URL")


def _same_url(claim: object, url: object) -> bool:
    if not isinstance(claim, str) or not isinstance(url, str):
        return False
    return bool(claim) and claim.rstrip("/") == url.rstrip("/")
