"""Decides on a failed call: whether and when to retry it, and which error to raise if not."""

from __future__ import annotations

import random

from bot.teams.errors import SYSTEM, Blocked, Failure, Gone, TooLarge
from services.domain.errors import RemoteBusy, RemoteError, RemoteRefused, RemoteUnknown

ATTEMPTS = 5
_FIRST_WAIT_SECONDS = 1.0
_MAX_WAIT_SECONDS = 60.0
# Microsoft names these four as retryable, also for new messages.
# https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit#handle-http-429-responses
_MAY_REPEAT = frozenset({412, 429, 502, 504})
_NOT_INSTALLED = frozenset({"MessageWritesBlocked", "BotNotInConversationRoster", "ForbiddenOperationException"})


def wait(failure: Failure, attempt: int, *, repeatable: bool, rng: random.Random) -> float | None:
    """The seconds until the next try, or None when there is none; `attempt` counts from 0.

    `repeatable`: the call is idempotent. A new message isn't: when it is unknown whether it arrived (408, 500, a bare
    503, a broken connection), it isn't sent again.
    """
    if attempt + 1 >= ATTEMPTS or not (_had_no_effect(failure) or _may_repeat(failure, repeatable)):
        return None
    if failure.retry_after is not None:
        return None if failure.retry_after > _MAX_WAIT_SECONDS else failure.retry_after * (1 + rng.random() / 10)
    return min(_MAX_WAIT_SECONDS, _FIRST_WAIT_SECONDS * float(2**attempt)) * (0.5 + rng.random() / 2)


def error(failure: Failure) -> RemoteError:
    """The failure as one of our errors."""
    if _had_no_effect(failure):
        busy = RemoteBusy(SYSTEM, failure.status, failure.code, _why(failure), request_id=failure.request_id)
        busy.retry_after = failure.retry_after or _FIRST_WAIT_SECONDS
        return busy
    kind = _kind(failure)
    return kind(SYSTEM, failure.status, failure.code, _why(failure), request_id=failure.request_id)


def is_doubtful(failure: Failure) -> bool:
    """Whether it is unknown if the call had an effect."""
    return not _had_no_effect(failure) and (failure.status in {0, 408} or failure.status >= 500)


def _kind(failure: Failure) -> type[RemoteError]:
    if failure.status == 403 and failure.code in _NOT_INSTALLED:
        return Blocked
    refusals: dict[int, type[RemoteError]] = {404: Gone, 410: Gone, 413: TooLarge, 408: RemoteUnknown}
    usual = RemoteRefused if 300 <= failure.status < 500 else RemoteUnknown
    return refusals.get(failure.status, usual)


def _had_no_effect(failure: Failure) -> bool:
    told_to_wait = failure.status == 503 and failure.retry_after is not None
    return not failure.sent or failure.status in {412, 429} or told_to_wait


def _may_repeat(failure: Failure, repeatable: bool) -> bool:
    return failure.status in _MAY_REPEAT or (repeatable and is_doubtful(failure))


def _why(failure: Failure) -> str:
    return failure.message or failure.code or "No answer came."
