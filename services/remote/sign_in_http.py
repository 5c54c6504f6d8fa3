"""Sends msal's requests over the program's own loop, within one time limit, and checks answers before msal reads them.

msal takes any object of this shape as its `http_client`: https://msal-python.readthedocs.io/en/latest/#msal.ClientApplication
By itself it waits as long as bytes drip, and takes any refusal for "no such tenant" and any page for data.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from services.domain.errors import SettingWrong
from services.remote.body import answer_of
from services.remote.failures import RemoteAnswer, retry_after_of
from services.remote.loopback import loopback_host
from services.remote.retry import Answered, Lost, Odd, TryOutcome

REQUEST_SECONDS = 20.0  # for one request, to the last byte
_GRACE_SECONDS = 5.0  # how much longer a thread waits for a loop that may have ended
_PASSING = frozenset({"temporarily_unavailable", "server_error", "too_many_requests"})


@dataclass(frozen=True, slots=True)
class PlainResponse:
    """A good answer as msal wants to see one."""

    status_code: int
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        """Does nothing: bad answers never get here."""


class NoToken(Exception):
    """The sign-in service gave no token: it refused, answered oddly, or not at all."""

    def __init__(self, answer: RemoteAnswer, outcome: TryOutcome, saw: str = "") -> None:
        super().__init__(saw or f"status {answer.status}")
        self.answer = answer
        self.outcome = outcome
        self.saw = saw


class SignInHttp:
    """Sends msal's requests. msal calls from a thread of its own, never from the loop's.

    A service on this very machine is reached over plain http, though msal insists on https; a secret goes to the
    sign-in service's own host and to no other.
    """

    def __init__(self, session: aiohttp.ClientSession, login_url: str, within: float = REQUEST_SECONDS) -> None:
        self._session = session
        self._loop: asyncio.AbstractEventLoop | None = None
        self._host = urlsplit(login_url).netloc
        self._plain = bool(loopback_host(login_url))
        self._within = within

    def on_this_loop(self) -> None:
        """Send requests on the running loop from now on."""
        self._loop = asyncio.get_running_loop()

    def get(self, url: str, params: Any = None, headers: Any = None, **_options: Any) -> PlainResponse:
        """A document of the service; NoToken when it gives none."""
        return self._wait("GET", url, params, headers, None)

    def post(
        self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_options: Any
    ) -> PlainResponse:
        """A token; NoToken when the service gives none."""
        if urlsplit(url).netloc != self._host:
            raise SettingWrong(f"Sign-in was sent to another host: {urlsplit(url).netloc}.")
        return self._wait("POST", url, params, headers, _as_text(data))

    def close(self) -> None:
        """Does nothing: the session belongs to the program."""

    def _wait(self, method: str, url: str, params: Any, headers: Any, data: Any) -> PlainResponse:
        if self._loop is None:
            raise RuntimeError("on_this_loop() was not called before msal")
        sending = asyncio.run_coroutine_threadsafe(self._send(method, url, params, headers, data), self._loop)
        try:
            answer = sending.result(self._within + _GRACE_SECONDS)
        except TimeoutError as stopped:
            raise NoToken(RemoteAnswer(0), Lost(sent=False)) from stopped
        text = json.dumps(_judged(answer, _wanted(method, url)))
        return PlainResponse(answer.status, self._as_https(text) if self._plain else text)

    async def _send(self, method: str, url: str, params: Any, headers: Any, data: Any) -> RemoteAnswer:
        where = url.replace("https://", "http://", 1) if self._plain else url
        asked = {name: value for name, value in (headers or {}).items() if value is not None}
        limit = aiohttp.ClientTimeout(total=self._within)
        try:
            async with self._session.request(
                method, where, params=params, data=data, headers=asked, timeout=limit, allow_redirects=False
            ) as response:
                return await answer_of(response)
        except (aiohttp.ClientError, TimeoutError, OSError) as lost:
            raise NoToken(RemoteAnswer(0), Lost(sent=False)) from lost

    def _as_https(self, text: str) -> str:
        return text.replace(f"http://{self._host}", f"https://{self._host}")


def _as_text(data: Mapping[str, Any] | None) -> dict[str, Any]:
    """The form with text instead of bytes, which aiohttp would send as files."""
    return {name: value.decode() if isinstance(value, bytes) else value for name, value in (data or {}).items()}


def _wanted(method: str, url: str) -> frozenset[str]:
    """The fields that an answer must have for msal."""
    if method == "POST":
        return frozenset({"access_token", "expires_in"})
    documents = url.partition("?")[0].endswith("/openid-configuration")
    return frozenset({"token_endpoint", "authorization_endpoint"}) if documents else frozenset()


def _judged(answer: RemoteAnswer, wanted: frozenset[str]) -> dict[str, Any]:
    """The JSON of a good answer; NoToken for any other."""
    body = answer.body if isinstance(answer.body, dict) else {}
    if answer.status == 200:
        if answer.saw or not body or not _holds(body, wanted):
            raise NoToken(answer, Odd(), f"status 200 with {answer.saw or 'data of another shape'}")
        return body
    if answer.status >= 500 or answer.status == 429 or str(body.get("error")) in _PASSING:
        after = retry_after_of(answer.headers)
        raise NoToken(answer, Answered(429 if after is not None else 503, after))
    if 400 <= answer.status < 500 and aadsts(body):
        raise NoToken(answer, Answered(400, renewed=True))
    raise NoToken(answer, Odd(), f"status {answer.status} with {answer.saw or 'no reason of Microsoft in it'}")


def _holds(body: Mapping[str, Any], wanted: frozenset[str]) -> bool:
    texts = all(isinstance(body.get(name), str) and body[name] for name in wanted - {"expires_in"})
    return texts and ("expires_in" not in wanted or _seconds(body.get("expires_in")) > 0)


def _seconds(value: object) -> float:
    try:
        return float(value) if isinstance(value, int | float | str) else 0.0
    except ValueError:
        return 0.0


def aadsts(body: Mapping[str, Any]) -> str:
    """The number that every refusal by Microsoft carries, or an empty string.

    `error_codes` and `AADSTS…` in the description: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
    """
    listed = body.get("error_codes")
    first = next((str(code) for code in listed if isinstance(code, int)), "") if isinstance(listed, list) else ""
    _, found, rest = str(body.get("error_description", "")).partition("AADSTS")
    return first or (rest.partition(":")[0] if found and rest.partition(":")[0].isdecimal() else "")
