"""What can go wrong on the way to and from Teams."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.errors import RemoteRefused, Unreachable

SYSTEM = "Microsoft Teams"


class Blocked(Unreachable):
    """The person blocked or uninstalled the bot: nothing can be sent there until it is added again."""


class Gone(RemoteRefused):
    """The conversation or the message isn't there any more."""


class TooLarge(RemoteRefused):
    """The message weighs more than Teams takes."""


@dataclass
class Refused(Exception):
    """An incoming request that gets `status` and nothing else; `reason` is for the log only."""

    status: int
    reason: str


@dataclass
class Failure(Exception):
    """One failed call to the connector.

    `status` is 0 when no answer came; `sent` is False when the call can't have reached the connector;
    `retry_after` is in seconds, None when the connector didn't name any.
    """

    status: int
    code: str = ""
    message: str = ""
    retry_after: float | None = None
    request_id: str = ""
    sent: bool = True
