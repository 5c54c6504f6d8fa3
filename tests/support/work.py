"""Measures the work of a block of code by counting calls, which doesn't depend on the machine's load.

Time inside one call of a builtin (a regular expression that backtracks, a search through a long text) counts as one
call, so the processor's time is measured beside it, for a bound that only a blow-up exceeds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Any

BLOW_UP_SECONDS = 20.0  # far beyond what any of these blocks takes, on a slow machine and under the profiler, too


@dataclass
class Work:
    """The function calls, builtins included, that this thread has made in the block.

    `seconds` is the processor time of the whole process in it, known at its end.
    """

    calls: int = 0
    seconds: float = 0.0

    def note(self, frame: FrameType, event: str, function: Any) -> None:
        """Count one call, but not its return."""
        self.calls += event in {"call", "c_call"}


@contextmanager
def counted() -> Iterator[Work]:
    """Count the block's calls, restoring the former profiler at its end."""
    work, before, began = Work(), sys.getprofile(), time.process_time()
    sys.setprofile(work.note)
    try:
        yield work
    finally:
        sys.setprofile(before)
        work.seconds = time.process_time() - began
