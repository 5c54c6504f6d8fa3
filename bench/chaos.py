"""Kills processes at random moments under every kind of fault and counts what is lost, doubled or stuck. `make chaos`.

A round is one job in a new world: faults are on and processes are killed at random, then the job may finish with the
faults still on. Afterwards the sandbox's counters are compared with the result file. There are three kinds of rounds:
with the usual network faults, with unreadable answers, and with a wall clock that is set again and again.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO
from pathlib import Path

from python_calamine import load_workbook
from rich.console import Console

from bench.bigjob import CODES, csv, planned
from bench.place import Size, admins, place
from bench.setclock.sitecustomize import FILE
from bench.standstill import told
from bench.tables import table
from tests.support.chat import Person, Shown
from tests.support.postgres import fresh_database
from tests.support.processes import ROOT, Machines, Program

SPEED = 30.0
PER_JOB = 12  # kills in one job; then a new one begins
SHARE = 0.1  # of all calls are struck by a fault
USUAL = ("429", "503", "before", "after", "timeout", "timeout_before", "slow", "stale", "expired")
ODD = ("204", "302", "null", "html", "truncated", "drip")
SYSTEMS = ("graph", "operator", "cpaas")
SIGN_IN = "login"
STEP = 600.0  # seconds by which the clock is set forward or back
_SETTER = Path(__file__).parent / "setclock"
_RESUME_PAUSE_SECONDS = 30.0  # until Resume is pressed again
_MAX_EXIT_SECONDS = 30.0  # for a killed process to be gone
_MAX_JOB_SECONDS = 900.0  # for a job to end once no process is killed any more
# Only the program changes anything here, and nobody loses a right: a reason that says otherwise is false.
FALSE = re.compile(r"somebody|since the plan|by now|doesn't show|consent|you may not|any more", re.IGNORECASE)


class Kind(StrEnum):
    """The kind of fault in addition to the kills."""

    USUAL = "usual"
    ODD = "odd"
    CLOCK = "clock"


_WORDS = {
    Kind.USUAL: "faults of the net",
    Kind.ODD: "answers nobody can read",
    Kind.CLOCK: "a clock that is set, and faults of the net",
}


@dataclass(frozen=True, slots=True)
class Task:
    """What to run: the number of kills, the lines of a job, the random seed, the database, and the kind of faults."""

    kills: int
    lines: int
    seed: int
    postgres: bool
    pause: tuple[float, float] = (0.2, 2.5)  # seconds between two kills, once everything is running again
    kind: Kind = Kind.USUAL


@dataclass
class Found:
    """The result of the rounds; `reasons` counts why lines failed, `faults` how often each kind struck."""

    jobs: int = 0
    lines: int = 0
    done: int = 0
    failed: int = 0
    nameless: int = 0  # neither done nor failed with a reason
    lost: int = 0  # said to be done, without its effect
    doubled: int = 0
    stuck: int = 0  # jobs that didn't end
    resumed: int = 0  # times a person had to press Resume
    seconds: float = 0.0
    killed: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    stops: Counter[str] = field(default_factory=Counter)  # why jobs stopped
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or stuck, every line is accounted for, and no reason is false."""
        return self.nameless + self.lost + self.doubled + self.stuck + self.false == 0

    @property
    def false(self) -> int:
        """The number of lines with a reason that can't be true here."""
        return sum(n for why, n in (self.reasons + self.stops).items() if FALSE.search(why))


def faults(kind: Kind) -> list[dict[str, object]]:
    """A rule for each kind and system; together they strike `SHARE` of the calls."""
    if kind is Kind.ODD:
        return [_rule(system, odd, SHARE / len(ODD)) for system in (*SYSTEMS, SIGN_IN) for odd in ODD]
    # A token can be renewed. An API key can't, so a refused key would rightly end the job.
    kinds = {system: [k for k in USUAL if (system, k) != ("cpaas", "expired")] for system in SYSTEMS}
    # Only reads can be stale, and there are few of them, so they get the whole share in addition.
    chances = {system: {k: SHARE / len(kinds[system]) for k in kinds[system]} | {"stale": SHARE} for system in SYSTEMS}
    return [_rule(system, usual, chance) for system in SYSTEMS for usual, chance in chances[system].items()]


def _rule(system: str, kind: str, chance: float) -> dict[str, object]:
    rule = {"system": system, "kind": kind, "probability": chance, "status": 500, "seconds": 0.3}
    return rule | ({"retry_after": 0.1} if kind == "429" else {})


async def rounds(task: Task) -> Found:
    """Run one job after the other until there were enough kills."""
    rng, found, started = random.Random(task.seed), Found(), time.monotonic()
    while found.killed.total() < task.kills:
        left = task.kills - found.killed.total()
        with tempfile.TemporaryDirectory() as home, _database(task.postgres) as url:
            await _one(task, rng, found, Path(home) / "here", url, min(PER_JOB, left))
    found.seconds = time.monotonic() - started
    return found


@contextmanager
def _database(postgres: bool) -> Iterator[str]:
    with fresh_database() if postgres else nullcontext("") as url:
        yield url


@dataclass
class _Fleet:
    """The bot, and on PostgreSQL a worker beside it; on SQLite the bot starts its worker itself."""

    here: Machines
    worker: Program | None = None

    def start_worker(self) -> None:
        """Start a worker with the bot's settings."""
        self.worker = Program(["worker"], self.here.environment, self.here.log)

    async def strike(self, rng: random.Random) -> str:
        """Kill the bot, the worker or both, restart what died, and return the names of what was killed."""
        what = rng.choice(("bot", "worker", "both"))
        if self.worker is None:
            await self._strike_one(what)
            return what
        if what != "bot":
            await asyncio.to_thread(self.worker.end, signal.SIGKILL)
        if what != "worker":
            await self.here.kill()
        if what != "bot":
            self.start_worker()
        if what != "worker":
            await self.here.boot()
        return what

    async def _strike_one(self, what: str) -> None:
        """On SQLite the worker is the bot's child: the bot restarts it, and it ends by itself without the bot."""
        bot = self.here.bot
        if what == "both" or bot is None:
            await self.here.kill()
            await self.here.boot()
            return
        for pid in bot.children() if what == "worker" else [bot.process.pid]:
            os.kill(pid, signal.SIGKILL)
        if what == "bot":
            await asyncio.to_thread(bot.process.wait, _MAX_EXIT_SECONDS)
            await self.here.boot()


@asynccontextmanager
async def _fleet(task: Task, home: Path, url: str) -> AsyncIterator[_Fleet]:
    clock = {} if task.kind is not Kind.CLOCK else {FILE: str(home / "clock"), "PYTHONPATH": f"{_SETTER}:{ROOT}"}
    async with place(home, Size(SPEED, task.lines), url, **clock) as here:
        fleet = _Fleet(here)
        try:
            if task.postgres:
                fleet.start_worker()
            yield fleet
        finally:
            if fleet.worker:
                await asyncio.to_thread(fleet.worker.end, signal.SIGKILL)


async def _one(task: Task, rng: random.Random, found: Found, home: Path, url: str, kills: int) -> None:
    async with _fleet(task, home, url) as fleet:
        here = fleet.here
        alex, sam = await admins(here)
        await planned(alex, "chaos.csv", csv(task.lines))
        await alex.click("Send for approval")
        await sam.until(lambda m: "Approve" in m.actions, "the request")
        async with here.http.post("/sandbox/faults", json=faults(task.kind)) as answer:
            answer.raise_for_status()
        await sam.click("Approve")
        ending = asyncio.create_task(_ended(alex, found))
        async with _clock(task, rng, home):
            try:
                await _kill(task, rng, found, fleet, kills, ending)
                await asyncio.wait_for(ending, _MAX_JOB_SECONDS)
            except (AssertionError, TimeoutError):
                found.stuck += 1
                print(await told(here), file=sys.stderr)  # noqa: T201 - for whoever runs it
                return
            finally:
                ending.cancel()
        await _judge(task, found, here, alex)


@asynccontextmanager
async def _clock(task: Task, rng: random.Random, home: Path) -> AsyncIterator[None]:
    """Set the wall clock of bot and workers forward and back during the block."""

    async def setting() -> None:
        while True:
            await asyncio.sleep(rng.uniform(0.5, 4.0))
            (home / "clock").write_text(str(rng.choice([-STEP, 0.0, STEP])))

    clock = asyncio.create_task(setting()) if task.kind is Kind.CLOCK else None
    try:
        yield
    finally:
        if clock:
            clock.cancel()


async def _kill(
    task: Task, rng: random.Random, found: Found, fleet: _Fleet, kills: int, ending: asyncio.Task[None]
) -> None:
    for _ in range(kills):
        await asyncio.wait([ending], timeout=rng.uniform(*task.pause))
        if ending.done():
            return
        found.killed[await fleet.strike(rng)] += 1


async def _ended(alex: Person, found: Found) -> None:
    """Wait for the closing message, resuming a stopped job as a person would."""
    pressed: dict[str, float] = {}  # the bot may be down at a click, which is then repeated after a while

    def closes(message: Shown) -> bool:
        waits = time.monotonic() - pressed.get(message.id, float("-inf")) < _RESUME_PAUSE_SECONDS
        return "chaos.csv" in message.words and "Result as a file" in message.actions and not waits

    while "Resume" in (shown := await alex.until(closes, "the end of the job")).actions:
        if shown.id not in pressed:
            found.resumed += 1
            found.stops[_why_stopped(shown.words)] += 1
        pressed[shown.id] = time.monotonic()
        await alex.click("Resume", shown)


def _why_stopped(words: str) -> str:
    after = words.partition("Why it stopped")[2].strip()
    return f"stopped: {after.splitlines()[0][:100]}" if after else "paused"


async def _judge(task: Task, found: Found, here: Machines, alex: Person) -> None:
    async with here.http.get("/sandbox/faults") as answer:
        for rule in await answer.json():
            found.faults[rule["kind"]] += rule["used"]
    await here.calm()
    effects = await here.effects()
    await alex.click("Result as a file")
    rows = load_workbook(BytesIO(await alex.take_file())).get_sheet_by_index(0).to_python()
    at = {str(name): place for place, name in enumerate(rows[0])}
    found.jobs += 1
    found.lines += len(rows) - 1
    found.nameless += task.lines - (len(rows) - 1)
    found.doubled += sum(1 for count in effects.values() if count > 1)
    for row in rows[1:]:
        cells = {name: str(row[place]) for name, place in at.items()}
        _line(found, cells, effects)


def _line(found: Found, cells: dict[str, str], effects: dict[str, int]) -> None:
    outcome, reason = cells["Outcome"], cells["Reason"]
    if outcome == "done":
        found.done += 1
        found.lost += len(_effects_of(cells["Ext Key"], cells["Number"]) - effects.keys())
    elif outcome in ("failed", "skipped") and reason:
        found.failed += 1
        found.reasons[f"{outcome}: {reason}"[:100]] += 1
    else:
        found.nameless += 1


def _effects_of(key: str, number: str) -> set[str]:
    """The effects that one line of the file needs, by the sandbox's names."""
    plain = number.lstrip("+")
    codes = {f"addon.add:{key}:{code}" for code in CODES}
    return codes | {
        f"extension.create:{key}",
        f"member.assign:{key}",
        f"number.map:{plain}",
        f"upload:+{plain}",
        f"assign:+{plain}",
    }


def report(console: Console, task: Task, found: Found) -> None:
    """Print what was found."""
    name = f"{'PostgreSQL, bot and a worker' if task.postgres else 'SQLite, bot and its worker'}, {_WORDS[task.kind]}"
    killed = ", ".join(f"{what} {n}" for what, n in sorted(found.killed.items()))
    rows = [
        ("kill -9", f"{found.killed.total()} ({killed})"),
        ("jobs × lines", f"{found.jobs} × {task.lines:,}"),
        ("faults that struck", f"{found.faults.total():,}"),
        ("lines done", f"{found.done:,}"),
        ("lines failed, with a reason", f"{found.failed:,}"),
        ("lines without an end or a reason", f"{found.nameless:,}"),
        ("effects lost", f"{found.lost:,}"),
        ("effects doubled", f"{found.doubled:,}"),
        ("jobs stuck", str(found.stuck)),
        ("reasons that are false", str(found.false)),
        ("times a person had to say Resume", str(found.resumed)),
        ("seconds", f"{found.seconds:.0f}"),
    ]
    console.print(table(f"Chaos: {name} (seed {task.seed}, world {SPEED:g} times faster)", ("what", "figure"), rows))
    if found.reasons or found.stops:
        reasons = [(reason, str(count)) for reason, count in (found.reasons + found.stops).most_common(10)]
        console.print(table("Why lines failed and jobs stopped", ("reason", "times"), reasons))
    kinds = [(kind, str(count)) for kind, count in sorted(found.faults.items())]
    console.print(table("Faults by kind", ("kind", "struck"), kinds))


def main() -> None:
    """Run every kind on both databases, or what is asked for; exits with 0 if all was clean."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=50, help="at least so many with the usual faults on each database")
    parser.add_argument("--lines", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    parser.add_argument("--kind", choices=tuple(Kind), action="append", type=Kind)
    asked = parser.parse_args()
    console, clean = Console(width=120), True
    for database in [asked.only] if asked.only else ["sqlite", "postgres"]:
        for kind in asked.kind or list(Kind):
            kills = asked.kills if kind is Kind.USUAL else min(asked.kills, PER_JOB)
            task = Task(kills, asked.lines, asked.seed, postgres=database == "postgres", kind=kind)
            found = asyncio.run(rounds(task))
            report(console, task, found)
            clean = clean and found.clean
    sys.exit(0 if clean else 1)


if __name__ == "__main__":
    main()
