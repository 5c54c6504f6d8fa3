"""Who somebody is to Switchboard, asked of their own directory: at every write anew, for reading once a minute."""

from __future__ import annotations

from services.domain.access import Role, role_of
from services.domain.errors import RemoteRefused
from services.remote.clients import Clients
from services.remote.clock import Clock

_KEEP = 60.0


class Roles:
    """Tells roles from directory roles; how old an answer is, the steady clock says."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, Role]] = {}

    async def role(self, tenant_id: str, object_id: str, fresh: bool) -> Role:
        """This person's role; NOBODY where the tenant hasn't consented or doesn't know them."""
        key = (tenant_id, object_id)
        known = self._known.get(key)
        if known and not fresh and self._clock.now() - known[0] < _KEEP:
            return known[1]
        role = await self._ask(tenant_id, object_id)
        self._known[key] = (self._clock.now(), role)
        return role

    def reads_only(self, tenant_id: str, object_id: str) -> bool:
        """Whether this person was a reader when last asked; False when it isn't known. Nothing remote is asked."""
        known = self._known.get((tenant_id, object_id))
        return known is not None and known[1] is Role.READER

    async def _ask(self, tenant_id: str, object_id: str) -> Role:
        if not object_id:
            return Role.NOBODY
        try:
            return role_of(await self._clients.graph(tenant_id).directory_roles(object_id))
        except RemoteRefused:
            # No consent yet, or nobody of this tenant: either way no right follows from it.
            return Role.NOBODY
