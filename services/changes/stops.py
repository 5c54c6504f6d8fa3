"""Why a job stopped and what to do about it, in plain words; everything is kept until somebody presses Resume."""

from __future__ import annotations

from services.domain.errors import NotConnected, RemoteRefused
from services.remote.auth import SYSTEM as SIGN_IN
from services.remote.clients import CPAAS, GRAPH, OPERATOR

_RESUME = "Then press *Resume*; nothing is lost meanwhile."

# (system, a part of the error's code or nothing): what happened, what to do.
_TABLE: tuple[tuple[str, str, str, str], ...] = (
    (
        CPAAS,
        "",
        "The CPaaS doesn't accept your organisation's key any more.",
        "Make a key there and say *new key* to me.",
    ),
    (
        OPERATOR,
        "consent.",
        "Your tenant's consent to the operator isn't active any more.",
        "Have a Teams administrator renew it in the Teams admin centre under Voice > Operators.",
    ),
    (
        OPERATOR,
        "",
        "The operator's gateway doesn't let Switchboard in any more.",
        "Ask whoever runs Switchboard to have its access given back.",
    ),
    (
        GRAPH,
        "",
        "Microsoft doesn't let me work in your tenant any more: the consent is gone.",
        "Have a Global Administrator grant it again; *home* and *connect* tell where.",
    ),
    (
        SIGN_IN,
        "",
        "Microsoft doesn't let me sign in to your tenant any more.",
        "Have a Global Administrator grant the consent again; *connect* tells where.",
    ),
)


def why_stopped(error: BaseException) -> str:
    """What happened and what to do, for the closing message."""
    if isinstance(error, NotConnected):
        return f"Your tenant isn't linked to the CPaaS any more. Say *connect* to link it again. {_RESUME}"
    if isinstance(error, RemoteRefused) and error.status in (401, 403):
        for system, code, what, fix in _TABLE:
            if error.system == system and error.code.startswith(code):
                detail = f" ({error.message})" if error.message else ""
                return f"{what}{detail} {fix} {_RESUME}"
    return f"{error} {_RESUME}"
