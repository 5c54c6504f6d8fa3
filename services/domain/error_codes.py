"""A short code for every kind of error that a person can see, and its entry in docs/troubleshooting.md.

The codes of what remote systems refuse for single lines, and of why jobs stop, are in `services/wording`.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.domain import errors
from services.domain.phrases import tr


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """The code of one kind of error: what it means, and what an administrator and whoever runs the bot can do."""

    code: str
    means: str
    admin: str
    operator: str = "Nothing."


# For any other error: the program itself failed.
OURS = ErrorCode(
    "SW-1",
    tr("The program itself failed at something."),
    tr("Say `jobs` and `approvals` to see what was done before you try again. Pass on the reference."),
    tr("Look for the reference in the log: the line `turn failed` has the trace."),
)
CODES: dict[type[errors.SwitchboardError], ErrorCode] = {
    errors.SwitchboardError: ErrorCode(
        "SW-10",
        tr("Something couldn't be done; the message says what and why."),
        tr("Do what the message says, or say `help`."),
    ),
    errors.BadInput: ErrorCode(
        "SW-11",
        tr("What was typed, ticked or sent can't be used. Nothing was changed."),
        tr("Mend what the message names and send it again."),
    ),
    errors.NotAllowed: ErrorCode(
        "SW-20",
        tr("The role that you hold in your Microsoft directory isn't enough for this. Nothing was changed."),
        tr("Say `whoami` to see your role. A Teams administrator can do it, or give you that role in Microsoft Entra."),
    ),
    errors.NotAlone: ErrorCode(
        "SW-22",
        tr("By the policy as it is now, the plan needs somebody else's approval. Nothing was changed."),
        tr("Take the fresh card that the message offers, and send the plan from there."),
    ),
    errors.RoleUnknown: ErrorCode(
        "SW-21",
        tr("Your role couldn't be asked of your directory. Nothing was changed, and nobody said that you may not."),
        tr("Try again in a minute. If consent is missing, a Global administrator gives it on the page that is linked."),
        tr("Look whether the Graph application still has RoleManagement.Read.Directory, with consent in that tenant."),
    ),
    errors.NotFound: ErrorCode(
        "SW-30",
        tr("There is no such thing here, or none that you may see."),
        tr("Say `lines` or `numbers` to find it."),
    ),
    errors.Stale: ErrorCode(
        "SW-31",
        tr("What the card shows has changed since. Nothing was changed by the click."),
        tr("Take the fresh card that the message offers."),
    ),
    errors.PlanOver: ErrorCode(
        "SW-32",
        tr("The plan doesn't wait any more: it was decided or taken back, or its time is over."),
        tr("Take the fresh card that the message offers."),
    ),
    errors.NotConnected: ErrorCode(
        "SW-40", tr("Your tenant isn't linked to a CPaaS organisation."), tr("A Teams administrator says `connect`.")
    ),
    errors.LinkLost: ErrorCode(
        "SW-41",
        tr("The CPaaS says that your tenant isn't linked any more."),
        tr("Ask your CPaaS provider what happened, then say `connect`."),
        tr("The organisation's Microsoft tenant is empty or another one in the CPaaS."),
    ),
    errors.OtherOrganisation: ErrorCode(
        "SW-42",
        tr("The plan was made for another CPaaS organisation than the one that is linked now."),
        tr("Make the plan anew."),
    ),
    errors.SettingWrong: ErrorCode(
        "SW-50",
        tr("A setting of the program is missing or wrong."),
        tr("Tell whoever runs the bot."),
        tr("The line says which one; the README's table says what it takes."),
    ),
    errors.StoredWrong: ErrorCode(
        "SW-51",
        tr("What is stored can't be read."),
        tr("Tell whoever runs the bot."),
        tr("SWITCHBOARD_SECRET_KEY isn't what it was sealed with: put the old key behind the new one, with a comma."),
    ),
    errors.NotRecorded: ErrorCode(
        "SW-52",
        tr("It can't be put on record who did this, so it isn't done."),
        tr("Tell whoever runs the bot."),
        tr("Run `switchboard record verify`, and look for the reference in the log."),
    ),
    errors.RemoteError: ErrorCode(
        "SW-60", tr("A remote system failed a call."), tr("Try again in a minute."), tr("Run `switchboard check`.")
    ),
    errors.RemoteRefused: ErrorCode(
        "SW-61",
        tr("A remote system gave a final no, in the words that the message quotes."),
        tr(
            "Microsoft: look at the person, licence or number in the Teams admin center. The CPaaS: look at its "
            "licences and extensions there. The operator: look whether its consent still stands in the Teams admin "
            "center."
        ),
        tr("Run `switchboard check`: a permission may be missing or a secret over. Support takes the request id."),
    ),
    errors.Unreachable: ErrorCode(
        "SW-62",
        tr("Somebody can't be written to: they took the app out or blocked it."),
        tr("Ask them to add the app again."),
    ),
    errors.RemoteBusy: ErrorCode(
        "SW-63",
        tr("A remote system is down for a moment, or asks to be left alone for a while. Nothing had an effect."),
        tr("Wait; jobs go on by themselves."),
        tr("If it stays, look at that system's status page and at `switchboard_breaker_open`."),
    ),
    errors.RemoteCrowded: ErrorCode(
        "SW-64",
        tr("A remote system takes only so many questions a minute, and many of yours are waiting."),
        tr("Try again in a minute."),
        tr("`switchboard_limit_waiting` says how many stand in line."),
    ),
    errors.TooManyNew: ErrorCode(
        "SW-67",
        tr("Many Microsoft tenants that Switchboard hasn't met yet ask at once, and each would cost a sign-in."),
        tr("Try again in a minute."),
        tr("Linked tenants aren't held up by it. If it stays, somebody makes tenants up: set `SWITCHBOARD_TENANTS`."),
    ),
    errors.RemoteUnreadable: ErrorCode(
        "SW-65",
        tr("A remote system answered in a way that isn't its own. Nothing is concluded from it."),
        tr("Try again in a minute; if it stays, pass on the request id."),
        tr(
            "A proxy or sign-in page may answer in its place, or the system changed: `switchboard check` says what "
            "came."
        ),
    ),
    errors.RemoteUnknown: ErrorCode(
        "SW-66",
        tr(
            "Something was sent, and no answer that can be trusted came. It is read back before anything is sent again."
        ),
        tr("Say `jobs`, and look at the line before you try again."),
        tr("Timeouts between the bot and that system are the usual cause."),
    ),
}

MOVED = ErrorCode(
    "SW-80",
    tr("Somebody changed the line, number or person between the plan and its turn. Nothing was written over."),
    tr("Look at the line as it is now, and make a new plan."),
)
TOO_LONG = ErrorCode(
    "SW-81",
    tr("A step wasn't done within the time that a line waits for a remote system."),
    tr(
        "Look at the number in the Teams admin center, then retry the job. If it stays, ask the operator, with the "
        "number."
    ),
    tr("`SWITCHBOARD_GIVE_UP_HOURS` says how long a line waits."),
)
IN_DOUBT = ErrorCode(
    "SW-82",
    tr("Something was sent several times, and no answer told whether it took effect."),
    tr("Look at the line before you retry it."),
    tr("Look for the reference in the log, and give the request id to the system's support."),
)
NOT_SHOWN = ErrorCode(
    "SW-83",
    tr("A step was done, and doesn't show when everything is read back at the end."),
    tr("Look at the line: somebody may have changed it meanwhile. Then retry."),
)
LEFT_WAITING = ErrorCode(
    "SW-84",
    tr("The line waited for another line of the same job, which ended before it had let go of what this one needs."),
    tr("See why the other line ended, then retry."),
)
CANCELLED = ErrorCode(
    "SW-85", tr("Somebody cancelled the job before the line was finished."), tr("Retry the job, or undo what was done.")
)
REFUSED = ErrorCode(
    "SW-86",
    tr("A remote system refused the line in words that Switchboard doesn't know. The message quotes them."),
    tr("Look into what it says, then retry. If it stays, ask that system's support, with the request id."),
    tr("Look for the reference in the log."),
)
GONE = ErrorCode(
    "SW-87",
    tr("This account isn't in your directory any more."),
    tr("Make a new plan."),
)
LINE_CODES = (MOVED, TOO_LONG, IN_DOUBT, NOT_SHOWN, LEFT_WAITING, CANCELLED, REFUSED, GONE)


def for_log(error: BaseException) -> dict[str, str | int]:
    """What a line of the log says of an error: kind and code, and of a remote system's what its support can look up.

    None of its words: they may name people and numbers, or quote what somebody typed.
    """
    said: dict[str, str | int] = {"error": type(error).__name__, "code": code_of(error)}
    if isinstance(error, errors.RemoteError):
        said |= {"system": error.system, "status": error.status, "answered": error.code, "request": error.request_id}
    return said


def code_of(error: BaseException) -> str:
    """The code of an error: its own, or that of its nearest base class that has one."""
    if isinstance(error, errors.SwitchboardError) and error.short:
        return error.short
    kinds = [kind for kind in type(error).__mro__ if issubclass(kind, errors.SwitchboardError)]
    found = next((CODES[kind] for kind in kinds if kind in CODES), OURS)
    return found.code
