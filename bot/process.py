"""What every process does: tune the interpreter, keep its files private, and run until it is asked to stop."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
from contextlib import suppress

# New objects before the youngest generation is collected, and collections before the older ones are:
# https://docs.python.org/3/library/gc.html#gc.set_threshold
_GC_THRESHOLDS = (2_000, 5, 250)
# Seconds; Python's own are 0.005: https://docs.python.org/3/library/sys.html#sys.setswitchinterval
_SWITCH_INTERVAL_SECONDS = 0.0005


def end_when_told() -> None:
    """End at once when told to, until the event loop hears it (`stopped`): nothing is under way yet.

    A container's first process gets only signals that it handles: https://man7.org/linux/man-pages/man2/kill.2.html
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))


async def stopped(asked: asyncio.Event | None = None) -> None:
    """Wait until the process is asked to stop, by a signal or by `asked`."""
    asked = asked or asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(name) is not signal.SIG_IGN:
            asyncio.get_running_loop().add_signal_handler(name, asked.set)
    await asked.wait()


def private_files() -> None:
    """Make files that this process writes readable by its own user only."""
    os.umask(0o077)


def make_private(path: str) -> None:
    """Make a file and SQLite's files beside it, if they exist, readable by their owner only."""
    for each in (path, f"{path}-wal", f"{path}-shm") if path else ():
        with suppress(FileNotFoundError):
            os.chmod(each, 0o600)


def tune() -> None:
    """Keep answers fast while the same process computes a lot.

    The program's own objects are excluded from garbage collection, and young ones are collected in small portions: with
    Python's default thresholds a plan of thousands of lines was traversed again and again, for 150 ms each time. A
    thread that waits for the interpreter gets it soon, even while another one computes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GC_THRESHOLDS)
    sys.setswitchinterval(_SWITCH_INTERVAL_SECONDS)
