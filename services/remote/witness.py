"""A witness of checkpoints: it signs one only if it continues what it signed before, and shows the last one to anybody.

https://c2sp.org/tlog-witness
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from services.domain.errors import RemoteRefused, RemoteUnknown, RemoteUnreadable
from services.domain.record.cosignatures import cosigned
from services.domain.record.notes import NoteKey

SYSTEM = "The witness"
_TIMEOUT = aiohttp.ClientTimeout(total=10.0)
_MAX_ANSWER_BYTES = 16_384
_SIZE = "text/x.tlog.size"


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The witness's own signature lines, or the size it holds where that isn't the one that was named."""

    lines: str = ""
    holds: int | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """A witness at this address, with the key that it signs with; every call ends within seconds."""

    url: str
    key: NoteKey
    session: aiohttp.ClientSession

    async def add(self, note: str, old: int, proof: Sequence[bytes]) -> Cosigned:
        """Have this checkpoint signed; `proof` shows that it continues the one of size `old`."""
        coded = "".join(f"{base64.b64encode(one).decode()}\n" for one in proof)
        status, kind, words = await self._ask("POST", "add-checkpoint", f"old {old}\n{coded}\n{note}")
        if status == 409 and kind == _SIZE and words.strip().isdecimal():
            return Cosigned(holds=int(words))
        if status != 200:
            raise RemoteRefused(SYSTEM, status, "", _REFUSALS.get(status, ""))
        return Cosigned(self._own(note, words))

    async def latest(self, origin: str) -> str:
        """The last checkpoint of this record that the witness signed; empty when it has none."""
        status, _, note = await self._ask("GET", f"{hashlib.sha256(origin.encode()).hexdigest()}/checkpoint")
        if status == 404:
            return ""
        if status != 200:
            raise RemoteRefused(SYSTEM, status, "", "")
        self._own(note, note.rpartition("\n\n")[2])
        return note

    def _own(self, note: str, lines: str) -> str:
        found = cosigned(f"{note.rpartition(chr(10) * 2)[0]}\n", lines, self.key)
        if not found:
            raise RemoteUnreadable(SYSTEM, "no signature of its key", status=200)
        return found

    async def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str, str]:
        data = body.encode() if body is not None else None
        try:
            async with self.session.request(
                method, f"{self.url}/{path}", data=data, timeout=_TIMEOUT, allow_redirects=False
            ) as answer:
                raw = await answer.content.read(_MAX_ANSWER_BYTES)
                return answer.status, answer.content_type, raw.decode("utf-8", "replace")
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise RemoteUnknown(SYSTEM, 0, "", f"{type(error).__name__}.") from error


_REFUSALS = {
    403: "It doesn't know the record's key.",
    404: "It doesn't know the record.",
    409: "It signed another record of the same size.",
    422: "It signed another record before.",
}
