"""Shifts the wall clock of every Python process that has this on its path by the seconds that a file holds.

Python imports a module of this name at its start (https://docs.python.org/3/library/site.html). Only `time.time` and
`time.time_ns` are shifted; monotonic clocks stay as they are, as on a machine whose clock somebody sets.
"""

from __future__ import annotations

import os
import time

FILE = "SWITCHBOARD_BENCH_CLOCK"
_POLL_SECONDS = 0.05  # between two reads of the file


def _set(file: str) -> None:
    true, true_ns, steady = time.time, time.time_ns, time.monotonic
    off, looked = 0.0, float("-inf")

    def offset() -> float:
        nonlocal off, looked
        if steady() - looked > _POLL_SECONDS:
            looked = steady()
            try:
                with open(file) as held:
                    off = float(held.read() or 0.0)
            except (OSError, ValueError):
                pass
        return off

    time.time = lambda: true() + offset()
    time.time_ns = lambda: true_ns() + int(offset() * 1e9)


if FILE in os.environ:
    _set(os.environ[FILE])
