"""A computing process: it computes one draft under limits, then ends and frees all its memory.

It uses no network and no store: it asks its parent for what it needs, over the pipe it was given.
"""

from __future__ import annotations

import gc
import os
import resource
import signal
import threading
import traceback
from collections.abc import Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import parent_process
from pathlib import Path
from typing import Any

from services.planning.draft_plan import DraftInput, DraftResult, Request, compute

_NICENESS = 10  # answers to people come first, then jobs, then files


@dataclass(frozen=True, slots=True)
class ComputeLimits:
    """What one draft may use: seconds of computing, and bytes of memory beyond the program itself."""

    seconds: float = 60.0
    memory: int = 512 * 2**20


@dataclass(frozen=True, slots=True)
class TooBig:
    """The draft needs more memory than it may have."""


@dataclass(frozen=True, slots=True)
class Broke:
    """An error of ours, with its trace."""

    trace: str


ChildMessage = Request | DraftResult | TooBig | Broke


def main(pipe: Connection, limits: ComputeLimits) -> None:
    """Compute the draft that comes through the pipe; requests and the result go back the same way."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    os.nice(_NICENESS)
    _limit(limits)
    gc.disable()  # it ends soon, so collecting garbage isn't worth its time
    try:
        _work(pipe, pipe.recv())
    except MemoryError:
        pipe.send(TooBig())
    except Exception:
        pipe.send(Broke(traceback.format_exc()))


def _work(pipe: Connection, draft: DraftInput) -> None:
    rounds: Generator[Request, Any, DraftResult] = compute(draft)
    sent: object = None
    while True:
        try:
            pipe.send(rounds.send(sent))
        except StopIteration as end:
            pipe.send(end.value)
            return
        sent = pipe.recv()


def _limit(limits: ComputeLimits) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + limits.memory
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    # The parent keeps the time; this is for a process whose parent is gone.
    seconds = round(limits.seconds) + 5
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
