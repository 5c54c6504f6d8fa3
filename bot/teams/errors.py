"""Errors of sending to and receiving from Teams."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.errors import RemoteRefused, Unreachable

SYSTEM = "Microsoft Teams"


class Blocked(Unreachable):
    """The person blocked or uninstalled the bot, so nothing can be sent there until it is added again."""


class Gone(RemoteRefused):
    """The conversation or the message no longer exists."""


class TooLarge(RemoteRefused):
    """The message is larger than Teams allows."""


@dataclass
class Refused(Exception):
    """An incoming request that is answered with `status` only; `reason` is for the log."""

    status: int
    reason: str


@dataclass
class Failure(Exception):
    """One failed call to the connector.

    `status` is 0 without an answer; `sent` is False when the call can't have reached the connector; `retry_after` is in
    seconds, None when the connector gave none.
    """

    status: int
    code: str = ""
    message: str = ""
    retry_after: float | None = None
    request_id: str = ""
    sent: bool = True
