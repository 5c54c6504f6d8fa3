"""Tenants not seen before: somebody who makes up thousands of them must not cause thousands of sign-ins.

Sign-ins for tenants that Microsoft doesn't know count against one share for all of them; a tenant that exists doesn't
count, so that somebody new gets in as long as not everything is made up.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from cachetools import LRUCache

from services.domain.errors import TooManyNew
from services.remote.bucket import Bucket

AT_ONCE = 5  # sign-ins tried for unknown tenants
A_SECOND = 5 / 60  # sign-ins added per second
_MAX_SEEN = 20_000  # tenants that are remembered

Known = Callable[[str], Awaitable[bool]]


async def nobody(_tenant: str) -> bool:
    """False: no tenant is known beforehand."""
    return False


class Newcomers:
    """Lets sign-ins through: any for tenants that exist, and a share for those that may not.

    `known` tells whether a tenant is one of ours even if this process hasn't seen it yet; it is asked only when the
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
        """Note that Microsoft knows the tenant: its sign-ins don't count."""
        if tenant not in self._seen:
            self._seen[tenant] = True
            self._share.give_back()
