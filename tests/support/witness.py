"""A witness on loopback, by https://c2sp.org/tlog-witness, which checks with the second verifier."""

from __future__ import annotations

import asyncio
import base64
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.domain.record.notes import COSIGNING, NoteKey
from tests.tools.test_verify_record import SECOND

NAME = "witness.example/w1"


@dataclass
class LoopbackWitness:
    """The last checkpoint signed for each record, by origin; `away` makes it fail, `mute` makes it never answer."""

    url: str = ""
    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    known: dict[str, str] = field(default_factory=dict)  # the keys of records, by origin
    latest: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    away: bool = False
    mute: bool = False

    @property
    def key(self) -> NoteKey:
        """Its public key."""
        return NoteKey(NAME, self.private.public_key().public_bytes_raw(), COSIGNING)

    def sizes(self) -> list[int]:
        """The sizes of the records that it signed."""
        return [int(note.split("\n")[1]) for note in self.latest.values()]

    async def add(self, request: web.Request) -> web.Response:
        """Accept a checkpoint that continues the last one."""
        body = await request.text()
        self.asked.append(body.split("\n")[0])
        if self.mute:
            await asyncio.sleep(60)
        if self.away:
            return web.Response(status=503)
        head, _, note = body.partition("\n\n")
        origin = note.split("\n")[0]
        if origin not in self.known:
            return web.Response(status=404)
        key = SECOND.read_key(self.known[origin])
        try:
            size, root = SECOND.read_checkpoint(note, key)
        except SECOND.Bad:
            return web.Response(status=403)
        old, *coded = head.split("\n")
        held = SECOND.read_checkpoint(self.latest[origin], key) if origin in self.latest else (0, b"")
        if old != f"old {held[0]}":
            return web.Response(status=409, text=f"{held[0]}\n", content_type="text/x.tlog.size")
        proof = [base64.b64decode(one) for one in coded]
        if held[0] == size and held[1] != root:
            return web.Response(status=409)
        if held[0] and not SECOND.is_consistent(held[0], size, held[1], root, proof):
            return web.Response(status=422)
        lines = self.sign(note)
        self.latest[origin] = note + lines
        return web.Response(text=lines)

    def sign(self, note: str) -> str:
        """Its signature line under the note's text."""
        text, at = note.partition("\n\n")[0] + "\n", 1_700_000_000
        raw = at.to_bytes(8, "big") + self.private.sign(f"cosignature/v1\ntime {at}\n{text}".encode())
        return f"— {NAME} {base64.b64encode(self.key.ident + raw).decode()}\n"

    async def show(self, request: web.Request) -> web.Response:
        """The last checkpoint of a record."""
        for origin, note in self.latest.items():
            if hashlib.sha256(origin.encode()).hexdigest() == request.match_info["origin"]:
                return web.Response(text=note)
        return web.Response(status=404)


@asynccontextmanager
async def loopback_witness() -> AsyncIterator[LoopbackWitness]:
    """A witness that listens."""
    witness, app = LoopbackWitness(), web.Application()
    app.router.add_post("/w/add-checkpoint", witness.add)
    app.router.add_get("/w/{origin}/checkpoint", witness.show)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    witness.url = f"http://127.0.0.1:{runner.addresses[0][1]}/w"
    yield witness
    await runner.cleanup()
