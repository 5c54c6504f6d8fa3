"""What a turn is waiting for, in words, so that the person waiting can be told."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(slots=True)
class Waiting:
    """What is being waited for; empty while nothing is."""

    words: str = ""


_now: ContextVar[Waiting | None] = ContextVar("waiting", default=None)


def watch() -> Waiting:
    """Track what this task and those it starts wait for."""
    found = Waiting()
    _now.set(found)
    return found


def wait_for(words: str) -> None:
    """Set what is being waited for; empty when that is over. No effect if nobody watches."""
    if (found := _now.get()) is not None:
        found.words = words
