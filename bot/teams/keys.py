"""The public keys of Microsoft's that sign what the Bot Connector sends."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout
from jwt import PyJWK, PyJWTError

METADATA_URL = "https://login.botframework.com/v1/.well-known/openidconfiguration"
_log = structlog.get_logger(__name__)

_MAX_AGE_SECONDS = 24 * 3600.0
_LOOKUP_INTERVAL_SECONDS = 3600.0
_RETRY_SECONDS = 60.0
_TIMEOUT = ClientTimeout(total=10)
# No answer, or an unreadable one.
_READ_ERRORS = (ClientError, TimeoutError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels that it is endorsed for."""

    key: PyJWK
    endorsements: frozenset[str]


class SigningKeys:
    """The connector's public keys by id, read again after a day or for an unknown id.

    Unknown ids cause at most one read an hour, so that forged tokens can't make the bot flood Microsoft.
    """

    def __init__(self, session: ClientSession, clock: Callable[[], float], metadata_url: str = METADATA_URL) -> None:
        self._session = session
        self._clock = clock
        self._metadata_url = metadata_url
        self._keys: dict[str, SigningKey] = {}
        self._read_at = -math.inf
        self._look_again_at = -math.inf
        self._lock = asyncio.Lock()

    async def find(self, key_id: str) -> SigningKey | None:
        """The key with that id; None when Microsoft has none."""
        if key_id not in self._keys or self._clock() - self._read_at > _MAX_AGE_SECONDS:
            await self.refresh()
        return self._keys.get(key_id)

    async def refresh(self) -> None:
        """Read the keys again, unless that was done recently. A failure keeps the known ones."""
        async with self._lock:
            if self._clock() < self._look_again_at:
                return
            try:
                self._keys = _usable(await self._read())
            except _READ_ERRORS as error:
                # An unreadable answer says nothing about the keys, so the known ones stay valid.
                self._look_again_at = self._clock() + _RETRY_SECONDS
                _log.error("signing_keys_unread", url=self._metadata_url, error=type(error).__name__)
                return
            self._read_at = self._clock()
            self._look_again_at = self._read_at + _LOOKUP_INTERVAL_SECONDS

    async def _read(self) -> list[dict[str, Any]]:
        metadata = await self._json(self._metadata_url)
        keys = await self._json(metadata["jwks_uri"])
        return list(keys["keys"])

    async def _json(self, url: str) -> dict[str, Any]:
        async with self._session.get(url, timeout=_TIMEOUT, raise_for_status=True) as response:
            body: dict[str, Any] = await response.json(content_type=None)
            return body


def _signs(raw: dict[str, Any]) -> bool:
    """Whether the key is for signatures: https://www.rfc-editor.org/rfc/rfc7517#section-4.2"""
    operations = raw.get("key_ops")
    return raw.get("use") in (None, "sig") and (operations is None or "verify" in operations)


def _usable(raw: list[dict[str, Any]]) -> dict[str, SigningKey]:
    keys: dict[str, SigningKey] = {}
    for each in raw:
        if not _signs(each):
            continue
        try:
            key = PyJWK.from_dict(each, algorithm="RS256")
        except PyJWTError as error:
            _log.warning("signing_key_unusable", kid=each.get("kid"), error=type(error).__name__)
            continue
        keys[str(each["kid"])] = SigningKey(key, frozenset(each.get("endorsements") or ()))
    if not keys:
        raise ValueError("no usable key is in it")
    return keys
