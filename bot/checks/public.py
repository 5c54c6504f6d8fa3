"""Checks the bot from outside, as Teams reaches it: pages, certificate, and that it refuses unsigned requests."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime

import aiohttp

from bot.checks.result import CheckReport
from bot.checks.sign_in import lasting
from services.domain.errors import SettingWrong

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_RENEW_CERTIFICATE = "Renew the certificate of whatever ends https before the bot."


async def page(session: aiohttp.ClientSession, public_url: str, now: datetime) -> CheckReport:
    """Whether the bot's first page is served, and until when its certificate is valid."""
    try:
        async with session.get(f"{public_url}/", timeout=_TIMEOUT, allow_redirects=False) as response:
            ends = _certificate_end(response)
            status, body = response.status, await response.text(errors="replace")
    except aiohttp.ClientConnectorCertificateError as error:
        raise SettingWrong(
            "Its certificate isn't one that Teams trusts.", str(error.certificate_error), _RENEW_CERTIFICATE
        ) from error
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _unreached(public_url, error) from error
    if status != 200 or "Switchboard" not in body:
        fix = "Let whatever stands before the bot pass / on to it, or set SWITCHBOARD_PUBLIC_URL."
        raise SettingWrong(f"{public_url}/ isn't the bot's page.", f"It answered {status}.", fix)
    if ends is None:
        return CheckReport("reachable")
    return lasting(f"reachable; its certificate ends on {ends:%-d %B %Y}", (ends - now).days, _RENEW_CERTIFICATE)


async def messages(session: aiohttp.ClientSession, public_url: str) -> CheckReport:
    """Whether the messaging endpoint is served and refuses requests without a token."""
    url = f"{public_url}/api/messages"
    try:
        unsigned = {"type": "message", "id": "check"}
        async with session.post(url, json=unsigned, timeout=_TIMEOUT, allow_redirects=False) as response:
            status = response.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise _unreached(url, error) from error
    if status == 401:
        return CheckReport("there, and an unsigned call is turned away with 401")
    if status < 300:
        fix = "Take it off the internet at once; look at SWITCHBOARD_LOCAL, and at what stands before the bot."
        raise SettingWrong(f"{url} took an unsigned call.", f"It answered {status}.", fix)
    fix = "Let whatever stands before the bot pass /api/messages on to it, whole and unchanged."
    raise SettingWrong(f"{url} isn't the bot's messaging endpoint.", f"It answered {status}, not 401.", fix)


def _unreached(url: str, error: Exception) -> SettingWrong:
    fix = "Look at the name in DNS, the firewall, and whether the bot runs."
    return SettingWrong(f"{url} can't be reached.", str(error) or type(error).__name__, fix)


def _certificate_end(response: aiohttp.ClientResponse) -> datetime | None:
    transport = response.connection.transport if response.connection else None
    secured = transport.get_extra_info("ssl_object") if transport else None
    shown = secured.getpeercert() if secured else None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(shown["notAfter"]), UTC) if shown else None
