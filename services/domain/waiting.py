"""What a turn waits for just now, in words: whoever waits with it is told."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Waiting:
    """What is waited for; empty while nothing is."""

    words: str = ""


_now: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


def watch() -> Waiting:
    """What this task and those it starts wait for, kept up to date."""
    found = Waiting()
    _now.set(found)
    return found


def wait_for(words: str) -> None:
    """Say what is waited for; empty when that is over. Nobody hears it where nobody watches."""
    if (found := _now.get()) is not None:
        found.words = words
