"""App-only sign-in with Microsoft's own library, one token for everybody under one tenant and scope.

Client credentials: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import msal
import requests
from msal.exceptions import MsalServiceError

from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused
from services.remote.clock import Clock
from services.remote.loopback import TIMEOUT, LoopbackHttp, loopback_host
from services.remote.trace import correlation

SYSTEM = "Microsoft sign-in"
_EARLY = 300.0  # seconds before expiry at which msal too fetches a new token
_RETRY_AFTER = 5.0  # how long msal itself answers from memory after a failure

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_PLAIN = {
    "7000215": ("The app's secret is wrong.", "Set the secret's value (not its id) and start again."),
    "7000222": ("The app's secret has expired.", "Make a new secret in Entra and set it."),
    "90002": ("Microsoft knows no such tenant.", "Check the tenant id."),
    "900023": ("That is no tenant id.", "Check the tenant id."),
    "700016": ("The app isn't in this tenant.", "Let an admin of the tenant give consent to the app."),
    "65001": ("Nobody in this tenant has consented to the app.", "Let an admin of the tenant give consent to the app."),
    "7000229": ("The app has no service principal in this tenant.", "Let an admin of the tenant give consent."),
    "500011": ("The service asked for isn't in this tenant.", "Check the scope of the operator's service."),
}
_PASSING = frozenset({"temporarily_unavailable", "server_error", "too_many_requests"})


@dataclass(frozen=True, slots=True)
class Login:
    """Where and as whom the program signs in."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)


class AppToken:
    """The headers of one tenant and scope, kept until shortly before the token's end; one fetch at a time."""

    def __init__(self, login: Login, tenant: str, scope: str, clock: Clock) -> None:
        self._login = login
        self._tenant = tenant
        self._scope = scope
        self._clock = clock
        self._loopback = loopback_host(login.url)
        self._app: Any = None
        self._headers: Mapping[str, str] = {}
        self._until = float("-inf")
        self._one = asyncio.Lock()

    async def headers(self) -> Mapping[str, str]:
        """Headers good now; raises RemoteRefused with the reason in plain words, or RemoteBusy."""
        async with self._one:
            if self._clock.now() >= self._until:
                await self._fetch(afresh=False)
            return self._headers

    async def renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        """Headers other than `stale`: whoever comes second gets what the first one fetched."""
        async with self._one:
            if dict(self._headers) == dict(stale):
                await self._fetch(afresh=True)
            return self._headers

    def close(self) -> None:
        """Ends the connections to the sign-in service."""
        if self._app is not None:
            self._app.http_client.close()

    async def _fetch(self, afresh: bool) -> None:
        result = await asyncio.to_thread(self._ask, afresh)
        if "access_token" not in result:
            raise _refused(result)
        lifetime = float(result.get("expires_in", 0))
        self._headers = {"Authorization": f"Bearer {result['access_token']}"}
        self._until = self._clock.now() + max(lifetime - _EARLY, lifetime / 2)

    def _ask(self, afresh: bool) -> dict[str, Any]:
        try:
            if self._app is None:
                self._app = self._new_app()
            if afresh:
                self._app.remove_tokens_for_client()
            answer: dict[str, Any] = self._app.acquire_token_for_client(scopes=[self._scope])
        except (requests.RequestException, MsalServiceError, OSError) as lost:
            raise _busy("It can't be reached.") from lost
        return answer

    def _new_app(self) -> Any:
        authority = f"{self._login.url.rstrip('/')}/{quote(self._tenant, safe='')}"
        options: dict[str, Any] = {"timeout": TIMEOUT}
        if self._loopback:
            authority = authority.replace("http://", "https://", 1)
            options = {"http_client": LoopbackHttp(self._loopback), "validate_authority": False}
            options["instance_discovery"] = False
        try:
            return msal.ConfidentialClientApplication(
                self._login.client_id, client_credential=self._login.client_secret, authority=authority, **options
            )
        except ValueError as unknown:
            what, fix = _PLAIN["90002"]
            raise RemoteRefused(SYSTEM, 400, "invalid_tenant", what, fix=fix, ref=correlation.get()) from unknown


def _refused(result: Mapping[str, Any]) -> RemoteError:
    """The error in an answer without a token: `error`, `error_description`, `error_codes`, `correlation_id`."""
    code, text = str(result.get("error", "")), str(result.get("error_description", ""))
    if code in _PASSING:
        return _busy(text)
    number = next((str(n) for n in result.get("error_codes") or () if str(n) in _PLAIN), "")
    number = number or next((n for n in _PLAIN if f"AADSTS{n}:" in text), "")
    what, fix = _PLAIN.get(number, (text.splitlines()[0] if text else "Sign-in was refused.", ""))
    sent = str(result.get("correlation_id", ""))
    return RemoteRefused(
        SYSTEM, 401, f"AADSTS{number}" if number else code, what, request_id=sent, fix=fix, ref=correlation.get()
    )


def _busy(text: str) -> RemoteBusy:
    error = RemoteBusy(SYSTEM, 0, "", text or "It gave no answer.", fix="Try again shortly.", ref=correlation.get())
    error.retry_after = _RETRY_AFTER
    return error
