"""Tenants that nobody here has seen: who invents thousands of them must not have thousands of sign-ins tried.

What a sign-in for a tenant that Microsoft doesn't know costs counts against one share for all of them; a tenant that
exists costs nothing of it, so that somebody new gets in as long as not everything is made up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from cachetools import LRUCache

from services.domain.errors import TooManyNew
from services.remote.bucket import Bucket

AT_ONCE = 5  # sign-ins that are tried for unknown tenants
A_SECOND = 5 / 60  # and what is added to them
_MAX_SEEN = 20_000  # tenants that are remembered

Known = Callable[[str], Awaitable[bool]]


async def nobody(_tenant: str) -> bool:
    """False: no tenant is known beforehand."""
    return False


class Newcomers:
    """Lets sign-ins through: any for tenants that exist, and a share for those that may not.

    `known` tells whether a tenant is at home here though this process hasn't seen it yet; it is asked only where the
    share is used up.
    """

    def __init__(self, share: Bucket, known: Known = nobody) -> None:
        self._share = share
        self._known = known
        self._seen: LRUCache[str, bool] = LRUCache(_MAX_SEEN)

    async def enter(self, tenant: str, system: str) -> None:
        """Return when a sign-in for this tenant may be tried; TooManyNew when the share is used up."""
        if tenant in self._seen or self._share.take_now():
            return
        if not await self._known(tenant):
            raise TooManyNew(system, 1 / A_SECOND)
        self._seen[tenant] = True

    def exists(self, tenant: str) -> None:
        """Microsoft knows the tenant: its sign-in cost nothing, and its next ones neither."""
        if tenant not in self._seen:
            self._seen[tenant] = True
            self._share.give_back()
