"""Whether an organisation of the CPaaS still belongs to the tenant that is about to read or write there.

The provider can give an organisation to another tenant at any time, and the key goes on working. So every call first
checks the link, by an answer that is a few seconds old at most.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from services.domain.bond import Bond
from services.domain.errors import LinkLost
from services.domain.phrases import tr
from services.remote.clock import SteadyClock
from services.remote.cpaas_records import Organisation

FRESH_SECONDS = 30.0  # how long a look at the link is trusted
_LOST = tr("Your CPaaS organisation is no longer linked to your Microsoft tenant.")
_FIX = tr("Ask your provider whether that is meant, then say *connect* to link your tenant again.")


class LinkCheck:
    """The link of one tenant, asked again when the last answer is too old; concurrent callers share one request."""

    def __init__(self, bond: Bond, ask: Callable[[], Awaitable[Organisation]], clock: SteadyClock, keep: float) -> None:
        self._bond = bond
        self._ask = ask
        self._clock = clock
        self._keep = keep
        self._seen: tuple[float, LinkLost | None] | None = None
        self._one = asyncio.Lock()

    async def need(self, *, fresh: bool = False) -> None:
        """Raise LinkLost when the organisation belongs to another tenant or to none; any RemoteError of asking.

        `fresh`: ask now.
        """
        asked = self._clock.now()
        async with self._one:
            oldest = asked if fresh else asked - self._keep
            if self._seen is None or self._seen[0] <= oldest:
                begun = self._clock.now()
                self._seen = (begun, _lost(self._bond, await self._ask()))
            if self._seen[1] is not None:
                raise self._seen[1].with_traceback(None)


def _lost(bond: Bond, organisation: Organisation) -> LinkLost | None:
    if organisation.uuid != bond.org_uuid:
        why = tr("The key you gave me opens another organisation now, so I neither read nor change anything there.")
        return LinkLost(_LOST, why, _FIX)
    if organisation.tenant_id.casefold() != bond.tenant_id.casefold():
        whose = tr("another Microsoft tenant") if organisation.tenant_id else tr("no tenant")
        why = tr("At the CPaaS it is linked to {whose}, so I neither read nor change anything there.", whose=whose)
        return LinkLost(_LOST, why, _FIX)
    return None
