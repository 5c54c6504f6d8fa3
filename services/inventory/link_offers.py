"""Keys that were checked and not yet confirmed: in memory only, for a quarter of an hour."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from cachetools import TTLCache

from services.inventory.key_owner import KeyOwner

_SECONDS = 900.0
_MAX_OFFERS = 1_000


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """Who may confirm which organisation, and the key that opens it, which must not be logged (`repr` omits it)."""

    id: str
    tenant_id: str
    object_id: str
    owner: KeyOwner
    key: str = field(repr=False)


class LinkOffers:
    """Offers of this process. They aren't stored, so that an unconfirmed key leaves no trace."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._kept: TTLCache[str, LinkOffer] = TTLCache(_MAX_OFFERS, _SECONDS, timer=clock)

    def keep(self, offer: LinkOffer) -> None:
        """Keep an offer for a while."""
        self._kept[offer.id] = offer

    def find(self, ident: str, tenant_id: str, object_id: str) -> LinkOffer | None:
        """The offer, for the person it was made to; None when it has expired."""
        offer = self._kept.get(ident)
        return offer if offer and (offer.tenant_id, offer.object_id) == (tenant_id, object_id) else None

    def drop(self, ident: str) -> None:
        """Forget an offer and its key."""
        self._kept.pop(ident, None)
