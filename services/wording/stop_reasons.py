"""Why a job stopped and what to do about it, in plain words; everything is kept until somebody presses Resume.

What a system says is quoted, and nobody is blamed for what it doesn't say: only Microsoft's words for a missing
consent mean that, and a secret of ours that expired isn't the tenant's fault.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services.domain.error_codes import ErrorCode, code_of
from services.domain.errors import LinkLost, NotConnected, OtherOrganisation, RemoteRefused
from services.domain.phrases import tr
from services.remote.auth import GATEWAY
from services.remote.auth import SYSTEM as SIGN_IN
from services.remote.clients import CPAAS, GRAPH, OPERATOR
from services.remote.consent import lacks_consent
from services.remote.failures import grant_of, permissions_in

_RESUME = tr("Then press *Resume*; nothing is lost meanwhile.")
_WHOEVER_RUNS = tr("Ask whoever runs Switchboard to look into it.")
_CONSENT = tr("Have a Global Administrator grant it again; *connect* shows where.")
_OWN_SECRET = frozenset({"AADSTS7000215", "AADSTS7000222"})


@dataclass(frozen=True, slots=True)
class _Stop:
    """Which refusals it is for, what happened, and what to do; `short` is our code for it."""

    short: str
    fits: Callable[[RemoteRefused], bool]
    what: str
    fix: str

    @property
    def operator(self) -> str:
        """What whoever runs the bot does about it."""
        return tr("Run `switchboard check`.") if self.fix == _WHOEVER_RUNS else tr("Nothing.")


def _of(system: str, status: int = 0, code: str = "") -> Callable[[RemoteRefused], bool]:
    return lambda error: (
        error.system == system and status in (0, error.status) and error.code.casefold().startswith(code.casefold())
    )


# The first match counts.
_TABLE: tuple[_Stop, ...] = (
    _Stop(
        "SW-201",
        _of(CPAAS, 401),
        tr("The CPaaS doesn't accept your organisation's key any more."),
        tr("Make a key there and say *new key* to me."),
    ),
    _Stop(
        "SW-202",
        _of(CPAAS, 403),
        tr("The CPaaS knows your organisation's key and doesn't let it do this."),
        tr("Give the key its rights there, or make another one and say *new key* to me."),
    ),
    _Stop(
        "SW-203",
        _of(OPERATOR, code="consent."),
        tr("Your tenant's consent to the operator isn't active any more."),
        tr("Have a Teams administrator renew it in the Teams admin centre under Voice > Operators."),
    ),
    _Stop(
        "SW-204",
        _of(OPERATOR),
        tr("The operator's gateway doesn't let Switchboard in any more."),
        tr("Ask whoever runs Switchboard to have its role ProvisioningAPI.Admin given back."),
    ),
    _Stop(
        "SW-205",
        _of(GATEWAY),
        tr("Microsoft doesn't let Switchboard sign in at the operator's gateway."),
        _WHOEVER_RUNS,
    ),
    _Stop(
        "SW-206",
        lambda error: error.system == GRAPH and lacks_consent(error),
        tr("Microsoft doesn't let me work in your tenant any more: the consent is gone, or a permission of it."),
        _CONSENT,
    ),
    _Stop(
        "SW-207",
        lambda error: error.system == SIGN_IN and lacks_consent(error),
        tr("Microsoft doesn't let me sign in to your tenant any more: nobody there has let me in."),
        _CONSENT,
    ),
    _Stop(
        "SW-208", _of(GRAPH, 401), tr("Microsoft Graph doesn't take the sign-in that Microsoft gave me."), _WHOEVER_RUNS
    ),
    _Stop(
        "SW-209",
        _of(GRAPH),
        tr("Microsoft refuses me this in your tenant."),
        tr("Have a Global Administrator see whether everything was granted; *connect* shows where."),
    ),
    _Stop(
        "SW-210",
        lambda error: error.system == SIGN_IN and error.code in _OWN_SECRET,
        tr("Microsoft doesn't accept Switchboard's own secret any more."),
        _WHOEVER_RUNS,
    ),
    _Stop("SW-211", _of(SIGN_IN), tr("Microsoft refuses to sign me in."), _WHOEVER_RUNS),
)
STOP_CODES = tuple(ErrorCode(one.short, one.what, one.fix.replace("*", "`"), one.operator) for one in _TABLE)


def why_stopped(error: BaseException) -> str:
    """What happened and what to do, for the closing message."""
    if isinstance(error, OtherOrganisation):
        return str(error)  # going on would change other lines than those that were planned
    if isinstance(error, LinkLost):
        return tr("{error} {resume}", error=error, resume=_RESUME)
    if isinstance(error, NotConnected):
        return tr(
            "Your tenant isn't linked to the CPaaS any more. Say *connect* to link it again. {resume}", resume=_RESUME
        )
    found = _found(error)
    if found is not None and isinstance(error, RemoteRefused):
        detail = tr(" ({message})", message=error.message) if error.message else ""
        named = permissions_in(error.message) if error.system == GRAPH else ()
        return tr(
            "{what}{detail} {grant_of} {resume}",
            what=found.what,
            detail=detail,
            grant_of=grant_of(named) if named else found.fix,
            resume=_RESUME,
        )
    return tr("{error} {resume}", error=error, resume=_RESUME)


def stop_code(error: BaseException) -> str:
    """Our code for it, for the closing message."""
    found = _found(error)
    return found.short if found is not None else code_of(error)


def _found(error: BaseException) -> _Stop | None:
    if not isinstance(error, RemoteRefused) or error.status not in (401, 403):
        return None
    return next((stop for stop in _TABLE if stop.fits(error)), None)
