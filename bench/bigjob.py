"""Runs one big job, from the file to the closing message, and measures its cost."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from bench.place import cpu_of_all
from tests.support.chat import Person
from tests.support.processes import Machines

CODES = ("device_import_msteams_OC", "call_recording")
HEAD = ("Ext Key", "Number", "User", "Addon license 1", "Addon license 2")


@dataclass(frozen=True, slots=True)
class Figures:
    """What a job of `lines` took; times in real seconds, `calls` by the sandbox's names of its routes."""

    lines: int
    plan: float
    wall: float
    calls: dict[str, int]
    throttled: int
    done: int
    doubled: int
    cpu: float  # processor seconds of the bot while the job ran


def rows(lines: int, company: str = "contoso", first: int = 6564000000) -> list[tuple[str, ...]]:
    """A row with a new line for each of that many people; `first` is the company's first number."""
    return [
        (
            f"{i:05d}",  # a key has at most five digits
            str(first + i),
            f"person{i + 1:04d}@{company}.com",
            *CODES,
        )
        for i in range(lines)
    ]


def csv(lines: int, company: str = "contoso", first: int = 6564000000) -> bytes:
    """The table as CSV."""
    return "\n".join(",".join(row) for row in [HEAD, *rows(lines, company, first)]).encode()


async def planned(alex: Person, name: str, content: bytes) -> float:
    """The seconds from sending the file until its plan is shown."""
    before = {m.id for m in await alex.messages()}
    started = time.perf_counter()
    await alex.send(name, content)
    await alex.until(lambda m: m.id not in before and "Send for approval" in m.actions, "the plan")
    return time.perf_counter() - started


async def approved(alex: Person, sam: Person) -> float:
    """The seconds from Sam's approval until the closing message."""
    await alex.click("Send for approval")
    await sam.until(lambda m: "Approve" in m.actions, "the request")
    before = {m.id for m in await alex.messages()}
    started = time.perf_counter()
    await sam.click("Approve")
    await alex.until(lambda m: m.id not in before and "Result as a file" in m.actions, "the closing message")
    return time.perf_counter() - started


async def run_job(here: Machines, alex: Person, sam: Person, lines: int) -> Figures:
    """Plan, approve and apply a file of that many lines."""
    plan = await planned(alex, "big.csv", csv(lines))
    cpu = cpu_of_all(here)
    wall = await approved(alex, sam)
    cpu = cpu_of_all(here) - cpu
    async with here.http.get("/sandbox/calls") as answer:
        told = await answer.json()
    effects = await here.effects()
    closing = next(m for m in reversed(await alex.messages()) if "Result as a file" in m.actions)
    done = re.search(r"([\d,]+) (?:done|assigned)", closing.words)  # the heading's count stands there once
    return Figures(
        lines=lines,
        plan=plan,
        wall=wall,
        calls={k: v for k, v in told["calls"].items() if k.split()[0] in ("graph", "operator", "cpaas")},
        throttled=sum(n for name, n in told["throttled"].items() if not name.startswith(("teams", "message"))),
        done=int(done[1].replace(",", "")) if done else 0,
        doubled=sum(1 for n in effects.values() if n > 1),
        cpu=cpu,
    )
