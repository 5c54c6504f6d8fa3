"""`make bench`: prints every figure of docs/performance.md, each table's ratios from one run."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from rich.console import Console

from bench import flood, floor, growth, intake, serial, shed, turns, workers
from bench.bigjob import Figures, run_job
from bench.place import Size, admins, place
from bench.tables import table

SPEEDS = {1_000: 1.0, 10_000: 2.0}
SERIAL_LINES = 200
SERIAL_SPEED = 2.0
_MB = 2**20
Section = Callable[[Console, Path, bool], Awaitable[None]]


async def jobs(console: Console, home: Path, full: bool) -> None:
    """Print a job's wall time against the floor and the plain loop, and its calls against the fewest possible."""
    sizes = [1_000, 10_000] if full else [1_000]
    found = {lines: await _job(home / f"job{lines}", lines) for lines in sizes}
    plain = await serial.measure(home / "serial", SERIAL_SPEED, SERIAL_LINES)
    console.print(
        table(
            f"Wall time from the yes to the closing message; floor = {floor.FORMULA}",
            ("lines", "world ×", "wall s", "floor s", "÷ floor", "plain loop s", "× faster", "done", "doubled", "429s"),
            [_wall(f, plain) for f in found.values()],
        )
    )
    stages = [(name, f"{seconds * plain.speed:.2f}") for name, seconds in plain.per_line.items()]
    console.print(table(f"The plain loop, measured on {plain.lines} lines", ("stage", "world's s a line"), stages))
    heads = ("lines", "HTTP calls", "least", "÷", "as the limits count", "least", "÷")
    console.print(table("Remote calls, plan and read-back included", heads, [_calls(f) for f in found.values()]))


async def _job(home: Path, lines: int) -> Figures:
    async with place(home, Size(SPEEDS[lines], lines + 5)) as here:
        alex, sam = await admins(here)
        return await run_job(here, alex, sam, lines)


def _wall(f: Figures, plain: serial.Serial) -> tuple[str, ...]:
    speed = SPEEDS[f.lines]
    least, loop = floor.seconds(f.lines) / speed, plain.seconds(f.lines) * plain.speed / speed
    return (
        f"{f.lines:,}",
        f"{speed:g}",
        f"{f.wall:.1f}",
        f"{least:.1f}",
        f"{f.wall / least:.3f}",
        f"{loop:.0f}",
        f"{loop / f.wall:.1f}",
        f"{f.done:,}",
        str(f.doubled),
        str(f.throttled),
    )


def _calls(f: Figures) -> tuple[str, ...]:
    (http, counted), (least, least_counted) = floor.made_calls(f.calls), floor.least_calls(f.lines, f.lines + 25)
    return (
        f"{f.lines:,}",
        f"{http:,}",
        f"{least:,}",
        f"{http / least:.2f}",
        f"{counted:,}",
        f"{least_counted:,}",
        f"{counted / least_counted:.3f}",
    )


async def costs(console: Console, home: Path, full: bool) -> None:
    """Print the bytes and seconds that a line costs while it is planned."""
    sizes = [100, 1_000, 10_000, 100_000] if full else [100, 1_000, 10_000]
    found = [await growth.measure(home / f"grow{lines}", lines) for lines in sizes]
    base = next(c for c in found if c.lines == 1_000)
    rows = [
        (
            f"{c.lines:,}",
            f"{c.seconds:.2f}",
            f"{c.seconds / c.lines * 1000:.2f}",
            f"{(c.seconds / c.lines) / (base.seconds / base.lines):.2f}",
            f"{c.grown / _MB:.0f}",
            f"{c.grown / c.lines:,.0f}",
            f"{(c.grown / c.lines) / (base.grown / base.lines):.2f}",
        )
        for c in found
    ]
    heads = ("lines", "plan s", "ms a line", "÷ at 1,000", "MB at the peak", "bytes a line", "÷ at 1,000")
    console.print(table("What a line costs while it is planned (world 20 times faster)", heads, rows))


async def reading(console: Console, home: Path, full: bool) -> None:
    """Print how long a workbook of 10,000 lines takes to read and plan."""
    del full
    r = await intake.measure(home / "intake")
    rows = [
        ("bare read (calamine)", f"{r.bare * 1000:.0f}", "1.0"),
        ("read to rows, every check of the file", f"{r.table * 1000:.0f}", f"{r.table / r.bare:.1f}"),
        ("and to checked changes", f"{(r.table + r.changes) * 1000:.0f}", f"{(r.table + r.changes) / r.bare:.1f}"),
        ("whole plan: live state read, compared, stored, shown", f"{r.plan * 1000:.0f}", f"{r.plan / r.bare:.1f}"),
    ]
    console.print(table(f"A workbook of {intake.LINES:,} lines", ("what", "ms", "÷ bare read"), rows))


async def answers(console: Console, home: Path, full: bool) -> None:
    """Print turn latency, against an echo bot."""
    speed, count = 1.0, 300 if full else 200
    idle, busy = await turns.alone(home / "turns", speed, count)
    at_rest, beside = await turns.beside_a_worker(home / "aside", speed, count)
    rows = [
        (
            f"{name}, p{percent}",
            f"{turns.at(waits.ours, percent) * 1000:.1f}",
            f"{turns.at(waits.echo, percent) * 1000:.1f}",
            f"{waits.ratio(percent):.2f}",
        )
        for name, waits in (
            ("SQLite: idle", idle),
            (f"while a job of {turns.PEOPLE:,} lines runs and {turns.FILES} files are read", busy),
            ("PostgreSQL and a worker: idle", at_rest),
            (f"while a job of {turns.PEOPLE:,} lines runs and {turns.FILES} files are read", beside),
        )
        for percent in (50, 99)
    ]
    heads = ("`help`", "ms", "echo bot ms", "÷")
    title = f"From the question until the answer came, {count} turns each, world as fast as the real one"
    console.print(table(title, heads, rows))


async def sheds(console: Console, home: Path, full: bool) -> None:
    """Print another tenant's latency while one tenant sends far too much."""
    del full
    s = await shed.measure(home / "shed")
    answered = ", ".join(f"{status}: {times:,}" for status, times in sorted(s.statuses.items()))
    rows = [
        ("median of the other tenant's `whoami`, idle", f"{s.idle * 1000:.0f} ms", ""),
        ("meanwhile", f"{s.flooded * 1000:.0f} ms, {s.flooded / s.idle:.1f} ×", "< 2 ×"),
        ("p99, idle", f"{s.idle_p99 * 1000:.0f} ms", ""),
        ("meanwhile", f"{s.flooded_p99 * 1000:.0f} ms, {s.flooded_p99 / s.idle_p99:.1f} ×", ""),
        ("what the flood was answered", answered, ""),
    ]
    title = f"One tenant sends {shed.A_SECOND} activities a second"
    console.print(table(title, ("what", "measured", "aim"), rows))


async def floods(console: Console, home: Path, full: bool) -> None:
    """Print what huge files of one tenant do to memory and to another tenant's turns."""
    del full
    f = await flood.measure(home / "flood")
    rows = [
        ("memory of all processes, idle", f"{f.memory_idle / _MB:.0f} MB", ""),
        ("at the peak", f"{f.memory_peak / _MB:.0f} MB", "< 700 MB"),
        ("another tenant's `help`, p99, idle", f"{f.idle * 1000:.0f} ms", ""),
        ("while the files are read", f"{f.flooded * 1000:.0f} ms, {f.flooded / f.idle:.1f} ×", "< 2 s"),
        ("another tenant's file of one row, idle", f"{f.small_idle:.1f} s", ""),
        ("while the files are read", f"{f.small_flooded:.1f} s", ""),
        ("all eight are read after", f"{f.all_read:.1f} s", ""),
        (f"an answer after {flood.CONVERSATIONS:,} conversations", f"{f.crowded * 1000:.0f} ms", "an answer"),
    ]
    title = f"{flood.FILES} files at once, each {flood.ROWS:,} rows × {flood.COLUMNS} add-on columns of random codes"
    console.print(table(title, ("what", "measured", "aim"), rows))


async def crews(console: Console, home: Path, full: bool) -> None:
    """Print how much faster two workers are than one."""
    del full
    found = [await workers.measure(home / f"crew{size}", size) for size in (1, 2)]
    rows = [
        (str(c.workers), f"{c.wall:.1f}", f"{found[0].wall / c.wall:.2f}", f"{c.cpu:.1f}", f"{c.cpu / c.wall:.2f}")
        for c in found
    ]
    heads = ("workers", "wall s", "× one", "processor s of the workers", "processors busy with them")
    title = (
        f"PostgreSQL, {workers.TENANTS} tenants × {workers.LINES:,} lines at once, "
        f"world {workers.SPEED:g} times faster, each worker {workers.SHARE:.0%} of a processor"
    )
    console.print(table(title, heads, rows))


SECTIONS: dict[str, Section] = {
    "jobs": jobs,
    "growth": costs,
    "reading": reading,
    "answers": answers,
    "flood": floods,
    "shed": sheds,
    "workers": crews,
}


async def run(names: list[str], full: bool) -> None:
    """Print the tables of these sections in turn; told to end, it takes the processes that it started along."""
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asyncio.current_task().cancel)
    console = Console(width=140)
    console.print(f"{os.cpu_count()} processors; load before: {os.getloadavg()[0]:.1f}")
    for name in names:
        with tempfile.TemporaryDirectory() as home:
            await SECTIONS[name](console, Path(home), full)
        console.print(f"load after: {os.getloadavg()[0]:.1f}\n")


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--full", action="store_true", help="10,000 lines applied and 100,000 planned too")
    parser.add_argument("--only", choices=tuple(SECTIONS), action="append")
    asked = parser.parse_args()
    try:
        asyncio.run(run(asked.only or list(SECTIONS), asked.full))
    except asyncio.CancelledError:
        raise SystemExit("told to end") from None


if __name__ == "__main__":
    main()
