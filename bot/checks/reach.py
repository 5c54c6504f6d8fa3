"""Checks whether the remote systems can be reached, and whether this machine's clock agrees with theirs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import aiohttp

from bot.checks.result import CheckReport
from services.domain.errors import RemoteError, RemoteUnreadable
from services.remote.body import answer_of
from services.remote.failures import oddity
from services.remote.wire import OK

_OFF_SECONDS = 60.0  # from this difference on a clock is called wrong
_TIMEOUT = aiohttp.ClientTimeout(total=10)


async def reach(session: aiohttp.ClientSession, system: str, url: str) -> CheckReport:
    """Whether the system can be reached: to a call without a key, it answers that the key is missing."""
    async with session.get(url, timeout=_TIMEOUT, allow_redirects=False) as response:
        answer = await answer_of(response)
    if answer.status >= 500:
        raise RemoteError(system, answer.status, "", "It is there, and not well.")
    if saw := oddity(answer, OK):
        raise RemoteUnreadable(system, saw, status=answer.status, request_id=answer.request_id)
    return CheckReport("reachable")


async def clocks(session: aiohttp.ClientSession, systems: Mapping[str, str]) -> CheckReport:
    """How far this machine's clock is from those of the systems, by the Date header of their answers."""
    found = {system: await _ahead(session, url) for system, url in systems.items()}
    return agreement({system: ahead for system, ahead in found.items() if ahead is not None})


def agreement(ahead: Mapping[str, float]) -> CheckReport:
    """The report on a clock that is that many seconds ahead of each system's."""
    if not ahead:
        return CheckReport("no system told its time")
    off = [f"{_apart(seconds)} {name}'s" for name, seconds in ahead.items() if abs(seconds) > _OFF_SECONDS]
    if not off:
        return CheckReport(f"agrees with {', '.join(ahead)}")
    fix = "Let the machine set its clock by NTP: sign-in and the ends of tokens go by it."
    return CheckReport(f"this machine's clock is {' and '.join(off)}", fix)


def _apart(seconds: float) -> str:
    return f"{abs(seconds):,.0f} s {'ahead of' if seconds > 0 else 'behind'}"


async def _ahead(session: aiohttp.ClientSession, url: str) -> float | None:
    """The seconds that our clock is ahead; None without an answer, which another check reports, or without a date."""
    asked = datetime.now(UTC)
    try:
        async with session.get(url, timeout=_TIMEOUT, allow_redirects=False) as response:
            theirs, came = parsedate_to_datetime(response.headers.get("Date", "")), datetime.now(UTC)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    return ((asked + (came - asked) / 2) - theirs).total_seconds()
