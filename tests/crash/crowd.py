"""A job of 200 lines, and what the world must look like when it is done, however often the bot died on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.support.chat import Person, Shown
from tests.support.processes import Machines, until

LINES = 200
CODES = {"device_import_msteams_OC", "call_recording"}
WRITES = {
    "extension.create": ("cpaas", "POST .*batchCreate"),
    "number.map": ("cpaas", "POST .*batchUpdate"),
    "upload": ("operator", "POST .*createOrUpdateNumbers"),
    "assign": ("graph", "POST .*assignNumber"),
}


def crowd_csv() -> bytes:
    """The table: one new line for each of Person 0001 to 0200."""
    rows = ["Ext Key,Number,User,Addon license 1,Addon license 2"]
    rows += [f"{1000 + i},{number(i)[1:]},{name(i)},{','.join(sorted(CODES))}" for i in range(LINES)]
    return "\n".join(rows).encode()


def number(i: int) -> str:
    """The number of line `i`, from 0."""
    return f"+{6564000000 + i}"


def name(i: int) -> str:
    """The person of line `i`, from 0."""
    return f"Person {i + 1:04d}"


@dataclass
class Crowd:
    """Alex, who sends the table, and Sam, who approves it."""

    place: Machines
    alex: Person
    sam: Person

    @classmethod
    async def at(cls, place: Machines) -> Crowd:
        """Both have the bot; the tenant is connected."""
        return cls(place, await place.connected("Alex"), await place.person("Sam"))

    async def send(self) -> None:
        """Alex sends the table."""
        await self.alex.send("crowd.csv", crowd_csv())

    async def ask(self) -> None:
        """The plan arrives; Alex sends it to Sam, who sees it."""
        await self.alex.sees("Nothing is written yet", "Send for approval")
        await self.alex.click("Send for approval")
        await self.sam.sees("Please check this plan", "Alex")

    async def approved(self) -> None:
        """All the way up to Sam's yes."""
        await self.send()
        await self.ask()
        await self.sam.click("Approve")

    async def hold(self, kind: str, times: int | None = 1) -> None:
        """Have calls of this kind take their time, so that the job is surely under way when the bot dies."""
        system, match = WRITES[kind]
        await self.place.fault(system=system, kind="slow", match=match, times=times, seconds=60)

    async def silence(self, kind: str) -> None:
        """Have one call of this kind work without an answer."""
        system, match = WRITES[kind]
        await self.place.fault(system=system, kind="timeout", match=match, times=1, seconds=60)

    async def halfway(self, kind: str) -> None:
        """Come back when this kind of effect has begun to happen; the job must not be done by then."""

        async def some() -> bool:
            return bool(await self.place.effects(f"{kind}:"))

        await until(some, f"an effect of {kind}")
        assert not await self._closings(), "too late for a crash in the middle"

    async def done(self) -> Shown:
        """Wait for the closing message."""
        return await self.alex.sees("Result as a file", "crowd.csv")

    async def check(self) -> None:
        """Every line done exactly once, each number with its person, one closing message, the progress card ended."""
        closing = await self.done()
        assert f"{LINES} assigned" in closing.words, closing.words
        await self.alex.until(_ended, "the progress card at its end")
        await self._effects()
        await self._teams()
        await self._extensions()
        assert len(await self._closings()) == 1, await self.alex.transcript()

    async def _closings(self) -> list[Shown]:
        messages = await self.alex.messages()
        return [m for m in messages if "Result as a file" in m.actions and "crowd.csv" in m.words]

    async def _effects(self) -> None:
        effects = await self.place.effects()
        assert {k: n for k, n in effects.items() if n != 1} == {}
        for i in range(LINES):
            assert f"upload:{number(i)}" in effects
            assert f"assign:{number(i)}" in effects

    async def _teams(self) -> None:
        tenants: dict[str, Any] = await self.place.part("graph")
        contoso = next(t for t in tenants.values() if t["display_name"].startswith("Contoso"))
        people = contoso["people"]
        holders = {n: people[r["assignment_target_id"]]["display_name"] for n, r in contoso["numbers"].items()}
        assert holders == {number(i): name(i) for i in range(LINES)}

    async def _extensions(self) -> None:
        organisations: dict[str, Any] = await self.place.part("cpaas")
        contoso = next(o for o in organisations.values() if o["name"].startswith("Contoso"))
        for i in range(LINES):
            line = contoso["extensions"][str(1000 + i)]
            assert set(line["addons"]) == CODES
            assert line["numbers"] == [number(i)[1:]]
            assert contoso["members"][line["identity_uuid"]]["display_name"] == name(i)


def _ended(message: Shown) -> bool:
    """Whether this is the card that followed the job, at its end."""
    return "Result as a file" not in message.actions and bool(
        re.search(r"\bDone\b.*crowd\.csv.*\b100%", message.words, re.S)
    )
