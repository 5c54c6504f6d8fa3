"""Whether a call is sent again: a pure decision from what came back and what may be repeated.

Microsoft asks for `Retry-After` to be obeyed and for no immediate repeats:
https://learn.microsoft.com/graph/throttling
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

ATTEMPTS = 6
ODD_ATTEMPTS = 4
MAX_WAIT_SECONDS = 60.0  # a job can be put aside for longer, a call must not sit there
MAX_RETRY_AFTER_SECONDS = 300.0  # longest pause that a system can ask for, in seconds
_FIRST_WAIT_SECONDS = 0.5
_MAX_BACKOFF_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP answer came. `retry_after` is in seconds; `renewed` says the token was already fetched afresh."""

    status: int
    retry_after: float | None = None
    renewed: bool = False


@dataclass(frozen=True, slots=True)
class Odd:
    """An answer came that this system doesn't give: a proxy's page, or another shape. Nothing follows from it."""


@dataclass(frozen=True, slots=True)
class Lost:
    """No trustworthy answer came; `sent` is false when not even a connection was made."""

    sent: bool


TryOutcome = Answered | Odd | Lost


class Verdict(StrEnum):
    """How a call ends."""

    DONE = "done"  # with a good answer
    REFUSED = "refused"  # with a final refusal
    BUSY = "busy"  # nothing had an effect
    UNREADABLE = "unreadable"  # only odd answers: not even known whether it had an effect
    UNKNOWN = "unknown"  # it may have had one


@dataclass(frozen=True, slots=True)
class Again:
    """Send it again after `after` seconds.

    `hold` stops everybody under the same limit, `renew` needs a new token, and with `doubt` this try may have had an
    effect.
    """

    after: float
    hold: bool = False
    renew: bool = False
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """Don't send it again; `after` is when a later attempt makes sense, in seconds."""

    verdict: Verdict
    after: float = 0.0


def decide(attempt: int, outcome: TryOutcome, repeatable: bool, rng_value: float) -> Again | Stop:
    """What to do after the `attempt`-th try (from 1).

    `repeatable` says a second effect is harmless: reads, PUT, writes with a key. `rng_value` is in [0, 1).
    """
    if isinstance(outcome, Lost):
        return _unsure(attempt, repeatable or not outcome.sent, outcome.sent, rng_value)
    if isinstance(outcome, Odd):
        again = repeatable and attempt < ODD_ATTEMPTS
        return Again(_backoff(attempt, rng_value), doubt=True) if again else Stop(Verdict.UNREADABLE)
    if outcome.status < 300:
        return Stop(Verdict.DONE)
    # A token carries the permissions it was made with, so one from before a new consent is answered 403.
    if outcome.status in (401, 403) and not outcome.renewed:
        return Again(0.0, renew=True)
    if _throttled(outcome):
        return _wait_as_told(attempt, outcome, rng_value)
    if outcome.status >= 500 or outcome.status == 408:
        return _unsure(attempt, repeatable, True, rng_value)
    return Stop(Verdict.REFUSED)


def in_time(decision: Again | Stop, left: float, outcome: TryOutcome, repeatable: bool) -> Again | Stop:
    """The same decision if its wait fits into the seconds `left`; otherwise how the call ends now."""
    if isinstance(decision, Stop) or decision.renew or decision.after < left:
        return decision
    return decide(ATTEMPTS, outcome, repeatable, 1.0)


def _throttled(outcome: Answered) -> bool:
    return outcome.status == 429 or (outcome.status == 503 and outcome.retry_after is not None)


def _wait_as_told(attempt: int, outcome: Answered, rng_value: float) -> Again | Stop:
    told = outcome.retry_after
    after = min(told, MAX_RETRY_AFTER_SECONDS) if told is not None else _backoff(attempt, rng_value)
    if attempt >= ATTEMPTS or after > MAX_WAIT_SECONDS:
        return Stop(Verdict.BUSY, after)
    return Again(after, hold=True)


def _unsure(attempt: int, repeatable: bool, sent: bool, rng_value: float) -> Again | Stop:
    if repeatable and attempt < ATTEMPTS:
        return Again(_backoff(attempt, rng_value), doubt=sent)
    return Stop(Verdict.UNKNOWN if sent else Verdict.BUSY, _backoff(attempt, rng_value))


def _backoff(attempt: int, rng_value: float) -> float:
    """Between half and all of an exponentially growing wait, so that callers don't all come back at once."""
    longest = min(_MAX_BACKOFF_SECONDS, _FIRST_WAIT_SECONDS * 2.0 ** min(attempt - 1, 16))
    return longest * (0.5 + rng_value / 2)
