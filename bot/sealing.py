"""Card data that comes back is anybody's word. Sealed, it is ours: which click, for which tenant, until when.

The token is a signed JWT (https://datatracker.ietf.org/doc/html/rfc7519); it carries ids, never rights. Its key is
made of ours, the tenant and the verb, so that it opens for no other.
"""

from __future__ import annotations

import base64
import hmac
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import jwt

from bot.turn import Card
from services.domain.errors import Stale

_DAY_SECONDS = 86_400
_SHOWN = ("title", "style", "associatedInputs")  # of a button, what its fallback has too


@dataclass(frozen=True, slots=True)
class Sealer:
    """Seals the clicks of outgoing cards and opens those that come back."""

    key: bytes
    days: float = 30.0
    older: tuple[bytes, ...] = ()  # keys that are being changed: what they sealed still opens

    def seal(self, card: Card, tenant_id: str, now: float) -> Card:
        """A copy of the card whose every `Action.Execute` carries its data sealed; a sealed one stays as it is.

        Each gets an `Action.Submit` with the same data to fall back on: clients older than version 1.4 of the cards
        have no other button, and in some on phones `Action.Execute` is reported to do nothing.
        https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
        https://github.com/microsoft/AdaptiveCards/issues/9315
        """
        sealed: Card = self._walk(card, tenant_id, now)
        return sealed

    def open(self, sealed: str, verb: str, tenant_id: str, now: float, *, ages: bool = True) -> Mapping[str, Any]:
        """The data a click was made with; Stale when it is old, bent, of another tenant or of another button.

        One that doesn't age is good for as long as the key is: it does what anybody may type at any time.
        """
        claims = self._claims(sealed, verb, tenant_id)
        if ages and float(claims["exp"]) < now:
            raise Stale("This card is too old to act on.", "It was made a month ago.", "Ask for a fresh one.")
        return _unpacked(claims)

    def token(self, verb: str, data: Mapping[str, Any], tenant_id: str, now: float) -> str:
        """The sealed data of one click: short, since a card carries it twice for each of its buttons.

        Tenant and verb aren't in it: they are part of what it is signed with.
        """
        claims = {**_packed(data), "exp": int(now + self.days * _DAY_SECONDS)}
        return jwt.encode(claims, _key_for(self.key, verb, tenant_id), algorithm="HS256", headers={"typ": ""})

    def _claims(self, sealed: str, verb: str, tenant_id: str) -> Mapping[str, Any]:
        for key in (self.key, *self.older):
            if (claims := _decoded(sealed, _key_for(key, verb, tenant_id))) is not None:
                return claims
            # As cards that are out there were sealed before tokens were made short.
            claims = _decoded(sealed, key)
            if claims is not None and claims.get("t") == tenant_id and claims.get("v") == verb:
                return claims
        raise _unknown()

    def _walk(self, node: Any, tenant_id: str, now: float) -> Any:
        if isinstance(node, list):
            return [self._walk(item, tenant_id, now) for item in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "Action.Execute" and "verb" in node:
            return node if is_sealed(node) else self._sealed(node, tenant_id, now)
        return {key: self._walk(value, tenant_id, now) for key, value in node.items()}

    def _sealed(self, action: dict[str, Any], tenant_id: str, now: float) -> dict[str, Any]:
        token = self.token(action["verb"], (action.get("data") or {}).get("d", {}), tenant_id, now)
        sealed = {**action, "data": {"s": token}}
        # Without a title it is no button but a card's own refresh, which such clients don't know.
        return {**sealed, "fallback": _fallback(action, token)} if "title" in action else sealed


def _fallback(action: dict[str, Any], token: str) -> dict[str, Any]:
    kept = {name: action[name] for name in _SHOWN if name in action}
    return {"type": "Action.Submit", **kept, "data": {"s": token, "verb": action["verb"]}}


def _key_for(key: bytes, verb: str, tenant_id: str) -> bytes:
    return hmac.digest(key, f"{tenant_id}\n{verb}".encode("utf-8", "surrogatepass"), "sha256")


def _decoded(sealed: str, key: bytes) -> Mapping[str, Any] | None:
    try:
        claims: Mapping[str, Any] = jwt.decode(sealed, key, algorithms=["HS256"], options={"verify_exp": False})
    except jwt.InvalidTokenError:
        return None
    return claims


def _packed(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as a claim; long data, such as what was ticked on other pages, made small."""
    text = json.dumps(data, separators=(",", ":")).encode()
    small = base64.b85encode(zlib.compress(text, 9)).decode()
    return {"z": small} if len(small) < len(text) else {"d": data}


def _unpacked(claims: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = (
        json.loads(zlib.decompress(base64.b85decode(claims["z"]))) if "z" in claims else claims["d"]
    )
    return found


def is_sealed(action: Mapping[str, Any]) -> bool:
    """Whether a click's data is sealed already."""
    return set(action.get("data") or ()) == {"s"}


def _unknown() -> Stale:
    return Stale("This button isn't one of mine any more.", "The card may be old or from another place.", "Ask again.")
