"""Which sign-in service may be reached over plain http: only one on this machine."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from services.domain.errors import SettingWrong


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
