"""Measures one worker against two on PostgreSQL, with ten tenants that all start a job at once.

Each worker gets only a part of a processor: it is stopped when it has used its part of a period and continued in the
next. Otherwise the sandbox, one process on the same machine, would be the bottleneck long before a worker is, and the
measurement wouldn't show how well two of them share the work.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.bigjob import csv, planned
from bench.place import Size, cpu_of, place
from tests.support.chat import Person
from tests.support.postgres import fresh_database
from tests.support.processes import Machines, Program
from tests.support.road import connects

TENANTS = 10
LINES = 500
SPEED = 60.0
SHARE = 0.25  # of a processor for each worker
_PERIOD_SECONDS = 0.04
_POLL_SECONDS = 0.001  # between two checks of what a worker has used


@dataclass(frozen=True, slots=True)
class Crew:
    """The number of workers, the seconds that they took for all tenants' jobs, and their processor seconds."""

    workers: int
    wall: float
    cpu: float


async def measure(home: Path, workers: int) -> Crew:
    """Measure from the first approval to the last closing message."""
    with fresh_database() as url:
        async with place(home, Size(SPEED, LINES + 5, TENANTS), url, SWITCHBOARD_JOBS="0") as here:
            crew = [Program(["worker"], here.environment, here.log) for _ in range(workers)]
            try:
                admins = [await _admins(here, no) for no in range(1, TENANTS + 1)]
                pids = [worker.process.pid for worker in crew]
                before = sum(map(cpu_of, pids))
                async with _rationed(pids):
                    wall = await _all_at_once(admins)
                return Crew(workers, wall, sum(map(cpu_of, pids)) - before)
            finally:
                for worker in crew:
                    await asyncio.to_thread(worker.end, signal.SIGKILL)


@asynccontextmanager
async def _rationed(pids: list[int]) -> AsyncIterator[None]:
    """Limit each process to its share of the processor in every period, during the block."""
    turns = [asyncio.create_task(_ration(pid)) for pid in pids]
    try:
        yield
    finally:
        for turn in turns:
            turn.cancel()
        await asyncio.gather(*turns, return_exceptions=True)
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


async def _ration(pid: int) -> None:
    # A process's processor time: https://man7.org/linux/man-pages/man3/clock_getcpuclockid.3.html
    clock = (~pid << 3) | 2
    end, allowed = time.monotonic(), time.clock_gettime(clock)
    while True:
        # Use beyond the share is deducted from the next period; unused time is lost.
        allowed = min(allowed, time.clock_gettime(clock)) + _PERIOD_SECONDS * SHARE
        end = max(end + _PERIOD_SECONDS, time.monotonic())
        os.kill(pid, signal.SIGCONT)
        while time.clock_gettime(clock) < allowed and time.monotonic() < end:
            await asyncio.sleep(_POLL_SECONDS)
        if time.clock_gettime(clock) >= allowed:
            os.kill(pid, signal.SIGSTOP)
        await asyncio.sleep(end - time.monotonic())


async def _admins(here: Machines, no: int) -> tuple[Person, Person]:
    """A tenant's two admins, with its plan sent for approval."""
    ada, bob = await here.person(f"Ada {no:02d}"), await here.person(f"Bob {no:02d}")
    await connects(ada, f"sb-tenant{no:02d}-key-0001", await ada.say("connect"))
    await ada.sees("Connected")
    await planned(ada, "big.csv", csv(LINES, f"tenant{no:02d}", 6564000000 + no * 100_000))
    await ada.click("Send for approval")
    await bob.until(lambda m: "Approve" in m.actions, "the request")
    return ada, bob


async def _all_at_once(admins: list[tuple[Person, Person]]) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(bob.click("Approve") for _, bob in admins))
    await asyncio.gather(
        *(ada.until(lambda m: "Result as a file" in m.actions and "big.csv" in m.words) for ada, _ in admins)
    )
    return time.perf_counter() - started
