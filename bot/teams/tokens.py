"""The bot's own token for the connector."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msal
from botframework.connector.auth import ManagedIdentityAppCredentials

from bot.teams.errors import SYSTEM
from bot.teams.identity import MANAGED, Identity
from services.domain.errors import RemoteBusy, RemoteRefused

_RESOURCE = "https://api.botframework.com"
_TIMEOUT_SECONDS = 10
_FIX = "Check the bot's app id, password and tenant."

Acquire = Callable[[], dict[str, Any]]


class BotToken:
    """Gives the token to send with. Fetching blocks for seconds at times, so it has a thread of its own."""

    def __init__(self, acquire: Acquire) -> None:
        self._acquire = acquire
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bot-token")

    async def get(self) -> str:
        """A valid token, usually from memory; RemoteRefused when Microsoft gives none."""
        try:
            answer = await asyncio.get_running_loop().run_in_executor(self._thread, self._acquire)
        except OSError as error:  # requests' errors are OSErrors
            raise RemoteBusy(SYSTEM, 0, type(error).__name__, "Microsoft's log-in didn't answer.") from error
        except ValueError as error:  # how msal says that there is no such tenant
            raise RemoteRefused(SYSTEM, 401, "authority", str(error)[:300], fix=_FIX) from error
        if "access_token" not in answer:
            code = str(answer.get("error", "unknown"))
            why = str(answer.get("error_description", "No token was given to the bot."))
            raise RemoteRefused(SYSTEM, 401, code, why, fix=_FIX)
        return str(answer["access_token"])

    def close(self) -> None:
        """Nothing; the thread ends after the call it is in."""
        self._thread.shutdown(wait=False, cancel_futures=True)


def acquirer(identity: Identity) -> Acquire:
    """What fetches tokens for this identity and remembers them until shortly before they end."""
    if identity.local:
        return lambda: {"access_token": ""}
    return _managed(identity) if identity.kind == MANAGED else _with_password(identity)


def _with_password(identity: Identity) -> Acquire:
    # One application for good: its token cache lives in it. It is built late, since building it calls Microsoft.
    built: list[Any] = []

    def acquire() -> dict[str, Any]:
        if not built:
            built.append(
                msal.ConfidentialClientApplication(
                    identity.app_id,
                    client_credential=identity.app_password,
                    authority=identity.authority,
                    timeout=_TIMEOUT_SECONDS,
                )
            )
        answer: dict[str, Any] = built[0].acquire_token_for_client([f"{_RESOURCE}/.default"])
        return answer

    return acquire


def _managed(identity: Identity) -> Acquire:
    credentials = ManagedIdentityAppCredentials(identity.app_id, _RESOURCE)

    def acquire() -> dict[str, Any]:
        try:
            return {"access_token": credentials.get_access_token()}
        except KeyError:
            return {"error": "managed_identity", "error_description": "The managed identity gave no token."}

    return acquire
