"""Card data that comes back is anybody's word. Sealed, it is ours: which click, for which tenant, until when.

The token is a signed JWT (https://datatracker.ietf.org/doc/html/rfc7519); it carries ids, never rights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.turn import Card
from services.domain.errors import Stale

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals the clicks of outgoing cards and opens those that come back."""

    key: bytes
    days: float = 30.0

    def seal(self, card: Card, tenant_id: str, now: float) -> Card:
        """A copy of the card whose every `Action.Execute` carries its data sealed; a sealed one stays as it is."""
        sealed: Card = self._walk(card, tenant_id, now)
        return sealed

    def open(self, sealed: str, verb: str, tenant_id: str, now: float, *, ages: bool = True) -> Mapping[str, Any]:
        """The data a click was made with; Stale when it is old, bent, of another tenant or of another button.

        One that doesn't age is good for as long as the key is: it does what anybody may type at any time.
        """
        try:
            claims = jwt.decode(sealed, self.key, algorithms=["HS256"], options={"verify_exp": False})
        except jwt.InvalidTokenError:
            raise _unknown() from None
        if claims.get("t") != tenant_id or claims.get("v") != verb:
            raise _unknown()
        if ages and float(claims["exp"]) < now:
            raise Stale("This card is too old to act on.", "It was made a month ago.", "Ask for a fresh one.")
        data: Mapping[str, Any] = claims["d"]
        return data

    def token(self, verb: str, data: Mapping[str, Any], tenant_id: str, now: float) -> str:
        """The sealed data of one click."""
        claims = {"v": verb, "d": data, "t": tenant_id, "exp": int(now + self.days * _DAY)}
        return jwt.encode(claims, self.key, algorithm="HS256")

    def _walk(self, node: Any, tenant_id: str, now: float) -> Any:
        if isinstance(node, list):
            return [self._walk(item, tenant_id, now) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "Action.Execute" and "verb" in node:
            return node if is_sealed(node) else {**node, "data": {"s": self._of(node, tenant_id, now)}}
        return {key: self._walk(value, tenant_id, now) for key, value in node.items()}

    def _of(self, action: dict[str, Any], tenant_id: str, now: float) -> str:
        return self.token(action["verb"], (action.get("data") or {}).get("d", {}), tenant_id, now)


def is_sealed(action: Mapping[str, Any]) -> bool:
    """Whether a click's data is sealed already."""
    return set(action.get("data") or ()) == {"s"}


def _unknown() -> Stale:
    return Stale("This button isn't one of mine any more.", "The card may be old or from another place.", "Ask again.")
