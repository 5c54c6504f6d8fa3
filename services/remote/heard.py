"""How a call to a remote system ended, for metrics."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum


class CallOutcome(StrEnum):
    """The outcome of one try of a call."""

    GOOD = "good"  # it did what it was asked
    REFUSED = "refused"  # it answered that it won't
    THROTTLED = "throttled"  # it asked for a pause
    FAILED = "failed"  # it answered that it isn't well
    ODD = "odd"  # it answered in a way that isn't its own
    LOST = "lost"  # no answer came


Heard = Callable[[str, CallOutcome, float], None]  # system, outcome, seconds


def unheard(_system: str, _outcome: CallOutcome, _seconds: float) -> None:
    """Ignore the outcome: nobody counts."""


def outcome_of(status: int, *, good: bool, odd: bool) -> CallOutcome:
    """The outcome of a call that was answered."""
    if odd:
        return CallOutcome.ODD
    if good:
        return CallOutcome.GOOD
    if status == 429:
        return CallOutcome.THROTTLED
    return CallOutcome.FAILED if status >= 500 else CallOutcome.REFUSED
