"""Whether a refusal by Microsoft means that the tenant hasn't consented, or not to enough permissions."""

from __future__ import annotations

from services.domain.errors import RemoteError, RemoteRefused
from services.remote.auth import NO_CONSENT
from services.remote.auth import SYSTEM as SIGN_IN
from services.remote.clients import GRAPH
from services.remote.failures import permissions_in
from services.remote.graph_permissions import DENIED
from services.remote.graph_roles import HIDDEN

# https://learn.microsoft.com/graph/resolve-auth-errors
_NOT_ALLOWED = frozenset({DENIED, HIDDEN})


def lacks_consent(error: RemoteError) -> bool:
    """True only for Microsoft's own words for it: a missing answer says nothing about consent."""
    if not isinstance(error, RemoteRefused):
        return False
    if error.system == SIGN_IN:
        return error.code in NO_CONSENT
    if error.system != GRAPH or error.status != 403:
        return False
    return error.code in _NOT_ALLOWED or bool(permissions_in(error.message))
