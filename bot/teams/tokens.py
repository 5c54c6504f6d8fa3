"""The bot's own token for the connector.

With a password it comes from whoever signs the program in everywhere (wiring hands that over); here are the others: the
managed identity, and the local mode that needs none.
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

RESOURCE = "https://api.botframework.com"
_FETCH_SECONDS = 20.0  # seconds a fetch may take
_FETCH_THREADS = 4  # so that one that hangs doesn't keep the next one waiting
_FIX = "Check the bot's app id and tenant, and that its identity is assigned to this machine."

Acquire = Callable[[], dict[str, Any]]


class Token(Protocol):
    """Where the token to send with comes from."""

    async def get(self) -> str:
        """A valid token, usually from memory; a RemoteError when there is none."""
        ...

    def close(self) -> None:
        """Ends it."""
        ...


class BotToken:
    """Gives the token to send with. Fetching blocks for seconds at times, so it has threads of its own."""

    def __init__(self, acquire: Acquire, within: float = _FETCH_SECONDS) -> None:
        self._acquire = acquire
        self._within = within
        self._threads = ThreadPoolExecutor(max_workers=_FETCH_THREADS, thread_name_prefix="bot-token")

    async def get(self) -> str:
        """A valid token, usually from memory; RemoteRefused when Microsoft gives none, RemoteBusy if it takes long."""
        try:
            fetching = asyncio.get_running_loop().run_in_executor(self._threads, self._acquire)
            answer = await asyncio.wait_for(fetching, self._within)
        except OSError as error:  # requests' errors are OSErrors, and so is a time-out
            raise RemoteBusy(SYSTEM, 0, type(error).__name__, "Microsoft's log-in didn't answer.") from error
        except ValueError as error:  # no JSON
            raise RemoteUnreadable(SYSTEM, "a log-in that can't be read") from error
        if "access_token" not in answer:
            code = str(answer.get("error", "unknown"))
            why = str(answer.get("error_description", "No token was given to the bot."))
            raise RemoteRefused(SYSTEM, 401, code, why, fix=_FIX)
        return str(answer["access_token"])

    def close(self) -> None:
        """Close the threads; each ends after its present call."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def acquirer(identity: Identity) -> Acquire:
    """What fetches tokens for an identity without a password, and remembers them until shortly before they end."""
    return _managed(identity) if identity.kind == MANAGED and not identity.local else lambda: {"access_token": ""}


def _managed(identity: Identity) -> Acquire:
    """https://learn.microsoft.com/entra/msal/python/advanced/managed-identity"""
    ours = msal.UserAssignedManagedIdentity(client_id=identity.app_id)
    client = msal.ManagedIdentityClient(ours, http_client=requests.Session())

    def acquire() -> dict[str, Any]:
        answer: dict[str, Any] = client.acquire_token_for_client(resource=RESOURCE)
        return answer

    return acquire
