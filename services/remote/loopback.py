"""Sign-in over plain http, for a service on this very machine and for no other."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from services.domain.errors import SettingWrong

TIMEOUT = 30.0


@dataclass(frozen=True, slots=True)
class PlainResponse:
    """An HTTP answer as msal wants to see one."""

    status_code: int
    text: str
    headers: Mapping[str, str]

    def raise_for_status(self) -> None:
        """Raises for a failed status."""
        if self.status_code >= 400:
            raise requests.HTTPError(f"HTTP {self.status_code}")


class LoopbackHttp:
    """Lets msal, which insists on https, reach a sign-in service at `host` (with port) over http.

    msal takes any object of this shape as its `http_client`:
    https://msal-python.readthedocs.io/en/latest/#msal.ClientApplication
    """

    def __init__(self, host: str) -> None:
        self._host = host
        self._session = requests.Session()

    def get(self, url: str, **kwargs: Any) -> PlainResponse:
        """The answer to a GET of the same address over http."""
        return self._send("GET", url, kwargs)

    def post(self, url: str, **kwargs: Any) -> PlainResponse:
        """The answer to a POST to the same address over http."""
        return self._send("POST", url, kwargs)

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def _send(self, method: str, url: str, kwargs: dict[str, Any]) -> PlainResponse:
        plain = url.replace("https://", "http://", 1)
        if urlsplit(plain).netloc != self._host:
            raise SettingWrong(f"Sign-in was sent to another host: {urlsplit(plain).netloc}.")
        answer = self._session.request(method, plain, timeout=TIMEOUT, allow_redirects=False, **kwargs)
        text = answer.text.replace(f"http://{self._host}", f"https://{self._host}")
        return PlainResponse(answer.status_code, text, dict(answer.headers))


def loopback_host(login_url: str) -> str:
    """`host:port` when `login_url` is plain http on this machine, empty for https.

    Raises SettingWrong for anything else.
    """
    parts = urlsplit(login_url)
    if parts.scheme == "https" and parts.hostname:
        return ""
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return parts.netloc
    raise SettingWrong(
        "SWITCHBOARD_LOGIN_URL can't be used.",
        "A secret is only sent over https, or over http to this very machine.",
        "Set it to https://login.microsoftonline.com.",
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
