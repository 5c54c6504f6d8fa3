"""Keys that were looked at and not yet confirmed: in memory alone, for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cachetools import TTLCache

from services.inventory.key_owner import KeyOwner

_SECONDS = 900.0
_MAX_OFFERS = 1_000


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """Who may confirm which organisation, and the key that opens it: keep it out of logs (`repr` does)."""

    id: str
    tenant_id: str
    object_id: str
    owner: KeyOwner
    key: str = field(repr=False)


class LinkOffers:
    """Offers of this process. Nothing of them is stored, so that a key nobody confirms leaves no trace."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._kept: TTLCache[str, LinkOffer] = TTLCache(_MAX_OFFERS, _SECONDS, timer=clock)

    def keep(self, offer: LinkOffer) -> None:
        """Keep it for a while."""
        self._kept[offer.id] = offer

    def find(self, ident: str, tenant_id: str, object_id: str) -> LinkOffer | None:
        """The offer, for the person it was made to; None when its time is over."""
        offer = self._kept.get(ident)
        return offer if offer and (offer.tenant_id, offer.object_id) == (tenant_id, object_id) else None

    def drop(self, ident: str) -> None:
        """Forget it with its key."""
        self._kept.pop(ident, None)
