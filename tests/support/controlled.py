"""A sandbox whose faults are switched, and whose world is read, over HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from tests.support.chat import Json


@dataclass
class Controlled:
    """The sandbox's address, and a session."""

    url: str
    http: ClientSession

    async def fault(self, **rule: Any) -> None:
        """Switch a fault on."""
        async with self.http.post("/sandbox/faults", json=rule) as answer:
            assert answer.status == 200, await answer.text()

    async def calm(self) -> None:
        """Switch every fault off."""
        async with self.http.delete("/sandbox/faults") as answer:
            assert answer.status == 200, await answer.text()

    async def part(self, name: str) -> Json:
        """A part of the world: graph, operator, cpaas or effects."""
        async with self.http.get("/sandbox/state", params={"part": name}) as answer:
            found: Json = await answer.json()
            return found
