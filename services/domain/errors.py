"""One tree of errors; each says what happened, why, and what to do next."""

from __future__ import annotations

from services.domain.phrases import join_text, tr


class SwitchboardError(Exception):
    """Something a person must be told: `what` happened, `why`, and what to do (`fix`); `ref` finds it in the log.

    `short` is our code for it, where that is known closer than by the kind of error.
    """

    def __init__(self, what: str, why: str = "", fix: str = "", ref: str = "", short: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.fix = fix
        self.ref = ref
        self.short = short

    def __str__(self) -> str:
        """One line of plain words, safe to show."""
        return join_text(" ", (part for part in (self.what, self.why, self.fix) if part))


class BadInput(SwitchboardError):
    """What the person typed, ticked or sent can't be used; nothing was changed."""


class NotAllowed(SwitchboardError):
    """This person may not do this; nothing was changed."""


class NotAlone(NotAllowed):
    """The plan with the id `plan` needs somebody else's approval by now, and isn't applied by its author alone."""

    plan: str = ""


class RoleUnknown(SwitchboardError):
    """This person's rights couldn't be read; nothing was changed, and that isn't a refusal.

    `consent`: because nobody in their tenant has consented to that.
    """

    consent: bool = False


class NotFound(SwitchboardError):
    """No such thing here, or none that this person may see."""


class Stale(SwitchboardError):
    """The card, plan or line moved on since it was shown; nothing was changed."""

    def __init__(self, what: str, why: str = "", fix: str = "", ref: str = "", short: str = "") -> None:
        super().__init__(what, why, fix or tr("Look at it as it is now, then ask again."), ref, short)


class PlanOver(Stale):
    """The plan with the id `plan` no longer waits: it was decided, taken back, or its time is over."""

    plan: str = ""


class NotConnected(SwitchboardError):
    """This tenant isn't linked to a CPaaS organisation yet."""


class LinkLost(NotConnected):
    """The tenant was linked, and the CPaaS says that it isn't any more."""


class OtherOrganisation(NotConnected):
    """The plan is for another CPaaS organisation than the one that the tenant is linked to now."""


class SettingWrong(SwitchboardError):
    """A setting of the program itself is missing or wrong."""


class NotRecorded(SwitchboardError):
    """It couldn't be recorded, so it wasn't done."""

    def __init__(self) -> None:
        why = tr("What can't be recorded isn't done.")
        super().__init__(tr("The record can't be written just now."), why, tr("Tell whoever runs Switchboard."))


class StoredWrong(SwitchboardError):
    """Stored data can't be read; its content is never shown or logged."""


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
        super().__init__(
            tr("{system} answered {status}.", system=system, status=status or tr("nothing")), message, fix, ref
        )
        self.system = system
        self.status = status
        self.code = code
        self.message = message
        self.request_id = request_id

    @property
    def trouble(self) -> str:
        """What is wrong with the system, for somebody who waits for it: one sentence that blames nobody."""
        return tr("{system} isn't answering.", system=self.system)


class RemoteRefused(RemoteError):
    """A final answer: repeating the same call gives the same refusal."""

    @property
    def trouble(self) -> str:
        """Says that the system refuses, with its own reason."""
        message = (self.message or str(self.status)).rstrip(".")
        return tr("{system} refuses it: {message}", system=self.system, message=message) + "."


class Unreachable(RemoteRefused):
    """The person can't be written to: they removed or blocked the app."""


class RemoteBusy(RemoteError):
    """Throttled or briefly down, and nothing had an effect: repeat after `retry_after` seconds."""

    retry_after: float = 0.0

    @property
    def trouble(self) -> str:
        """Says that the system is away, or throttles calls for a while."""
        return (
            tr("{system} asks me to wait.", system=self.system)
            if self.status == 429
            else tr("{system} isn't answering.", system=self.system)
        )


class RemoteCrowded(RemoteBusy):
    """Not sent: our turn under the system's limit didn't come in time."""

    def __init__(self, system: str, waited: float) -> None:
        why = tr("Yours stood in line for {waited:.0f} seconds, behind many of your own.", waited=waited)
        super().__init__(system, 0, "", why, fix=tr("Try again in a minute."))
        self.what = tr("{system} takes only so many questions a minute.", system=system)
        self.retry_after = waited

    @property
    def trouble(self) -> str:
        """Says that other calls come first."""
        return tr("{system} takes only so many questions a minute, and many are waiting.", system=self.system)


class TooManyNew(RemoteBusy):
    """Not sent: the share of sign-ins for unknown tenants is used up for the moment."""

    def __init__(self, system: str, retry_after: float) -> None:
        super().__init__(system, 0, "", self.trouble, fix=tr("Try again in a minute."))
        self.what = tr("I can't let anybody new in just now.")
        self.retry_after = retry_after

    @property
    def trouble(self) -> str:
        """Says that too many unknown tenants sign in at once."""
        return tr("Many tenants that I haven't met yet ask at once.")


class RemoteUnreadable(RemoteError):
    """Answered, but not the way this system answers: nothing follows from it, however often it comes.

    `saw` says in a few plain words what came instead ("status 204 with nothing in it").
    """

    def __init__(self, system: str, saw: str, *, status: int = 0, request_id: str = "", ref: str = "") -> None:
        quote = tr(" and quote the request id {request_id}", request_id=request_id) if request_id else ""
        fix = tr("Try again in a minute. If it stays like this, tell whoever runs Switchboard{quote}.", quote=quote)
        super().__init__(
            system, status, "unreadable", tr("What came was {saw}.", saw=saw), request_id=request_id, fix=fix, ref=ref
        )
        self.what = tr("{system} gave an answer that I don't understand.", system=system)
        self.saw = saw

    @property
    def trouble(self) -> str:
        """Says what the system answers with."""
        return tr("{system} gives answers that I don't understand ({saw}).", system=self.system, saw=self.saw)


class RemoteUnknown(RemoteError):
    """Sent, but no trustworthy answer came: the effect must be read back before anything is sent again."""
