"""Measures what a line costs in memory and time while it is planned, from a hundred lines to a hundred thousand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.bigjob import csv, planned
from bench.place import Size, admins, memory_of, place, watched

_LIMITS = {
    "SWITCHBOARD_MAX_FILE_ROWS": "200000",
    "SWITCHBOARD_MAX_FILE_BYTES": "30000000",
    "SWITCHBOARD_FILE_SECONDS": "300",
    "SWITCHBOARD_FILE_MEMORY_MB": "4096",
}


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of planning `lines`: seconds, and bytes by which the memory of all processes grew at its peak."""

    lines: int
    seconds: float
    grown: int


async def measure(home: Path, lines: int) -> Cost:
    """Measure a plan in a world of that many people and numbers, by a bot that is warm from a small plan."""
    async with place(home, Size(20.0, lines + 5), **_LIMITS) as here:
        alex, _ = await admins(here)
        await planned(alex, "warm.csv", csv(5))
        before = memory_of(here)
        async with watched(here) as peak:
            took = await planned(alex, "big.csv", csv(lines))
        return Cost(lines, took, max(0, peak.bytes - before))
