"""One tree of errors; each says what happened, why, and what to do next."""

from __future__ import annotations


class SwitchboardError(Exception):
    """Something a person must be told: `what` happened, `why`, and what to do (`fix`); `ref` finds it in the log."""

    def __init__(self, what: str, why: str = "", fix: str = "", ref: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.fix = fix
        self.ref = ref

    def __str__(self) -> str:
        """One line of plain words, safe to show."""
        return " ".join(part for part in (self.what, self.why, self.fix) if part)


class BadInput(SwitchboardError):
    """What the person typed, ticked or sent can't be used; nothing was changed."""


class NotAllowed(SwitchboardError):
    """This person may not do this; nothing was changed."""


class NotFound(SwitchboardError):
    """No such thing here, or none that this person may see."""


class Stale(SwitchboardError):
    """The card, plan or line moved on since it was shown; nothing was changed."""


class NotConnected(SwitchboardError):
    """This tenant isn't linked to a CPaaS organisation yet."""


class SettingWrong(SwitchboardError):
    """A setting of the program itself is missing or wrong."""


class RemoteError(SwitchboardError):
    """A remote system refused or failed a call.

    `system` is its name in plain words, `status` the HTTP status (0 when none came), `code` its own error code,
    `request_id` the id its support can look up.
    """

    def __init__(
        self,
        system: str,
        status: int,
        code: str,
        message: str,
        *,
        request_id: str = "",
        fix: str = "",
        ref: str = "",
    ) -> None:
        super().__init__(f"{system} answered {status or 'nothing'}.", message, fix, ref)
        self.system = system
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id


class RemoteRefused(RemoteError):
    """A final answer: repeating the same call gives the same refusal."""


class Unreachable(RemoteRefused):
    """Whoever should be written to can't be: they took the app out or blocked it."""


class RemoteBusy(RemoteError):
    """Throttled or briefly down, and nothing had an effect: repeat after `retry_after` seconds."""

    retry_after: float = 0.0


class RemoteUnknown(RemoteError):
    """Sent, but no trustworthy answer came: the effect must be read back before anything is sent again."""
