"""Measures reading and planning a workbook of 10,000 lines, against the bare read of the file by the same library."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median

from python_calamine import load_workbook

from bench.bigjob import HEAD, planned, rows
from bench.place import Size, admins, place
from services.intake.read import read_table
from services.intake.rows import read_changes
from services.intake.table import Limits
from tests.support.sheets import xlsx

LINES = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds for the bare read, for reading to rows, to checked changes, and for the whole plan."""

    bare: float
    table: float
    changes: float
    plan: float


async def measure(home: Path) -> Reading:
    """Measure medians of five reads in this process, and one plan by a running bot."""
    content = xlsx(*rows(LINES), head=HEAD)
    table = read_table("big.xlsx", content, Limits())
    async with place(home, Size(20.0, LINES + 5)) as here:
        alex, _ = await admins(here)
        plan = await planned(alex, "big.xlsx", content)
    return Reading(
        bare=_median(lambda: load_workbook(BytesIO(content)).get_sheet_by_index(0).to_python()),
        table=_median(lambda: read_table("big.xlsx", content, Limits())),
        changes=_median(lambda: read_changes(table, "SG")),
        plan=plan,
    )


def _median(work: Callable[[], object]) -> float:
    took = []
    for _ in range(5):
        started = time.perf_counter()
        work()
        took.append(time.perf_counter() - started)
    return median(took)
