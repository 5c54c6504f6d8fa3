"""The bot's own token for the connector.

With a password it comes from the program's common sign-in, passed in by wiring; here are the others: the managed
identity, and local mode, which needs none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import msal
import requests

from bot.teams.errors import SYSTEM
from bot.teams.identity import MANAGED, Identity
from services.domain.errors import RemoteBusy, RemoteRefused, RemoteUnreadable
from services.domain.phrases import tr
from services.domain.trace import SpanKind, span

RESOURCE = "https://api.botframework.com"
_FETCH_SECONDS = 20.0  # for a fetch
_FETCH_THREADS = 4  # so that a hanging fetch doesn't delay the next one
_FETCHED = "identity_provider"  # msal's word for a token that it had to fetch
_FIX = "Check the bot's app id and tenant, and that its identity is assigned to this machine."

Acquire = Callable[[], dict[str, Any]]


class Token(Protocol):
    """The source of the token to send with."""

    async def get(self) -> str:
        """A valid token, usually cached; raises a RemoteError when there is none."""
        ...

    def close(self) -> None:
        """Release its resources."""
        ...


class BotToken:
    """Gives the token to send with. Fetching may block for seconds, so it has threads of its own.

    `now` gives the seconds since the epoch, for the span of a fetch; 0 if unknown.
    """

    def __init__(
        self, acquire: Acquire, within: float = _FETCH_SECONDS, *, now: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._acquire = acquire
        self._within = within
        self._now = now
        self._threads = ThreadPoolExecutor(max_workers=_FETCH_THREADS, thread_name_prefix="bot-token")

    async def get(self) -> str:
        """A valid token, usually cached; RemoteRefused when Microsoft gives none, RemoteBusy when it takes too long."""
        try:
            answer = await asyncio.wait_for(self._asked(), self._within)
        except OSError as error:  # requests' errors are OSErrors, and so is a time-out
            raise RemoteBusy(SYSTEM, 0, type(error).__name__, tr("Microsoft's log-in didn't answer.")) from error
        except ValueError as error:  # not JSON
            raise RemoteUnreadable(SYSTEM, tr("a log-in that can't be read")) from error
        if "access_token" not in answer:
            code = str(answer.get("error", "unknown"))
            why = str(answer.get("error_description", "No token was given to the bot."))
            raise RemoteRefused(SYSTEM, 401, code, why, fix=_FIX)
        return str(answer["access_token"])

    async def _asked(self) -> dict[str, Any]:
        """The acquirer's answer; only a token that wasn't cached gets a span."""
        began = self._now()
        answer = await asyncio.get_running_loop().run_in_executor(self._threads, self._acquire)
        if answer.get("token_source") == _FETCHED:
            with span(f"sign in {SYSTEM}", SpanKind.CLIENT, {"peer.service": SYSTEM}, began=began):
                pass
        return answer

    def close(self) -> None:
        """Close the threads, each of which ends after its present call."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def acquirer(identity: Identity) -> Acquire:
    """The function that fetches tokens for an identity without a password, and caches them until they nearly expire."""
    return _managed(identity) if identity.kind == MANAGED and not identity.local else lambda: {"access_token": ""}


def _managed(identity: Identity) -> Acquire:
    """https://learn.microsoft.com/entra/msal/python/advanced/managed-identity"""
    ours = msal.UserAssignedManagedIdentity(client_id=identity.app_id)
    client = msal.ManagedIdentityClient(ours, http_client=requests.Session())

    def acquire() -> dict[str, Any]:
        answer: dict[str, Any] = client.acquire_token_for_client(resource=RESOURCE)
        return answer

    return acquire
