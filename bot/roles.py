"""A person's role, asked of their own directory: for each write anew, for reads once a minute."""

from __future__ import annotations

from dataclasses import dataclass

from services.domain.access import Role, role_of
from services.domain.errors import RemoteError, RemoteRefused, RoleUnknown
from services.remote.clients import GRAPH, Clients
from services.remote.clock import SteadyClock
from services.remote.consent import lacks_consent
from services.remote.failures import permissions_in
from services.remote.graph_people import NOBODY

_CACHE_SECONDS = 60.0
_UNREACHABLE_SECONDS = 5.0  # that long it is believed that Microsoft can't be asked
_MAX_PEOPLE = 5_000  # people whose role is remembered


@dataclass(frozen=True, slots=True)
class _Known:
    """What Microsoft answered about a person and when, or why it couldn't be asked."""

    at: float
    role: Role
    why: RemoteError | None = None

    @property
    def lasts(self) -> float:
        if self.why is None:
            return _CACHE_SECONDS
        return (
            0.0 if lacks_consent(self.why) else _UNREACHABLE_SECONDS
        )  # whoever grants access looks at once whether it helped


class Roles:
    """Tells roles from directory roles; how old an answer is, the steady clock says."""

    def __init__(self, clients: Clients, clock: SteadyClock) -> None:
        self._clients = clients
        self._clock = clock
        self._known: dict[tuple[str, str], _Known] = {}

    async def role(self, tenant_id: str, object_id: str, fresh: bool) -> Role:
        """This person's role; NOBODY where the directory doesn't know them, UNKNOWN where it couldn't be asked."""
        key = (tenant_id, object_id)
        known = self._known.pop(key, None)
        if known is None or fresh or not 0 <= self._clock.now() - known.at < known.lasts:
            known = await self._ask(tenant_id, object_id, fresh)
        self._known[key] = known
        for oldest in list(self._known)[:-_MAX_PEOPLE]:
            del self._known[oldest]
        return known.role

    def reads_only(self, tenant_id: str, object_id: str) -> bool:
        """Whether this person was a reader when last asked; False when it isn't known. Nothing remote is asked."""
        known = self._known.get((tenant_id, object_id))
        return known is not None and known.role is Role.READER

    def unknown(self, tenant_id: str, object_id: str) -> RoleUnknown:
        """Why this person's role isn't known, in words that blame nobody."""
        known = self._known.get((tenant_id, object_id))
        what, why = "I couldn't ask Microsoft for your role.", known.why if known else None
        if why is None or not lacks_consent(why):
            return RoleUnknown(what, f"{why.trouble if why else ''} Nothing was changed.", "Try again in a minute.")
        named = permissions_in(why.message)
        told = f"A Global Administrator has to grant me {' or '.join(named) or 'access to your tenant'} first."
        error = RoleUnknown(what, told, "Say *connect*: it shows where.")
        error.consent = True
        return error

    async def _ask(self, tenant_id: str, object_id: str, fresh: bool) -> _Known:
        now = self._clock.now()
        if not object_id:
            return _Known(now, Role.NOBODY)
        graph = self._clients.graph(tenant_id)
        try:
            # The index behind the first query lags: good enough to show something, not to change it.
            held = await (graph.active_roles(object_id) if fresh else graph.directory_roles(object_id))
            return _Known(now, role_of(held))
        except RemoteError as error:
            # Nobody of this tenant is a fact; that Microsoft couldn't or may not be asked tells nothing of the person.
            nobody = isinstance(error, RemoteRefused) and error.system == GRAPH and error.code in NOBODY
            return _Known(now, Role.NOBODY) if nobody else _Known(now, Role.UNKNOWN, error)
