"""App-only sign-in with Microsoft's own library, one token for everybody under one tenant and scope.

Client credentials: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

import jwt
import msal
import structlog

from services.domain.errors import RemoteError, RemoteRefused
from services.domain.trace import SpanKind, correlation, span
from services.remote.clock import SteadyClock
from services.remote.failures import RemoteAnswer, error_of
from services.remote.loopback import loopback_host
from services.remote.newcomers import Newcomers
from services.remote.proof import Proof, ProofWrong
from services.remote.retry import Odd, Stop, Verdict, decide, in_time
from services.remote.sign_in_http import NoToken, SignInHttp, aadsts

log = structlog.get_logger()

SYSTEM = "Microsoft sign-in"
GATEWAY = "Microsoft sign-in for the operator's gateway"
NO_CONSENT = frozenset({"AADSTS700016", "AADSTS65001", "AADSTS7000229"})
"""Codes that say: nobody in this tenant has let the app in."""
_RENEW_EARLY_SECONDS = 300.0  # before expiry at which msal too fetches a new token
_ALL_TRIES_SECONDS = 45.0  # for all tries of one sign-in
_NO_SUCH_TENANT = frozenset({"AADSTS90002", "AADSTS900023"})
_REFUSED_SECONDS = 600.0  # until a tenant that Microsoft doesn't know is tried again

# https://learn.microsoft.com/entra/identity-platform/reference-error-codes
_PLAIN = {
    "7000215": ("The app's secret is wrong.", "Set the secret's value (not its id) and start again."),
    "700027": (
        "The app's certificate isn't one that Microsoft knows.",
        "Upload it to the app's registration in Entra.",
    ),
    "700024": ("What proves who the app is has expired.", "Renew the certificate, or the token of the workload."),
    "70021": (
        "The app doesn't trust the token of this workload.",
        "Add issuer and subject to the app's federated credentials in Entra.",
    ),
    "7000222": ("The app's secret has expired.", "Make a new secret in Entra and set it."),
    "90002": ("Microsoft knows no such tenant.", "Check the tenant id."),
    "900023": ("That is no tenant id.", "Check the tenant id."),
    "700016": ("The app isn't in this tenant.", "Let an admin of the tenant give consent to the app."),
    "65001": ("Nobody in this tenant has consented to the app.", "Let an admin of the tenant give consent to the app."),
    "7000229": ("The app has no service principal in this tenant.", "Let an admin of the tenant give consent."),
    "500011": ("The service asked for isn't in this tenant.", "Check the scope of the operator's service."),
}


@dataclass(frozen=True, slots=True)
class Login:
    """Where and as whom the program signs in."""

    url: str
    client_id: str
    client_secret: str = field(repr=False)
    proof: Proof | None = None  # in place of a secret


class AppToken:
    """The headers of one tenant and scope, kept until shortly before the token's end; one fetch at a time.

    `http` sends msal's requests, `threads` is where msal waits for them; repeats come `speed` times sooner. Errors name
    `system`. `newcomers`: its sign-ins are tried within the share of tenants that nobody has seen.
    """

    def __init__(
        self,
        login: Login,
        tenant: str,
        scope: str,
        clock: SteadyClock,
        *,
        http: SignInHttp,
        threads: Executor,
        rng: Random,
        speed: float = 1.0,
        system: str = SYSTEM,
        newcomers: Newcomers | None = None,
    ) -> None:
        self._newcomers = newcomers
        self._system = system
        self._login = login
        self._tenant = tenant
        self._scope = scope
        self._clock = clock
        self._http = http
        self._threads = threads
        self._rng = rng
        self._speed = speed
        self._app: Any = None
        self._headers: Mapping[str, str] = {}
        self._until = float("-inf")
        self._ended = 0  # fetches so far, and how the last one failed
        self._failed: RemoteError | None = None
        self._refused_until = float("-inf")
        self._one = asyncio.Lock()

    async def headers(self) -> Mapping[str, str]:
        """Headers that are valid now. RemoteRefused with the reason in plain words, RemoteBusy or RemoteUnreadable."""
        before = self._ended
        async with self._one:
            if self._clock.now() >= self._until:
                await self._fetch(before, afresh=False)
            return self._headers

    async def granted(self) -> frozenset[str] | None:
        """The application permissions that a token for this tenant carries, for a look at them; None if it hides them.

        https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference (roles)
        """
        token = (await self.headers())["Authorization"].removeprefix("Bearer ")
        try:
            return frozenset(jwt.decode(token, options={"verify_signature": False}).get("roles", ()))
        except jwt.InvalidTokenError:
            return None

    async def renewed(self, stale: Mapping[str, str]) -> Mapping[str, str]:
        """Headers other than `stale`; concurrent callers share one fetch."""
        before = self._ended
        async with self._one:
            if dict(self._headers) == dict(stale):
                await self._fetch(before, afresh=True)
            return self._headers

    async def _fetch(self, before: int, afresh: bool) -> None:
        """Fetch a token; callers who have waited since `before` for a fetch that failed all fail with it."""
        if self._failed is not None and (self._ended > before or self._clock.now() < self._refused_until):
            raise self._failed.with_traceback(None)
        if self._newcomers is not None:
            await self._newcomers.enter(self._tenant, self._system)
        try:
            with span(f"sign in {self._system}", SpanKind.CLIENT, {"peer.service": self._system}):
                result = await self._until_settled(afresh)
            self._failed = None
            self._exists()
        except RemoteError as error:
            self._failed = error
            if error.code in _NO_SUCH_TENANT:
                self._refused_until = self._clock.now() + _REFUSED_SECONDS / self._speed
            elif error.code in NO_CONSENT:
                self._exists()
            raise
        finally:
            self._ended += 1
        lifetime = float(result["expires_in"])
        self._headers = {"Authorization": f"Bearer {result['access_token']}"}
        self._until = self._clock.now() + max(lifetime - _RENEW_EARLY_SECONDS, lifetime / 2)

    def _exists(self) -> None:
        if self._newcomers is not None:
            self._newcomers.exists(self._tenant)

    async def _until_settled(self, afresh: bool) -> Mapping[str, Any]:
        ends, attempt = self._clock.now() + _ALL_TRIES_SECONDS, 0
        self._http.on_this_loop()
        while True:
            attempt += 1
            try:
                return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, afresh)
            except NoToken as none:
                chosen = decide(attempt, none.outcome, True, self._rng.random())
                chosen = in_time(chosen, ends - self._clock.now(), none.outcome, True)
                if isinstance(chosen, Stop):
                    raise _error(self._system, none, chosen) from none
                await self._clock.sleep(chosen.after / self._speed)

    def _ask(self, afresh: bool) -> Mapping[str, Any]:
        """msal's answer, fetched in a thread."""
        try:
            if self._app is None:
                self._app = self._new_app()
            if afresh:
                self._app.remove_tokens_for_client()
            answer: Mapping[str, Any] = self._app.acquire_token_for_client(scopes=[self._scope])
        except (NoToken, RemoteError):
            raise
        except ProofWrong as wrong:
            raise RemoteRefused(self._system, 401, "proof", wrong.what, fix=wrong.fix) from wrong
        except (ValueError, KeyError, TypeError, AttributeError, RuntimeError) as bad:
            # msal's way of saying that it can't read what came.
            log.warning("msal can't read what came", error=type(bad).__name__)
            raise NoToken(RemoteAnswer(200), Odd(), "status 200 with data of another shape") from bad
        if "access_token" not in answer:
            raise NoToken(RemoteAnswer(200), Odd(), "status 200 with no token in it")
        return answer

    def _new_app(self) -> Any:
        authority = f"{self._login.url.rstrip('/')}/{quote(self._tenant, safe='')}"
        options: dict[str, Any] = {}
        proof = self._login.proof
        if loopback_host(self._login.url):
            authority = authority.replace("http://", "https://", 1)
            options = {"validate_authority": False, "instance_discovery": False}
        return msal.ConfidentialClientApplication(
            self._login.client_id,
            client_credential=proof.credential(self._http) if proof else self._login.client_secret,
            authority=authority,
            http_client=self._http,
            **options,
        )


def _error(system: str, none: NoToken, stop: Stop) -> RemoteError:
    """The error for a missing token: Microsoft refused with a reason, or couldn't be asked."""
    if stop.verdict is not Verdict.REFUSED:
        return error_of(system, none.answer, stop, reads=True, saw=none.saw)
    body: Mapping[str, Any] = none.answer.body
    number, text = aadsts(body), str(body.get("error_description", ""))
    what, fix = _PLAIN.get(number, (text.splitlines()[0] if text else "Sign-in was refused.", ""))
    sent = str(body.get("correlation_id", ""))
    return RemoteRefused(system, 401, f"AADSTS{number}", what, request_id=sent, fix=fix, ref=correlation.get())
